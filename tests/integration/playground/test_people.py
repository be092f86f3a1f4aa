"""People by themselves: what they may do, and how the bot hears of it."""

import pytest

from bot.playground.errors import NotAnsweredError, PeopleError
from bot.playground.playground import Playground


def updates(playground: Playground) -> list[dict[str, object]]:
    return [{update.kind: update.payload} for update in playground.world.updates.pending]


@pytest.fixture
def quiet() -> Playground:
    return Playground()


async def test_an_edit_is_told_and_a_deletion_is_not(quiet: Playground) -> None:
    chat = quiet.private(quiet.person("Ann"))
    said = await chat.say("/today")
    edited = await chat.edit(said, "/weekly")
    assert (edited.text, edited.is_edited, edited.entities[0].type) == ("/weekly", True, "bot_command")
    await chat.delete(said)
    assert chat.messages == ()
    assert [next(iter(update)) for update in updates(quiet)] == ["message", "edited_message"]


async def test_who_cannot_write_is_told_why(quiet: Playground) -> None:
    ann, ben = quiet.person("Ann"), quiet.person("Ben")
    chat = quiet.private(ann)
    group = quiet.group("Lab", owner=ann, forum=True)
    channel = quiet.channel("News", owner=ann, members=[ben])
    with pytest.raises(PeopleError, match="Ben is not in this chat"):
        await group.say("x", by=ben)
    with pytest.raises(PeopleError, match="only admins post"):
        await channel.say("x", by=ben)
    group.join(ben)
    topic = group.topic("Papers")
    topic.close()
    with pytest.raises(PeopleError, match="this topic is closed"):
        await topic.say("x", by=ben)
    chat.block()
    with pytest.raises(PeopleError, match="the bot is blocked here"):
        await chat.say("x")
    ann.deactivate()
    with pytest.raises(PeopleError, match="account is deleted"):
        await group.say("x")


async def test_a_missing_button_names_those_that_are_there(quiet: Playground) -> None:
    chat = quiet.private(quiet.person("Ann"))
    said = await chat.say("x")
    with pytest.raises(PeopleError, match=r"no button 'y' under message 1, only \[\]"):
        await chat.press(said, "y")


async def test_waiting_in_vain_tells_what_was_seen(quiet: Playground) -> None:
    chat = quiet.private(quiet.person("Ann"))
    with pytest.raises(NotAnsweredError, match=r"waited 0.01 s .* the bot said \[\]"):
        await chat.wait_for(1, timeout_s=0.01)


async def test_a_message_in_a_topic_is_told_as_a_reply_to_its_beginning(quiet: Playground) -> None:
    group = quiet.group("Lab", owner=quiet.person("Ann"), forum=True)
    group.add_bot(as_admin=True)
    topic = group.topic("Papers")
    said = await topic.say("hello")
    told = updates(quiet)[-1]["message"]
    assert told["message_thread_id"] == topic.thread_id
    assert told["is_topic_message"] is True
    assert told["reply_to_message"]["forum_topic_created"]["name"] == "Papers"
    assert said.reply_to is None


async def test_a_reply_in_a_supergroup_has_a_thread_without_being_in_a_topic(quiet: Playground) -> None:
    group = quiet.group("Lab", owner=quiet.person("Ann"), supergroup=True)
    group.add_bot(as_admin=True)
    first = await group.say("one")
    second = await group.reply("two", to=first)
    await group.reply("three", to=second)
    told = updates(quiet)[-1]["message"]
    assert told["message_thread_id"] == first.id
    assert "is_topic_message" not in told


async def test_the_bot_hears_of_its_own_coming_and_going(quiet: Playground) -> None:
    group = quiet.group("Lab", owner=quiet.person("Ann"))
    group.add_bot()
    group.promote(quiet.bot, rights=["can_pin_messages"])
    group.demote(quiet.bot)
    group.remove_bot()
    group.add_bot()
    group.delete_chat()
    steps = [
        (told["old_chat_member"]["status"], told["new_chat_member"]["status"])
        for update in updates(quiet)
        if (told := update.get("my_chat_member"))
    ]
    assert steps == [
        ("left", "member"),
        ("member", "administrator"),
        ("administrator", "member"),
        ("member", "kicked"),
        ("kicked", "member"),
        ("member", "left"),
    ]


async def test_rights_that_a_chat_does_not_have_are_refused(quiet: Playground) -> None:
    group = quiet.group("Lab", owner=quiet.person("Ann"))
    with pytest.raises(PeopleError, match="can_post_messages"):
        group.promote(quiet.bot, rights=["can_post_messages"])
