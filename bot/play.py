"""The playground: the whole of Paperboy on this machine, with a Telegram in the browser."""

import asyncio
import errno
import logging
import os
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from pydantic import SecretStr

from bot.app import serve
from bot.assembly import open_papers
from bot.config import Config
from bot.domain.addresses import shown
from bot.domain.calendar import Edition, feed_day
from bot.domain.errors import PaperboyError
from bot.playground.furniture import furnish
from bot.playground.model.server import StandInModel
from bot.playground.papers import SampleWeek
from bot.playground.playground import TOKEN, Playground
from bot.services.ports import Clock

log = logging.getLogger(__name__)

REACH_S = 4.0
"""How long the live feed has to show that it can be reached."""


async def play(config: Config, clock: Clock, *, port: int, use_sample: bool, has_stand_in: bool) -> int:
    """Serve a Telegram on this machine until told to stop; return the exit code.

    Papers come from the live feed where it can be reached, else from the invented sample week. Nothing is
    kept: the next start begins anew.

    Args:
        config: the settings; its token and store are not used.
        clock: the present.
        port: where the page is.
        use_sample: don't even try the live feed.
        has_stand_in: where no model is set up, let the stand-in answer for one, labelled in every message.

    Raises:
        PaperboyError: the port is taken or refused, or the bot cannot start.
    """
    async with AsyncExitStack() as stack:
        source = "huggingface"
        if use_sample or not await is_reachable(config, clock):
            config, source = await with_sample(config, clock, stack), "sample"
        if has_stand_in and not config.model.is_set_up:
            config = await with_stand_in(config, clock, stack)
        playground = Playground(now=clock.now)
        furnish(playground, language=config.digest.language)
        try:
            url = await playground.start(port)
        except OSError as trouble:
            # asyncio words the text anew, so it is the number that tells.
            is_taken = trouble.errno == errno.EADDRINUSE
            why = " is taken" if is_taken else f": {os.strerror(trouble.errno or 0)}"
            raise PaperboyError(f"port {port}{why}; try another one with --port") from trouble
        stack.push_async_callback(playground.stop)
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="paperboy-"))
        config = config.model_copy(
            update={
                "telegram": config.telegram.model_copy(update={"token": SecretStr(TOKEN), "api_url": url}),
                "store": config.store.model_copy(update={"url": f"sqlite:///{Path(folder) / 'play.db'}"}),
            }
        )
        papers = "the invented sample week" if source == "sample" else shown(config.feed.huggingface_url)
        log.info("papers: %s", papers)
        log.info("model: %s", config.model.name or "none")
        log.info("open %s in a browser; Ctrl+C stops", url)
        return await serve(config, clock, source=source)


async def is_reachable(config: Config, clock: Clock) -> bool:
    """Whether the live feed answers within `REACH_S`."""
    async with open_papers(config, clock) as papers:
        try:
            async with asyncio.timeout(REACH_S):
                await papers.feed.read(Edition.daily(feed_day(clock.now())))
        except (PaperboyError, TimeoutError) as trouble:
            why = str(trouble) or f"no answer within {REACH_S:.0f} s"
            log.info("the live feed cannot be reached (%s)", why)
            return False
    return True


async def with_sample(config: Config, clock: Clock, stack: AsyncExitStack) -> Config:
    """Serve the sample week for as long as the stack lasts, and return settings that read it."""
    week = SampleWeek(clock.now)
    url = await week.start()
    stack.push_async_callback(week.stop)
    feed = config.feed.model_copy(update={"huggingface_url": url, "arxiv_api_url": url, "arxiv_url": url})
    return config.model_copy(update={"feed": feed})


async def with_stand_in(config: Config, clock: Clock, stack: AsyncExitStack) -> Config:
    """Serve the model that is none for as long as the stack lasts, and return settings that ask it."""
    model = StandInModel(clock.now)
    url = await model.start()
    stack.push_async_callback(model.stop)
    settings = config.model.model_copy(update={"base_url": url, "name": model.model})
    return config.model_copy(update={"model": settings})
