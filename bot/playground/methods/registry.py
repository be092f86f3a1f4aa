"""All methods by their name in small letters."""

import inspect
from collections.abc import Awaitable, Callable
from typing import Final

from bot.playground.arguments import Arguments
from bot.playground.methods import editing, profile, queries, rooms, sending, updating
from bot.playground.world import World

Method = Callable[[World, Arguments], object | Awaitable[object]]

METHODS: Final[dict[str, Method]] = {
    name.lower(): method
    for family in (editing, profile, queries, rooms, sending, updating)
    for name, method in family.METHODS.items()
}
NAMES: Final[dict[str, str]] = {
    name.lower(): name
    for family in (editing, profile, queries, rooms, sending, updating)
    for name in family.METHODS
}
"""How a method is spelled, by its name in small letters."""

RATED: Final = frozenset(
    {"sendmessage", "senddocument", "editmessagetext", "editmessagereplymarkup", "editmessagecaption"}
)
"""Methods that count against the rates."""


async def call(world: World, name: str, arguments: Arguments) -> object:
    """Call a method by its name in small letters and return its result.

    Raises:
        BotApiError: it is refused.
        KeyError: there is no such method.
    """
    result = METHODS[name](world, arguments)
    return await result if inspect.isawaitable(result) else result
