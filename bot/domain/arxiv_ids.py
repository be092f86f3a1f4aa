"""arXiv identifiers in every spelling that people paste."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

# Archives that ever issued ids of the old form (arXiv's own list of archives, up to March 2007).
_OLD_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|"
    "cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin|nucl-ex|"
    "nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|stat|supr-con"
)
# Four digits a month until December 2014, five since. ASCII throughout: a Korean particle may follow an
# id without a space, and digits of other scripts name no paper.
_ID = re.compile(
    rf"""
    (?<![a-z0-9.])                               # not the tail of a longer number or word
    (?:
        (?P<new>
            (?: 07(?:0[4-9]|1[0-2]) | (?:0[89]|1[0-4])(?:0[1-9]|1[0-2]) ) \.\d{{4}}
          | (?: 1[5-9] | [2-9]\d ) (?:0[1-9]|1[0-2]) \.\d{{5}}
        )
      | (?P<old>
            (?:{_OLD_ARCHIVES}) (?:\.[a-z][a-z-]{{1,9}})?
            / (?: 9[1-9] | 0[0-7] ) (?:0[1-9]|1[0-2]) \d{{3}}
        )
    )
    (?:v(?P<version>[1-9]\d{{0,2}}))?
    (?![a-z0-9%‰]|\.\d)                          # nor the head of one
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_DOI = re.compile(r"10\.48550/arxiv\.", re.IGNORECASE | re.ASCII)
_LABEL = re.compile(r"arxiv[:.]\s*", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class ArxivId:
    """One identifier: the work (`base`) and, where it was named, its version (1 or more)."""

    base: str
    version: int | None = None

    def __str__(self) -> str:
        return self.base if self.version is None else f"{self.base}v{self.version}"


def find_ids(text: str) -> Iterator[ArxivId]:
    """Yield the ids in a text in order, each work once.

    Understands bare ids (`2509.22622v2`, `hep-th/9901001`), `arXiv:` labels, DOIs, and links to
    arXiv, Hugging Face and alphaXiv in any of their forms, also where a link is quoted inside
    another one (`%2F` for a slash). Nothing is fetched.
    """
    # A DOI or a label joins the id with a dot or colon, which would read as the tail of a number.
    spaced = _LABEL.sub(" ", _DOI.sub(" ", unquote(text)))
    seen: set[str] = set()
    for match in _ID.finditer(spaced):
        found = _read(match)
        if found.base not in seen:
            seen.add(found.base)
            yield found


def parse_id(text: str) -> ArxivId | None:
    """Return the first id in a text, or None where there is none."""
    return next(find_ids(text), None)


def exact_id(text: str) -> ArxivId | None:
    """Return the id that a text consists of; None where there is anything besides."""
    match = _ID.fullmatch(text)
    return _read(match) if match else None


def _read(match: re.Match[str]) -> ArxivId:
    version = int(match["version"]) if match["version"] else None
    if match["new"]:
        return ArxivId(match["new"], version)
    archive, _, number = match["old"].lower().partition("/")
    # The subject class (math.GT/0309136) is optional in old ids; arXiv itself files them without it.
    return ArxivId(f"{archive.partition('.')[0]}/{number}", version)
