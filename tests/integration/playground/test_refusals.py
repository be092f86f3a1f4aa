"""What the playground refuses the library, as Telegram does."""

import asyncio

import pytest
from telegram import (
    Bot,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken

from bot.playground.playground import Playground
from tests.integration.playground.library import a_bot


async def test_an_edit_that_changes_nothing_is_refused(playground: Playground) -> None:
    chat = playground.private(playground.person("Ann"))
    own = await chat.say("mine")
    async with a_bot(playground) as bot:
        sent = await bot.send_message(chat.chat_id, "<b>x</b>", parse_mode="HTML")
        with pytest.raises(BadRequest, match=r"[Mm]essage is not modified: specified new message content"):
            await sent.edit_text(" <b>x</b>", parse_mode="HTML")
        await sent.edit_text("x")
        with pytest.raises(BadRequest, match=r"[Mm]essage to edit not found"):
            await bot.edit_message_text("x", chat.chat_id, 99)
        with pytest.raises(BadRequest, match=r"[Mm]essage can't be edited"):
            await bot.edit_message_text("x", chat.chat_id, own.id)
    assert chat.from_bot[0].edits == 1


async def test_bad_keys_are_told_apart(playground: Playground) -> None:
    async with a_bot(playground, "4242424242:another") as bot:
        with pytest.raises(InvalidToken):
            await bot.get_me()
    async with a_bot(playground) as bot:
        with pytest.raises(InvalidToken):
            await bot.do_api_request("inventedMethod")


async def test_a_second_poll_ends_the_first(playground: Playground) -> None:
    async with a_bot(playground) as first, a_bot(playground) as second:
        async with asyncio.TaskGroup() as group:
            waiting = group.create_task(expect_conflict(first))
            await until_asked(playground)
            assert await second.get_updates(timeout=0) == ()
        assert "other getUpdates request" in waiting.result()


async def until_asked(playground: Playground) -> None:
    async with asyncio.timeout(5):
        while not playground.world.updates._poll:
            await asyncio.sleep(0.01)


async def expect_conflict(bot: Bot) -> str:
    with pytest.raises(Conflict) as refused:
        await bot.get_updates(timeout=5)
    return str(refused.value)


async def test_refusals_of_private_chats(playground: Playground) -> None:
    ann, ben = playground.person("Ann"), playground.person("Ben")
    private = playground.private(ann)
    group = playground.group("Lab", owner=ben)
    group.add_bot()
    await group.say("/start")
    async with a_bot(playground) as bot:
        for chat_id in (999, ann.id):
            with pytest.raises(BadRequest, match="Chat not found"):
                await bot.send_message(chat_id, "x")
        with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
            await bot.send_message(ben.id, "x")
        await private.say("/start")
        await bot.send_message(ann.id, "x")
        private.block()
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await bot.send_message(ann.id, "x")
        private.unblock()
        await bot.send_message(ann.id, "x")
        private.deactivate()
        with pytest.raises(Forbidden, match="user is deactivated"):
            await bot.send_message(ann.id, "x")
        kinds = [
            update.my_chat_member.new_chat_member.status
            for update in await bot.get_updates()
            if update.my_chat_member
        ]
    assert kinds == ["member", "kicked", "member"]


async def test_refusals_of_groups_and_topics(playground: Playground) -> None:
    ann = playground.person("Ann")
    group = playground.group("Lab", owner=ann, forum=True, username="lab")
    async with a_bot(playground) as bot:
        with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
            await bot.send_message("@lab", "x")
        group.add_bot()
        topic = group.topic("Papers")
        await bot.send_message("@lab", "x", message_thread_id=topic.thread_id)
        with pytest.raises(BadRequest, match=r"[Mm]essage thread not found"):
            await bot.send_message("@lab", "x", message_thread_id=77)
        topic.close()
        with pytest.raises(BadRequest, match="Topic_closed"):
            await bot.send_message("@lab", "x", message_thread_id=topic.thread_id)
        topic.delete_topic()
        with pytest.raises(BadRequest, match="Topic_deleted"):
            await bot.send_message("@lab", "x", message_thread_id=topic.thread_id)
        group.restrict(playground.bot)
        with pytest.raises(BadRequest, match=r"[Nn]ot enough rights to send text messages to the chat"):
            await bot.send_message("@lab", "x")
        group.remove_bot()
        with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
            await bot.send_message("@lab", "x")
        group.delete_chat()
        with pytest.raises(Forbidden, match="the group chat was deleted"):
            await bot.send_message(group.chat_id, "x")


async def test_a_channel_takes_posts_of_admins_who_may_post(playground: Playground) -> None:
    channel = playground.channel("News", owner=playground.person("Ann"), username="news")
    async with a_bot(playground) as bot:
        with pytest.raises(Forbidden, match="bot is not a member of the channel chat"):
            await bot.send_message("@news", "x")
        channel.add_bot(rights=["can_edit_messages"])
        with pytest.raises(BadRequest, match=r"[Nn]eed administrator rights in the channel chat"):
            await bot.send_message("@news", "x")
        channel.promote(playground.bot, rights=["can_post_messages"])
        sent = await bot.send_message("@news", "x")
        assert sent.sender_chat.title == "News"
        assert sent.from_user is None
        await channel.say("/post")
        *_, update = await bot.get_updates()
    assert update.channel_post.text == "/post"


async def test_a_migrated_group_names_its_new_id(playground: Playground) -> None:
    group = playground.group("Lab", owner=playground.person("Ann"))
    group.add_bot()
    old = group.chat_id
    new = group.migrate()
    async with a_bot(playground) as bot:
        with pytest.raises(ChatMigrated) as moved:
            await bot.send_message(old, "x")
        assert moved.value.new_chat_id == new
        await bot.send_message(new, "x")
        messages = [update.message for update in await bot.get_updates() if update.message]
    assert [message.migrate_to_chat_id for message in messages if message.chat_id == old][-1] == new
    assert [message.migrate_from_chat_id for message in messages if message.chat_id == new] == [old]
    assert group.from_bot[-1].text == "x"


async def test_an_unreachable_reply_is_refused_unless_it_is_optional(playground: Playground) -> None:
    chat = playground.private(playground.person("Ann"), is_started=True)
    async with a_bot(playground) as bot:
        with pytest.raises(BadRequest, match=r"[Mm]essage to be replied not found"):
            await bot.send_message(chat.chat_id, "x", reply_parameters=ReplyParameters(99))
        await bot.send_message(
            chat.chat_id, "x", reply_parameters=ReplyParameters(99, allow_sending_without_reply=True)
        )
    assert len(chat.from_bot) == 1
