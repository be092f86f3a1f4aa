"""What the bot says about itself."""

from collections.abc import Callable

from bot.playground.answers import tell_me
from bot.playground.arguments import Arguments
from bot.playground.entities import count_units
from bot.playground.errors import Json, bad_request
from bot.playground.limits import (
    MAX_COMMANDS,
    MAX_DESCRIPTION,
    MAX_NAME,
    MAX_SHORT_DESCRIPTION,
    check_command,
)
from bot.playground.profile import Scope, read_scope
from bot.playground.world import World


def get_me(world: World, args: Arguments) -> Json:
    """Tell who the bot is."""
    del args
    return tell_me(world)


def set_my_commands(world: World, args: Arguments) -> bool:
    """Set the commands that a scope and a language are offered."""
    items = args.json("commands")
    if not isinstance(items, list):
        raise bad_request("can't parse commands list JSON object")
    if len(items) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.profile.commands[_key(args)] = [check_command(item) for item in items]
    world.changes.note("commands", 0)
    return True


def get_my_commands(world: World, args: Arguments) -> list[Json]:
    """Return the commands of exactly this scope and language."""
    return world.profile.commands.get(_key(args), [])


def delete_my_commands(world: World, args: Arguments) -> bool:
    """Forget the commands of this scope and language."""
    world.profile.commands.pop(_key(args), None)
    world.changes.note("commands", 0)
    return True


def _key(args: Arguments) -> tuple[Scope, str]:
    return read_scope(args.json("scope")), args.text("language_code").lower()


def _setter(kind: str, limit: int) -> Callable[[World, Arguments], bool]:
    def set_text(world: World, args: Arguments) -> bool:
        text = args.text(kind)
        if count_units(text) > limit:
            raise bad_request(f"bot {kind.replace('_', ' ')} is too long")
        world.profile.write(kind, args.text("language_code").lower(), text)
        return True

    return set_text


def _getter(kind: str) -> Callable[[World, Arguments], Json]:
    def get_text(world: World, args: Arguments) -> Json:
        fallback = world.bot.first_name if kind == "name" else ""
        return {kind: world.profile.read(kind, args.text("language_code").lower()) or fallback}

    return get_text


METHODS: dict[str, Callable[[World, Arguments], object]] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name", MAX_NAME),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description", MAX_DESCRIPTION),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description", MAX_SHORT_DESCRIPTION),
    "getMyShortDescription": _getter("short_description"),
}
