"""Text with marked stretches, measured as Telegram measures: in UTF-16 code units."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.playground.errors import Json, bad_request

MAX_ENTITIES = 100
"""Marks beyond this number are ignored by Telegram, not refused."""

STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES = ("blockquote", "expandable_blockquote")
CODES = ("code", "pre")
_WHITE = " \n"
_PRIORITIES = {
    **dict.fromkeys(QUOTES, 0),
    "pre": 10,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "date_time": 50,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}


@dataclass(frozen=True, slots=True)
class Entity:
    """A marked stretch of a text; `offset` and `length` count UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    user_id: int | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None

    @property
    def end(self) -> int:
        """The offset behind the last unit."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text and its entities, sorted by offset, longer ones first."""

    text: str = ""
    entities: tuple[Entity, ...] = ()


NO_TEXT = FormattedText()
_LAST_BASIC = 0xFFFF


def to_units(text: str) -> str:
    """Spell every character beyond the basic plane as its two surrogates: one character a unit."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))


def from_units(units: str) -> str:
    """Undo `to_units`; a lone surrogate becomes a replacement character."""
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def count_units(text: str) -> int:
    """Return the length of a text in UTF-16 code units."""
    return len(text) + sum(1 for character in text if ord(character) > _LAST_BASIC)


def cut(text: str, entity: Entity) -> str:
    """Return what an entity marks."""
    return from_units(to_units(text)[entity.offset : entity.end])


def order(entities: Iterable[Entity]) -> list[Entity]:
    """Sort entities so that an outer one comes before those inside it."""
    return sorted(
        entities, key=lambda entity: (entity.offset, -entity.length, _PRIORITIES.get(entity.type, 50))
    )


def tidy(text: str, entities: Iterable[Entity]) -> FormattedText:
    """Trim a text and mend its entities as Telegram does before it stores a message.

    White space at both ends goes, unless a mark begins with what follows it. A mark that covers only
    white space goes too, and one that begins with white space shrinks. Nothing is formatted inside code.

    Raises:
        BotApiError: an entity reaches beyond the text.
    """
    units = to_units(text)
    marks = [_shrink(units, entity) for entity in order(entities)]
    marks = _merge_styles(entity for entity in marks if entity.length > 0)
    codes = [entity for entity in marks if entity.type in CODES]
    marks = [entity for entity in marks if not _is_inside_code(entity, codes)] if codes else marks
    kept = len(units.rstrip(_WHITE))
    first = min([kept, *(entity.offset for entity in marks)])
    dropped = len(units[:first]) - len(units[:first].lstrip(_WHITE))
    moved = [
        replace(entity, offset=entity.offset - dropped, length=min(entity.end, kept) - entity.offset)
        if dropped or entity.end > kept
        else entity
        for entity in marks
    ]
    return FormattedText(from_units(units[dropped:kept]), tuple(order(moved))[:MAX_ENTITIES])


def merge(formatted: FormattedText, found: Iterable[Entity]) -> FormattedText:
    """Add entities that were found in the text, where they do not cross links, code or mentions."""
    solid = [entity for entity in formatted.entities if entity.type not in (*STYLES, *QUOTES)]
    extra = [
        entity
        for entity in found
        if not any(entity.offset < old.end and old.offset < entity.end for old in solid)
    ]
    return replace(formatted, entities=tuple(order([*formatted.entities, *extra]))[:MAX_ENTITIES])


def read_entities(items: object) -> list[Entity]:
    """Read the `entities` that a client gives instead of a parse mode.

    Raises:
        BotApiError: they are no array of objects with a type, an offset and a length.
    """
    if not isinstance(items, list):
        raise bad_request("can't parse entities JSON object")
    return [_read_entity(item) for item in items]


def _read_entity(item: object) -> Entity:
    if not isinstance(item, dict):
        raise bad_request("can't parse MessageEntity: MessageEntity must be an Object")
    kind, offset, length = item.get("type"), item.get("offset"), item.get("length")
    if not isinstance(kind, str) or not isinstance(offset, int) or not isinstance(length, int):
        raise bad_request("can't parse MessageEntity: Can't find field")
    user = item.get("user")
    return Entity(
        type=kind,
        offset=offset,
        length=length,
        url=item.get("url"),
        user_id=user.get("id") if isinstance(user, dict) else None,
        language=item.get("language"),
        custom_emoji_id=item.get("custom_emoji_id"),
        unix_time=item.get("unix_time"),
        date_time_format=item.get("date_time_format"),
    )


def write_entity(entity: Entity, user: Json | None = None) -> Json:
    """Return an entity as the Bot API tells it; `user` is the person of a text mention."""
    fields: Json = {
        "type": entity.type,
        "offset": entity.offset,
        "length": entity.length,
        "url": entity.url,
        "user": user,
        "language": entity.language,
        "custom_emoji_id": entity.custom_emoji_id,
        "unix_time": entity.unix_time,
        "date_time_format": entity.date_time_format,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _shrink(units: str, entity: Entity) -> Entity:
    """Drop the white space that a mark begins with, and marks of nothing but white space."""
    if entity.offset < 0 or entity.length < 0 or entity.end > len(units):
        raise bad_request(
            f"entity beginning at UTF-16 offset {entity.offset} ends after the end of the text"
            f" at UTF-16 offset {entity.end}"
        )
    marked = units[entity.offset : entity.end]
    lead = len(marked) - len(marked.lstrip(_WHITE))
    return replace(entity, offset=entity.offset + lead, length=entity.length - lead) if lead else entity


def _merge_styles(entities: Iterable[Entity]) -> list[Entity]:
    """Join marks of one style that touch or overlap."""
    done: list[Entity] = []
    latest: dict[str, int] = {}
    for entity in entities:
        place = latest.get(entity.type)
        if entity.type in STYLES and place is not None and entity.offset <= done[place].end:
            end = max(done[place].end, entity.end)
            done[place] = replace(done[place], length=end - done[place].offset)
            continue
        latest[entity.type] = len(done)
        done.append(entity)
    return done


def _is_inside_code(entity: Entity, codes: list[Entity]) -> bool:
    return entity.type not in QUOTES and any(
        code is not entity and code.offset <= entity.offset and entity.end <= code.end
        for code in codes
        if entity.type not in CODES or order((entity, code))[0] is code
    )
