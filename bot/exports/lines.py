"""Texts of others, made fit for one line of a file."""

import re
from urllib.parse import quote, urlsplit

from bot.domain.hygiene import scrub
from bot.domain.latex import readable
from bot.domain.notes import Evidence, Reading
from bot.domain.papers import Paper

_LONGEST_URL = 500
_SAFE = ":/?#@!&'+,;=%~-._"
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def line(text: str) -> str:
    """Return a text in one line: LaTeX made readable, nothing that cannot be seen, single spaces."""
    return " ".join(scrub(readable(text))[0].split())


def title(paper: Paper) -> str:
    """Return a paper's title in one line; its id where it has none that can be seen."""
    return line(paper.title) or paper.id


def web(url: str | None) -> str:
    """Return an http(s) address that stands in any markup as it is; empty where it is none."""
    if not url or len(url) > _LONGEST_URL or any(one.isspace() or not one.isprintable() for one in url):
        return ""
    try:
        parts = urlsplit(url)
        is_web = parts.scheme.lower() in ("http", "https") and "." in (parts.hostname or "").strip(".")
    except ValueError:
        return ""
    return quote(_ESCAPE.sub("%25", url), safe=_SAFE) if is_web and "@" not in parts.netloc else ""


def arxiv(paper: Paper) -> str:
    """Return the address of a paper's page on arXiv."""
    return web(paper.arxiv_url)


def place(paper_id: str, reading: Reading, evidence: Evidence) -> str:
    """Return the address of the place where a quote stands."""
    return web(reading.url(paper_id, evidence.anchor))
