"""The server of health, figures and updates, over loopback."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest

from bot.clock import SystemClock
from bot.domain.budgets import Account
from bot.domain.errors import PaperboyError, StoreUnavailable
from bot.domain.readings import Scope
from bot.services.vitals import Tally, Vitals
from bot.store.store import SqlStore
from bot.web.server import MOST_BYTES, Hook, WebServer

SECRET = "what-only-telegram-knows"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
NOW = datetime(2026, 6, 12, 8, tzinfo=UTC)


@dataclass
class FakeLines:
    is_connected: bool = True
    waiting: int = 3
    floods: int = 2


@dataclass
class House:
    """A server, and what is behind it."""

    client: httpx.AsyncClient
    store: SqlStore
    lines: FakeLines
    tally: Tally
    brought: list[Mapping[str, Any]] = field(default_factory=list)
    is_welcome: bool = True

    async def receive(self, told: dict[str, Any]) -> bool:
        self.brought.append(told)
        return self.is_welcome

    async def bring(self, secret: str = SECRET, **body: Any) -> httpx.Response:  # noqa: ANN401 - of a request
        return await self.client.post("/telegram", headers={HEADER: secret}, **body)


@asynccontextmanager
async def house(*, has_hook: bool = True) -> AsyncIterator[House]:
    store = await SqlStore.open("sqlite://")
    lines, tally = FakeLines(), Tally()
    async with httpx.AsyncClient(trust_env=False) as client:
        found = House(client, store, lines, tally)
        hook = Hook("/telegram", SECRET, found.receive) if has_hook else None
        server = WebServer(Vitals(store, lines, tally, SystemClock.starting_at(NOW)), hook)
        port = await server.start("127.0.0.1", 0)
        client.base_url = httpx.URL(f"http://127.0.0.1:{port}")
        try:
            yield found
        finally:
            await server.close()
            await store.close()


async def test_a_process_that_lives_says_so_whatever_its_store_does() -> None:
    async with house() as home:
        await home.store.close()
        assert (await home.client.get("/healthz")).status_code == 200
        ready = await home.client.get("/readyz")
        assert (ready.status_code, ready.text) == (503, "store: it does not answer\n")
        assert (await home.client.get("/metrics")).status_code == 503


async def test_one_that_can_work_is_ready() -> None:
    async with house() as home:
        assert (await home.client.get("/readyz")).text == "ready\n"
        home.lines.is_connected = False
        ready = await home.client.get("/readyz")
        assert (ready.status_code, ready.text) == (503, "telegram: not connected yet\n")


async def test_figures_are_told_in_the_form_that_prometheus_reads() -> None:
    async with house() as home:
        await home.store.purse.settle(NOW.date(), [Account(Scope.DAY)], 0, 1234, Decimal(1))
        day = Account(Scope.DAY)
        await home.store.purse.reserve(NOW.date(), {day: None}, 2000)
        await home.store.purse.settle(NOW.date(), [day], 2000, 1234, Decimal(1))
        home.tally.claims.update({"kept": 9, "dropped": 1})
        answer = await home.client.get("/metrics")
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        lines = answer.text.splitlines()
        for line in (
            'paperboy_deliveries{state="sent"} 0',
            "# TYPE paperboy_deliveries gauge",
            "paperboy_queue 0",
            "paperboy_lanes 3",
            "# TYPE paperboy_floods_total counter",
            "paperboy_floods_total 2",
            'paperboy_claims_total{verdict="kept"} 9',
            "paperboy_claims_kept_ratio 0.9",
            "paperboy_tokens_today 1234",
        ):
            assert line in lines, answer.text
        assert all(line.startswith(("#", "paperboy_")) for line in lines)


async def test_an_update_is_taken_from_who_knows_the_secret_alone() -> None:
    async with house() as home:
        assert (await home.bring(json={"update_id": 1})).status_code == 200
        for secret in ("", SECRET[:-1], SECRET + "x", "ÿ"):
            headers = {HEADER: secret.encode()}
            refused = await home.client.post("/telegram", headers=headers, json={"update_id": 2})
            assert refused.status_code == 403
        assert (await home.client.post("/telegram", json={"update_id": 2})).status_code == 403
        assert home.brought == [{"update_id": 1}]


async def test_an_update_that_has_to_come_again_is_refused_for_now() -> None:
    async with house() as home:
        home.is_welcome = False
        assert (await home.bring(json={"update_id": 1})).status_code == 503


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"3", b"\xff", b"[" * 100_000])
async def test_what_is_no_update_is_refused(body: bytes) -> None:
    async with house() as home:
        assert (await home.bring(content=body)).status_code == 400
        assert home.brought == []


async def test_a_body_that_is_too_long_is_not_read() -> None:
    async with house() as home:
        assert (await home.bring(content=b" " * (MOST_BYTES + 1))).status_code == 413


async def test_without_a_webhook_there_is_no_way_in() -> None:
    async with house(has_hook=False) as home:
        assert (await home.bring(json={"update_id": 1})).status_code == 404


async def test_a_port_that_is_taken_is_told_in_one_line() -> None:
    async with house() as home:
        port = home.client.base_url.port
        assert port
        other = WebServer(Vitals(home.store, home.lines, home.tally, SystemClock()))
        with pytest.raises(PaperboyError, match=f"127.0.0.1:{port} is taken"):
            await other.start("127.0.0.1", port)


async def test_a_store_that_hangs_makes_it_unready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.vitals.PATIENCE_S", 0.05)

    async def hang(_: datetime) -> bool:
        await asyncio.sleep(30)
        raise StoreUnavailable("never")

    async with house() as home:
        monkeypatch.setattr(home.store.ledger, "is_owing", hang)
        assert "no answer" in (await home.client.get("/readyz")).text
