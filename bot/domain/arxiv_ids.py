"""arXiv identifiers in every spelling that people paste."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Archives that ever issued ids of the old form (arXiv's own list of archives, up to March 2007).
_OLD_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|"
    "cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin|nucl-ex|"
    "nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|stat|supr-con"
)
_ID = re.compile(
    rf"""
    (?<![\w.])                                   # not the tail of a longer number or word
    (?:
        (?P<new>\d{{2}}(?:0[1-9]|1[0-2])\.\d{{4,5}})
      | (?P<old>(?:{_OLD_ARCHIVES})(?:\.[a-z]{{2}})?/\d{{2}}(?:0[1-9]|1[0-2])\d{{3}})
    )
    (?:v(?P<version>[1-9]\d{{0,2}}))?
    (?!\d|\.\d|[%‰]|\w)                          # nor the head of one
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DOI = re.compile(r"10\.48550/arxiv\.", re.IGNORECASE)
_LABEL = re.compile(r"arxiv[:.]\s*", re.IGNORECASE)


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
    arXiv, Hugging Face and alphaXiv in any of their forms. Nothing is fetched.
    """
    # A DOI or a label joins the id with a dot or colon, which would read as the tail of a number.
    spaced = _LABEL.sub(" ", _DOI.sub(" ", text))
    seen: set[str] = set()
    for match in _ID.finditer(spaced):
        base = _canonical(match)
        if base not in seen:
            seen.add(base)
            version = match["version"]
            yield ArxivId(base, int(version) if version else None)


def parse_id(text: str) -> ArxivId | None:
    """Return the first id in a text, or None where there is none."""
    return next(find_ids(text), None)


def _canonical(match: re.Match[str]) -> str:
    if match["new"]:
        return match["new"]
    archive, _, number = match["old"].lower().partition("/")
    # The subject class (math.GT/0309136) is optional in old ids; arXiv itself files them without it.
    return f"{archive.partition('.')[0]}/{number}"
