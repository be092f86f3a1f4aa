"""Which sentences of a paper say what, by simple cues of scientific English."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain import cues
from bot.domain.hygiene import commands
from bot.domain.latex import readable
from bot.domain.notes import Facet
from bot.domain.sentences import split

SHORTEST, LONGEST = 40, 300
"""How long a sentence may be, in characters, to be copied out."""
_FEWEST_WORDS = 7
_LONGEST_HEADING = 90
_HEADING = re.compile(r"#*\s*(?P<title>(?:\d[\d.]*\s+)?[^\W\d_].*[^.!?…:;,])")
_UNFIT = re.compile(
    r"https?:|www\.|\[\d|[$\\|<>@{}\n]|\b(?:fig(?:ure|s?\.)|table|sec(?:tion|\.)|eq\.|appendix|algorithm)\s*\d"
    r"|\b(?:sorry|cannot provide|as an ai)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:However|Moreover|Furthermore|Finally|Thus|Therefore|In addition|Overall|In short), (?=\w)"
)
_CITATION = re.compile(r" ?\((?:[^()]* )?et al\.[^()]*\)| ?\((?:[A-Z][\w.&;, -]+ )(?:19|20)\d\d[a-z]?\)")
_WHOLE = re.compile(r"[A-Z\"“(].*[.!]")


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence as it stands in the paper, with the heading above it."""

    text: str
    section: str


@dataclass(frozen=True, slots=True)
class _Cue:
    """What a facet's sentences say, under which headings they mostly stand, and how many are copied out."""

    says: re.Pattern[str]
    under: re.Pattern[str]
    most: int


def _cue(says: str, under: str, most: int) -> _Cue:
    return _Cue(re.compile(says, re.IGNORECASE), re.compile(under, re.IGNORECASE), most)


_NOWHERE = "(?!)"
_CUES: Mapping[Facet, _Cue] = {
    Facet.LIMITATION: _cue(
        r"limit(?:ation|ed to)|\bfails?\b|does not (?:cover|transfer|help|handle)|did not (?:test|measure)"
        r"|\bcan(?:not|'t| not)\b|remains? (?:open|unclear)|still un|beyond the model|should not be|degrades",
        r"limit|fail|scope|threat",
        3,
    ),
    Facet.CONCLUSION: _cue(
        r"\bwe conclude|results? suggests?|\bwe argue|taken together|in short", r"conclu|discuss", 1
    ),
    Facet.GOAL: _cue(
        r"\bwe (?:ask|study|want|aim|investigate|examine)|\bour (?:goal|aim|question)|the goal", r"intro", 1
    ),
    Facet.MOTIVATION: _cue(
        r"\b(?:is|are) (?:scarce|expensive|hard|costly|usually)|\bdiscards?\b|\bdrift|\bneeds? \d+ or more"
        r"|\bexisting\b|\bmost (?:systems|methods|faster)|\bpractice\b|\bexcludes?\b|\bbut\b",
        r"intro|motiv|background",
        2,
    ),
    Facet.CONTRIBUTION: _cue(
        r"\bwe (?:introduce|present|propose|release|report|publish|prove|show that|give)|\bis the first",
        r"intro|contribution",
        3,
    ),
    Facet.TRAINING: _cue(
        r"\b(?:trained|training|fine-?tun|pre-?train|optimi[sz]er|learning rate|epochs?|gpu)", r"train", 2
    ),
    Facet.ARCHITECTURE: _cue(
        r"\bparameters\b|\blayers?\b|\bencoder|\bdecoder|\bheads?\b|\bnetwork\b", r"archit|model", 2
    ),
    Facet.DATA: _cue(
        r"\b(?:corpus|data ?sets?|collected|recordings?|annotat|labels?|contains?|documents|images)\b",
        r"data|corpus|collection",
        2,
    ),
    Facet.BASELINE: _cue(
        r"\bbaselines?\b|compared (?:with|to|against)|\bagainst (?:\d|the (?:best|same))",
        r"baseline|set-?up",
        2,
    ),
    Facet.RESULT: _cue(
        r"\b(?:reach|achiev|improv|outperform|falls?|rises?|raises?|reduc|faster|fewer|accura|detects?|keeps"
        r"|preferred|wins?|points?|succeeds|streams|runs at|takes|per second|resolves?|error|loses)",
        r"result|experiment|evaluation|findings",
        5,
    ),
    Facet.METHOD: _cue(
        r"\bwe (?:use|train|label|sample|represent|trace|force|measure|compute|let)|\bmodel\b|\bpolicy\b"
        r"|\brule\b|\bstep\b|\bmethod\b",
        r"method|approach|protocol|design|procedure",
        4,
    ),
}
"""The facets whose cues are rarest come first, and take their sentences first."""

_ORDER = tuple(Facet)
_TOLD_BY_HEADING = {Facet.LIMITATION, Facet.METHOD, Facet.DATA}
"""Under their headings, whatever is said is of that facet."""
_ALIKE = 0.6
"""Sentences that share more of their words than this say the same."""


def trim(sentence: str) -> str:
    """Return a sentence without the word that ties it to the one before, and without citations."""
    bare = _CITATION.sub("", _LEAD.sub("", readable(sentence), count=1))
    return bare[:1].upper() + bare[1:]


def sentences(document: str) -> Iterator[Found]:
    """Yield the sentences of a paper that can stand alone, in order, each once."""
    section, seen = "", set[str]()
    for piece in re.split(r"\n\s*\n", document):
        if heading := _heading(piece.strip()):
            section = heading
            continue
        for one in split(piece):
            if _is_fit(one.text) and one.text not in seen:
                seen.add(one.text)
                yield Found(one.text, section)


def choose(found: Sequence[Found]) -> list[tuple[Facet, Found]]:
    """Return what is copied out, by facet, the most telling of each first."""
    chosen: list[tuple[Facet, Found]] = []
    for facet, cue in _CUES.items():
        count = 0
        for one in sorted(found, key=lambda one: -_weight(one, facet, cue)):
            if count == cue.most or _weight(one, facet, cue) <= 1:
                break
            if not any(_is_alike(one.text, other.text) for _, other in chosen):
                chosen.append((facet, one))
                count += 1
    return sorted(chosen, key=lambda pair: _ORDER.index(pair[0]))


def _is_alike(one: str, other: str) -> bool:
    ours, theirs = set(one.lower().split()), set(other.lower().split())
    return len(ours & theirs) > _ALIKE * min(len(ours), len(theirs))


def _weight(one: Found, facet: Facet, cue: _Cue) -> float:
    """Weigh a sentence for a facet; 1 or less is no evidence of it."""
    says, stands = bool(cue.says.search(one.text)), bool(cue.under.search(one.section))
    has_number = bool(cues.NUMBER.search(trim(one.text)))
    if facet is Facet.RESULT and not has_number:
        return 0.0
    leans = bool(cues.DANGLING.match(one.text) or cues.POINTS_BACK.search(one.text))
    is_strong = facet is Facet.RESULT and bool(cues.STRONG_NUMBER.search(trim(one.text)))
    counts = says or facet in _TOLD_BY_HEADING
    return says * 2 + stands * 1.3 * counts + 0.5 * has_number + 0.5 * is_strong - 0.9 * leans


def _heading(piece: str) -> str:
    """Return the title that a piece is, empty where it is running text."""
    found = _HEADING.fullmatch(piece) if len(piece) <= _LONGEST_HEADING else None
    return found["title"] if found else ""


def _is_fit(text: str) -> bool:
    return (
        SHORTEST <= len(text) <= LONGEST
        and len(text.split()) >= _FEWEST_WORDS
        and bool(_WHOLE.fullmatch(text))
        and not _UNFIT.search(text)
        and not cues.POINTER.search(text)
        and not (cues.VAGUE.search(text) and not cues.NUMBER.search(text))
        and not commands(text)
    )
