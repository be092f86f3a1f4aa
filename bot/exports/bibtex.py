"""BibTeX: one `@misc` a paper, with its arXiv id."""

import re
import unicodedata
from collections.abc import Iterator

from bot.domain.papers import Paper
from bot.domain.publications import Publication
from bot.exports import lines
from bot.exports.document import document
from bot.exports.names import last_first, surname

_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    **{char: f"\\{char}" for char in "&%$#_"},
}
_SPECIAL = str.maketrans(_TEX)
_WORD = re.compile(r"[a-z]{3,}")
_SMALL = frozenset(["the", "and", "for", "with", "from", "how", "are", "can", "towards", "toward", "via"])
_CENTURY = 2000


def write(publication: Publication, *, has_evidence: bool) -> str:
    """Return a publication's papers as entries of BibTeX, in UTF-8; quotes have no place in it."""
    del has_evidence
    told = document(publication, has_evidence=False)
    head = [f"% {line}" for line in (told.title, told.head[0], told.source_url, told.foot[-1]) if line]
    keys: set[str] = set()
    entries = [
        _entry(one.listed.paper, keys, has_links=not publication.is_invented) for one in publication.entries
    ]
    return "\n\n".join(["\n".join(head), *entries]) + "\n"


def tex(text: str) -> str:
    """Return a text with TeX's special letters escaped; its braces are balanced, whatever it held."""
    return lines.line(text).translate(_SPECIAL)


def _entry(paper: Paper, keys: set[str], *, has_links: bool) -> str:
    key = _key(paper, keys)
    keys.add(key)
    fields = "\n".join(
        f"  {name:<13} = {{{value}}}," for name, value in _fields(paper, has_links=has_links) if value
    )
    return f"@misc{{{key},\n{fields}\n}}"


def _fields(paper: Paper, *, has_links: bool) -> Iterator[tuple[str, str]]:
    archive, is_old, _ = paper.id.partition("/")
    yield "title", f"{{{tex(lines.title(paper))}}}"
    yield "author", " and ".join(filter(None, (last_first(one, tex) for one in paper.authors)))
    yield "year", str(year(paper))
    if has_links:
        yield "eprint", paper.id
        yield "archivePrefix", "arXiv"
        yield "primaryClass", archive if is_old else ""
        yield "url", lines.arxiv(paper)
    yield "abstract", tex(paper.abstract)


def year(paper: Paper) -> int:
    """Return a paper's year: of its publication, or that which its id tells."""
    if paper.published_at:
        return paper.published_at.year
    number = int(paper.id.rpartition("/")[2][:2])
    return number + (_CENTURY - 100 if "/" in paper.id and number > 90 else _CENTURY)  # noqa: PLR2004 - 1991


def _key(paper: Paper, keys: set[str]) -> str:
    """Return a key such as `yang2025longlive`, the id at its end where another paper has it."""
    name = _plain(surname(paper.authors[0])) if paper.authors else ""
    words = [one for one in _WORD.findall(_plain(lines.title(paper), " ")) if one not in _SMALL]
    numbered = f"arxiv{re.sub('[^0-9a-z]', '', paper.id.lower())}"
    key = f"{name}{year(paper)}{words[0]}" if name and words else numbered
    return key if key not in keys else f"{key}-{numbered}"


def _plain(text: str, other: str = "") -> str:
    """Return a text in plain small letters, `other` in the place of all else."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z]", other, folded)
