"""Where the database is, from the one line that the configuration gives."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.domain.errors import StoreUnavailable

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}
_EXAMPLES = "write it as sqlite:///paperboy.db or postgresql://user:password@host/database"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A database's address.

    Attributes:
        url: the address with the driver that this room uses; kept out of the repr.
        shown: the address as it may be told to anyone.
        file: the file of an embedded database; None in memory and on a server.
    """

    url: URL = field(repr=False)
    shown: str
    file: Path | None = None

    @property
    def is_embedded(self) -> bool:
        """Whether the database is SQLite, in a file or in memory."""
        return self.url.get_backend_name() == "sqlite"


def locate(text: str) -> Whereabouts:
    """Read a plain address like `sqlite:///paperboy.db` or `postgresql://user:pw@host/db`.

    A relative file is relative to the working directory.

    Raises:
        StoreUnavailable: it is no address of a database that we know. The text never quotes it, for it may
            hold a password.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise StoreUnavailable(f"the database's address can't be read: {_EXAMPLES}") from None
    driver = _DRIVERS.get(url.drivername.partition("+")[0])
    if driver is None:
        raise StoreUnavailable(f"no such kind of database: {_EXAMPLES}")
    url = url.set(drivername=driver)
    if driver == _DRIVERS["sqlite"]:
        return _embedded(url)
    if not url.database:
        raise StoreUnavailable(f"the database's address names no database: {_EXAMPLES}")
    # What follows the first @ of a password would be taken for a host and told to everyone.
    if "@" in f"{url.host}{url.database}{url.query}":
        raise StoreUnavailable("in the password of the database's address, write @ as %40 and % as %25")
    host = url.host or url.query.get("host") or "localhost"
    port = f":{url.port}" if url.port else ""
    return Whereabouts(url, f"PostgreSQL at {host}{port}/{url.database}")


def _embedded(url: URL) -> Whereabouts:
    if url.host:
        raise StoreUnavailable(f"a file's address has three slashes, or four from the root: {_EXAMPLES}")
    if url.query:
        raise StoreUnavailable("a file's address takes no options after a question mark")
    if url.database in {None, "", ":memory:"}:
        return Whereabouts(url.set(database=":memory:"), "SQLite in memory")
    # One file, one name: the lock must be the same through links and from every directory.
    file = Path(url.database or "").resolve()
    return Whereabouts(url.set(database=str(file)), str(file), file)
