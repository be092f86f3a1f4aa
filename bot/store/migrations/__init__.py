"""How the tables came to be, one step a file; run by `bot.store.schema` at every start."""
