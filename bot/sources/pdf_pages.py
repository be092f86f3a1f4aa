"""The text of a PDF's pages, in the order in which PDFium gives it, without what no reader sees.

To be called in a process of its own: a PDF can be made to crash its parser, or to keep it busy.
"""

from collections.abc import Iterator
from ctypes import c_float, c_int, c_uint, c_ushort
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw as c

MAX_PAGES = 1_000
MAX_CHARACTERS = 5_000_000
_MAX_DEPTH = 8
_WHITE = 231
"""Red, green and blue of at least this much are white to the eye; of 255."""
_FAINT = 25
_TINY_PT = 1.5

Box = tuple[float, float, float, float]


class UnreadablePdf(Exception):
    """The file is no PDF, is locked, or holds more than a paper does."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's text, and what of it nobody sees."""

    text: str
    hidden: tuple[str, ...] = ()


def read_pages(body: bytes) -> list[Page]:
    """Return the pages of a PDF.

    Raises:
        UnreadablePdf: it can't be read, or is too long.
    """
    try:
        pdf = pypdfium2.PdfDocument(body)
        count = len(pdf)
        if count > MAX_PAGES:
            raise UnreadablePdf(f"{count} pages")
        pages: list[Page] = []
        length = 0
        for number in range(count):
            pages.append(_read(pdf[number]))
            length += len(pages[-1].text)
            if length > MAX_CHARACTERS:
                raise UnreadablePdf(f"more than {MAX_CHARACTERS} characters")
    except pypdfium2.PdfiumError as error:
        raise UnreadablePdf(str(error)) from None
    return pages


def _read(page: Any) -> Page:  # noqa: ANN401 - pypdfium2 has no types
    hidden = list(_hidden_objects(page))
    told: list[str] = []
    if hidden:
        textpage = page.get_textpage()
        told = [_text_of(one, textpage) for _, one in hidden]
        textpage.close()
        for container, one in hidden:
            if container is None:
                c.FPDFPage_RemoveObject(page.raw, one)
            else:
                c.FPDFFormObj_RemoveObject(container, one)
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    textpage.close()
    return Page(text, tuple(filter(str.strip, told)))


def _objects(page: Any) -> Iterator[tuple[Any, Any, int]]:  # noqa: ANN401 - handles of PDFium
    """Yield (the form it stands in or None, object, type) for all objects of a page, in drawing order."""
    stack: list[tuple[Any, int]] = [(None, 0)]
    while stack:
        form, depth = stack.pop()
        counted = c.FPDFPage_CountObjects(page.raw) if form is None else c.FPDFFormObj_CountObjects(form)
        for number in range(counted):
            if form is None:
                one = c.FPDFPage_GetObject(page.raw, number)
            else:
                one = c.FPDFFormObj_GetObject(form, number)
            kind = c.FPDFPageObj_GetType(one)
            yield form, one, kind
            if kind == c.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                stack.append((one, depth + 1))


def _hidden_objects(page: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - handles of PDFium
    """Yield (form or None, object) for the texts that no reader sees."""
    white: list[tuple[Any, Box]] = []
    edge: Box = page.get_bbox()
    for form, one, kind in _objects(page):
        if kind != c.FPDF_PAGEOBJ_TEXT:
            continue
        red, green, blue, alpha = _fill(one)
        mode = c.FPDFTextObj_GetTextRenderMode(one)
        if mode == c.FPDF_TEXTRENDERMODE_INVISIBLE or alpha <= _FAINT or _size(one) < _TINY_PT:
            yield form, one
        elif form is None:  # within a form, places and colours below are those of the form
            box = _bounds(one)
            if _is_apart(box, edge):
                yield form, one
            elif min(red, green, blue) >= _WHITE and mode in _FILLED:
                white.append((one, box))
    if white:
        grounds = list(_grounds(page))
        for one, box in white:
            if not any(_covers(ground, box) for ground in grounds):
                yield None, one


_FILLED = {c.FPDF_TEXTRENDERMODE_FILL, c.FPDF_TEXTRENDERMODE_FILL_CLIP}


def _grounds(page: Any) -> Iterator[Box]:  # noqa: ANN401 - handles of PDFium
    """Yield the boxes of what white text can be seen upon: coloured areas and pictures."""
    for form, one, kind in _objects(page):
        if form is None and (kind in _PICTURES or (kind == c.FPDF_PAGEOBJ_PATH and _is_coloured(one))):
            yield _bounds(one)


_PICTURES = {c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_SHADING}


def _is_coloured(path: Any) -> bool:  # noqa: ANN401 - a handle of PDFium
    mode, has_stroke = c_int(), c_int()
    is_filled = c.FPDFPath_GetDrawMode(path, mode, has_stroke) and mode.value != c.FPDF_FILLMODE_NONE
    return bool(is_filled) and min(_fill(path)[:3]) < _WHITE


def _fill(one: Any) -> tuple[int, int, int, int]:  # noqa: ANN401 - a handle of PDFium
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not c.FPDFPageObj_GetFillColor(one, red, green, blue, alpha):
        return 0, 0, 0, 255  # a pattern, or a colour space of its own: seen
    return red.value, green.value, blue.value, alpha.value


def _size(one: Any) -> float:  # noqa: ANN401 - a handle of PDFium
    size, matrix = c_float(), c.FS_MATRIX()
    if not (c.FPDFTextObj_GetFontSize(one, size) and c.FPDFPageObj_GetMatrix(one, matrix)):
        return _TINY_PT
    scale = max(abs(matrix.c), abs(matrix.d))
    return abs(float(size.value) * float(scale))


def _bounds(one: Any) -> Box:  # noqa: ANN401 - a handle of PDFium
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    c.FPDFPageObj_GetBounds(one, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _is_apart(box: Box, edge: Box) -> bool:
    return box[2] < edge[0] or box[0] > edge[2] or box[3] < edge[1] or box[1] > edge[3]


def _covers(ground: Box, box: Box) -> bool:
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return ground[0] <= across <= ground[2] and ground[1] <= up <= ground[3]


def _text_of(one: Any, textpage: Any) -> str:  # noqa: ANN401 - handles of PDFium
    size = c.FPDFTextObj_GetText(one, textpage.raw, None, 0)
    buffer = (c_ushort * (size // 2 + 1))()
    c.FPDFTextObj_GetText(one, textpage.raw, buffer, size)
    return bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le", "ignore")
