"""A Telegram on this machine: its Bot API, its rules, its people and its page."""
