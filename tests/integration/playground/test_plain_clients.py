"""A client that knows nothing but HTTP and JSON, and a second library."""

import asyncio
import io
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from aiohttp import web

from bot.playground.courier import SECRET_HEADER
from bot.playground.playground import Playground
from bot.playground.rates import RateRules, Rates


class Plain:
    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self.session = session
        self.base = base

    async def call(self, method: str, **params: object) -> tuple[int, dict[str, object]]:
        async with self.session.post(f"{self.base}/{method}", json=params) as response:
            return response.status, await response.json()


@pytest.fixture
async def plain(playground: Playground) -> AsyncIterator[Plain]:
    async with aiohttp.ClientSession() as session:
        yield Plain(session, f"{playground.bot_url}{playground.token}")


@pytest.fixture
async def other(playground: Playground) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(playground.base_url))
    async with Bot(playground.token, session=session) as bot:
        yield bot


async def test_every_way_to_send_parameters_means_the_same(playground: Playground, plain: Plain) -> None:
    chat = playground.private(playground.person("Ann"), is_started=True)
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]}
    flat = {"chat_id": str(chat.chat_id), "text": "가", "reply_markup": json.dumps(markup)}
    url = f"{plain.base}/SENDmessage"
    form = aiohttp.FormData(flat, default_to_multipart=True)
    for request in (
        plain.session.get(url, params=flat),
        plain.session.post(url, params=flat),
        plain.session.post(url, data=flat),
        plain.session.post(url, data=form),
        plain.session.post(url, json=flat),
        plain.session.post(url, json={"chat_id": chat.chat_id, "text": "가", "reply_markup": markup}),
    ):
        async with request as response:
            body = await response.json()
            assert (response.status, body["ok"]) == (200, True)
            assert body["result"]["reply_markup"] == markup
    assert [(message.text, message.labels) for message in chat.from_bot] == [("가", ("x",))] * 6


async def test_an_unknown_method_and_a_wrong_token_are_refused(playground: Playground, plain: Plain) -> None:
    assert await plain.call("sendPigeon") == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found"},
    )
    stranger = Plain(plain.session, f"{playground.bot_url}4242424242:wrong")
    assert await stranger.call("getMe") == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )
    nobody = Plain(plain.session, f"{playground.bot_url}nonsense")
    assert (await nobody.call("getMe"))[0] == 404


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"chat_id": "", "text": "x"}, "chat_id is empty"),
        ({"chat_id": "@nobody", "text": "x"}, "chat not found"),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        (
            {"text": "<p>x", "parse_mode": "html"},
            'can\'t parse entities: Unsupported start tag "p" at byte offset 0',
        ),
        ({"text": "*x*", "parse_mode": "MarkdownV2"}, "can't parse entities: the playground reads"),
        ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply markup JSON object"),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x"}]]}},
            "can't parse inline keyboard button",
        ),
    ],
)
async def test_a_bad_send_is_refused_in_telegrams_words(
    params: dict[str, object], why: str, playground: Playground, plain: Plain
) -> None:
    chat = playground.private(playground.person("Ann"), is_started=True)
    status, body = await plain.call("sendMessage", **{"chat_id": chat.chat_id, **params})
    assert (status, body["ok"], body["error_code"]) == (400, False, 400)
    assert str(body["description"]).startswith(f"Bad Request: {why}")
    assert chat.from_bot == ()


async def test_updates_are_kept_until_they_are_confirmed(playground: Playground, plain: Plain) -> None:
    chat = playground.private(playground.person("Ann"))
    for text in "abcd":
        await chat.say(text)

    async def ask(**params: object) -> list[str]:
        _, body = await plain.call("getUpdates", **params)
        return [update["message"]["text"] for update in body["result"]]

    first = playground.world.updates.pending[0].id
    assert await ask(limit=2) == ["a", "b"]
    assert await ask() == ["a", "b", "c", "d"]
    assert await ask(offset=first + 1) == ["b", "c", "d"]
    assert await ask(offset=-2) == ["c", "d"]
    assert await ask(offset=first + 4) == []


async def test_a_long_poll_ends_with_the_first_update(playground: Playground, plain: Plain) -> None:
    chat = playground.private(playground.person("Ann"))
    async with asyncio.timeout(4), asyncio.TaskGroup() as group:
        waiting = group.create_task(plain.call("getUpdates", timeout=30))
        await asyncio.sleep(0.1)
        await chat.say("news")
    assert len(waiting.result()[1]["result"]) == 1


async def test_only_the_kinds_that_were_asked_for_arrive(playground: Playground, plain: Plain) -> None:
    chat = playground.private(playground.person("Ann"))
    await plain.call("getUpdates", allowed_updates=["my_chat_member"])
    await chat.say("not asked for")
    chat.block()
    _, body = await plain.call("getUpdates")
    assert [set(update) - {"update_id"} for update in body["result"]] == [{"my_chat_member"}]


async def test_rates_are_kept_with_a_header_and_a_parameter(playground: Playground, plain: Plain) -> None:
    chat = playground.private(playground.person("Ann"), is_started=True)
    playground.rates.rules = RateRules()
    statuses = [(await plain.call("sendMessage", chat_id=chat.chat_id, text="x"))[0] for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    async with plain.session.post(
        f"{plain.base}/sendMessage", json={"chat_id": chat.chat_id, "text": "x"}
    ) as late:
        body = await late.json()
        assert late.headers["Retry-After"] == "1"
    assert body["parameters"] == {"retry_after": 1}
    assert body["description"] == "Too Many Requests: retry after 1"
    assert isinstance(playground.rates, Rates)
    playground.rates.monotonic.seconds += 1
    assert (await plain.call("sendMessage", chat_id=chat.chat_id, text="x"))[0] == 200


async def test_a_webhook_gets_updates_in_order_with_its_secret(playground: Playground, plain: Plain) -> None:
    seen: list[tuple[str | None, str]] = []

    async def receive(request: web.Request) -> web.Response:
        body = await request.json()
        seen.append((request.headers.get(SECRET_HEADER), body["message"]["text"]))
        # The second one is refused once and must come again, before the third.
        return web.Response(status=500 if len(seen) == 2 else 200)

    app = web.Application()
    app.router.add_post("/hook", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    chat = playground.private(playground.person("Ann"))
    try:
        assert (await plain.call("setWebhook", url="http://example.org/x"))[0] == 400
        assert (await plain.call("setWebhook", url=url, secret_token="s3cret"))[0] == 200
        assert (await plain.call("getUpdates"))[0] == 409
        for text in "abc":
            await chat.say(text)
        async with asyncio.timeout(5):
            while playground.world.updates.pending:
                await asyncio.sleep(0.02)
        _, info = await plain.call("getWebhookInfo")
        assert info["result"]["url"] == url
        assert "500" in info["result"]["last_error_message"]
        await plain.call("deleteWebhook")
        assert (await plain.call("getUpdates"))[0] == 200
    finally:
        await runner.cleanup()
    assert seen == [("s3cret", "a"), ("s3cret", "b"), ("s3cret", "b"), ("s3cret", "c")]


async def test_neither_token_nor_secret_is_in_the_journal(playground: Playground, plain: Plain) -> None:
    await plain.call("setWebhook", url="https://127.0.0.1:1/x", secret_token="s3cret")
    await plain.call("deleteWebhook")
    told = repr(list(playground.journal.entries))
    assert "setWebhook" in told
    assert playground.token not in told
    assert "s3cret" not in told


async def test_a_body_that_is_too_large_is_refused(playground: Playground, plain: Plain) -> None:
    body, headers = io.BytesIO(b"x" * (22 * 1024 * 1024)), {"Content-Type": "application/json"}
    async with plain.session.post(f"{plain.base}/sendMessage", data=body, headers=headers) as response:
        assert response.status == 413


async def test_another_library_understands_every_answer(playground: Playground, other: Bot) -> None:
    ann = playground.person("Ann", language="ko")
    chat = playground.private(ann)
    group = playground.group("Lab", owner=ann, forum=True)
    group.add_bot(as_admin=True)
    topic = group.topic("Papers")
    await chat.say("/start")
    await topic.say("hello")
    me = await other.get_me()
    assert (me.username, me.supports_inline_queries) == ("paperboy_bot", True)
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="x", callback_data="x")]])
    sent = await other.send_message(
        chat.chat_id,
        "<blockquote expandable>가</blockquote>",
        parse_mode="HTML",
        reply_markup=keyboard,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert sent.html_text == "<blockquote expandable>가</blockquote>"
    async with asyncio.TaskGroup() as tasks:
        press = tasks.create_task(chat.press(sent.message_id, "x"))
        await asyncio.sleep(0.05)
        updates = await other.get_updates(allowed_updates=["message", "callback_query", "my_chat_member"])
        await other.answer_callback_query(updates[-1].callback_query.id, text="ok")
    assert press.result().text == "ok"
    kinds = [update.event_type for update in updates]
    assert kinds == ["my_chat_member", *["message"] * 4, "callback_query"]
    edited = await other.edit_message_text("x", chat_id=chat.chat_id, message_id=sent.message_id)
    assert edited.edit_date
    file = BufferedInputFile(b"@article{}", "x.bib")
    document = await other.send_document(group.chat_id, file, message_thread_id=topic.thread_id)
    assert document.is_topic_message
    assert (await other.get_chat(group.chat_id)).is_forum
    assert (await other.get_chat_member(group.chat_id, me.id)).status == "administrator"
    assert len(await other.get_chat_administrators(group.chat_id)) == 2
    assert await other.send_chat_action(chat.chat_id, "typing")
    assert await other.leave_chat(group.chat_id)
    assert (await other.get_webhook_info()).url == ""


async def test_another_library_sees_the_refusals_as_its_own(playground: Playground, other: Bot) -> None:
    chat = playground.private(playground.person("Ann"), is_started=True)
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await other.send_message(1, "x")
    playground.rates.rules = RateRules()
    for _ in range(3):
        await other.send_message(chat.chat_id, "x")
    with pytest.raises(TelegramRetryAfter) as refused:
        await other.send_message(chat.chat_id, "x")
    assert refused.value.retry_after == 1
    chat.block()
    playground.rates.rules = None
    with pytest.raises(TelegramForbiddenError):
        await other.send_message(chat.chat_id, "x")
