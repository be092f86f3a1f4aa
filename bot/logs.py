"""What the operator reads: one line an event, on stderr, with every secret blotted out."""

import logging
import re
import sys
import time
from collections.abc import Iterable

BLOT = "[secret]"
_TOKEN = re.compile(r"(?<!\d)\d{3,}:[A-Za-z0-9_-]{10,}")  # the form that Telegram gives bot tokens
_QUIET = ("httpx", "httpcore", "httpx2", "telegram", "apscheduler", "aiohttp", "openai", "alembic", "asyncio")

_BUSY = "apscheduler.scheduler"
"""It warns of every turn that a timer skips because its last one still runs, as reading may for an hour."""


class Redacting(logging.Formatter):
    """Formats a record, traceback and all, and then blots out secrets in the finished text.

    Working on the finished text catches a token in a URL inside an exception of another library, too.
    """

    converter = staticmethod(time.gmtime)

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(message)s", "%Y-%m-%d %H:%M:%S")
        self._secrets = sorted((one for one in secrets if one), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished text of a record without secrets."""
        return redact(super().format(record), self._secrets)


def redact(text: str, secrets: Iterable[str]) -> str:
    """Return a text with every given secret, and everything formed like a bot token, blotted out."""
    for secret in secrets:
        text = text.replace(secret, BLOT)
    return _TOKEN.sub(BLOT, text)


def set_up(level: str, secrets: Iterable[str]) -> None:
    """Log to stderr from now on.

    Args:
        level: the least level that is told: debug, info, warning or error.
        secrets: texts that must never be seen.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.getLogger(_BUSY).setLevel(logging.ERROR)
