"""A formatted text written back as Telegram's HTML, for people and tests to read."""

import html
from collections.abc import Iterator

from bot.playground.entities import Entity, FormattedText, from_units, to_units

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "text_link": "a",
    "text_mention": "a",
    "custom_emoji": "tg-emoji",
    "date_time": "tg-time",
}


def render_html(formatted: FormattedText) -> str:
    """Return HTML that parses back into the same text and (manual) entities."""
    units = to_units(formatted.text)
    return "".join(_render(units, 0, len(units), list(formatted.entities)))


def _render(units: str, begin: int, end: int, entities: list[Entity]) -> Iterator[str]:
    """Write the stretch between two offsets; a mark that crosses another is continued behind it."""
    at = begin
    queue = [entity for entity in entities if entity.offset < end and entity.end > begin]
    while queue:
        outer = queue.pop(0)
        start, stop = max(outer.offset, at), min(outer.end, end)
        if start >= stop:
            continue
        yield html.escape(from_units(units[at:start]), quote=False)
        opening, closing = _tag(outer)
        yield opening
        yield from _render(units, start, stop, queue)
        yield closing
        at = stop
    yield html.escape(from_units(units[at:end]), quote=False)


def _tag(entity: Entity) -> tuple[str, str]:
    """Return the opening and the closing tag of an entity; what Telegram finds by itself has none."""
    if entity.type == "pre" and entity.language:
        return f'<pre><code class="language-{html.escape(entity.language)}">', "</code></pre>"
    name = _TAGS.get(entity.type, "")
    attributes = {
        "text_link": f' href="{html.escape(entity.url or "")}"',
        "text_mention": f' href="tg://user?id={entity.user_id}"',
        "custom_emoji": f' emoji-id="{entity.custom_emoji_id}"',
        "date_time": f' unix="{entity.unix_time}"{_shape(entity)}',
        "expandable_blockquote": " expandable",
    }
    return (f"<{name}{attributes.get(entity.type, '')}>", f"</{name}>") if name else ("", "")


def _shape(entity: Entity) -> str:
    return f' format="{html.escape(entity.date_time_format)}"' if entity.date_time_format else ""
