"""The page in a real browser: say something, see the answer, press a button."""

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, CommandHandler, ContextTypes

from bot.playground.chats import ChatKind
from bot.playground.furniture import furnish
from bot.playground.playground import Playground

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
CARD = (
    "<b>굵게 <i>기울임</i></b> 😀 <a href='https://arxiv.org/abs/1'>논문</a> <code>&lt;img src=x&gt;</code>\n"
    "<blockquote expandable>인용\n둘\n셋\n넷</blockquote><tg-spoiler>숨김</tg-spoiler>"
)
Context = ContextTypes.DEFAULT_TYPE


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground() as running:
        furnish(running, language="ko")
        async with answering(running):
            yield running


@asynccontextmanager
async def answering(playground: Playground) -> AsyncIterator[None]:
    async def start(update: Update, context: Context) -> None:
        keyboard = [
            [
                InlineKeyboardButton("요약", callback_data="s"),
                InlineKeyboardButton("알림", callback_data="a"),
            ],
            [InlineKeyboardButton("arXiv", url="https://arxiv.org/abs/1")],
        ]
        await update.effective_message.reply_html(CARD, reply_markup=InlineKeyboardMarkup(keyboard))

    async def pressed(update: Update, context: Context) -> None:
        query = update.callback_query
        await query.answer("읽는 중", show_alert=query.data == "a")
        if query.data == "s":
            await query.edit_message_text("다 읽음")

    app = ApplicationBuilder().token(playground.token).base_url(playground.bot_url).build()
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CallbackQueryHandler(pressed))
    await app.initialize()
    await app.start()
    await app.bot.set_my_commands([BotCommand("start", "시작"), BotCommand("today", "오늘")])
    await app.updater.start_polling()
    try:
        yield
    finally:
        await app.updater.stop()
        await app.stop()
        await app.shutdown()


@pytest.fixture(params=[(1180, 820), (390, 844)], ids=["desktop", "phone"])
async def page(request: pytest.FixtureRequest, playground: Playground, tmp_path: Path) -> AsyncIterator[Page]:
    width, height = request.param
    async with async_playwright() as driver:
        context = await driver.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=CHROMIUM,
            args=FLAGS,
            viewport={"width": width, "height": height},
        )
        page = context.pages[0]
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
        await page.goto(playground.base_url)
        await page.locator(".entry", has_text="Paperboy").first.click()
        yield page
        await context.close()
    assert troubles == []


async def say(page: Page, text: str) -> None:
    await page.get_by_label("Message", exact=True).fill(text)
    await page.keyboard.press("Enter")


async def test_a_person_starts_reads_and_presses(page: Page, playground: Playground) -> None:
    await page.get_by_role("button", name="Start", exact=True).click()
    card = page.locator(".message:has(.key)")
    await expect(card.locator("b", has_text="굵게 기울임").locator("i")).to_have_text("기울임")
    await expect(card.locator("code")).to_have_text("<img src=x>")
    await expect(card.locator("a", has_text="논문")).to_have_attribute("href", "https://arxiv.org/abs/1")
    quote = card.locator("blockquote")
    folded = (await quote.bounding_box())["height"]
    await quote.click()
    assert (await quote.bounding_box())["height"] > folded
    await card.locator(".spoiler").click()
    await expect(card.locator(".spoiler")).to_have_class(re.compile("open"))
    await page.get_by_role("button", name="알림").click()
    await expect(page.locator("dialog")).to_contain_text("읽는 중")
    await page.get_by_role("button", name="OK").click()
    await page.get_by_role("button", name="요약").click()
    await expect(page.locator(".toast")).to_have_text("읽는 중")
    await expect(page.locator(".message", has_text="다 읽음")).to_contain_text("edited")
    await expect(page.locator(".key")).to_have_count(0)
    is_wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not await page.evaluate(is_wider)


async def test_commands_are_offered_while_one_is_typed(page: Page, playground: Playground) -> None:
    await page.get_by_role("button", name="Start", exact=True).click()
    await page.locator(".key").first.wait_for()
    await page.get_by_label("Message", exact=True).fill("/to")
    await expect(page.locator(".suggestion")).to_have_text("/today오늘")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.own").last).to_contain_text("/today")


async def test_markup_in_a_message_or_a_name_stays_text(page: Page, playground: Playground) -> None:
    evil = "<img src=x onerror=document.title='owned'>"
    await page.get_by_role("button", name="Start", exact=True).click()
    await page.locator(".key").first.wait_for()
    await say(page, evil)
    await expect(page.locator(".message.own").last).to_contain_text(evil)
    owner = next(user for user in playground.world.users.values() if user.first_name == "You")
    playground.world.add_chat(ChatKind.GROUP, evil, owner)
    back = page.get_by_role("button", name="All chats")
    if await back.is_visible():
        await back.click()
    await expect(page.locator(".entry .name", has_text=evil)).to_be_visible()
    assert await page.locator("img").count() == 0
    assert "owned" not in await page.title()


async def test_someone_else_answers_in_a_topic(page: Page, playground: Playground) -> None:
    back = page.get_by_role("button", name="All chats")
    if await back.is_visible():
        await back.click()
    await page.get_by_label("Who you are").select_option(label="Mina (ko)")
    if await back.is_visible():
        await back.click()
    await page.locator(".entry", has_text="Reading Group").click()
    await page.get_by_role("button", name="Papers", exact=True).click()
    await say(page, "/start")
    await expect(page.locator(".key").first).to_be_visible()
    group = next(chat for chat in playground.world.chats.values() if chat.is_forum)
    said = [message for message in group.messages.values() if message.draft.text.text == "/start"]
    assert [(message.author.first_name, message.is_in_topic) for message in said] == [("Mina", True)]
