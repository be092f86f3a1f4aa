"""Paperboy: the day's best papers, in your language, in your chat, once."""

__version__ = "0.1.0"
