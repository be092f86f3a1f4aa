"""What can go wrong, in our own words.

Each error has a form for the log (`str(error)`) and a key of the locale files for the reader
(`text_key`). Neither ever holds a secret.
"""

from datetime import datetime


class PaperboyError(Exception):
    """Something expected went wrong."""

    text_key = "trouble.unexpected"


class FeedUnavailable(PaperboyError):
    """The feed did not answer, or asked us to wait.

    `retry_at` is the moment before which it must not be asked again, where it said so.
    """

    text_key = "trouble.feed_down"

    def __init__(self, why: str, retry_at: datetime | None = None) -> None:
        super().__init__(why)
        self.retry_at = retry_at


class FeedChanged(FeedUnavailable):
    """The feed answered in a shape that we don't know; a person has to look at it."""


class NotOpenYet(PaperboyError):
    """The feed has no such day, week or month yet."""

    text_key = "trouble.not_open_yet"


class StoreUnavailable(PaperboyError):
    """The database did not answer, or refused."""

    text_key = "trouble.unexpected"


class StoreOutdated(StoreUnavailable):
    """The database's tables are older than this program, or there are none; opening it mends that."""


class StoreInUse(StoreUnavailable):
    """Another process works on the same embedded database."""
