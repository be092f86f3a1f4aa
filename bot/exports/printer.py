"""The printer: every form of file, and how files are called."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Protocol

from bot.domain.calendar import Edition
from bot.domain.publications import Commission, File, Form, Publication
from bot.exports import bibtex, jekyll, json, markdown, text


class _Write(Protocol):
    def __call__(self, publication: Publication, *, has_evidence: bool) -> str: ...


_WRITERS: Final[Mapping[Form, _Write]] = {
    Form.TEXT: text.write,
    Form.MARKDOWN: markdown.write,
    Form.JEKYLL: jekyll.write,
    Form.JSON: json.write,
    Form.BIBTEX: bibtex.write,
}
_MEDIA: Final[Mapping[Form, tuple[str, str]]] = {
    Form.TEXT: ("txt", "text/plain"),
    Form.MARKDOWN: ("md", "text/markdown"),
    Form.JEKYLL: ("md", "text/markdown"),
    Form.JSON: ("json", "application/json"),
    Form.BIBTEX: ("bib", "application/x-bibtex"),
}
PLACES: Final = ("date", "period", "kind", "language")
"""What a pattern for names may hold in braces."""


class Printer:
    """Writes publications down; the port `Printer`."""

    def file(self, publication: Publication, commission: Commission) -> File:
        """Write a publication in the commission's form; the same input gives the same file."""
        form = commission.form
        written = _WRITERS[form](publication, has_evidence=commission.has_evidence)
        pattern = usual_pattern(form)
        name = file_name(pattern, publication.edition, publication.language)
        return File(name, written, _MEDIA[form][1])


def usual_pattern(form: Form) -> str:
    """Return the pattern by which files of a form are called: Jekyll wants the day in front."""
    ending = _MEDIA[form][0]
    return f"{{date}}-{{kind}}-papers.{ending}" if form is Form.JEKYLL else f"papers-{{period}}.{ending}"


def file_name(pattern: str, edition: Edition, language: str) -> str:
    """Return a file's name; `{date}` is the last day of the period.

    Raises:
        KeyError, ValueError, IndexError: the pattern holds other places than `PLACES`.
    """
    return pattern.format_map(
        {
            "date": edition.last.isoformat(),
            "period": edition.period,
            "kind": str(edition.kind),
            "language": language,
        }
    )


def is_pattern(pattern: str) -> bool:
    """Whether a pattern gives each period a name of its own, and one that stays in its folder."""
    some = Edition.daily(date(2026, 6, 12))
    try:
        name, other = (file_name(pattern, one, "en") for one in (some, some.following))
    except (KeyError, ValueError, IndexError, AttributeError):
        return False
    is_plain = not any(char in name for char in "/\\\0") and name.isprintable()
    return name != other and is_plain and not name.startswith(".")
