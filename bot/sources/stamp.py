"""What arXiv prints on each of its papers."""

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.arxiv_ids import exact_id

_STAMP = re.compile(r"arXiv:(\S+)\s*(?:\[[\w.-]+\])?\s*(?:(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}))?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which paper it is, in which version, and that version's day."""

    paper_id: str
    version: int | None
    dated: date | None


def read_stamp(text: str) -> Stamp | None:
    """Read the line that arXiv prints on a paper: `arXiv:2606.01234v2 [cs.CL] 12 Jun 2026`."""
    found = _STAMP.search(text)
    paper = exact_id(found[1]) if found else None
    if found is None or paper is None:
        return None
    dated = None
    if found[3] in _MONTHS:
        try:
            dated = date(int(found[4]), _MONTHS.index(found[3]) + 1, int(found[2]))
        except ValueError:
            dated = None
    return Stamp(paper.base, paper.version, dated)
