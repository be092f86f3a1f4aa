"""What Paperboy says, in each language; for Telegram and for files."""
