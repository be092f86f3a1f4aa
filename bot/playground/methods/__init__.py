"""The methods of the Bot API, a family a module."""
