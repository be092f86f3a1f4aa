"""What several commands are put together from: where papers come from, and what reads them."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.config import Config
from bot.llm.client import ModelClient
from bot.llm.prompt_files import PromptFiles
from bot.services.budget import Budget
from bot.services.interpreter import Interpreter
from bot.services.notes import NoteTaker
from bot.services.ports import Clock, Store
from bot.services.reading_ports import Readings
from bot.services.tell import Teller
from bot.services.translate import Translator
from bot.services.with_model import WithModel
from bot.services.without_model import WithoutModel
from bot.sources.arxiv import ArxivApi
from bot.sources.arxiv_texts import ArxivTexts
from bot.sources.full_text import ArxivFullText
from bot.sources.huggingface import HuggingFaceFeed
from bot.sources.pace import Pace

_NONCE_BYTES = 9


@dataclass(frozen=True, slots=True)
class Papers:
    """Where papers come from: `arxiv_pace` is shared by all that asks arXiv, for it counts as one."""

    feed: HuggingFaceFeed
    arxiv_pace: Pace


@asynccontextmanager
async def open_papers(config: Config, clock: Clock, source: str = "huggingface") -> AsyncIterator[Papers]:
    """Open the feed that the settings name; `source` is what lists name as their origin."""
    feed = config.feed
    pace = Pace.for_arxiv(clock.now)
    arxiv = ArxivApi(feed.arxiv_api_url, feed.contact, clock.now, pace)
    token = feed.huggingface_token.get_secret_value() if feed.huggingface_token else None
    opened = HuggingFaceFeed(feed.huggingface_url, feed.contact, clock.now, arxiv, source=source, token=token)
    try:
        yield Papers(opened, pace)
    finally:
        await opened.close()


@asynccontextmanager
async def open_readings(
    config: Config, store: Store, papers: Papers, clock: Clock
) -> AsyncIterator[Readings]:
    """Open what reads papers: the model that the settings name, or what says that there is none."""
    if not config.model.is_set_up:
        yield WithoutModel(store.notes)
        return
    settings, feed = config.model, config.feed
    texts = ArxivTexts(feed.arxiv_url, feed.contact, clock.now, papers.arxiv_pace)
    full_text = ArxivFullText(texts, store.texts, clock.now)
    model = ModelClient(
        settings.base_url,
        settings.api_key.get_secret_value() if settings.api_key else "",
        settings.name,
        timeout_s=settings.timeout_s,
        total_s=settings.total_s,
        now=clock.now,
        token_parameter=settings.token_parameter,
    )
    prompts = PromptFiles()
    budget = Budget(store.purse, config.budget.limits(), settings.prices(), clock)
    taker = NoteTaker(
        full_text,
        model,
        prompts,
        store.notes,
        budget,
        clock=clock,
        context_tokens=settings.context_tokens,
        max_output_tokens=settings.max_output_tokens,
        nonce=lambda: secrets.token_urlsafe(_NONCE_BYTES),
    )
    interpreter = Interpreter(model, prompts, budget, max_output_tokens=settings.max_output_tokens)
    teller = Teller(taker, interpreter, store.notes, clock)
    translator = Translator(interpreter, store.notes, clock)
    readings = WithModel(teller, translator, store.notes)
    try:
        yield readings
    finally:
        await readings.close()
        await model.close()
        await full_text.close()
