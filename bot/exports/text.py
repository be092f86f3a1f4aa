"""Plain text: for eyes, mail and terminals."""

from collections.abc import Iterator
from itertools import chain

from bot.domain.publications import Publication
from bot.domain.sentences import split
from bot.exports.document import document
from bot.exports.pages import Abstract, Page, Quote, Sentence
from bot.words.texts import Texts, texts

_INDENT = "  "
_TOLD = "→ "


def write(publication: Publication, *, has_evidence: bool) -> str:
    """Return a publication as plain text, one sentence a line."""
    words = texts(publication.language)
    told = document(publication, has_evidence=has_evidence)
    head = [told.title, "=" * _width(told.title), *told.head]
    head += [told.source_url] if told.source_url else []
    blocks = ["\n".join(head), *("\n\n".join(_page(words, one)) for one in told.pages), "\n".join(told.foot)]
    return "\n\n\n".join(blocks) + "\n"


def _page(words: Texts, page: Page) -> Iterator[str]:
    title = f"{page.number}. {page.title}"
    links = [f"{name}: {url}" for name, url in page.links]
    yield "\n".join([title, "-" * _width(title), page.facts, *links])
    if page.lead:
        label = f" ({page.lead_label})" if page.lead_label else ""
        yield f"{_said(page.lead)}{label}"
    for chapter in page.chapters:
        lines = [chapter.heading]
        for passage in chapter.passages:
            label = f"{passage.label}: " if passage.label else ""
            lines += [f"{_INDENT}- {label}{_said(one)}" for one in passage.sentences]
        yield "\n".join(lines)
    if page.abstract:
        yield "\n".join([page.abstract.heading, "", *_abstract(words, page.abstract)])
    if notes := list(_notes(page)):
        yield "\n".join([words.label("export.evidence"), *notes])
    if page.foot:
        yield "\n".join(page.foot)


def _abstract(words: Texts, abstract: Abstract) -> Iterator[str]:
    yield from (_INDENT + one.text for one in split(abstract.text))
    for pair in abstract.pairs:
        yield _INDENT + pair.source
        target = pair.target or f"[{words.label('export.original')}]"
        yield _INDENT + _TOLD + target


def _said(sentence: Sentence) -> str:
    return f"{sentence.text} [{sentence.note}]" if sentence.note else sentence.text


def _notes(page: Page) -> Iterator[str]:
    told: set[str] = set()
    for sentence in page.sentences:
        if sentence.note and sentence.note not in told:
            told.add(sentence.note)
            yield f"{_INDENT}[{sentence.note}] " + " … ".join(map(_quote, sentence.quotes))


def _quote(quote: Quote) -> str:
    return " ".join(
        chain((f"“{quote.text}”",), (f"— {quote.section}",) if quote.section else (), (quote.url,))
    )


def _width(text: str) -> int:
    """Return how many columns a line takes: letters of East Asia take two."""
    return sum(2 if one >= "\u1100" and one not in "“”—–·→▲★" else 1 for one in text)
