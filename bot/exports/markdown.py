"""Markdown: CommonMark with footnotes, for repositories, notes and blogs."""

from collections.abc import Iterator

from bot.domain.publications import Publication
from bot.exports.document import Document, document
from bot.exports.markup import address, escape, link, paragraph
from bot.exports.pages import Abstract, Chapter, Page, Passage, Quote, Sentence
from bot.words.texts import Texts, texts


def write(publication: Publication, *, has_evidence: bool) -> str:
    """Return a publication as Markdown."""
    told = document(publication, has_evidence=has_evidence)
    return f"# {escape(told.title)}\n\n{body(publication, told)}"


def body(publication: Publication, told: Document) -> str:
    """Return what stands below the title."""
    words = texts(publication.language)
    head = [escape(one) for one in told.head]
    if told.source_url:
        head[0] = f"{head[0]} · {link('Hugging Face', told.source_url)}"
    blocks = ["  \n".join(head)]
    for page in told.pages:
        blocks += _page(words, page)
    blocks += ["---", "  \n".join(f"*{escape(one)}*" for one in told.foot)]
    notes = [one for page in told.pages for one in _notes(page)]
    return "\n\n".join([*blocks, *notes]) + "\n"


def _page(words: Texts, page: Page) -> Iterator[str]:
    yield f"## {page.number}. {link(page.title, page.url)}"
    links = " · ".join(link(name, url) for name, url in page.links)
    yield "  \n".join(f"> {one}" for one in (escape(page.facts), links) if one)
    if page.lead:
        label = f" — *{escape(page.lead_label)}*" if page.lead_label else ""
        yield f"{_said(page.lead, paragraph(page.lead.text))}{label}"
    for chapter in page.chapters:
        yield f"### {escape(chapter.heading)}"
        yield from _chapter(chapter)
    if page.abstract:
        yield f"### {escape(page.abstract.heading)}"
        yield from _abstract(words, page.abstract)
    if page.foot:
        yield "  \n".join(f"*{escape(one)}*" for one in page.foot)


def _chapter(chapter: Chapter) -> Iterator[str]:
    if not chapter.is_list:
        for passage in chapter.passages:
            said = [_said(one, escape(one.text)) for one in passage.sentences]
            first = passage.sentences[0]
            said[0] = _said(first, paragraph(first.text))
            yield " ".join(said)
        return
    yield "\n".join(item for passage in chapter.passages for item in _items(passage))


def _items(passage: Passage) -> Iterator[str]:
    if passage.label:
        said = " ".join(_said(one, escape(one.text)) for one in passage.sentences)
        yield f"- **{escape(passage.label)}**: {said}"
    else:
        yield from (f"- {_said(one, paragraph(one.text))}" for one in passage.sentences)


def _abstract(words: Texts, abstract: Abstract) -> Iterator[str]:
    if abstract.text:
        yield paragraph(abstract.text)
    for pair in abstract.pairs:
        target = paragraph(pair.target) if pair.target else f"*{escape(words.label('export.original'))}*"
        yield f"> {paragraph(pair.source)}\n\n{target}"


def _said(sentence: Sentence, escaped: str) -> str:
    return f"{escaped}[^{sentence.note}]" if sentence.note else escaped


def _notes(page: Page) -> Iterator[str]:
    told: set[str] = set()
    for sentence in page.sentences:
        if sentence.note and sentence.note not in told:
            told.add(sentence.note)
            yield f"[^{sentence.note}]: " + " … ".join(map(_quote, sentence.quotes))


def _quote(quote: Quote) -> str:
    place = escape(quote.section) or escape(quote.url.rpartition("/")[2])
    shown = f"[{place}]({address(quote.url)})" if quote.url else place
    return f"“{escape(quote.text)}” — {shown}"
