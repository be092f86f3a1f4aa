import asyncio

from bot.tg.turns import Turns


async def test_a_chat_keeps_its_order_and_does_not_wait_for_another() -> None:
    done: list[str] = []

    async def handle(item: str) -> None:
        await asyncio.sleep(0.05 if item.endswith("slow") else 0)
        done.append(item)

    turns = Turns(handle, at_once=8)
    for item in ("a1 slow", "a2", "b1"):
        turns.put(item[0], item)
    assert await turns.close(1) == 0
    assert done == ["b1", "a1 slow", "a2"]


async def test_no_more_than_so_many_at_once() -> None:
    now, most = 0, 0

    async def handle(_: int) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.005)
        now -= 1

    turns = Turns(handle, at_once=3)
    for chat in range(20):
        turns.put(chat, chat)
        turns.put(chat, chat)
    assert await turns.close(2) == 0
    assert most == 3


async def test_what_does_not_finish_in_time_is_cut_off_and_counted() -> None:
    begun = asyncio.Event()

    async def handle(_: str) -> None:
        begun.set()
        await asyncio.sleep(60)

    turns = Turns(handle, at_once=1)
    turns.put("a", "first")
    turns.put("a", "second")
    turns.put("b", "third")
    await begun.wait()
    assert await turns.close(0.05) == 3


async def test_a_chat_that_is_done_is_forgotten() -> None:
    async def handle(_: int) -> None: ...

    turns = Turns(handle, at_once=1)
    for chat in range(100):
        turns.put(chat, chat)
    await turns.close(1)
    assert not turns._queues


async def test_a_close_that_is_cut_short_leaves_no_orphans() -> None:
    begun, was_cut = asyncio.Event(), asyncio.Event()

    async def handle(_: str) -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            was_cut.set()

    turns = Turns(handle, at_once=1)
    turns.put("a", "first")
    await begun.wait()
    closing = asyncio.create_task(turns.close(30))
    await asyncio.sleep(0)
    closing.cancel()
    await asyncio.wait({closing})
    assert was_cut.is_set()
