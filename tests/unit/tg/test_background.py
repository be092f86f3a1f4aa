import asyncio

from bot.tg.background import Background

NOW_S = 0.01


class Slow:
    """Work that lasts until it is told to end."""

    def __init__(self) -> None:
        self.begun, self.cut = 0, 0
        self.end = asyncio.Event()

    async def __call__(self) -> None:
        self.begun += 1
        try:
            await self.end.wait()
        except asyncio.CancelledError:
            self.cut += 1
            raise


async def test_one_asker_has_two_seats_and_takes_none_from_another() -> None:
    background, slow = Background(), Slow()
    assert [await background.start("a", slow, NOW_S) for _ in range(3)] == [True, True, False]
    assert await background.start("b", slow, NOW_S)
    await background.close(0)


async def test_there_are_only_so_many_seats_in_all() -> None:
    background, slow = Background(at_once=4), Slow()
    assert [await background.start(n, slow, NOW_S) for n in range(6)] == [True] * 4 + [False] * 2
    await background.close(0)


async def test_who_waits_gets_the_seat_that_becomes_free() -> None:
    background, slow = Background(), Slow()
    for _ in range(2):
        await background.start("a", slow, NOW_S)
    third = asyncio.create_task(background.start("a", slow, 5))
    await asyncio.sleep(0)
    slow.end.set()
    assert await third
    assert await background.close(1) == 0
    assert slow.begun == 3
    assert not background._taken


async def test_work_that_fails_frees_its_seat() -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    background = Background(for_one=1)
    for _ in range(3):
        assert await background.start("a", fail, 1)
    assert await background.close(1) == 0


async def test_what_is_not_done_in_time_is_cut_off_and_counted() -> None:
    background, slow = Background(), Slow()
    await background.start("a", slow, NOW_S)
    await background.start("b", slow, NOW_S)
    async with asyncio.timeout(1):
        assert await background.close(0.02) == 2
    assert slow.cut == 2
