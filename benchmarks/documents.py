"""How long a full text takes to become a document, and how much of it is kept.

Reads the recorded papers that lie beside the checkout (or where PAPERBOY_SHARED points), and prints for each
the milliseconds of processor time (median and least of the runs), the share of words that are kept and the
numbers that are lost. Goals: HTML under 50 ms, PDF under 500 ms, 99 % of the words, no number lost. Where
lxml is installed, its parsing is timed beside ours.

    python benchmarks/documents.py [--runs 15]
"""

import argparse
import asyncio
import os
import statistics
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pypdfium2  # noqa: E402 - after the path is set
from selectolax.lexbor import LexborHTMLParser  # noqa: E402

from bot.domain.documents import Document, Source  # noqa: E402
from bot.sources.latexml import read_latexml  # noqa: E402
from bot.sources.pdf import read_pdf  # noqa: E402
from bot.sources.pdf_pages import read_pages  # noqa: E402
from bot.sources.sandbox import Parser  # noqa: E402
from tests.kept import Kept, kept_of_page, kept_of_pdf  # noqa: E402

ARXIV = Path(os.environ.get("PAPERBOY_SHARED") or ROOT.parent / "shared") / "data" / "arxiv"
PAGES = ("1706.03762v7.html", "2501.11120v1.html")
PDFS = ("1706.03762.pdf", "2501.10120v1.pdf")
Result = TypeVar("Result")


def timed(runs: int, act: Callable[[], Result]) -> tuple[str, Result]:
    """Return the processor time of an act in words, and what it returned."""
    times = []
    result = act()
    for _ in range(runs):
        began = time.process_time()
        act()
        times.append((time.process_time() - began) * 1000)
    return f"{statistics.median(times):6.1f} ms (least {min(times):.1f})", result


def apart(source: Source, file: Path) -> float:
    """Return the milliseconds on the wall that reading a file in a process of its own takes."""

    async def parse() -> None:
        with file.open("rb") as opened:
            await Parser().parse(source, file.name[:10], opened)

    began = time.perf_counter()
    asyncio.run(parse())
    return (time.perf_counter() - began) * 1000


def told(kept: Kept) -> str:
    lost = kept.lost_numbers.total()
    return f"{kept.share:.3%} of {kept.words} words, {lost} of {kept.numbers} numbers lost"


def page(file: Path, runs: int) -> None:
    body = file.read_bytes()
    took, document = timed(runs, lambda: read_latexml(body, file.name[:10]))
    assert isinstance(document, Document)
    print(f"{file.name:22} {took}, {apart(Source.HTML, file):.0f} ms in its process; "
          f"{told(kept_of_page(document, body.decode()))}")  # fmt: skip
    parsing, _ = timed(runs, lambda: LexborHTMLParser(body))
    print(f"  of that, selectolax parses in {parsing}")
    if find_spec("lxml"):
        from lxml.html import document_fromstring  # noqa: PLC0415 - only there for the comparison

        print(f"  lxml parses in                {timed(runs, lambda: document_fromstring(body))[0]}")


def pdf(file: Path, runs: int) -> None:
    body = file.read_bytes()
    took, document = timed(runs, lambda: read_pdf(read_pages(body), file.name[:10]))
    assert isinstance(document, Document)
    raw = [one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(body)]
    print(f"{file.name:22} {took}, {apart(Source.PDF, file):.0f} ms in its process; "
          f"{told(kept_of_pdf(document, raw))}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=15)
    chosen = parser.parse_args()
    for name in PAGES:
        page(ARXIV / "html" / name, chosen.runs)
    for name in PDFS:
        pdf(ARXIV / "pdf" / name, chosen.runs)


if __name__ == "__main__":
    main()
