"""What Paperboy says, in each language (`locales`), in Telegram and in files. Only it knows Babel."""
