"""The library that the bot uses talks to the playground, over its own default transport."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    ChatMemberAdministrator,
    ChatMemberOwner,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    ReplyParameters,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.playground.errors import NotAnsweredError
from bot.playground.playground import Playground
from tests.integration.playground.library import a_bot

Context = ContextTypes.DEFAULT_TYPE


@asynccontextmanager
async def polling(playground: Playground) -> AsyncIterator[Application]:  # type: ignore[type-arg]
    builder = ApplicationBuilder().token(playground.token)
    app = builder.base_url(playground.bot_url).base_file_url(playground.file_url).build()
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CallbackQueryHandler(pressed))
    app.add_handler(InlineQueryHandler(asked))
    app.add_handler(MessageHandler(filters.TEXT, echo))
    await app.initialize()
    await app.start()
    await app.updater.start_polling(allowed_updates=Update.ALL_TYPES)
    try:
        yield app
    finally:
        await app.updater.stop()
        await app.stop()
        await app.shutdown()


async def start(update: Update, context: Context) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("요약", callback_data="s:1")]])
    await update.effective_message.reply_html("<b>안녕</b> " + " ".join(context.args), reply_markup=keyboard)


async def pressed(update: Update, context: Context) -> None:
    await update.callback_query.answer("읽는 중", show_alert=True)
    await update.callback_query.edit_message_text("<i>다 읽음</i>", parse_mode=ParseMode.HTML)


async def asked(update: Update, context: Context) -> None:
    content = InputTextMessageContent("<b>card</b>", parse_mode=ParseMode.HTML)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("more", callback_data="m")]])
    await update.inline_query.answer(
        [InlineQueryResultArticle("1", update.inline_query.query, content, reply_markup=keyboard)]
    )


async def echo(update: Update, context: Context) -> None:
    message = update.effective_message
    quoted = message.reply_to_message.text if message.reply_to_message else None
    await message.reply_text(f"{message.text} < {quoted}", do_quote=True)


async def test_a_command_is_answered_and_a_press_edits_in_place(playground: Playground) -> None:
    chat = playground.private(playground.person("Ann", language="ko"))
    async with polling(playground):
        await chat.say("/start 하나 둘")
        (card,) = await chat.wait_for(1)
        assert card.html == "<b>안녕</b> 하나 둘"
        assert card.labels == ("요약",)
        answer = await chat.press(card, "요")
        assert (answer.text, answer.is_alert) == ("읽는 중", True)
        edited = await chat.wait_for(lambda message: message.is_edited)
        assert edited.id == card.id
        assert edited.html == "<i>다 읽음</i>"
        assert edited.buttons == ()
        assert len(chat.from_bot) == 1


async def test_a_group_sends_only_what_a_bot_in_privacy_mode_sees(playground: Playground) -> None:
    ann, ben = playground.person("Ann"), playground.person("Ben")
    group = playground.group("Lab", owner=ann, members=[ben])
    group.add_bot()
    async with polling(playground):
        await group.say("just talking", by=ben)
        await group.say("/start@another_bot", by=ben)
        await group.say("/start@paperboy_bot x", by=ben)
        (card,) = await group.wait_for(1)
        assert card.text == "안녕 x"
        await group.reply("what?", to=card, by=ann)
        answer = await group.wait_for(lambda message: "what?" in message.text)
        assert answer.text == "what? < 안녕 x"
        await group.say("hello @paperboy_bot", by=ann)
        await group.wait_for(3)
    assert len(group.from_bot) == 3


async def test_a_topic_keeps_its_thread(playground: Playground) -> None:
    group = playground.group("Lab", owner=playground.person("Ann"), forum=True)
    group.add_bot()
    papers, other = group.topic("Papers"), group.topic("Other")
    async with polling(playground):
        await papers.say("/start")
        (card,) = await papers.wait_for(1)
        assert card.thread_id == papers.thread_id
        assert other.from_bot == ()
        assert (await papers.press(card, "요약")).text == "읽는 중"


async def test_an_inline_result_is_chosen_pressed_and_edited(playground: Playground) -> None:
    ann = playground.person("Ann")
    group = playground.group("Lab", owner=ann)
    async with polling(playground):
        offer = await group.ask_inline("diffusion")
        assert [result["title"] for result in offer.results] == ["diffusion"]
        message = await group.choose(offer, "1")
        assert message.html == "<b>card</b>"
        await group.press(message, "more")
        edited = await playground.until(lambda: group.see(message) if group.see(message).is_edited else None)
        assert edited.text == "다 읽음"


async def test_a_press_that_nobody_answers_is_reported(playground: Playground) -> None:
    chat = playground.private(playground.person("Ann"), is_started=True)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")]])
    async with a_bot(playground) as bot:
        await bot.send_message(chat.chat_id, "x", reply_markup=keyboard)
    with pytest.raises(NotAnsweredError):
        await chat.press(chat.from_bot[0], "x", timeout_s=0.05)


async def test_what_a_send_says_is_what_people_see(playground: Playground) -> None:
    chat = playground.private(playground.person("Ann"))
    question = await chat.say("?")
    async with a_bot(playground) as bot:
        sent = await bot.send_message(
            chat.chat_id,
            " <b>a</b> &lt; 😀 <a href='https://arxiv.org/abs/1'>b</a>\n",
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            reply_parameters=ReplyParameters(question.id),
            protect_content=True,
            disable_notification=True,
        )
    assert sent.text == "a < 😀 b"
    assert sent.text_html == '<b>a</b> &lt; 😀 <a href="https://arxiv.org/abs/1">b</a>'
    assert sent.reply_to_message.text == "?"
    assert sent.has_protected_content
    (seen,) = chat.from_bot
    assert seen.html == sent.text_html
    assert (seen.has_preview, seen.is_silent, seen.is_protected, seen.reply_to) == (
        False,
        True,
        True,
        question.id,
    )


async def test_a_document_comes_back_byte_for_byte(playground: Playground) -> None:
    chat = playground.private(playground.person("Ann"), is_started=True)
    async with a_bot(playground) as bot:
        data = bytes(range(256)) * 10
        sent = await bot.send_document(
            chat.chat_id, data, filename="논문.bib", caption="<b>bib</b>", parse_mode="HTML"
        )
        file = await bot.get_file(sent.document.file_id)
        assert bytes(await file.download_as_bytearray()) == data
        again = await bot.send_document(chat.chat_id, sent.document.file_id)
    assert again.document.file_name == "논문.bib"
    assert chat.from_bot[0].document.data == data
    assert chat.from_bot[0].html == "<b>bib</b>"


async def test_roles_are_told_as_the_library_wants_them(playground: Playground) -> None:
    ann, ben, eve = (playground.person(name) for name in ("Ann", "Ben", "Eve"))
    group = playground.group("Lab", owner=ann, members=[ben], supergroup=True)
    group.add_bot(as_admin=True, rights=["can_pin_messages"])
    group.promote(ben, is_anonymous=True)
    async with a_bot(playground) as bot:
        full = await bot.get_chat(group.chat_id)
        assert (full.title, full.permissions.can_send_messages) == ("Lab", True)
        admins = await bot.get_chat_administrators(group.chat_id)
        assert {admin.user.id for admin in admins} == {ann.id, ben.id, playground.bot.id}
        assert isinstance(await bot.get_chat_member(group.chat_id, ann.id), ChatMemberOwner)
        own = await bot.get_chat_member(group.chat_id, playground.bot.id)
        assert isinstance(own, ChatMemberAdministrator)
        assert (own.can_pin_messages, own.can_delete_messages) == (True, False)
        assert (await bot.get_chat_member(group.chat_id, eve.id)).status == "left"
        group.restrict(ben)
        assert (await bot.get_chat_member(group.chat_id, ben.id)).status == "restricted"
        group.kick(ben)
        assert (await bot.get_chat_member(group.chat_id, ben.id)).status == "kicked"
        assert await bot.get_chat_member_count(group.chat_id) == 2
        with pytest.raises(BadRequest, match="Participant_id_invalid"):
            await bot.get_chat_member(group.chat_id, 999)


async def test_an_anonymous_admin_speaks_as_the_group(playground: Playground) -> None:
    ann = playground.person("Ann")
    group = playground.group("Lab", owner=ann, supergroup=True)
    group.add_bot()
    group.promote(ann, is_anonymous=True)
    async with a_bot(playground) as bot:
        await bot.get_updates(allowed_updates=Update.ALL_TYPES)
        await group.say("/settings")
        *_, update = await bot.get_updates()
    assert update.message.sender_chat.id == group.chat_id
    assert update.message.from_user.username == "GroupAnonymousBot"


async def test_commands_and_descriptions_are_kept_by_scope_and_language(playground: Playground) -> None:
    chat = playground.private(playground.person("Ann", language="ko"))
    async with a_bot(playground) as bot:
        await bot.set_my_commands([BotCommand("start", "Begin")])
        await bot.set_my_commands(
            [BotCommand("today", "오늘")], scope=BotCommandScopeAllPrivateChats(), language_code="ko"
        )
        assert [command.command for command in await bot.get_my_commands()] == ["start"]
        assert [command["command"] for command in chat.commands] == ["today"]
        await bot.delete_my_commands(BotCommandScopeAllPrivateChats(), "ko")
        assert [command["command"] for command in chat.commands] == ["start"]
        await bot.set_my_description("Papers")
        await bot.set_my_short_description("논문", language_code="ko")
        assert (await bot.get_my_description("fr")).description == "Papers"
        assert (await bot.get_my_short_description("ko")).short_description == "논문"
        assert (await bot.get_my_short_description()).short_description == ""


async def test_a_pin_and_a_deletion_are_seen(playground: Playground) -> None:
    group = playground.group("Lab", owner=playground.person("Ann"))
    group.add_bot()
    async with a_bot(playground) as bot:
        sent = await bot.send_message(group.chat_id, "x")
        with pytest.raises(BadRequest, match=r"[Nn]ot enough rights to manage pinned messages in the chat"):
            await sent.pin()
        group.promote(playground.bot)
        await sent.pin()
        assert group.see(sent.id).is_pinned
        assert (await bot.get_chat(group.chat_id)).pinned_message.text == "x"
        await sent.unpin()
        assert not group.see(sent.id).is_pinned
        await sent.delete()
        assert group.from_bot == ()
        with pytest.raises(BadRequest, match=r"[Mm]essage to delete not found"):
            await sent.delete()


async def test_a_query_is_answered_once_and_in_time(playground: Playground, hands: object) -> None:
    chat = playground.private(playground.person("Ann"), is_started=True)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")]])
    async with a_bot(playground) as bot:
        await bot.send_message(chat.chat_id, "x", reply_markup=keyboard)
        async with asyncio.TaskGroup() as group:
            press = group.create_task(chat.press(chat.from_bot[0], "x"))
            (update,) = await bot.get_updates(timeout=2)
            await update.callback_query.answer()
        assert press.result().text == ""
        with pytest.raises(
            BadRequest, match=r"[Qq]uery is too old and response timeout expired or query id is invalid"
        ):
            await update.callback_query.answer()
