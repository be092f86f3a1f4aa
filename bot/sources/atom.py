"""arXiv's Atom answers to papers.

Document types and with them entities are refused, so that a small answer can't grow in memory.
"""

from collections.abc import Iterator
from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from bot.domain.arxiv_ids import parse_id
from bot.domain.errors import FeedChanged
from bot.domain.papers import Paper
from bot.sources import fields

_ATOM = "{http://www.w3.org/2005/Atom}"
_ERRORS = "/api/errors"
_BAD_ID = "incorrect id format"


def read_entries(body: bytes) -> list[Paper]:
    """Read the papers of a feed, in its order; entries without id, title or abstract are left out.

    An answer that says an id has no valid form holds no papers.

    Raises:
        FeedChanged: it is no Atom feed, or tells of another error.
    """
    root = _parse(body)
    if root.tag != f"{_ATOM}feed":
        raise FeedChanged("expected an Atom feed from arXiv, found other XML")
    return [paper for entry in root.iter(f"{_ATOM}entry") for paper in _papers(entry)]


def _papers(entry: Element) -> Iterator[Paper]:
    address, title = _text(entry, "id") or "", _text(entry, "title")
    abstract = _text(entry, "summary")
    if _ERRORS in address:
        if _BAD_ID in (abstract or ""):
            return
        raise FeedChanged(f"arXiv reports an error: {(abstract or 'without a reason')[:100]}")
    found = parse_id(address)
    if found is None or title is None or abstract is None:
        return
    names = (fields.text(one.text) for one in entry.iterfind(f"{_ATOM}author/{_ATOM}name"))
    yield Paper(
        id=found.base,
        title=title,
        abstract=abstract,
        authors=tuple(name for name in names if name),
        published_at=fields.moment(_text(entry, "published")),
    )


def _text(entry: Element, name: str) -> str | None:
    return fields.text(entry.findtext(_ATOM + name))


def _parse(body: bytes) -> Element:
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, attributes: builder.start(_qualified(name), attributes)
    parser.EndElementHandler = lambda name: builder.end(_qualified(name))
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(body, True)
        return builder.close()
    except (expat.ExpatError, ValueError, LookupError):  # also unknown encodings
        raise FeedChanged("expected an Atom feed from arXiv, found something else") from None


def _refuse(*_: object) -> NoReturn:
    raise FeedChanged("expected an Atom feed from arXiv, found a document type")


def _qualified(name: str) -> str:
    return f"{{{name}" if "}" in name else name
