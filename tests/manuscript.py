"""An invented paper as a page of LaTeXML, in the shape in which arXiv serves them."""

from collections.abc import Sequence

PAPER_ID = "2606.01234"
FILLER = (
    "We count pebbles on invented beaches and report what the tide leaves behind. "
    "The count is repeated by people who do not know the first count. "
)

INTRODUCTION = (
    '<section id="S1" class="ltx_section"><h2 class="ltx_title ltx_title_section">'
    '<span class="ltx_tag ltx_tag_section">1 </span>Introduction</h2>'
    '<div id="S1.p1" class="ltx_para"><p id="S1.p1.1" class="ltx_p">Pebbles number '
    '<math id="S1.p1.m1" class="ltx_Math" alttext="\\displaystyle 1.2\\times 10^{9}" display="inline">'
    "<semantics><mrow><mn>1.2</mn><mo>×</mo><msup><mn>10</mn><mn>9</mn></msup></mrow>"
    '<annotation encoding="application/x-tex">1.2\\times 10^{9}</annotation></semantics></math>'
    ' on a beach <cite class="ltx_cite">[<a href="#bib.bib1" class="ltx_ref">1</a>]</cite>.'
    '<span id="footnote1" class="ltx_note ltx_role_footnote"><sup class="ltx_note_mark">1</sup>'
    '<span class="ltx_note_outer"><span class="ltx_note_content"><sup class="ltx_note_mark">1</sup>'
    '<span class="ltx_tag ltx_tag_note">1</span>Sand is not counted.</span></span></span>'
    " We count them all, 10<sup>3</sup> at a time.</p></div></section>"
)
METHOD = (
    '<section id="S2" class="ltx_section"><h2 class="ltx_title ltx_title_section">'
    '<span class="ltx_tag ltx_tag_section">2 </span>Method</h2>'
    '<div id="S2.p1" class="ltx_para"><p id="S2.p1.1" class="ltx_p">We do this:</p>'
    '<ul id="S2.I1" class="ltx_itemize">'
    '<li id="S2.I1.i1" class="ltx_item"><span class="ltx_tag ltx_tag_item">•</span>'
    '<div id="S2.I1.i1.p1" class="ltx_para"><p id="S2.I1.i1.p1.1" class="ltx_p">We walk.</p>'
    '<ol id="S2.I1.i1.I1" class="ltx_enumerate">'
    '<li id="S2.I1.i1.I1.i1" class="ltx_item"><span class="ltx_tag ltx_tag_item">(a)</span>'
    '<div class="ltx_para"><p id="S2.I1.i1.I1.i1.p1.1" class="ltx_p">Slowly.</p></div></li></ol>'
    "</div></li></ul></div>"
    '<div id="S2.p2" class="ltx_para"><table id="S2.E1" class="ltx_equation ltx_eqn_table"><tbody>'
    '<tr class="ltx_equation ltx_eqn_row"><td class="ltx_eqn_cell ltx_eqn_center_padleft"></td>'
    '<td class="ltx_eqn_cell"><math class="ltx_Math" alttext="n=\\sum_{i}%\nx_{i}"></math></td>'
    '<td class="ltx_eqn_cell ltx_eqn_eqno"><span class="ltx_tag ltx_tag_equation">(1)</span></td></tr>'
    "</tbody></table></div>"
    '<section id="S2.SS1" class="ltx_subsection"><h3 class="ltx_title ltx_title_subsection">'
    '<span class="ltx_tag ltx_tag_subsection">2.1 </span>Counting</h3>'
    '<div id="S2.SS1.p1" class="ltx_para"><p id="S2.SS1.p1.1" class="ltx_p">Two people count.</p></div>'
    '<div class="ltx_listing ltx_lstlisting" id="S2.SS1.p2"><div class="ltx_listing_data"><a>⬇</a></div>'
    '<div class="ltx_listingline"><span class="ltx_text">for pebble in beach:</span></div>'
    '<div class="ltx_listingline"><span class="ltx_text">\u00a0\u00a0count += 1</span></div></div>'
    "</section></section>"
)
RESULTS = (
    '<section id="S3" class="ltx_section"><h2 class="ltx_title ltx_title_section">'
    '<span class="ltx_tag ltx_tag_section">3 </span>Results</h2>'
    '<figure id="S3.T1" class="ltx_table"><figcaption class="ltx_caption">'
    '<span class="ltx_tag ltx_tag_table">Table 1: </span>Pebbles a beach.</figcaption>'
    '<table id="S3.T1.1" class="ltx_tabular"><thead class="ltx_thead"><tr class="ltx_tr">'
    '<th class="ltx_td ltx_th">Beach</th><th class="ltx_td ltx_th" colspan="2">Count</th></tr></thead>'
    '<tbody class="ltx_tbody"><tr class="ltx_tr"><td class="ltx_td">North</td>'
    '<td class="ltx_td">12.5</td><td class="ltx_td">±0.3</td></tr></tbody></table></figure>'
    '<figure id="S3.F1" class="ltx_figure"><img alt="Refer to caption" src="x1.png">'
    '<figcaption class="ltx_caption"><span class="ltx_tag ltx_tag_figure">Figure 1: </span>A beach.'
    "</figcaption></figure></section>"
)
ACKNOWLEDGEMENTS = (
    '<section id="Sx1" class="ltx_section"><h2 class="ltx_title ltx_title_section">Acknowledgments</h2>'
    '<div class="ltx_para"><p class="ltx_p">We thank the sea.</p></div></section>'
)
REFERENCES = (
    '<section id="bib" class="ltx_bibliography"><h2 class="ltx_title ltx_title_bibliography">References</h2>'
    '<ul class="ltx_biblist"><li id="bib.bib1" class="ltx_bibitem"><span class="ltx_tag">[1]</span>'
    '<span class="ltx_bibblock">A. Shore. Sand, 1999.</span></li></ul></section>'
)
APPENDIX = (
    '<section id="A1" class="ltx_appendix"><h2 class="ltx_title ltx_title_appendix">'
    '<span class="ltx_tag ltx_tag_appendix">Appendix A </span>Tides</h2>'
    '<div class="ltx_para"><p id="A1.p1.1" class="ltx_p">The tide comes twice.</p></div></section>'
)
STAMP = f"arXiv:{PAPER_ID}v2 [cs.PB] 12 Jun 2026"


def paragraph(inner: str, paragraph_id: str = "S4.p1.1") -> str:
    """Return a section with one paragraph of its own."""
    return (
        '<section id="S4" class="ltx_section"><h2 class="ltx_title ltx_title_section">4 More</h2>'
        f'<div class="ltx_para"><p id="{paragraph_id}" class="ltx_p">{inner}</p></div></section>'
    )


def manuscript(
    *more: str,
    sections: Sequence[str] = (INTRODUCTION, METHOD, RESULTS),
    stamp: str = STAMP,
    filler: int = 60,
) -> bytes:
    """Return the page: the usual sections, `more` after them, then what stands at the end of a paper."""
    box = (
        '<div id="infobox"><a id="license-tr" href="https://example.org">License: CC BY 4.0</a>'
        f'<div id="watermark-tr">\n{stamp}</div></div>'
        if stamp
        else ""
    )
    return (
        '<!DOCTYPE html><html lang="en"><head><title>Counting Pebbles</title></head><body>'
        '<header class="arxiv-html-header"><a href="/">Back to arXiv</a></header>'
        '<nav class="ltx_page_navbar"><nav class="ltx_TOC"><ol><li>1 Introduction</li></ol></nav></nav>'
        f'<div class="ltx_page_main">{box}<div class="ltx_page_content"><article class="ltx_document">'
        '<h1 class="ltx_title ltx_title_document">Counting<br class="ltx_break"/>Pebbles</h1>'
        '<div class="ltx_authors"><span class="ltx_personname">Ada Example</span></div>'
        '<div id="abstract1" class="ltx_abstract"><h6 class="ltx_title ltx_title_abstract">Abstract</h6>'
        f'<p id="id1.id1" class="ltx_p">We count pebbles. {FILLER * filler}</p></div>'
        f"{''.join(sections)}{''.join(more)}{ACKNOWLEDGEMENTS}{REFERENCES}{APPENDIX}"
        '</article></div></div><footer class="ltx_page_footer">Generated by LaTeXML</footer></body></html>'
    ).encode()


FAILED = (
    '<!DOCTYPE html><html lang="en"><head><title>Untitled Document</title></head><body>'
    f'<div class="ltx_page_main"><div id="watermark-tr">{STAMP}</div><article class="ltx_document">'
    '<div class="ltx_para"><span class="ltx_ERROR undefined">\\newpebble</span><p class="ltx_p">l</p></div>'
    "</article></div></body></html>"
).encode()
NO_HTML = (
    "<html><head><title>| arXiv e-print repository</title></head><body>"
    f"<h1>No HTML for '{PAPER_ID}'</h1></body></html>"
).encode()
