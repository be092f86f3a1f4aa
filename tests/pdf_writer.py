"""A writer of small PDFs: lines of text at given places, in given colours and sizes."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

LEADING = 14
TOP = 770


@dataclass(frozen=True)
class Text:
    """A line of text; without a height it stands below the line before."""

    text: str
    colour: str = "0 0 0"
    size: float = 10
    mode: int = 0
    left: float = 60
    up: float | None = None


@dataclass(frozen=True)
class Box:
    """A coloured area."""

    colour: str
    left: float
    up: float
    width: float = 400
    height: float = 20


Drawn = Text | Box | str


def pdf(*pages: Sequence[Drawn]) -> bytes:
    """Return a PDF with these pages; a text alone is a black line."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(stream(_drawing(page)))
    return assemble(objects)


def stream(content: bytes) -> bytes:
    """Return a compressed stream object."""
    packed = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


def assemble(objects: Sequence[bytes]) -> bytes:
    """Return a file of numbered objects, the first of them its catalogue."""
    out = bytearray(b"%PDF-1.5\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _drawing(page: Sequence[Drawn]) -> bytes:
    up: float = TOP
    parts = []
    for one in page:
        if isinstance(one, Box):
            parts.append(f"{one.colour} rg {one.left} {one.up} {one.width} {one.height} re f")
            continue
        line = Text(one) if isinstance(one, str) else one
        height = up if line.up is None else line.up
        told = line.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        parts.append(
            f"BT {line.colour} rg {line.mode} Tr /F1 {line.size} Tf {line.left} {height} Td ({told}) Tj ET"
        )
        if line.up is None:
            up -= LEADING
    return "\n".join(parts).encode("cp1252")
