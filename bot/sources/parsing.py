"""The program that parses: a process of its own, in which hostile files can do no harm.

It reads a page or a PDF from its standard input, and writes a document as JSON. What it may use is
limited before the first byte is read: time, memory, and no file can be written.
"""

import json
import sys
from collections.abc import Callable
from contextlib import suppress

from bot.domain.documents import Document, Lack, Source
from bot.sources.document_json import dump
from bot.sources.rejected import Rejected


def main(arguments: list[str]) -> None:
    """Parse standard input; the arguments are source, paper id, seconds of time and MiB of memory."""
    source, paper_id, seconds, memory_mib = arguments
    parse = reader(Source(source))
    limit(int(seconds), int(memory_mib))
    found = parse(sys.stdin.buffer.read(), paper_id)
    told = dump(found) if isinstance(found, Document) else json.dumps([found.lack, found.why])
    sys.stdout.buffer.write(told.encode("utf-8", "replace"))


def reader(source: Source) -> Callable[[bytes, str], Document | Rejected]:
    """Return what reads a page of HTML, or a PDF; either can be anything.

    Each brings a library, and only one of them is needed.
    """
    if source is Source.HTML:
        from bot.sources.latexml import read_latexml  # noqa: PLC0415 - see above

        return read_latexml
    from bot.sources.pdf import read_pdf  # noqa: PLC0415 - see above
    from bot.sources.pdf_pages import UnreadablePdf, read_pages  # noqa: PLC0415 - see above

    def parse(body: bytes, paper_id: str) -> Document | Rejected:
        try:
            return read_pdf(read_pages(body), paper_id)
        except UnreadablePdf as error:
            return Rejected(Lack.UNREADABLE, f"an unreadable PDF: {error}")

    return parse


def limit(seconds: int, memory_mib: int) -> None:
    """Limit what this process may use. Where the system has no such limits, its parent's clock remains."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - some systems have none

        bounds = (
            (resource.RLIMIT_CPU, seconds),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_AS, memory_mib * 2**20),
        )
        for kind, most in bounds:
            resource.setrlimit(kind, (most, most))
