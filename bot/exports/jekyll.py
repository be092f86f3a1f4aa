"""Jekyll: a post of a blog, with front matter."""

import json
from datetime import UTC, datetime, time

from bot.domain.publications import Publication
from bot.exports.document import document
from bot.exports.markdown import body

_TAGS = ("papers", "huggingface")
_NOON = time(12, tzinfo=UTC)


def write(publication: Publication, *, has_evidence: bool) -> str:
    """Return a publication as a post.

    Values of the front matter are written as JSON, which YAML understands; Jekyll's own date is no JSON.
    """
    told = document(publication, has_evidence=has_evidence)
    fields = {
        "layout": json.dumps("post"),
        "title": json.dumps(told.title, ensure_ascii=False),
        "date": f"{dated(publication):%Y-%m-%d %H:%M:%S} +0000",
        "lang": json.dumps(publication.language),
        "tags": json.dumps(_TAGS),
        "categories": json.dumps([]),
    }
    front = "\n".join(f"{name}: {value}" for name, value in fields.items())
    return f"---\n{front}\n---\n\n{body(publication, told)}"


def dated(publication: Publication) -> datetime:
    """Return a post's time: noon of the period's last day, or when it was read if that was earlier.

    At noon in UTC it is the same day nearly everywhere, and Jekyll shows no post of the future.
    """
    noon = datetime.combine(publication.edition.last, _NOON)
    return min(noon, publication.captured_at.astimezone(UTC).replace(microsecond=0))
