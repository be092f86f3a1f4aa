"""The feed's JSON to papers: lenient with what is optional, loud when the shape itself is gone.

Votes stand inside an item's `paper`, the number of comments only outside it; title and abstract
stand in both. The outer `publishedAt` is hours off, so only the inner one is read.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.arxiv_ids import exact_id
from bot.domain.errors import FeedChanged, FeedUnavailable
from bot.domain.papers import Listed, Paper
from bot.sources import fields

MOST_AUTHORS = 5_000
MOST_KEYWORDS = 50
_EXPECTED = "a list of objects with `paper.id`, `paper.title` and `paper.summary`"
_WEB_PAGE = "a web page"
_STAND_IN = re.compile(
    rb"\b(50[0-4]|gateway|unavailable|maintenance|proxy|denied|just a moment)\b", re.IGNORECASE
)
_TYPES = {dict: "an object", list: "a list", str: "a text", bool: "a truth value", type(None): "null"}


@dataclass(frozen=True, slots=True)
class Broken:
    """An item that is of no use, and what it lacks."""

    lacks: str


def read_json(body: bytes) -> object:
    """Read a body as JSON.

    Raises:
        FeedChanged: it is none.
        FeedUnavailable: it is none but reads like what a proxy says in the service's place.
    """
    try:
        return json.loads(body)
    except (ValueError, RecursionError):  # broken text, broken encoding or endless nesting
        found = _kind_of_body(body)
    if found == _WEB_PAGE and _STAND_IN.search(body[:5_000]):
        raise FeedUnavailable(f"expected JSON, found {found} about an outage")
    raise FeedChanged(f"expected JSON, found {found}")


def read_items(answer: object) -> list[Listed | Broken]:
    """Read one page of a list, item by item.

    Raises:
        FeedChanged: it is no list of objects.
    """
    if not isinstance(answer, list):
        raise FeedChanged(f"expected {_EXPECTED}, found {describe(answer)}")
    strange = next((one for one in answer if not isinstance(one, dict)), None)
    if answer and not any(isinstance(one, dict) for one in answer):
        raise FeedChanged(f"expected {_EXPECTED}, found a list that holds {describe(strange)}")
    return [_item(one) if isinstance(one, dict) else Broken("object") for one in answer]


def judge(items: Sequence[Listed | Broken]) -> str | None:
    """Return what is to be said about the unusable items of a whole list, None where all are sound.

    Raises:
        FeedChanged: more than half are unusable: the shape has changed, not an item.
    """
    lacking = Counter(one.lacks for one in items if isinstance(one, Broken))
    if not lacking:
        return None
    told = ", ".join(f"{number} without a usable {what}" for what, number in sorted(lacking.items()))
    if 2 * lacking.total() > len(items):
        raise FeedChanged(f"expected {_EXPECTED}, found {len(items)} items, {told}")
    return f"{lacking.total()} of {len(items)} items left out: {told}"


def read_paper(answer: object) -> Paper:
    """Read the flat object of a single paper.

    Raises:
        FeedChanged: it is no usable paper.
    """
    if not isinstance(answer, dict):
        raise FeedChanged(f"expected a paper, found {describe(answer)}")
    paper = _paper(answer, {})
    if isinstance(paper, Broken):
        raise FeedChanged(f"expected a paper, found {describe(answer)} without a usable {paper.lacks}")
    return paper


def describe(value: object) -> str:
    """Say in a few words what a value is, without telling what is in it beyond the names of its fields."""
    if isinstance(value, dict):
        names = [name[:20] for name in list(value)[:5] if isinstance(name, str) and name.isprintable()]
        return f"an object with {', '.join(names)}" if names else "an empty object"
    return _TYPES.get(type(value), "a number")


def _item(item: Mapping[str, object]) -> Listed | Broken:
    inner = item.get("paper")
    if not isinstance(inner, dict):
        return Broken("paper")
    paper = _paper(inner, item)
    if isinstance(paper, Broken):
        return paper
    return Listed(paper, fields.count(inner.get("upvotes")) or 0, fields.count(item.get("numComments")) or 0)


def _paper(inner: Mapping[str, object], outer: Mapping[str, object]) -> Paper | Broken:
    paper_id = _id(inner.get("id"))
    title = fields.text(inner.get("title"), fields.LONGEST_NAME) or fields.text(
        outer.get("title"), fields.LONGEST_NAME
    )
    abstract = fields.text(inner.get("summary")) or fields.text(outer.get("summary"))
    if paper_id is None or title is None or abstract is None:
        return Broken("id" if paper_id is None else "title" if title is None else "summary")
    return Paper(
        id=paper_id,
        title=title,
        abstract=abstract,
        authors=_authors(inner.get("authors")),
        published_at=fields.moment(inner.get("publishedAt")),
        ai_summary=fields.text(inner.get("ai_summary")),
        keywords=fields.texts(inner.get("ai_keywords"), MOST_KEYWORDS),
        organization=_organization(inner.get("organization")) or _organization(outer.get("organization")),
        code_url=fields.web_address(inner.get("githubRepo")),
        code_stars=fields.count(inner.get("githubStars")),
        project_url=fields.web_address(inner.get("projectPage")),
    )


def _id(value: object) -> str | None:
    found = exact_id(value.strip()) if isinstance(value, str) else None
    return found.base if found else None


def _authors(value: object) -> tuple[str, ...]:
    people = value[:MOST_AUTHORS] if isinstance(value, list) else []
    names = (fields.text(one.get("name"), fields.LONGEST_NAME) for one in people if isinstance(one, dict))
    return tuple(name for name in names if name)


def _organization(value: object) -> str | None:
    if not isinstance(value, dict):
        return None
    return fields.text(value.get("fullname"), fields.LONGEST_NAME) or fields.text(
        value.get("name"), fields.LONGEST_NAME
    )


def _kind_of_body(body: bytes) -> str:
    start = body[:200].lstrip()
    if not start:
        return "nothing"
    if start.startswith(b"<"):
        return _WEB_PAGE
    return f"{len(body)} bytes of something else, or cut short"
