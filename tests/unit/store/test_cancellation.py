import asyncio

import pytest

from bot.store.cancellation import finish


class Talk:
    """Something that takes two turns, and remembers whether it came to its end."""

    def __init__(self, error: Exception | None = None) -> None:
        self.goes_on, self.has_ended, self._error = asyncio.Event(), False, error

    async def run(self) -> str:
        await self.goes_on.wait()
        self.has_ended = True
        if self._error:
            raise self._error
        return "said"


async def test_what_is_not_cancelled_returns_its_result_or_its_error() -> None:
    talk = Talk()
    talk.goes_on.set()
    assert await finish(talk.run()) == "said"
    broken = Talk(ValueError("no"))
    broken.goes_on.set()
    with pytest.raises(ValueError, match="no"):
        await finish(broken.run())


@pytest.mark.parametrize("error", [None, ValueError("no")])
async def test_the_cancelled_are_cancelled_after_the_end_and_only_then(error: ValueError | None) -> None:
    talk = Talk(error)
    asker = asyncio.create_task(finish(talk.run()))
    for _ in range(3):
        await asyncio.sleep(0)
        asker.cancel()
    await asyncio.sleep(0)
    assert not asker.done()
    talk.goes_on.set()
    with pytest.raises(asyncio.CancelledError) as cancelled:
        await asker
    assert talk.has_ended
    assert cancelled.value.__cause__ is error


async def test_a_time_limit_holds_when_the_talk_is_over() -> None:
    talk = Talk()
    asyncio.get_running_loop().call_later(0.03, talk.goes_on.set)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await finish(talk.run())
    assert talk.has_ended
