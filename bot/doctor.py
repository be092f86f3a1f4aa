"""The doctor: checks everything that Paperboy stands on, one line each, with a remedy."""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from pathlib import Path
from zoneinfo import available_timezones

from bot.assembly import open_papers
from bot.clock import SystemClock
from bot.config import Config
from bot.config_file import ConfigInvalid, load
from bot.domain.addresses import shown
from bot.domain.calendar import Edition, feed_day
from bot.domain.chats import Chat
from bot.domain.errors import FeedUnavailable, NotOpenYet, StoreOutdated, StoreUnavailable
from bot.exports.files import trouble_with
from bot.llm.checkup import ModelTrouble, try_model
from bot.logs import set_up
from bot.services.ports import Clock
from bot.sources.server_time import server_time
from bot.store.store import SqlStore
from bot.store.urls import locate
from bot.tg.checkup import check_bot
from bot.words.texts import languages

SKEW = timedelta(seconds=60)
MOST_GROUPS = 50
"""How many groups and channels are looked into."""
FEW_ZONES = 300  # the tz database has about 600 names

_STORE_REMEDY = "check [store] url, and the rights of its folder"


class Mark(Enum):
    """How a check went."""

    WELL = "ok"
    NOTE = "note"  # works, but there is something to know
    ILL = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    what: str
    mark: Mark
    text: str
    remedy: str = ""

    def __str__(self) -> str:
        remedy = f"\n        → {self.remedy}" if self.remedy else ""
        return f"{self.mark.value:>4}  {self.what}: {self.text}{remedy}"


async def examine(named: Path | None, environment: Mapping[str, str]) -> int:
    """Print a line a check as it is done; return 1 if one of them failed, else 0."""
    is_ill = False
    async for finding in findings(named, environment):
        print(finding, flush=True)  # noqa: T201 - the terminal is its output
        is_ill = is_ill or finding.mark is Mark.ILL
    return int(is_ill)


async def findings(named: Path | None, environment: Mapping[str, str]) -> AsyncIterator[Finding]:
    """Check the settings, the zones, the store, the feed, the clock, Telegram, the model and folders.

    Args:
        named: the settings file, which then has to be there; None for config.toml, if there is one.
        environment: where secrets may stand instead.
    """
    file = named or Path("config.toml")
    is_there = await asyncio.to_thread(file.exists)
    try:
        config = load(file if named or is_there else None, environment, frozenset(languages()))
    except ConfigInvalid as faults:
        for line in str(faults).splitlines():
            yield Finding(
                "settings", Mark.ILL, line, "mend it in the file; config.example.toml shows every key"
            )
        return
    # What fails is in the report; each try of it belongs there only for those who look closely.
    set_up("debug" if config.log.level == "debug" else "warning", config.secrets())
    where = str(file) if is_there else f"no {file}, so the defaults"
    yield Finding("settings", Mark.WELL, where)
    clock = SystemClock()
    yield _zones()
    store, chats = await _store(config)
    yield store
    async for finding in _feed(config, clock):
        yield finding
    async for finding in _telegram(config, chats):
        yield finding
    yield await _model(config)
    for folder in dict.fromkeys(one.folder for one in config.orders()):
        yield await _folder(folder)


def _zones() -> Finding:
    count = len(available_timezones())
    if count < FEW_ZONES:
        return Finding(
            "zones", Mark.ILL, f"only {count} time zones are known", "pip install --upgrade tzdata"
        )
    return Finding("zones", Mark.WELL, f"{count} time zones")


async def _clock(config: Config, clock: Clock) -> Finding:
    theirs = await server_time(config.feed.huggingface_url)
    now = clock.now()
    if theirs is None:
        return Finding("clock", Mark.NOTE, f"{now:%Y-%m-%d %H:%M:%S} UTC; nothing to compare it with")
    skew = abs(now - theirs)
    if skew > SKEW:
        return Finding(
            "clock",
            Mark.ILL,
            f"{now:%Y-%m-%d %H:%M:%S} UTC, but the feed's server says {theirs:%Y-%m-%d %H:%M:%S}",
            "let the machine keep its time, for example: timedatectl set-ntp true",
        )
    return Finding(
        "clock", Mark.WELL, f"{now:%Y-%m-%d %H:%M:%S} UTC, {skew.total_seconds():.0f} s off the feed's"
    )


async def _store(config: Config) -> tuple[Finding, Sequence[Chat]]:
    """Look at the store without changing anything: no file is made, no table brought up to date."""
    try:
        where = locate(config.store.url)
        if where.is_embedded and where.file is None:
            return Finding("store", Mark.NOTE, "in memory: all is forgotten when Paperboy stops"), []
        if where.file is not None and (absent := await asyncio.to_thread(_absent, where.file)):
            return absent, []
        store = await SqlStore.beside(config.store.url)
    except StoreOutdated as older:
        return Finding("store", Mark.NOTE, str(older)), []
    except StoreUnavailable as trouble:
        return Finding("store", Mark.ILL, str(trouble), _STORE_REMEDY), []
    try:
        count = await store.chats.count_subscribed()
        groups = await store.chats.subscribed_groups(MOST_GROUPS)
        states = await store.ledger.counts()
        told = ", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "nothing owed yet"
        text = f"{await store.ping()}; {count} chats subscribed; {told}"
    except StoreUnavailable as trouble:
        return Finding("store", Mark.ILL, str(trouble), _STORE_REMEDY), []
    finally:
        await store.close()
    return Finding("store", Mark.WELL, text), groups


def _absent(file: Path) -> Finding | None:
    """Return what is to be said of a store's file that is not there, or cannot be worked on."""
    folder = file.parent
    if not folder.is_dir():
        return Finding("store", Mark.ILL, f"there is no {folder}", "make that folder, or name another file")
    if not os.access(folder, os.W_OK | os.X_OK) or (file.exists() and not os.access(file, os.W_OK)):
        return Finding(
            "store", Mark.ILL, f"this user can't write {file} and beside it", "let this user write there"
        )
    if not file.exists():
        return Finding("store", Mark.NOTE, f"none at {file} yet; `paperboy run` makes it")
    return None


async def _feed(config: Config, clock: Clock) -> AsyncIterator[Finding]:
    edition = Edition.daily(feed_day(clock.now()))
    try:
        async with open_papers(config, clock) as papers:
            snapshot = await papers.feed.read(edition)
    except NotOpenYet:
        yield Finding(
            "feed", Mark.NOTE, f"answers, but does not know {edition.period} yet", "check the clock"
        )
    except FeedUnavailable as trouble:
        yield Finding(
            "feed",
            Mark.ILL,
            str(trouble),
            f"check the network, and [feed] huggingface_url ({shown(config.feed.huggingface_url)})",
        )
        yield Finding("clock", Mark.NOTE, f"{clock.now():%Y-%m-%d %H:%M:%S} UTC; nothing to compare it with")
        return
    else:
        count = len(snapshot.listed)
        text = f"{count} papers on {edition.period}" if count else f"answers; no list on {edition.period}"
        yield Finding("feed", Mark.WELL, text)
    yield await _clock(config, clock)


async def _telegram(config: Config, chats: Sequence[Chat]) -> AsyncIterator[Finding]:
    token = config.telegram.token
    if token is None:
        yield Finding(
            "telegram",
            Mark.ILL,
            "no token is set up",
            "put one from @BotFather into [telegram] token or PAPERBOY_TELEGRAM_TOKEN; or `paperboy play`",
        )
        return
    async for symptom in check_bot(token.get_secret_value(), config.telegram.api_url, chats):
        mark = Mark.ILL if symptom.is_ill else Mark.NOTE if symptom.remedy else Mark.WELL
        yield Finding("telegram", mark, symptom.text, symptom.remedy)


async def _folder(folder: Path) -> Finding:
    if trouble := await asyncio.to_thread(trouble_with, folder):
        remedy = "make it, or let this user write there, or name another one in [[exports]]"
        return Finding("exports", Mark.ILL, trouble, remedy)
    return Finding("exports", Mark.WELL, f"files go to {folder}")


async def _model(config: Config) -> Finding:
    if not config.model.is_set_up:
        return Finding(
            "model",
            Mark.NOTE,
            "none is set up; digests carry Hugging Face's own lines or sentences of the abstract",
        )
    key = config.model.api_key.get_secret_value() if config.model.api_key else ""
    try:
        text = await try_model(config.model.base_url, key, config.model.name)
    except ModelTrouble as trouble:
        return Finding("model", Mark.ILL, str(trouble), trouble.remedy)
    return Finding("model", Mark.WELL, text)
