"""The room that knows Telegram: what people see, how it is sent, how their words come in."""
