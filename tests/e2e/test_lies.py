"""Every lie of a model in every step of reading: no reader sees any of it, and the operator learns why."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from bot.domain.notes import Flaw
from bot.playground.model.facets import trim
from bot.playground.model.falsehoods import spoil
from bot.playground.model.lies import HARMLESS, IN_LISTS, IN_SENTENCES, Lie, Step, steps_of
from bot.playground.model.wordings import Wording
from bot.playground.sample.week import Placed
from bot.playground.views import MessageView
from bot.truth.claims import check_told
from bot.words.texts import texts
from tests.e2e.reading import (
    PATIENCE_S,
    TUESDAY,
    House,
    false_sentences,
    lay_out,
    open_house,
    papers,
    plain,
    shown,
)

DUE = TUESDAY.replace(minute=40)
EVER = 99
"""So often is told what is told for good."""
MOST_TRIES = 8
"""So many papers are tried for one that has something to lie about."""
UNLIMITED = "[budget]\nday = 'unlimited'\nchat = 'unlimited'\nuser = 'unlimited'\n"
SWIFT = "read_ahead = 0\ntimeout_s = 3\ntotal_s = 15\n"
IN_ANSWERS = IN_SENTENCES | IN_LISTS
TELLING = {Step.TELL, Step.TRANSLATE, Step.AGAIN}
MARKS = (
    "97.3", "readers.example", "paper_channel", "```", "<think>", "error code", "i'm sorry", "죄송합니다",
    "ignore all previous", "이전의 모든 지시", "우수성을 입증", "superiority of the proposed",
    "다른 언어로 쓰인", "rate limit", "오류 발생", "sign in to this network", "sure, here is", "let me see",
)  # fmt: skip
"""What lies are known by, in small letters."""
FRIENDLY = ("unread.model_down", "unread.garbled", "unread.refused", "unread.unproven")
UNSURE = {Lie.NOT_INSERTED, Lie.NOT_DROPPED, Lie.OMITTED}
"""In a telling these are judged where they are clear: a denial that was put in where nothing in the English
could be its cause, one that was dropped where it is no bound (`no more than`), a number that was left out
where it is none of a formula and the same does not stand there twice."""
NOWHERE = {(Lie.SCALE, Step.SECTION), (Lie.NAME, Step.SECTION)}
"""The ends of the invented papers have nothing to tell these lies about."""


@dataclass(frozen=True)
class Row:
    """A lie, told in a step so often."""

    lie: Lie
    step: Step
    times: int = 1

    def __str__(self) -> str:
        return f"{self.lie} in {self.step}{' for good' if self.times == EVER else ''}"


@dataclass(frozen=True)
class Outcome:
    """What came of a lie."""

    message: MessageView
    texts: Sequence[str]
    false: Sequence[str]
    log: Sequence[str]


def rows(step: Step) -> Iterator[Row]:
    """Yield every lie that can be told in a step, and for good where that is another story."""
    for lie in Lie:
        if step in steps_of(lie) and (lie, step) not in NOWHERE:
            yield Row(lie, step)
            is_asked_again = step is Step.TELL and lie in IN_ANSWERS
            is_tried_again = step is Step.NOTES and lie not in IN_ANSWERS | HARMLESS
            if is_asked_again or is_tried_again:
                yield Row(lie, step, EVER)


async def tell(house: House, row: Row, stock: Iterator[Placed]) -> Outcome:
    """Have a lie told about a paper that has something to lie about, and look at all that comes of it."""
    seconds = {Lie.SLOW: 30.0, Lie.BUSY: 0.1}.get(row.lie)
    for placed in likely(row.lie, stock):
        since, line = len(house.playground.journal.entries), len(house.bot.log)
        house.model.reset()
        if row.step is Step.AGAIN:
            house.model.lie(Lie.OMITTED, Step.TELL)
        planned = house.model.lie(row.lie, row.step, times=row.times, seconds=seconds)
        if row.step is Step.TELL and row.times == EVER:
            house.model.lie(row.lie, Step.AGAIN, times=EVER)
        message = await ask(house, row.step, placed)
        if planned.left < row.times:
            false = false_sentences(house.model, row.lie)
            return Outcome(message, shown(house, since), false, house.bot.log[line:])
    raise AssertionError(f"{row} could not be told")


def likely(lie: Lie, stock: Iterator[Placed]) -> Iterator[Placed]:
    """Yield papers that have something to lie about, by what their abstracts say."""
    what = {Lie.NAME: r"[A-Z][a-z]+-\d", Lie.SCALE: r"\d[BM]\b", Lie.NOT_DROPPED: r"\bnot\b"}.get(lie, "")
    fit = (one for one in stock if re.search(what, one.manuscript.abstract))
    return islice(fit, MOST_TRIES)


async def ask(house: House, step: Step, placed: Placed) -> MessageView:
    """Ask for what needs a step, and for the evidence behind it."""
    room = house.reader("en" if step not in TELLING else "ko")
    if step is Step.TRANSLATE:
        return await house.ask(room, f"/translate {placed.id}")
    message = await house.ask(room, f"/summary {placed.id} deep")
    if any(one in message.labels for one in ("Evidence", "근거")):
        await house.turn(room, message, message.labels[0])
    return message


def wrong(row: Row, came: Outcome) -> Iterator[str]:
    """Yield what should not be."""
    seen = "\n".join(came.texts)
    known = seen.casefold()
    yield from (f"{row}: shows {one!r}" for one in MARKS if one in known)
    false = [one for one in came.false if plain(one) in plain(seen)]
    if row.step in TELLING and row.lie in UNSURE:
        if len(false) * 2 > len(came.false):
            yield f"{row}: shows {len(false)} of {len(came.false)}"
    elif not (row.step in TELLING and row.lie is Lie.LANGUAGE):  # the original is shown, and known as such
        yield from (f"{row}: shows {one!r}" for one in false)
    if not is_read(came.message) and not is_friendly(came.message):
        yield f"{row}: ends as {came.message.text[:200]!r}"
    if row.lie in HARMLESS and not is_read(came.message):
        yield f"{row}: is not understood"
    # On a machine that is too busy, a true answer may come too late, and its lie with it.
    is_late = row.lie is not Lie.SLOW and any("did not answer in time" in line for line in came.log)
    if not is_late and not any(re.search(told_of(row), line) for line in came.log):
        yield f"{row}: the operator is told nothing but {came.log}"


def is_read(message: MessageView) -> bool:
    """Whether a message is a summary, or a translation."""
    return any(one in message.text for one in ("claims match the original", "원문과 일치", "번역하고 확인함"))


def is_friendly(message: MessageView) -> bool:
    """Whether a message says why there is none."""
    return any(message.text.startswith(texts(one).say(key)) for one in ("en", "ko") for key in FRIENDLY)


def told_of(row: Row) -> str:
    """Return what the log says of a lie."""
    if row.lie in HARMLESS:
        return r"\d+ of \d+ (?:claims kept(?:, dropped \d+ repeated)?|sentences)$"
    if row.lie not in IN_ANSWERS:
        return r"asking for a repair|no answer, the model|asking again|asks to wait|in halves"
    if row.step not in TELLING:
        return rf"dropped [a-z ]+ \((?:{'|'.join(Flaw)})\): "
    return r"mended|\d+ asked again \(\d+ [a-z]+|that nobody asked for|dropped \d+ [a-z]+"


@pytest.mark.parametrize("step", [Step.NOTES, Step.SECTION, Step.TELL, Step.TRANSLATE, Step.AGAIN])
async def test_no_reader_sees_a_lie_and_the_operator_learns_of_it(step: Step, tmp_path: Path) -> None:
    small = "context_tokens = 4000\n" if step is Step.SECTION else ""
    async with open_house(tmp_path, settings=UNLIMITED, model_settings=SWIFT + small) as house:
        laid_out = list(papers(60))
        await lay_out(house, laid_out)
        await house.start()
        stock = iter(laid_out)
        found = []
        for row in rows(step):
            found += list(wrong(row, await tell(house, row, stock)))
        assert not found, "\n".join(found)
        await everything_kept_is_true(house, laid_out)
        house.no_traceback()


async def everything_kept_is_true(house: House, laid_out: Sequence[Placed]) -> None:
    """Hold what is on the shelf against what an honest model says, which is known word for word."""
    async with house.shelf() as store:
        known = await store.notes.told([one.id for one in laid_out], "ko")
    for notes, telling in known.values():
        for claim in (*notes.claims, *([notes.brief] if notes.brief else [])):
            assert claim.text in [trim(one.quote) for one in claim.evidence], claim
        sentences = [one.text for one in (*notes.claims, *([notes.brief] if notes.brief else []))]
        for claim in notes.claims:
            if (told := telling.claims.get(claim.number)) is not None:
                assert plain(told) in [plain(one) for one in may_tell(claim.text, sentences)], claim


def may_tell(english: str, others: Sequence[str]) -> Iterator[str]:
    """Yield how a sentence may be told in Korean.

    Rightly; with what is not sure to be seen; or as another sentence that says of the same words the same
    numbers, as a brief and a claim do.
    """
    honest = Wording.of(english, "ko").told()
    yield honest
    yield from (one for lie in UNSURE if (one := spoil(lie, honest, english, "ko")))
    tellings = [Wording.of(one, "ko").told() for one in others]
    yield from (one for one in tellings if not check_told(english, one, "ko") and re.search(r"\d", one))


ALL_AT_ONCE = [one for one in Lie if one not in {Lie.SLOW, Lie.BUSY, *UNSURE}]


def plan(house: House, seed: str) -> None:
    """Have all lies told, in any step and order."""
    dice = Random(seed)  # noqa: S311 - the same order each time
    house.model.lies.clear()
    for lie in dice.sample(ALL_AT_ONCE, len(ALL_AT_ONCE)):
        house.model.lie(lie, most=4 if lie in IN_ANSWERS else None)


def is_digest(message: MessageView) -> bool:
    return message.text.startswith(("Today's papers", "오늘의 논문"))


async def test_digests_and_files_stay_true_while_everything_is_lied_about(tmp_path: Path) -> None:
    async with open_house(tmp_path, settings=UNLIMITED, model_settings="timeout_s = 2\n") as house:
        await lay_out(house, papers(5))
        plan(house, "digests")
        await house.start()
        rooms = [house.reader("en"), house.reader("ko")]
        for room, style in zip(rooms, ("deep", "sections"), strict=True):
            await room.wait_for(after=await room.say(f"/settings style {style}"))
            await room.wait_for(after=await room.say("/subscribe 07:40 UTC"))
        house.clock.set(DUE)
        digests = [await room.wait_for(is_digest, timeout_s=PATIENCE_S) for room in rooms]
        for minutes in (0, 6, 6, 60, 60, 41):  # until near the end of the time in which edits are made
            house.clock.pass_(minutes=minutes)
            await asyncio.sleep(1)
        for room, digest in zip(rooms, digests, strict=True):
            assert room.see(digest).edits >= 1
            assert [one.id for one in room.from_bot if is_digest(one)] == [digest.id]
        await house.bot.kill()
        files = []
        for day, form, language in (("2026-11-13", "jekyll", "ko"), ("2026-11-12", "text", "ko")):
            plan(house, day)
            arguments = ("--daily", day, "--format", form, "--style", "deep", "--lang", language)
            files.append((await house.export(*arguments, "--evidence"))[0])
        assert len({one.lie for one in house.model.journal if one.lie}) > len(ALL_AT_ONCE) * 0.6
        seen = "\n".join([*shown(house), *files])
        letters = plain(seen)
        # These two say what the same message, or another one, says rightly.
        lies = [one for one in ALL_AT_ONCE if one not in {Lie.LANGUAGE, Lie.OTHER_QUOTE}]
        false = [text for lie in lies for text in false_sentences(house.model, lie)]
        assert [one for one in false if plain(one) in letters] == []
        assert [one for one in MARKS if one in seen.casefold()] == []
        assert "(예시 번역)" in files[0]
        assert "(예시 번역)" in files[1]
        house.no_traceback()
