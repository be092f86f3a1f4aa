"""The parsing process against files that mean harm, and against programs that stand for a broken parser."""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

import pytest

from bot.domain.documents import Document, Lack, Source
from bot.sources.rejected import Rejected
from bot.sources.sandbox import Limits, Parser
from tests.manuscript import FAILED, NO_HTML, PAPER_ID, manuscript
from tests.pdf_writer import assemble, pdf, stream

CHECKOUT = Path(__file__).resolve().parents[3]
FULL = [f"Line {n} tells how many pebbles there are on the invented beach, again." for n in range(50)]


async def parse(
    body: bytes, source: Source = Source.PDF, parser: Parser | None = None
) -> Document | Rejected:
    with tempfile.TemporaryFile() as file:
        file.write(body)
        file.flush()
        return await (parser or Parser()).parse(source, PAPER_ID, file)


def playing(program: str, **limits: int) -> Parser:
    """Return a parser whose process runs another program."""
    return Parser(Limits(**limits), command=[sys.executable, "-c", program])


async def test_a_page_comes_back_as_a_document() -> None:
    found = await parse(manuscript(), Source.HTML)
    assert isinstance(found, Document)
    assert (found.title, found.version) == ("Counting Pebbles", 2)


async def test_a_pdf_comes_back_as_a_document() -> None:
    found = await parse(pdf(["1 Beaches", *FULL], ["2 Tides", *FULL]))
    assert isinstance(found, Document)
    assert [one.title for one in found.sections] == ["1 Beaches", "2 Tides"]


@pytest.mark.parametrize(("page", "lack"), [(FAILED, Lack.FAILED), (NO_HTML, Lack.ABSENT)])
async def test_a_reason_comes_back_as_it_was_found(page: bytes, lack: Lack) -> None:
    found = await parse(page, Source.HTML)
    assert isinstance(found, Rejected)
    assert found.lack is lack


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("import os; os.abort()", "gave up"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "crashed"),
        ("raise SystemExit(3)", "exit code 3"),
        ("print('not a document')", "something else"),
        ("print('[1, 2]')", "something else"),
        ("print('{}')", "something else"),
        ("import sys; sys.stdout.buffer.write(bytes([255, 254]))", "something else"),
        ("while True: print('x' * 1_000_000)", "MB of text"),
    ],
)
async def test_whatever_the_parser_does_is_a_reason(program: str, why: str) -> None:
    found = await parse(b"", parser=playing(program))
    assert isinstance(found, Rejected)
    assert found.lack is Lack.UNREADABLE
    assert why in found.why


async def test_a_parser_that_hangs_is_stopped() -> None:
    began = time.monotonic()
    found = await parse(b"", parser=playing("import time; time.sleep(60)", seconds=0))
    assert found == Rejected(Lack.UNREADABLE, "parsing took too long")
    assert time.monotonic() - began < 5


async def test_a_file_that_keeps_the_parser_busy_is_stopped_by_the_clock_of_the_processor() -> None:
    nested = b'<article class="ltx_document">' + b"<div>" * 400_000
    began = time.monotonic()
    found = await parse(nested, Source.HTML, Parser(Limits(seconds=1)))
    assert isinstance(found, Rejected)
    assert found.lack is Lack.UNREADABLE
    assert time.monotonic() - began < 10


async def test_a_file_that_swells_in_memory_is_stopped() -> None:
    """A page whose content of a few megabytes unpacks to a gigabyte."""
    swollen = stream(b"BT /F1 10 Tf (x) Tj ET\n" * 2**20 * 16)
    bomb = assemble(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            swollen,
        ]
    )
    began = time.monotonic()
    found = await parse(bomb, parser=Parser(Limits(seconds=3, memory_mib=300)))
    assert isinstance(found, Rejected)
    assert found.lack is Lack.UNREADABLE
    assert time.monotonic() - began < 20


async def test_memory_is_limited() -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(CHECKOUT)!r}); from bot.sources.parsing import limit; "
        "limit(10, 400); print('[', flush=True); bytearray(10**9)"
    )
    found = await parse(b"", parser=playing(program))
    assert isinstance(found, Rejected)
    assert "exit code 1" in found.why  # MemoryError


async def test_no_file_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / "written"
    program = (
        f"import sys; sys.path.insert(0, {str(CHECKOUT)!r}); from bot.sources.parsing import limit; "
        f"limit(10, 400); open({str(target)!r}, 'wb', 0).write(b'x' * 100)"
    )
    found = await parse(b"", parser=playing(program))
    assert isinstance(found, Rejected)
    assert "exit code 1" in found.why  # OSError
    assert target.read_text() == ""


async def test_nobody_waits_for_a_process_whose_reader_has_left() -> None:
    task = asyncio.create_task(parse(b"", parser=playing("import time; time.sleep(60)")))
    await asyncio.sleep(0.3)
    task.cancel()
    began = time.monotonic()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - began < 5


async def test_the_process_learns_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERBOY_TELEGRAM_TOKEN", "1:secret")
    told = "import json, os; print(json.dumps(['unreadable', ' '.join(sorted(os.environ))]))"
    found = await parse(b"", parser=playing(told))
    assert isinstance(found, Rejected)
    assert "PAPERBOY" not in found.why
    assert "HOME" not in found.why
