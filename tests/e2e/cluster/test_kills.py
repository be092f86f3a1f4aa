"""Three replicas that are killed in turn: each delivery once, and the work goes on."""

import asyncio
import signal
from pathlib import Path

from tests.e2e.cluster.fleet import fleet

CHATS = 450
PER_SECOND = 40.0
EVERY_S = 4.0
MANY = 40
"""Nobody is killed any more when so few are left: what the dead had in hand has to wait a little."""


async def test_of_three_replicas_one_is_killed_every_few_seconds(tmp_path: Path, empty_postgres: str) -> None:
    loop = asyncio.get_running_loop()
    async with fleet(tmp_path, empty_postgres, chats=CHATS, per_second=PER_SECOND) as replicas:
        await replicas.start(0, 1, 2)
        kills = 0
        async with asyncio.timeout(55):
            while not replicas.arrivals:
                await asyncio.sleep(0.05)
            began = loop.time()
            while not replicas.is_settled():
                states = replicas.states()
                if states["pending"] + states["claimed"] > MANY and loop.time() > began + EVERY_S * (
                    kills + 1
                ):
                    await replicas.replace(kills % 3)
                    kills += 1
                await asyncio.sleep(0.1)
        assert replicas.wrong() == [], replicas.log()
        states = replicas.states()
        print(f"{kills} kills, {dict(states)}, {replicas.most_in(1)} in the busiest second")  # noqa: T201
        assert kills >= 2
        assert states["sent"] > 0.8 * CHATS, "what was cut off is the exception"
        assert replicas.most_in(1) <= PER_SECOND * 1.15, "together they keep the rate of one"


async def test_a_replica_that_is_told_to_stop_lets_go_of_all_it_has(
    tmp_path: Path, empty_postgres: str
) -> None:
    async with fleet(tmp_path, empty_postgres, replicas=2, chats=150, per_second=40) as replicas:
        await replicas.start(0, 1)
        async with asyncio.timeout(40):
            while len(replicas.arrivals) < 20:
                await asyncio.sleep(0.02)
            replicas.programs[0].signal(signal.SIGTERM)
            assert await replicas.programs[0].ended() == 0
            while not replicas.is_settled():
                await asyncio.sleep(0.1)
        assert replicas.wrong() == [], replicas.log()
        assert replicas.states() == {"sent": 150}
