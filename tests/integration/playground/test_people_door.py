"""What a test in another process does over HTTP, and what a page from elsewhere must not."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.playground.playground import Playground


class People:
    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self.session = session
        self.base = f"{base}/_people"

    async def get(self, path: str) -> dict[str, object]:
        async with self.session.get(f"{self.base}/{path}") as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def post(self, path: str, expected: int = 200, **fields: object) -> dict[str, object]:
        async with self.session.post(f"{self.base}/{path}", json=fields) as response:
            assert response.status == expected, await response.text()
            return await response.json()

    async def delete(self, path: str) -> None:
        async with self.session.delete(f"{self.base}/{path}") as response:
            assert response.status == 200


@pytest.fixture
async def people(playground: Playground) -> AsyncIterator[People]:
    async with aiohttp.ClientSession() as session:
        yield People(session, playground.base_url)


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[Bot]:
    bot = Bot(playground.token, playground.bot_url)
    yield bot
    for transport in bot._request:
        await transport.shutdown()


async def test_a_person_talks_presses_and_reads(people: People, bot: Bot) -> None:
    ann = (await people.post("people", name="Ann", language="ko"))["id"]
    chat = (await people.post("chats", kind="private", person=ann))["id"]
    said = await people.post(f"chats/{chat}/say", text="/start")
    assert said["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("요약", callback_data="s")]])
    card = await bot.send_message(chat, "<b>카드</b>", parse_mode="HTML", reply_markup=keyboard)
    async with asyncio.TaskGroup() as tasks:
        press = tasks.create_task(people.post(f"chats/{chat}/press", message_id=card.id, button="요약"))
        update = (await bot.get_updates(timeout=2))[-1]
        while update.callback_query is None:
            update = (await bot.get_updates(offset=update.update_id + 1, timeout=2))[-1]
        await update.callback_query.answer("ok")
    assert press.result() == {"text": "ok", "is_alert": False, "url": None}
    seen = (await people.get(f"chats/{chat}/messages"))["messages"]
    assert [message["html"] for message in seen] == ["/start", "<b>카드</b>"]
    assert seen[1]["rows"] == [[{"text": "요약", "data": "s"}]]


async def test_groups_topics_and_roles_are_made_over_http(
    people: People, bot: Bot, playground: Playground
) -> None:
    ann = (await people.post("people", name="Ann"))["id"]
    ben = (await people.post("people", name="Ben"))["id"]
    forum = (await people.post("chats", kind="forum", title="Lab", owner=ann, members=[ben], bot="admin"))[
        "id"
    ]
    thread = (await people.post(f"chats/{forum}/topic", name="Papers"))["thread_id"]
    await people.post(f"chats/{forum}/say", text="hi", by=ben, thread_id=thread)
    state = await people.get("state")
    (chat,) = state["chats"]
    assert chat["topics"] == [{"id": thread, "name": "Papers", "is_closed": False}]
    assert (chat["bot"], chat["last"]["text"]) == ("administrator", "hi")
    assert [member["role"] for member in chat["members"]] == ["creator", "member"]
    await people.post(f"chats/{forum}/close_topic", thread_id=thread)
    refused = await people.post(f"chats/{forum}/say", 409, text="hi", by=ben, thread_id=thread)
    assert refused["error"] == "this topic is closed"
    await people.post(f"chats/{forum}/promote", person=ben)
    await people.post(f"chats/{forum}/say", text="hi", by=ben, thread_id=thread)
    await people.post(f"chats/{forum}/remove_bot")
    group = (await people.post("chats", kind="group", title="Old", owner=ann, bot="member"))["id"]
    moved = (await people.post(f"chats/{group}/migrate"))["chat_id"]
    assert (await bot.get_chat(moved)).type == "supergroup"
    channel = (await people.post("chats", kind="channel", title="News", owner=ann, bot="admin"))["id"]
    await bot.send_message(channel, "post")
    assert {chat["kind"] for chat in (await people.get("state"))["chats"]} == {"supergroup", "channel"}


async def test_what_cannot_be_done_is_said(people: People) -> None:
    ann = (await people.post("people", name="Ann"))["id"]
    chat = (await people.post("chats", kind="private", person=ann))["id"]
    for path, fields, why in (
        (f"chats/{chat}/say", {"text": ""}, "an empty message cannot be sent"),
        (f"chats/{chat}/say", {}, "text must be a text"),
        (f"chats/{chat}/fly", {}, "nobody knows how to fly"),
        (f"chats/{chat}/migrate", {}, "this is no group"),
        ("chats/123/say", {"text": "x"}, "there is no chat 123"),
        ("chats", {"kind": "village"}, "there are no chats of the kind village"),
    ):
        assert (await people.post(path, 409, **fields))["error"] == why


async def test_faults_and_the_journal_work_over_http(people: People, bot: Bot) -> None:
    ann = (await people.post("people", name="Ann"))["id"]
    chat = (await people.post("chats", kind="private", person=ann))["id"]
    await people.post(f"chats/{chat}/start")
    await people.post("faults", fault={"kind": "drop", "is_accepted": True}, method="sendMessage")
    await people.post(
        "faults", fault={"kind": "answer", "status": 500, "body": {"ok": False}}, method="getMe"
    )
    assert len((await people.get("faults"))["faults"]) == 2
    with pytest.raises(Exception, match="disconnected"):
        await bot.send_message(chat, "lost answer")
    (entry,) = (await people.get(f"journal?method=sendMessage&chat_id={chat}"))["entries"]
    assert (entry["text"], entry["is_accepted"], entry["status"]) == ("lost answer", True, 0)
    assert (await people.get(f"journal?after={entry['number']}"))["entries"] == []
    await people.delete("faults")
    assert (await people.get("faults"))["faults"] == []
    assert "no such fault" in (await people.post("faults", 409, fault={"kind": "meteor"}))["error"]


async def test_changes_can_be_waited_for_and_streamed(people: People) -> None:
    ann = (await people.post("people", name="Ann"))["id"]
    chat = (await people.post("chats", kind="private", person=ann))["id"]
    before = (await people.get("state"))["change"]
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(people.get(f"changes?after={before}&wait_s=5"))
        await people.post(f"chats/{chat}/say", text="hi")
    (change,) = waiting.result()["changes"]
    assert (change["kind"], change["chat_id"], change["message_id"]) == ("message", chat, 1)
    async with people.session.get(f"{people.base}/events?after={before}") as stream:
        assert stream.content_type == "text/event-stream"
        await stream.content.readline()
        data = await stream.content.readline()
    assert json.loads(data.removeprefix(b"data: ")) == change


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:8081"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_a_page_from_elsewhere_is_turned_away(headers: dict[str, str], people: People) -> None:
    async with people.session.get(f"{people.base}/state", headers=headers) as response:
        assert response.status == 403
    async with people.session.post(
        f"{people.base}/people", json={"name": "Eve"}, headers=headers
    ) as response:
        assert response.status == 403
    assert (await people.get("state"))["people"] == []


async def test_a_form_of_a_page_is_no_request(people: People) -> None:
    async with people.session.post(f"{people.base}/people", data='{"name": "Eve"}') as response:
        assert response.status == 409
    assert (await people.get("state"))["people"] == []


async def test_the_page_comes_with_a_policy_and_nothing_else_of_the_disk(
    playground: Playground, people: People
) -> None:
    async with people.session.get(playground.base_url) as response:
        assert response.content_type == "text/html"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    for path in ("page/..%2f__init__.py", "page/secret.txt"):
        async with people.session.get(f"{playground.base_url}/{path}") as response:
            assert response.status == 404


async def test_the_playground_runs_by_itself_and_prints_its_address() -> None:
    command = [sys.executable, "-m", "bot.playground", "--port", "0", "--token", "77:abc"]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    try:
        url = (await asyncio.wait_for(process.stdout.readline(), 20)).decode().strip()
        async with aiohttp.ClientSession() as session, session.get(f"{url}/bot77:abc/getMe") as response:
            assert (await response.json())["result"]["id"] == 77
    finally:
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 10) == 0
    process._transport.close()
