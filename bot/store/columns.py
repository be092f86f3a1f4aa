"""Column types that mean the same on SQLite and PostgreSQL."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import DateTime, Dialect, Enum, String, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.domain.calendar import Edition

INSTANT_WIDTH = len("2026-06-12 05:00:00.000000")


class Instant(TypeDecorator[datetime]):
    """An aware datetime that comes back in UTC.

    SQLite has no type for it: there it is text of a fixed width, so that order of text is order of time.
    A naive datetime is refused with ValueError.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose text on SQLite and `timestamptz` elsewhere."""
        kind: TypeEngine[Any] = String(INSTANT_WIDTH) if dialect.name == "sqlite" else DateTime(timezone=True)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401 - text or datetime
        """Write an instant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a zone names no instant")
        moment = value.astimezone(UTC)
        if dialect.name != "sqlite":
            return moment
        return moment.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002 - text or datetime; SQLAlchemy's signature
        """Read an instant."""
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        return cast("datetime", value).astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text from elsewhere, freed of what a database refuses: NUL and lone surrogates."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write a text."""
        return None if value is None else clean(value)


class EditionKey(TypeDecorator[Edition]):
    """An edition under its key, for example `daily:2026-06-12`."""

    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value: Edition | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write an edition."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Edition | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Read an edition."""
        return None if value is None else _edition(value)


@lru_cache(256)  # many rows name one of few
def _edition(key: str) -> Edition:
    return Edition.parse(key)


class ClockTime(TypeDecorator[time]):
    """A local time of day to the minute, as `08:15`."""

    impl = String(5)
    cache_ok = True

    def process_bind_param(self, value: time | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write a time."""
        return None if value is None else value.isoformat(timespec="minutes")

    def process_result_value(self, value: str | None, dialect: Dialect) -> time | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Read a time."""
        return None if value is None else time.fromisoformat(value)


class Amount(TypeDecorator[Decimal]):
    """A decimal number that comes back exactly: as text, for SQLite would make a binary fraction of it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write a number."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Read a number."""
        return None if value is None else Decimal(value)


def word_of(enum: type[StrEnum], name: str) -> Enum:
    """Return the type of a column that holds one word of an enumeration, with a CHECK that says so."""
    return Enum(
        enum,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=16,
        values_callable=_words,
    )


def _words(enum: type[StrEnum]) -> Sequence[str]:
    return [str(member) for member in enum]


def clean(text: str) -> str:
    """Return a text that every database takes."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


class present(FunctionElement[datetime]):  # noqa: N801 - an SQL function, named like those of sqlalchemy.func
    """The present by the database's clock: for bookkeeping only, nothing is decided by it."""

    type = Instant()
    inherit_cache = True


@compiles(present, "sqlite")
def _present_in_sqlite(element: present, compiler: SQLCompiler, **_: Any) -> str:  # noqa: ANN401, ARG001 - SQLAlchemy's signature
    return "strftime('%Y-%m-%d %H:%M:%f000', 'now')"


@compiles(present, "postgresql")
def _present_in_postgresql(element: present, compiler: SQLCompiler, **_: Any) -> str:  # noqa: ANN401, ARG001 - SQLAlchemy's signature
    return "now()"
