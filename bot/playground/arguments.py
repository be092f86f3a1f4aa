"""The parameters of a request, however the client sent them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.chats import Chat
from bot.playground.detection import detect
from bot.playground.entities import FormattedText, read_entities, tidy
from bot.playground.errors import Json, bad_request
from bot.playground.markup import parse_html

if TYPE_CHECKING:
    from bot.playground.world import World


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    mime_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Arguments:
    """Parameters by name: text from a form or a query string, or values from a JSON body."""

    values: Mapping[str, object]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether a parameter was given."""
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """Return a text, empty if it was not given."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number; what is none counts as the default, as in Telegram."""
        try:
            return int(self.text(name).strip())
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Return whether a parameter says yes."""
        return self.text(name).lower() in ("true", "yes", "1")

    def json(self, name: str) -> object:
        """Return an object or array, given as such or as JSON text; None if it was not given.

        Raises:
            BotApiError: the text is no JSON.
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from error

    def record(self, name: str) -> Json:
        """Return an object, empty if it was not given.

        Raises:
            BotApiError: it is something else.
        """
        value = self.json(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {name}: expected an Object")
        return value

    def chat(self, world: "World") -> Chat:
        """Return the chat that `chat_id` names by number or @username.

        Raises:
            BotApiError: none, or none that the bot could know.
        """
        return find_chat(world, self.text("chat_id"))

    def formatted(self, name: str, *, entities: str = "entities") -> FormattedText:
        """Return a text with its entities: given, or read from HTML, and those Telegram finds by itself.

        Raises:
            BotApiError: unreadable markup or entities.
        """
        return read_text(self.text(name), self.text("parse_mode"), self.json(entities))


def read_text(text: str, parse_mode: str = "", entities: object = None) -> FormattedText:
    """Read a text as sendMessage does.

    Raises:
        BotApiError: unreadable markup or entities, or a parse mode other than HTML.
    """
    mode = parse_mode.lower()
    if mode == "html":
        return detect(tidy(*parse_html(text)))
    if mode in ("markdown", "markdownv2"):
        raise bad_request(f"can't parse entities: the playground reads parse_mode HTML, not {parse_mode}")
    if mode:
        raise bad_request("unsupported parse_mode")
    return detect(tidy(text, read_entities(entities) if entities is not None else []))


def find_chat(world: "World", name: str) -> Chat:
    """Return the chat of a number or a @username.

    Raises:
        BotApiError: there is none.
    """
    name = name.strip()
    if not name:
        raise bad_request("chat_id is empty")
    if name.startswith("@"):
        for chat in world.chats.values():
            if chat.username and chat.username.lower() == name[1:].lower():
                return chat
        raise bad_request("chat not found")
    try:
        number = int(name)
    except ValueError as error:
        raise bad_request("chat not found") from error
    found = world.chats.get(number)
    if found is None and number in world.met:
        return world.add_private(world.users[number])
    if found is None:
        raise bad_request("chat not found")
    return found
