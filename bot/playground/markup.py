"""Telegram's HTML, read strictly: every refusal in the wording of the real one.

Byte offsets in refusals count the UTF-8 bytes of what the client sent, from 0. The rules are those of
TDLib's parser: only the documented tags, every tag closed in order, four named entities.
"""

import html
import re
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from bot.playground.entities import Entity, count_units, order
from bot.playground.errors import BotApiError, bad_request

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TAGS = frozenset((*_STYLES, "a", "code", "pre", "blockquote", "tg-emoji", "tg-time"))
_CODE_TAGS = ("code", "pre")
_BARE_ATTRIBUTES = {("blockquote", "expandable")}
_REFERENCE = re.compile(r"&(?:#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|(?:lt|gt|amp|quot)(?![a-zA-Z]));?")
_NAME_TOKEN = re.compile(r"[0-9A-Za-z.-]*")
_USER_LINK = re.compile(r"tg://user\?id=(\d+)\Z")
_LAST_CHARACTER = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
_SPACE = " \t\r\n\v\f\0"


@cache
def _until(stops: str) -> re.Pattern[str]:
    return re.compile(f"[^{re.escape(stops)}]*")


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    begins_at: int


@dataclass(slots=True)
class _Reader:
    source: str
    at: int = 0
    parts: list[str] = field(default_factory=list)
    units: int = 0
    stack: list[_Open] = field(default_factory=list)
    found: list[Entity] = field(default_factory=list)

    def peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.units += count_units(text)

    def skip_space(self) -> None:
        while self.peek() and self.peek() in _SPACE:
            self.at += 1

    def take_until(self, stops: str) -> str:
        begin = self.at
        found = _until(stops).match(self.source, begin)
        self.at = found.end() if found else begin
        return self.source[begin : self.at]

    def refuse(self, text: str, begin: int, rest: str = "") -> BotApiError:
        offset = len(self.source[:begin].encode("utf-8", "surrogatepass"))
        return bad_request(f"can't parse entities: {text} at byte offset {offset}{rest}")


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Turn Telegram's HTML into a text and its entities, untrimmed.

    Raises:
        BotApiError: the markup is not what Telegram accepts.
    """
    reader = _Reader(source)
    while reader.peek():
        if reader.peek() != "<":
            reader.add(decode(reader.take_until("<")))
        elif source.startswith("</", reader.at):
            _close(reader)
        else:
            _open(reader)
    if reader.stack:
        tag = reader.stack[-1].tag
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{tag}\"")
    return "".join(reader.parts), order(reader.found)


def decode(text: str) -> str:
    """Decode the references that Telegram knows: numbers and lt, gt, amp, quot; others stay as they are."""
    return _REFERENCE.sub(lambda match: _decode_one(match.group()), text)


def _decode_one(reference: str) -> str:
    if reference.startswith("&#"):
        digits = reference[2:].rstrip(";")
        code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
        return chr(code) if 0 < code < _LAST_CHARACTER and code not in _SURROGATES else reference
    return html.unescape(reference.rstrip(";") + ";")


def _open(reader: _Reader) -> None:
    begin = reader.at
    reader.at += 1
    tag = reader.take_until(_SPACE + ">").lower()
    if not reader.peek():
        raise reader.refuse("Unclosed start tag", begin)
    if tag not in TAGS:
        raise reader.refuse(f'Unsupported start tag "{tag}"', begin)
    attributes: dict[str, str] = {}
    reader.skip_space()
    while reader.peek() != ">":
        name, value = _read_attribute(reader, tag, begin)
        attributes.setdefault(name, value)
        reader.skip_space()
    reader.at += 1
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise reader.refuse('Tag "span" must have class "tg-spoiler"', begin)
    reader.stack.append(_Open(tag, attributes, reader.units, len(reader.parts)))


def _read_attribute(reader: _Reader, tag: str, begin: int) -> tuple[str, str]:
    name = reader.take_until(_SPACE + "=>").lower()
    if not name:
        raise reader.refuse(f'Empty attribute name in the tag "{tag}"', begin)
    reader.skip_space()
    if reader.peek() != "=":
        if (tag, name) in _BARE_ATTRIBUTES and reader.peek():
            return name, ""
        raise reader.refuse(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
    reader.at += 1
    reader.skip_space()
    if not reader.peek():
        raise reader.refuse(f'Unclosed start tag "{tag}"', begin)
    quote = reader.peek()
    if quote not in "'\"":
        value_begin = reader.at
        token = _NAME_TOKEN.match(reader.source, reader.at)
        value = token.group().lower() if token else ""
        reader.at += len(value)
        if reader.peek() not in (*_SPACE, ">"):
            raise reader.refuse("Unexpected end of name token", value_begin)
        return name, value
    reader.at += 1
    value = decode(reader.take_until(quote))
    reader.at += 1
    if not reader.peek():
        raise reader.refuse("Unclosed start tag", begin)
    return name, value


def _close(reader: _Reader) -> None:
    begin = reader.at
    if not reader.stack:
        raise reader.refuse("Unexpected end tag", begin)
    reader.at += 2
    tag = reader.take_until(_SPACE + ">").lower()
    reader.skip_space()
    if reader.peek() != ">":
        raise reader.refuse("Unclosed end tag", begin)
    reader.at += 1
    opened = reader.stack.pop()
    if tag and tag != opened.tag:
        raise reader.refuse("Unmatched end tag", begin, f', expected "</{opened.tag}>", found "</{tag}>"')
    length = reader.units - opened.offset
    if length > 0:
        _mark(reader, opened, length)


def _mark(reader: _Reader, opened: _Open, length: int) -> None:
    tag, given = opened.tag, opened.attributes
    entity: Entity | None
    if tag == "a":
        marked = "".join(reader.parts[opened.begins_at :])
        entity = _link(given.get("href") or marked, opened.offset, length)
    elif tag in _CODE_TAGS:
        entity = _code(reader, opened, length)
    elif tag == "blockquote":
        kind = "expandable_blockquote" if "expandable" in given else "blockquote"
        entity = Entity(kind, opened.offset, length)
    elif tag == "tg-emoji":
        entity = _emoji(given.get("emoji-id", ""), opened.offset, length)
    elif tag == "tg-time":
        entity = _moment(given, opened.offset, length)
    else:
        entity = Entity(_STYLES[tag], opened.offset, length)
    if entity is not None:
        reader.found.append(entity)


def _code(reader: _Reader, opened: _Open, length: int) -> Entity:
    """Return a code mark; `<pre><code class="language-x">` becomes one mark with a language."""
    name = opened.attributes.get("class", "")
    language = name.removeprefix("language-") if name.startswith("language-") else None
    last = reader.found[-1] if reader.found else None
    if last and last.type in _CODE_TAGS and (last.offset, last.length) == (opened.offset, length):
        reader.found.pop()
        return Entity("pre", opened.offset, length, language=last.language or language)
    return Entity(opened.tag, opened.offset, length, language=language)


def _emoji(identifier: str, offset: int, length: int) -> Entity:
    if not identifier.isdecimal() or int(identifier) == 0:
        raise bad_request("can't parse entities: Invalid custom emoji identifier specified")
    return Entity("custom_emoji", offset, length, custom_emoji_id=identifier)


def _moment(given: dict[str, str], offset: int, length: int) -> Entity:
    unix = given.get("unix", "")
    if not unix.isdecimal():
        raise bad_request("can't parse entities: Invalid Unix time specified")
    return Entity(
        "date_time", offset, length, unix_time=int(unix), date_time_format=given.get("format") or None
    )


def _link(target: str, offset: int, length: int) -> Entity | None:
    """Return a link or a mention; a target that is no address leaves plain text, as in Telegram."""
    user = _USER_LINK.match(target)
    if user:
        return Entity("text_mention", offset, length, user_id=int(user.group(1)))
    url = check_url(target)
    return Entity("text_link", offset, length, url=url) if url else None


def check_url(target: str) -> str | None:
    """Return an address as Telegram stores it, or None where it is none."""
    target = target.strip()
    if target.lower().startswith(("tg:", "ton:", "tonsite:")):
        return target
    if "://" not in target:
        target = f"http://{target}"
    try:
        parts = urlsplit(target)
        has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    host = parts.hostname or ""
    is_name = "." in host.strip(".") or host == "localhost" or ":" in host
    if (
        parts.scheme.lower() not in ("http", "https")
        or not has_host
        or not is_name
        or re.search(r"\s", target)
    ):
        return None
    rest = target.split("://", 1)[1][len(parts.netloc) :]
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{rest if rest.startswith('/') else '/' + rest}"
