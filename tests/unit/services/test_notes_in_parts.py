from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.domain.budgets import Limits
from bot.domain.model_answers import (
    Answer,
    Ask,
    ModelCut,
    ModelDown,
    ModelRefused,
    Side,
    Usage,
)
from bot.domain.readings import Checking, Obstacle, Unread
from tests import ferns
from tests.desks import NoteDesk
from tests.fakes_reading import (
    document,
    told,
)
from tests.ferns import PAPER

ALL = ferns.CLAIMS
FILLING = tuple(
    f"Valley {number} lies behind hill {number + 100} and has many ferns of its kind."
    for number in range(400)
)
LONG = replace(
    ferns.DOCUMENT,
    sections=(
        *ferns.DOCUMENT.sections[:3],
        *document("x", ("2.1 Valleys", *FILLING)).sections,
        *ferns.DOCUMENT.sections[3:],
    ),
)  # fmt: skip


def honest(ask: Ask) -> Answer:
    """Answer with the claims whose quotes stand in the part."""
    claims = [one for one in ALL if one["quote"] in ask.user]
    data = {**ferns.answer(), "claims": claims}
    return told(data if "brief" in ask.schema["properties"] else {"claims": claims})


def sized(desk: NoteDesk) -> Iterator[int]:
    return (one.estimate_tokens for one in desk.model.asked)


async def test_a_paper_that_does_not_fit_is_read_part_by_part_without_new_facts() -> None:
    desk = NoteDesk(honest, document=LONG, context_tokens=8_000)  # type: ignore[arg-type]
    notes = await desk.notes()
    assert len(desk.model.asked) > 1
    assert all(one.estimate_tokens * 1.25 + one.max_output_tokens <= 8_000 for one in desk.model.asked)
    assert desk.model.asked[0].system == "Take notes."
    assert all(one.system.startswith("Take at most ") for one in desk.model.asked[1:])
    assert [one.text for one in notes.claims] == [one["text"] for one in ALL]
    assert notes.brief
    assert notes.ideas == (ferns.IDEA,)
    assert notes.reading.is_whole
    assert notes.reading.prompt == "notes-1+section-1"
    assert desk.spent().reserved == 0
    assert desk.heard[-1] == Checking(7)


async def test_a_prompt_that_the_server_cuts_is_asked_in_smaller_parts() -> None:
    def narrow(ask: Ask) -> Answer:
        return (
            honest(ask) if ask.estimate_tokens < 3_000 else ModelCut(Side.PROMPT, Usage(900, 0, requests=1))
        )

    desk = NoteDesk(narrow, document=LONG)  # type: ignore[arg-type]
    notes = await desk.notes()
    assert [one.text for one in notes.claims] == [one["text"] for one in ALL]
    assert next(sized(desk)) > 3_000
    assert max(list(sized(desk))[1:]) < 3_000
    assert desk.spent().reserved == 0


async def test_a_part_that_cannot_be_read_is_left_out_and_told(caplog: pytest.LogCaptureFixture) -> None:
    def choosy(ask: Ask) -> Answer:
        return ModelRefused() if ferns.LIMITATION in ask.user else honest(ask)

    desk = NoteDesk(choosy, document=LONG, context_tokens=8_000)  # type: ignore[arg-type]
    notes = await desk.notes()
    assert not notes.reading.is_whole
    assert "limitation" not in {one.facet for one in notes.claims}
    assert "does not want to" in caplog.text


async def test_a_model_that_goes_down_between_parts_leaves_no_half_notes() -> None:
    desk = NoteDesk(honest, ModelDown("hung up"), document=LONG, context_tokens=8_000)  # type: ignore[arg-type]
    assert await desk.take() == Unread(Obstacle.MODEL_DOWN)
    assert not desk.shelf.kept
    assert len(desk.model.asked) == 2


async def test_parts_are_asked_about_only_where_the_budget_suffices_for_all_of_them() -> None:
    desk = NoteDesk(honest, document=LONG, context_tokens=8_000, limits=Limits(day=9_000))  # type: ignore[arg-type]
    assert isinstance(await desk.take(), Unread)
    assert not desk.model.asked


async def test_a_book_is_read_as_far_as_is_reasonable() -> None:
    many = document(
        PAPER.id, ("1 Ferns", ferns.SPEED), *((f"Chapter {n}", *FILLING[:200]) for n in range(90))
    )
    desk = NoteDesk(honest, document=many, context_tokens=4_000)  # type: ignore[arg-type]
    notes = await desk.notes()
    assert len(desk.model.asked) == 40
    assert not notes.reading.is_whole
