"""JSON: everything that is known, for other programs."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.notes import Evidence, Reading
from bot.domain.papers import Paper
from bot.domain.publications import Entry, Late, Publication
from bot.domain.readings import Unread
from bot.domain.summaries import Line, Summary, Translation
from bot.exports import lines
from bot.exports.document import source_url

VERSION = 1
"""Of this file's shape; it grows when a field changes its meaning or goes."""


def write(publication: Publication, *, has_evidence: bool) -> str:
    """Return a publication as JSON; quotes are always in it."""
    del has_evidence
    told = {
        "made_with": "Paperboy",
        "version": VERSION,
        "edition": str(publication.edition),
        "captured_at": _moment(publication.captured_at),
        "is_open": publication.is_open,
        "source": publication.source,
        "source_url": source_url(publication) or None,
        "total": publication.total,
        "language": publication.language,
        "style": publication.style,
        "papers": [_paper(one, has_links=not publication.is_invented) for one in publication.entries],
    }
    return json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _paper(entry: Entry, *, has_links: bool) -> Mapping[str, Any]:
    paper = entry.listed.paper
    return {
        "id": paper.id,
        "place": entry.place,
        "votes": entry.listed.votes,
        "comments": entry.listed.comments,
        "title": lines.title(paper),
        "authors": [lines.line(one) for one in paper.authors],
        "organization": lines.line(paper.organization) if paper.organization else None,
        "published_at": _moment(paper.published_at),
        "keywords": [lines.line(one) for one in paper.keywords],
        "links": _links(paper) if has_links else dict.fromkeys(_links(paper)),
        "code_stars": paper.code_stars,
        "abstract": lines.line(paper.abstract),
        "huggingface_summary": lines.line(paper.ai_summary) if paper.ai_summary else None,
        "summary": _summary(entry.summary, has_links=has_links),
        "translation": _translation(entry.translation),
    }


def _links(paper: Paper) -> Mapping[str, str | None]:
    return {
        "arxiv": lines.arxiv(paper),
        "pdf": f"https://arxiv.org/pdf/{paper.id}",
        "alphaxiv": f"https://www.alphaxiv.org/abs/{paper.id}",
        "huggingface": f"https://huggingface.co/papers/{paper.id}",
        "code": lines.web(paper.code_url) or None,
        "project": lines.web(paper.project_url) or None,
    }


def _untold(told: Unread | Late) -> Mapping[str, Any]:
    return {"unread": told.obstacle if isinstance(told, Unread) else "late"}


def _summary(told: Summary | Unread | Late | None, *, has_links: bool) -> Mapping[str, Any] | None:
    if not isinstance(told, Summary):
        return None if told is None else _untold(told)
    return {
        "language": told.language,
        "style": told.style,
        "brief": _line(told, told.brief, has_links=has_links) if told.brief else None,
        "parts": [
            {
                "heading": part.heading,
                "sentences": [_line(told, one, has_links=has_links) for one in part.lines],
                "is_unproven": part.is_unproven,
            }
            for part in told.parts
        ],
        "claims_kept": told.kept,
        "claims_offered": told.offered,
        "reading": _reading(told.reading),
    }


def _line(summary: Summary, told: Line, *, has_links: bool) -> Mapping[str, Any]:
    if told.claim is None:
        return {"text": told.text, "is_models_own": True}
    return {
        "text": told.text,
        "claim": told.claim.number,
        "facet": told.claim.facet,
        "claim_in_english": told.claim.text,
        "evidence": [_evidence(summary, one, has_links=has_links) for one in told.claim.evidence],
    }


def _evidence(summary: Summary, one: Evidence, *, has_links: bool) -> Mapping[str, Any]:
    url = lines.place(summary.paper_id, summary.reading, one) if has_links else ""
    return {"quote": one.quote, "section": one.section or None, "url": url or None}


def _reading(reading: Reading) -> Mapping[str, Any]:
    return {
        "source": reading.source,
        "version": reading.version,
        "is_whole": reading.is_whole,
        "pages": reading.pages,
        "words": reading.words,
        "model": reading.model,
        "prompt": reading.prompt,
        "is_sample": reading.is_sample,
    }


def _translation(told: Translation | Unread | Late | None) -> Mapping[str, Any] | None:
    if not isinstance(told, Translation):
        return None if told is None else _untold(told)
    return {
        "language": told.language,
        "model": told.model,
        "sentences": [{"source": lines.line(one.source), "target": one.target} for one in told.pairs],
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
