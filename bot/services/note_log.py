"""What the operator is told about a reading."""

import logging

from bot.domain.model_answers import (
    Failure,
    ModelBusy,
    ModelCut,
    ModelDown,
    ModelGarbled,
    ModelRefused,
    OutOfTime,
    Side,
)
from bot.domain.notes import Notes

log = logging.getLogger("bot.services.notes")

LEAST_SHARE = 0.8
"""A strong model that sees the whole paper has 95 % of its claims kept."""

_CUT = {
    Side.PROMPT: "takes less text than [model] context_tokens says",
    Side.ANSWER: "has more to say than [model] max_output_tokens allows",
}


def tell_notes(label: str, notes: Notes) -> None:
    """Log how much of what a model offered was kept, and what was not and why."""
    told = [f"{len(notes.claims)} of {notes.offered} claims kept"]
    if notes.dropped:
        told.append("dropped " + ", ".join(f"{count} {flaw}" for flaw, count in notes.flaws.most_common()))
    log.info("notes %s: %s", label, ", ".join(told))
    for one in notes.dropped:
        log.info("notes %s: dropped %s (%s): %s", label, one.facet or "brief or idea", one.flaw, one.detail)
    if notes.share_kept < LEAST_SHARE:
        log.warning(
            "notes %s: only %d of %d claims agree with the paper; %s is too weak, or did not see all of it",
            label, len(notes.claims), notes.offered, notes.reading.model,
        )  # fmt: skip


def tell_failure(label: str, failure: Failure) -> None:
    """Log why there is no answer about a paper or a part of it."""
    is_for_operator = isinstance(failure, ModelDown) and failure.needs_operator
    level = logging.ERROR if is_for_operator else logging.WARNING
    log.log(level, "notes %s: no answer, the model %s", label, predicate(failure))


def predicate(failure: Failure) -> str:
    """Return what the model does instead of answering, as it follows its name."""
    match failure:
        case ModelDown(why=why):
            return why
        case ModelBusy(retry_at=at):
            return f"asks to wait until {at:%Y-%m-%d %H:%M:%S} UTC" if at else "asks to wait"
        case ModelRefused():
            return "does not want to"
        case ModelCut(side=side):
            return _CUT[side]
        case ModelGarbled(why=why):
            return f"answers in another shape: {why}"
        case OutOfTime():
            return "took longer than [model] total_s"
