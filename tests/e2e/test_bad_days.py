"""Servers that drop, delay, refuse and lie: nothing lost, nothing twice, one clear line each."""

import asyncio
from typing import Any

import pytest

from bot.playground import faults
from bot.playground.faults import Fault
from bot.playground.rooms import PrivateRoom
from tests.e2e.conftest import Town

pytestmark = pytest.mark.recorded

FEED = "/api/daily_papers"
TITLE = "Today's papers"


async def subscribers(town: Town, count: int) -> list[PrivateRoom]:
    """Let people subscribe for 09:00 in Berlin, and wait until the bot has told each that it will come."""
    rooms = []
    for n in range(count):
        room = town.playground.private(town.playground.person(f"Reader {n}", language="en"))
        said = await room.say("/subscribe 09:00 Europe/Berlin")
        await room.wait_for(lambda one: "09:00" in one.text, after=said)
        rooms.append(room)
    return rooms


def no_traceback(town: Town) -> None:
    assert not [line for line in town.bot.log if "Traceback" in line], "\n".join(town.bot.log)


@pytest.mark.parametrize(
    "fault",
    [
        # One reading of the list asks up to three times.
        {"times": 4, "status": 500},
        {"times": 4, "drop": True},
        {"times": 1, "status": 429, "headers": {"Retry-After": "3"}},
        {"times": 2, "status": 200, "body": "<html>Sign in</html>"},
        {"times": 1, "status": 200, "body": "[]"},
        {"times": 2, "status": 200, "body": '{"papers": []}'},
        {"times": 2, "status": 200, "body": '[{"paper": {"name": "no id"}}]'},
        {"times": 3, "delay_s": 2, "status": 503},
    ],
    ids=["500", "drop", "429", "html", "empty", "object", "other items", "slow 503"],
)
async def test_a_feed_that_stumbles_at_the_due_time_makes_the_digest_late_not_lost(
    town: Town, fault: dict[str, Any]
) -> None:
    await town.wake("2025-10-03T06:59:00Z")
    [reader] = await subscribers(town, 1)
    await town.bot.kill()
    town.upstream.set_now("2025-10-03T06:59:58Z")
    town.upstream.fault(FEED, **fault)
    await town.bot.start("2025-10-03T06:59:58Z")
    is_empty = fault.get("body") == "[]"
    if is_empty:
        # An empty answer is believed only after an hour: no older list comes in the place of this one.
        await town.bot.says("asking again before it counts as a holiday")
        await town.wake("2025-10-03T07:03:00Z")
    digest = await reader.wait_for(lambda one: one.text.startswith(TITLE), timeout_s=60)
    assert "Thursday 2 October" in digest.text
    assert [line for line in town.bot.log if " feed: " in line]
    await asyncio.sleep(2)
    assert len(town.digests(reader.chat_id, TITLE)) == 1
    no_traceback(town)


TELEGRAM_FAULTS: dict[str, tuple[Fault, bool]] = {
    # what Telegram does, and whether the digest may stay away (recorded as ambiguous)
    "429": (faults.too_many_requests(2), False),
    "500 before": (faults.server_error(), True),
    "500 after": (faults.server_error(is_accepted=True), True),
    "drop before": (faults.drop(), True),
    "drop after": (faults.drop(is_accepted=True), True),
    "reset after": (faults.reset(is_accepted=True), True),
    "html": (faults.html(), True),
    "list": (faults.respond(200, []), True),
    "changed shape": (faults.respond(200, {"ok": True}, is_accepted=True), True),
    "cut short": (faults.truncate(), True),
    "slow": (faults.delay(2.0), False),
    "bad gateway": (faults.bad_gateway(), True),
}


async def test_a_telegram_that_stumbles_while_digests_leave_repeats_none_and_holds_up_nobody(
    town: Town,
) -> None:
    await town.wake("2025-10-03T06:59:00Z")
    readers = await subscribers(town, len(TELEGRAM_FAULTS) + 1)
    await town.bot.kill()
    for room, (fault, _) in zip(readers, TELEGRAM_FAULTS.values(), strict=False):
        town.playground.faults.plant(fault, "sendMessage", chat_id=room.chat_id, times=1)
    await town.wake("2025-10-03T06:59:58Z")
    await readers[-1].wait_for(lambda one: one.text.startswith(TITLE), timeout_s=30)
    sure = [
        room
        for room, (_, may_stay_away) in zip(readers, TELEGRAM_FAULTS.values(), strict=False)
        if not may_stay_away
    ]
    for room in sure:
        await room.wait_for(lambda one: one.text.startswith(TITLE), timeout_s=30)
    # A second process must not repeat what the first one was unsure of.
    await town.wake("2025-10-03T07:02:00Z")
    await asyncio.sleep(3)
    told = {
        name: len(town.digests(room.chat_id, TITLE))
        for name, room in zip(TELEGRAM_FAULTS, readers, strict=False)
    }
    accepted = {name for name, (fault, _) in TELEGRAM_FAULTS.items() if fault.is_accepted}
    assert {name: count for name, count in told.items() if count > 1} == {}
    assert {name for name, count in told.items() if count == 1} == accepted | {"429", "slow"}
    assert len([line for line in town.bot.log if "is ambiguous" in line]) == len(TELEGRAM_FAULTS) - 2
    no_traceback(town)


async def test_a_telegram_that_stumbles_while_updates_are_read_loses_none(town: Town) -> None:
    await town.wake("2025-10-03T06:59:00Z")
    reader = town.playground.private(town.playground.person("Ann", language="en"))
    for fault in (
        faults.server_error(),
        faults.drop(),
        faults.html(),
        faults.respond(200, []),
        faults.respond(200, {"ok": True, "result": [5]}),
        faults.too_many_requests(1),
    ):
        town.playground.faults.plant(fault, "getUpdates", times=1)
    said = await reader.say("/help")
    answers = await reader.wait_for(1, after=said, timeout_s=60)
    await asyncio.sleep(1)
    assert len([one for one in reader.from_bot if one.id > said.id]) == len(answers) == 1
    no_traceback(town)


async def test_a_telegram_that_is_down_at_the_start_is_waited_for(town: Town) -> None:
    town.upstream.set_now("2025-10-03T09:00:00Z")
    town.playground.faults.plant(faults.server_error(), "getMe", times=3)
    await town.bot.start("2025-10-03T09:00:00Z")
    reader = town.playground.private(town.playground.person("Ann", language="en"))
    await reader.wait_for(1, after=await reader.say("/help"))
    no_traceback(town)


async def test_a_wrong_token_ends_the_program_with_one_clear_line(town: Town) -> None:
    text = town.bot.config.read_text().replace("PLAYGROUND", "ANOTHER")
    town.bot.config.write_text(text)
    process = await asyncio.create_subprocess_exec(
        *town.bot.command("2025-10-03T09:00:00Z"), stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr
    told = (await process.stderr.read()).decode()
    assert await process.wait() == 1
    assert "Telegram does not accept the bot's token" in told
    assert "Traceback" not in told
    assert "ANOTHER" not in told


async def test_sigterm_ends_it_within_ten_seconds_and_the_time_it_was_down_loses_nothing(town: Town) -> None:
    await town.wake("2025-10-03T06:59:00Z")
    readers = await subscribers(town, 3)
    code, took_s = await town.bot.terminate()
    assert (code, took_s < 10) == (0, True)
    # It was down at the due time, and serves it when it is back.
    await town.wake("2025-10-03T09:30:00Z")
    for reader in readers:
        await reader.wait_for(lambda one: one.text.startswith(TITLE))
    assert [len(town.digests(reader.chat_id, TITLE)) for reader in readers] == [1, 1, 1]


async def test_sigterm_does_not_wait_for_an_answer_that_waits_for_the_feed(town: Town) -> None:
    await town.wake("2025-10-03T09:00:00Z")
    reader = town.playground.private(town.playground.person("Ann", language="en"))
    town.upstream.fault("/api/", delay_s=30, times=9)
    await reader.say("/paper 2401.00001")
    await town.eventually(lambda: bool(town.playground.journal.calls("sendChatAction")))
    code, took_s = await town.bot.terminate()
    assert (code, took_s < 10) == (0, True)
    no_traceback(town)


async def test_a_second_process_on_the_same_store_is_refused(town: Town) -> None:
    await town.wake("2025-10-03T09:00:00Z")
    process = await asyncio.create_subprocess_exec(
        *town.bot.command("2025-10-03T09:00:00Z"), stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr
    told = (await process.stderr.read()).decode()
    assert await process.wait() == 1
    assert "bot.db" in told
    assert "Traceback" not in told
