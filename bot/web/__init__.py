"""The doors that others knock at: Telegram with updates, and whoever watches over the process."""
