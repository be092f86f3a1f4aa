"""The JSON that the page and tests in other processes send, read strictly."""

import json
from dataclasses import dataclass

from aiohttp import web

from bot.playground.errors import Json, PeopleError

MAX_BODY_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Body:
    """A JSON object whose fields are asked for by kind."""

    fields: Json

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text.

        Raises:
            PeopleError: it is missing and has no default, or is something else.
        """
        value = self.fields.get(name, default)
        if not isinstance(value, str):
            raise PeopleError(f"{name} must be a text")
        return value

    def number(self, name: str) -> int:
        """Return a whole number.

        Raises:
            PeopleError: it is missing or something else.
        """
        value = self.optional_number(name)
        if value is None:
            raise PeopleError(f"{name} must be a whole number")
        return value

    def optional_number(self, name: str) -> int | None:
        """Return a whole number, None if it is missing.

        Raises:
            PeopleError: it is something else.
        """
        value = self.fields.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            raise PeopleError(f"{name} must be a whole number")
        return value

    def seconds(self, name: str, default: float) -> float:
        """Return a duration in seconds.

        Raises:
            PeopleError: it is something else.
        """
        value = self.fields.get(name, default)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise PeopleError(f"{name} must be a number of seconds")
        return float(value)

    def flag(self, name: str) -> bool:
        """Return whether a field is true."""
        return self.fields.get(name) is True

    def texts(self, name: str) -> list[str] | None:
        """Return a list of texts, None if it is missing.

        Raises:
            PeopleError: it is something else.
        """
        value = self.fields.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise PeopleError(f"{name} must be a list of texts")
        return value

    def numbers(self, name: str) -> list[int]:
        """Return a list of whole numbers, empty if it is missing.

        Raises:
            PeopleError: it is something else.
        """
        value = self.fields.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, int) for item in value):
            raise PeopleError(f"{name} must be a list of whole numbers")
        return value


async def read_body(request: web.Request) -> Body:
    """Read a request's JSON object; only this content type is taken, which no foreign form can send.

    Raises:
        PeopleError: it is too large, or no JSON object.
    """
    if request.content_type != "application/json":
        raise PeopleError("send application/json")
    if (request.content_length or 0) > MAX_BODY_BYTES:
        raise PeopleError("the body is too large")
    try:
        fields = json.loads(await request.read() or b"{}")
    except ValueError as error:
        raise PeopleError("the body is no JSON") from error
    if not isinstance(fields, dict):
        raise PeopleError("the body must be a JSON object")
    return Body(fields)
