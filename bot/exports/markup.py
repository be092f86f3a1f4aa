"""Markdown that means only what we say: texts of others escaped, addresses checked.

Escapes are those that CommonMark and kramdown share; what only one of them can escape becomes a numeric
entity. Braces become entities too: Jekyll's templates are filled in before any Markdown is read.
"""

import re

_ESCAPED = re.compile(r"[\\`*_\[\]|$]")
_ENTITIES = {
    "<": "&lt;",
    ">": "&gt;",
    "{": "&#123;",
    "}": "&#125;",
    "&": "&amp;",
    "^": "&#94;",
}
_ENTITY = re.compile(r"[<>{}^]|&(?=#?\w{1,32};)")
_STRUCK = re.compile(r"(?<=\S)~|~(?=~)")
_AUTOLINK = re.compile(r"(?<=https|.http|..ftp):(?=//)|(?<=www)\.|(?<=mailto):|(?<=\S)@(?=\S)", re.IGNORECASE)
_BEGINNING = re.compile(r"(?P<mark>[#+:=-])|(?P<number>\d{1,9})(?P<stop>[.)])")


def escape(text: str) -> str:
    """Return one line of text as Markdown that shows exactly it, wherever in a line it stands."""
    text = _AUTOLINK.sub(lambda match: f"\0{ord(match[0])};", text)
    text = _ENTITY.sub(lambda match: _ENTITIES[match[0]], text)
    text = _ESCAPED.sub(r"\\\g<0>", text)
    text = _STRUCK.sub("&#126;", text)
    return text.replace("\0", "&#")


def paragraph(text: str) -> str:
    """Return one line of text as a paragraph of its own: nothing at its beginning makes it something else."""
    escaped = escape(text)
    begun = _BEGINNING.match(escaped)
    if begun is None:
        return escaped
    if begun["mark"]:
        mark = f"&#{ord(begun['mark'])};" if begun["mark"] == "=" else f"\\{begun['mark']}"
        return mark + escaped[1:]
    return f"{begun['number']}\\{begun['stop']}{escaped[begun.end() :]}"


def link(text: str, url: str) -> str:
    """Return a link; `url` is one that `lines.web` has let through."""
    return f"[{escape(text)}]({address(url)})" if url else escape(text)


def address(url: str) -> str:
    """Return an address as it stands between the brackets of a link, ended by none of its own letters."""
    for char, code in (("(", "%28"), (")", "%29"), ("*", "%2A"), ("$", "%24"), ("'", "%27")):
        url = url.replace(char, code)
    return url.replace("&", "&amp;")
