"""A digest in the terminal."""

import sys
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import date

from bot.assembly import open_papers
from bot.config import Config
from bot.domain.addresses import shown
from bot.domain.calendar import Edition, feed_day
from bot.domain.chats import Address, Chat, Place, Style
from bot.domain.errors import PaperboyError
from bot.play import with_sample
from bot.services.answer import Answers
from bot.services.collect import Collector
from bot.services.ports import Clock
from bot.store.store import SqlStore
from bot.terminal import paint
from bot.tg.views.answer import answer_posts
from bot.tg.views.digest import DigestViews
from bot.words.texts import languages


async def preview(
    config: Config,
    clock: Clock,
    *,
    day: date | None,
    language: str | None,
    count: int | None,
    style: Style | None,
    use_sample: bool,
) -> int:
    """Print what a chat would be shown; return 0, or 1 where there is no digest.

    Raises:
        PaperboyError: the language is not spoken.
    """
    if language and language not in languages():
        raise PaperboyError(f"--lang: found {language!r}; allowed: one of {', '.join(languages())}")
    preferences = config.digest.defaults().preferences
    preferences = replace(
        preferences,
        language=language or preferences.language,
        count=count or preferences.count,
        style=style or preferences.style,
    )
    chat = Chat(0, Address(0), Place.PRIVATE, preferences=preferences)
    async with AsyncExitStack() as stack:
        if use_sample:
            config = await with_sample(config, clock, stack)
        source = "sample" if use_sample else "huggingface"
        papers = await stack.enter_async_context(open_papers(config, clock, source))
        store = await SqlStore.open("sqlite://")
        stack.push_async_callback(store.close)
        answers = Answers(store, Collector(papers.feed, store.snapshots, clock), clock)
        wanted = (
            f"the list of {day}"
            if day
            else f"the newest list, {Edition.daily(feed_day(clock.now()))} or before"
        )
        print(f"Reading {wanted} from {shown(config.feed.huggingface_url)} …", file=sys.stderr)
        answer = await (answers.day(chat, day) if day else answers.latest(chat))
    for post in answer_posts(answer, preferences, DigestViews(has_model=False)):
        print(paint(post, is_styled=sys.stdout.isatty()))
    return 0 if answer.digest else 1
