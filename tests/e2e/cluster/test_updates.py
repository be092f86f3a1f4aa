"""What people say reaches one of three replicas, once, whichever of them dies or sleeps."""

import asyncio
import json
import signal
import socket
from pathlib import Path

import httpx
import pytest

from bot.playground.people import Person
from bot.playground.playground import TOKEN
from bot.tg.webhook import secret_of
from tests.e2e.cluster.fleet import Fleet, fleet

ELECTED = "this one does the reading of updates"
OUSTED = "this one does the reading of updates no more"
TAKEOVER_S = 10.0


def elected(replicas: Fleet) -> list[int]:
    """Return who read updates so far, in no order."""
    return [n for n, program in enumerate(replicas.programs) if any(ELECTED in line for line in program.log)]


async def answers(replicas: Fleet, chat: int, count: int, timeout_s: float) -> float:
    """Wait until a chat was answered so often, and return how long it took."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with asyncio.timeout(timeout_s):
        while len(replicas.journal.sent(chat)) < count:
            await asyncio.sleep(0.02)
    return loop.time() - began


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
async def test_when_the_one_that_reads_dies_or_sleeps_another_reads(
    tmp_path: Path, empty_postgres: str, blow: signal.Signals
) -> None:
    async with fleet(tmp_path, empty_postgres) as replicas:
        await replicas.start(0, 1, 2)
        room = replicas.playground.private(replicas.playground.person("Ann"), is_started=True)
        await room.say("/help")
        await answers(replicas, room.chat_id, 1, 15)
        [reader] = elected(replicas)
        await asyncio.sleep(1)  # so that it is written down that the first one is done
        replicas.programs[reader].signal(blow)
        await room.say("/privacy")
        took_s = await answers(replicas, room.chat_id, 2, 20)
        assert took_s < TAKEOVER_S
        assert len(elected(replicas)) == 2
        replicas.programs[reader].signal(signal.SIGCONT)
        if blow is signal.SIGSTOP:
            await asyncio.sleep(2)
            said = replicas.programs[reader].log
            assert any(OUSTED in line for line in said)
            assert not any("another program reads" in line for line in replicas.log().splitlines())
        await room.say("/help")
        await answers(replicas, room.chat_id, 3, 15)
        await asyncio.sleep(1)
        texts = [str(one.text) for one in replicas.journal.sent(room.chat_id)]
        assert len(texts) == 3, "each is answered once"
        print(f"another one answered {took_s:.1f} s after {blow.name}")  # noqa: T201
        assert replicas.tracebacks() == []


async def test_an_update_that_is_brought_to_all_replicas_is_answered_once(
    tmp_path: Path, empty_postgres: str
) -> None:
    ports = [free_port() for _ in range(3)]

    def settings(number: int) -> str:
        url = json.dumps(f"http://127.0.0.1:{ports[0]}/telegram")
        return f"[web]\nport = {ports[number]}\nwebhook_url = {url}\n"

    async with fleet(tmp_path, empty_postgres, settings=settings) as replicas:
        await replicas.start(0, 1, 2)
        person = replicas.playground.person("Ann")
        room = replicas.playground.private(person, is_started=True)
        async with httpx.AsyncClient(trust_env=False) as client:
            for port in ports:
                assert (await client.get(f"http://127.0.0.1:{port}/readyz")).text == "ready\n"
            await room.say("/help")
            await answers(replicas, room.chat_id, 1, 15)
            for number in range(900_000_001, 900_000_006):
                told = await asyncio.gather(*(bring(client, port, number, person) for port in ports))
                assert sorted({one.status_code for one in told}) in ([200], [200, 503])
            await answers(replicas, room.chat_id, 6, 15)
            again = await asyncio.gather(*(bring(client, port, 900_000_001, person) for port in ports))
            assert [one.status_code for one in again] == [200, 200, 200]
            await asyncio.sleep(0.5)
            assert len(replicas.journal.sent(room.chat_id)) == 6
            figures = (await client.get(f"http://127.0.0.1:{ports[1]}/metrics")).text
            assert 'paperboy_deliveries{state="sent"} 0\n' in figures
        assert replicas.tracebacks() == []


async def bring(client: httpx.AsyncClient, port: int, number: int, person: Person) -> httpx.Response:
    """Bring an update to a replica as Telegram does."""
    user = {"id": person.id, "is_bot": False, "first_name": "Ann"}
    chat = {"id": person.id, "type": "private", "first_name": "Ann"}
    said = {"message_id": number % 1000, "date": 1_780_000_000, "chat": chat, "from": user, "text": "/help"}
    command = {"type": "bot_command", "offset": 0, "length": 5}
    return await client.post(
        f"http://127.0.0.1:{port}/telegram",
        json={"update_id": number, "message": {**said, "entities": [command]}},
        headers={"X-Telegram-Bot-Api-Secret-Token": secret_of(TOKEN)},
        timeout=10,
    )


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
