"""Proving what a model offers about a paper: what the paper does not bear out is dropped; pure.

The one place between what a model says and what is kept as notes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.domain.notes import Claim, Dropped, Evidence, Facet, Flaw
from bot.domain.plain_text import PlainText
from bot.services.note_asks import Offer, Offered
from bot.truth.antecedents import Antecedents
from bot.truth.claims import check_claim, check_idea
from bot.truth.proper import Names
from bot.truth.quotes import Found, QuoteFinder

LONGEST_CLAIM, LONGEST_BRIEF, LONGEST_IDEA, LONGEST_QUOTE = 400, 220, 300, 900
"""In characters. A quote as long as a page would bear out what stands anywhere on it."""
MOST_MERGED = 30
_LONGEST_DETAIL, _LONGEST_SHOWN = 200, 80
_TELLING_WORDS = re.compile(r"\w*\d\w*|\w{4,}|\bno[tr]?\b")
"""Words that make a difference between two sentences: figures, denials, and all but the shortest others."""


@dataclass(frozen=True, slots=True)
class Proven:
    """What is left of what was offered, and what became of the rest."""

    brief: Claim | None
    claims: tuple[Claim, ...]
    ideas: tuple[str, ...]
    dropped: tuple[Dropped, ...]


def prove(text: PlainText, offered: Sequence[Offered]) -> Proven:
    """Return what a paper bears out of what was offered about it, or about its parts in order.

    Nothing is added: the brief and the ideas are those of the first.

    Args:
        text: the whole paper: what a quote is found in is the paper's, wherever it stands.
        offered: what a model said.
    """
    proof = Proof(text)
    claims, dropped = proof.claims(one for each in offered for one in each.claims)
    if len(offered) > 1:
        claims = _by_facet(claims)
    brief = proof.brief(offered[0].brief)
    ideas, unfit = _prove_ideas(offered[0].ideas)
    if isinstance(brief, Dropped):
        dropped.append(brief)
    return Proven(
        brief if isinstance(brief, Claim) else None,
        tuple(replace(one, number=number) for number, one in enumerate(claims, 1)),
        tuple(ideas),
        (*dropped, *unfit),
    )


class Proof:
    """Holds what is offered against one paper.

    Args:
        text: the whole paper.
    """

    def __init__(self, text: PlainText) -> None:
        self._text = text
        self._finder = QuoteFinder(text.text)
        self._antecedents = Antecedents(text.text)
        self._names = Names(text.text)

    def claims(self, offers: Iterable[Offer]) -> tuple[list[Claim], list[Dropped]]:
        """Return the claims that the paper bears out, in the order given, and what else became of them."""
        kept: list[Claim] = []
        dropped: list[Dropped] = []
        for offer in offers:
            found = self._claim(offer)
            if isinstance(found, Claim) and (other := _same(found, kept)):
                found = _drop(Flaw.REPEATED, offer, f"as in: {_short(other.text)}")
            if isinstance(found, Claim):
                kept.append(found)
            else:
                dropped.append(found)
        return kept, dropped

    def brief(self, offer: Offer | None) -> Claim | Dropped:
        """Return the brief where its quotes together bear it out."""
        return self._claim(offer) if offer else Dropped(Flaw.MISSING, None, "no brief")

    def _claim(self, offer: Offer) -> Claim | Dropped:
        if len(offer.text) > (LONGEST_CLAIM if offer.facet else LONGEST_BRIEF):
            return _drop(Flaw.LENGTH, offer, f"{len(offer.text)} characters")
        found = [one for one in map(self._finder.find, offer.quotes) if one is not None]
        if not found:
            return _drop(Flaw.QUOTE, offer, f"not in the paper: {_short(' … '.join(offer.quotes))}")
        if any(one.end - one.start > LONGEST_QUOTE for one in found):
            return _drop(Flaw.LENGTH, offer, "its quote is far too long")
        evidence = tuple(map(self._evidence, sorted(set(found), key=lambda one: one.start)))
        meant = filter(None, (self._antecedents.meant(one.start, one.end) for one in evidence))
        faults = check_claim(offer.text, [one.quote for one in evidence], tuple(meant), self._names.knows)
        if faults:
            return _drop(faults[0].flaw, offer, faults[0].detail)
        return Claim(0, offer.facet or Facet.CONTRIBUTION, offer.text, evidence)

    def _evidence(self, found: Found) -> Evidence:
        quote = self._text.text[found.start : found.end]
        place = self._text.place(found.start)
        section, anchor = (place.section, place.anchor) if place else ("", "")
        return Evidence(quote, found.start, found.end, section, anchor)


def _prove_ideas(ideas: Iterable[str]) -> tuple[list[str], list[Dropped]]:
    """Return the ideas that may be shown as the model's own, and what became of the others."""
    kept: list[str] = []
    dropped: list[Dropped] = []
    for idea in ideas:
        faults = check_idea(idea, "en")
        if len(idea) > LONGEST_IDEA:
            dropped.append(Dropped(Flaw.LENGTH, None, f"{len(idea)} characters"))
        elif faults:
            dropped.append(_drop(faults[0].flaw, Offer(None, idea, ()), faults[0].detail))
        else:
            kept.append(idea)
    return kept, dropped


def _by_facet(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims of a paper that was read in parts by facet, `MOST_MERGED` at most.

    Of each facet the first are kept, of results twice as many.
    """
    ranks: Counter[Facet] = Counter()
    ranked: list[tuple[float, Claim]] = []
    for claim in claims:
        ranks[claim.facet] += 1
        ranked.append((ranks[claim.facet] / (2 if claim.facet is Facet.RESULT else 1), claim))
    kept = [one for _, one in sorted(ranked, key=lambda found: found[0])[:MOST_MERGED]]
    order = list(Facet)
    return sorted(kept, key=lambda one: order.index(one.facet))


def _same(claim: Claim, others: Iterable[Claim]) -> Claim | None:
    """Return one that stands on the same words, or says the same in the same telling words."""
    words = _said(claim)
    return next((one for one in others if one.evidence == claim.evidence or _said(one) == words), None)


def _said(claim: Claim) -> Counter[str]:
    return Counter(_TELLING_WORDS.findall(claim.text.casefold()))


def _drop(flaw: Flaw, offer: Offer, why: str) -> Dropped:
    return Dropped(flaw, offer.facet, _short(f"{why} | {offer.text}", _LONGEST_DETAIL))


def _short(text: str, most: int = _LONGEST_SHOWN) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
