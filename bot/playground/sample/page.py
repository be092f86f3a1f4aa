"""An invented paper as arXiv serves full texts: a page such as LaTeXML makes."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from bot.playground.sample.bodies import Sheet, body
from bot.playground.sample.week import Placed

_MATHS = re.compile(r"\$(?!\d)([^$]+)\$")  # a sum of money is none
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def full_text(placed: Placed) -> str:
    """Return the page of a paper's first version; no paper has another."""
    written = placed.manuscript
    sections = (_section(number, one) for number, one in enumerate(body(written), 1))
    authors = "".join(f'<span class="ltx_personname">{escape(one)}</span>\n' for one in written.authors)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta content="text/html; charset=utf-8" http-equiv="content-type"/>
<title>{escape(written.title.replace("$", ""))}</title>
<base href="/html/{placed.id}v1/"/></head>
<body>
<div id="target-section"><a id="license-tr" href="#">License: CC BY 4.0</a>
<div id="watermark-tr">{_stamp(placed)}</div></div>
<div class="ltx_page_main"><div class="ltx_page_content">
<article class="ltx_document ltx_authors_1line">
<h1 class="ltx_title ltx_title_document">{_words(written.title)}</h1>
<div class="ltx_authors">
{authors}</div>
<div class="ltx_abstract">
<h6 class="ltx_title ltx_title_abstract">Abstract</h6>
<p class="ltx_p" id="id1.id1">{_words(written.abstract)}</p>
</div>
{"".join(sections)}</article>
</div></div>
</body>
</html>
"""


def _stamp(placed: Placed) -> str:
    day = placed.published_at
    dated = f"{day.day:02d} {_MONTHS[day.month - 1]} {day.year}"
    return f"arXiv:{placed.id}v1 [{placed.manuscript.category}] {dated}"


def _section(number: int, sheet: Sheet) -> str:
    name = f"S{number}"
    return (
        f'<section class="ltx_section" id="{name}">\n<h2 class="ltx_title ltx_title_section">'
        f'<span class="ltx_tag ltx_tag_section">{number} </span>{_words(sheet.title)}</h2>\n'
        f"{''.join(_paragraphs(name, sheet))}{_table(name, sheet)}</section>\n"
    )


def _paragraphs(name: str, sheet: Sheet) -> Iterator[str]:
    for number, text in enumerate(sheet.paragraphs, 1):
        anchor = f"{name}.p{number}"
        inner = f'<p class="ltx_p" id="{anchor}.1">{_words(text)}</p>'
        yield f'<div class="ltx_para" id="{anchor}">\n{inner}\n</div>\n'


def _table(name: str, sheet: Sheet) -> str:
    if not sheet.rows:
        return ""
    rows = "".join(f'<tr class="ltx_tr">{_cells(row)}</tr>\n' for row in sheet.rows)
    return (
        f'<figure class="ltx_table" id="{name}.T1">\n<figcaption class="ltx_caption">'
        f'<span class="ltx_tag ltx_tag_table">Table 1: </span>{_words(sheet.caption)}</figcaption>\n'
        f'<table class="ltx_tabular" id="{name}.T1.1">\n{rows}</table>\n</figure>\n'
    )


def _cells(row: Sequence[str]) -> str:
    return "".join(f'<td class="ltx_td">{_words(cell)}</td>' for cell in row)


def _words(text: str) -> str:
    """Return running text with its formulas as LaTeXML marks them."""
    pieces = _MATHS.split(text)
    return "".join(
        f'<math alttext="{escape(one)}" class="ltx_Math" display="inline"></math>' if odd else escape(one)
        for one, odd in zip(pieces, [False, True] * len(pieces), strict=False)
    )
