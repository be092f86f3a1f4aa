"""Summaries where there is little room: a sentence, or a line for each part."""

from bot.domain.documents import Source
from bot.domain.notes import Reading
from bot.domain.summaries import Summary
from bot.tg.views.html import clean
from bot.words.texts import Safe, Texts

ALL = 99


def gist(summary: Summary) -> str:
    """Return a summary in one sentence: its brief, or else the first that it tells."""
    first = summary.brief or next(iter(summary.shown), None)
    return clean(first.text) if first else ""


def outline(words: Texts, summary: Summary, most: int = ALL) -> str:
    """Return a line for each part that has something to tell, of up to `most` sentences."""
    lines = []
    for part in summary.parts:
        told = [clean(one.text) for one in part.lines if one.claim is not None][:most]
        if told:
            lines.append(
                words.label("summary.line", part=words.label(f"summary.{part.heading}"), text=" ".join(told))
            )
    return "\n".join(lines)


def origin(words: Texts, reading: Reading) -> Safe:
    """Return what is to be said of where it comes from; nothing where the paper itself was read."""
    if reading.is_sample:
        return words.say("paper.origin_sample")
    return words.say("paper.origin_read_abstract") if reading.source is Source.ABSTRACT else Safe()
