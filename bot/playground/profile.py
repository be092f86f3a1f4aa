"""What the bot says about itself: commands by scope and language, name, descriptions."""

from dataclasses import dataclass, field

from bot.playground.chats import Chat, ChatKind
from bot.playground.errors import Json, bad_request

_PLAIN_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")
Scope = tuple[str, int, int]
"""The type of a scope, its chat and its user; 0 where it has none."""


def read_scope(scope: object) -> Scope:
    """Read a `BotCommandScope`; the chat may be a number only.

    Raises:
        BotApiError: it is none.
    """
    if scope is None:
        return "default", 0, 0
    kind = scope.get("type") if isinstance(scope, dict) else None
    if not isinstance(scope, dict) or kind not in (*_PLAIN_SCOPES, *_CHAT_SCOPES):
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if kind in _PLAIN_SCOPES:
        return kind, 0, 0
    try:
        return kind, int(scope["chat_id"]), int(scope.get("user_id", 0))
    except (KeyError, ValueError) as error:
        raise bad_request("chat not found") from error


@dataclass(slots=True)
class Profile:
    """The bot's own texts."""

    commands: dict[tuple[Scope, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)

    def read(self, kind: str, language: str) -> str:
        """Return a text in a language, or the one for all languages."""
        return self.texts.get((kind, language)) or self.texts.get((kind, ""), "")

    def write(self, kind: str, language: str, text: str) -> None:
        """Set a text for a language; an empty one removes it."""
        if text:
            self.texts[kind, language] = text
        else:
            self.texts.pop((kind, language), None)

    def commands_for(self, chat: Chat, user_id: int, language: str) -> list[Json]:
        """Return the commands that a person is offered in a chat: the narrowest scope that has any."""
        member = chat.member(user_id)
        is_admin = member is not None and member.is_admin
        scopes: list[Scope] = []
        if chat.kind is ChatKind.PRIVATE:
            scopes = [("chat", chat.id, 0), ("all_private_chats", 0, 0)]
        else:
            admins: list[Scope] = [("chat_administrators", chat.id, 0)] if is_admin else []
            everywhere: list[Scope] = [("all_chat_administrators", 0, 0)] if is_admin else []
            scopes = [
                ("chat_member", chat.id, user_id),
                *admins,
                ("chat", chat.id, 0),
                *everywhere,
                ("all_group_chats", 0, 0),
            ]
        for scope in (*scopes, ("default", 0, 0)):
            for spoken in (language, ""):
                found = self.commands.get((scope, spoken))
                if found:
                    return found
        return []
