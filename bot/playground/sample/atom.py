"""arXiv's answer about the invented papers: an Atom feed, as its query interface gives for ids."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape

from bot.playground.sample.week import Placed, find

DEFAULT_RESULTS = 10
"""What arXiv answers with when nobody says how many."""

_VERSION = re.compile(r"v(\d+)$", re.ASCII)


def query_feed(query: Mapping[str, str], now: datetime) -> str:
    """Answer `id_list=` with `start=` and `max_results=`; unknown ids have no entry.

    Raises:
        ValueError: a count is no whole number.
    """
    start, count = int(query.get("start", "0")), int(query.get("max_results", str(DEFAULT_RESULTS)))
    if start < 0 or count < 0:
        raise ValueError("start and max_results must not be negative")
    asked = [one.strip() for one in query.get("id_list", "").split(",")]
    found = [placed for one in asked if one and (placed := look_up(one, now))]
    return _feed(found[start : start + count], total=len(found), start=start, at=now)


def look_up(paper_id: str, now: datetime) -> Placed | None:
    """Return the paper with an id, with or without version; each has its first version and no other."""
    version = _VERSION.search(paper_id)
    if version and version[1] != "1":
        return None
    return find(_VERSION.sub("", paper_id), now)


def _feed(found: Sequence[Placed], *, total: int, start: int, at: datetime) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
        'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">\n'
        "  <id>https://arxiv.org/api/sample</id>\n"
        "  <title>arXiv Query: sample week</title>\n"
        f"  <updated>{_stamp(at)}</updated>\n"
        f"  <opensearch:itemsPerPage>{len(found)}</opensearch:itemsPerPage>\n"
        f"  <opensearch:totalResults>{total}</opensearch:totalResults>\n"
        f"  <opensearch:startIndex>{start}</opensearch:startIndex>\n"
        + "".join(map(_entry, found))
        + "</feed>\n"
    )


def _entry(placed: Placed) -> str:
    written = placed.manuscript
    address = f"https://arxiv.org/{{}}/{placed.id}v1"
    comment = f"    <arxiv:comment>{_text(written.comment)}</arxiv:comment>\n" if written.comment else ""
    authors = "".join(f"    <author><name>{_text(name)}</name></author>\n" for name in written.authors)
    return (
        "  <entry>\n"
        f"    <id>http://arxiv.org/abs/{placed.id}v1</id>\n"
        f"    <title>{_text(written.title)}</title>\n"
        f"    <updated>{_stamp(placed.published_at)}</updated>\n"
        f'    <link href="{address.format("abs")}" rel="alternate" type="text/html"/>\n'
        f'    <link href="{address.format("pdf")}" rel="related" type="application/pdf" title="pdf"/>\n'
        f"    <summary>{_text(written.abstract)}</summary>\n"
        f'    <category term="{written.category}" scheme="http://arxiv.org/schemas/atom"/>\n'
        f"    <published>{_stamp(placed.published_at)}</published>\n"
        f"{comment}"
        f'    <arxiv:primary_category term="{written.category}"/>\n'
        f"{authors}"
        "  </entry>\n"
    )


def _text(text: str) -> str:
    return escape(text, quote=False)


def _stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}Z"
