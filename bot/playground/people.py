"""People and the chats they sit in, as tests and the page use them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import overload

from bot.playground import deeds
from bot.playground.arguments import read_text
from bot.playground.chats import Chat, Message, User
from bot.playground.errors import Json, NotAnsweredError, PeopleError
from bot.playground.queries import CallbackAnswer, InlineAnswer, Query
from bot.playground.views import ButtonView, MessageView, view_chat, view_message
from bot.playground.world import World

PATIENCE_S = 5.0
Wanted = str | Callable[[ButtonView], bool]
Check = Callable[[MessageView], bool]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who uses Telegram, or the bot itself."""

    user: User

    @property
    def id(self) -> int:
        """The Telegram id."""
        return self.user.id

    @property
    def name(self) -> str:
        """The name that others see."""
        return self.user.full_name

    def speak(self, language: str | None) -> None:
        """Set the language of this person's Telegram client."""
        self.user.language_code = language

    def deactivate(self) -> None:
        """Delete the account."""
        self.user.is_deactivated = True


@dataclass(frozen=True, slots=True)
class Offer:
    """The results that the bot offers to an inline query."""

    query: Query
    results: Sequence[Json]


class Room:
    """A chat, or a topic of one, with someone who speaks by default."""

    def __init__(self, world: World, chat: Chat, speaker: Person, thread_id: int | None = None) -> None:
        self._world = world
        self._chat = chat
        self._speaker = speaker
        self.thread_id = thread_id

    @property
    def chat_id(self) -> int:
        """The chat's id now; a migration changes it."""
        return self._chat.id

    @property
    def messages(self) -> tuple[MessageView, ...]:
        """What people see here now, oldest first; of a topic, what is in it."""
        seen = view_chat(self._world, self._chat)
        return (
            seen
            if self.thread_id is None
            else tuple(view for view in seen if view.thread_id == self.thread_id)
        )

    @property
    def from_bot(self) -> tuple[MessageView, ...]:
        """What the bot has said here, without service messages."""
        return tuple(view for view in self.messages if view.is_from_bot and view.service is None)

    @property
    def commands(self) -> list[Json]:
        """The commands that the speaker is offered here."""
        user = self._speaker.user
        return self._world.profile.commands_for(self._chat, user.id, user.language_code or "")

    def see(self, message: MessageView | int) -> MessageView:
        """Return a message as it looks now.

        Raises:
            PeopleError: it is gone.
        """
        return view_message(self._world, self._chat, self._find(message))

    async def say(self, text: str, *, by: Person | None = None, is_html: bool = False) -> MessageView:
        """Write a message; `is_html` formats it as Telegram's HTML does.

        Raises:
            PeopleError: the person cannot write here.
        """
        message = deeds.say(
            self._world, self._chat, self._who(by), text, thread_id=self.thread_id, is_html=is_html
        )
        return view_message(self._world, self._chat, message)

    async def reply(self, text: str, *, to: MessageView | int, by: Person | None = None) -> MessageView:
        """Write a message in reply to another.

        Raises:
            PeopleError: the person cannot write here, or the other is gone.
        """
        replied = self._find(to)
        message = deeds.say(
            self._world, self._chat, self._who(by), text, reply_to=replied.id, thread_id=self.thread_id
        )
        return view_message(self._world, self._chat, message)

    async def edit(self, message: MessageView | int, text: str) -> MessageView:
        """Change what a person has written.

        Raises:
            PeopleError: it is gone, or the bot's.
        """
        found = self._find(message)
        if found.author is None or found.author is self._world.bot:
            raise PeopleError("only one's own messages can be edited")
        formatted = read_text(text)
        self._world.edit(found, replace(found.draft, text=formatted), found.author)
        return self.see(message)

    async def delete(self, message: MessageView | int) -> None:
        """Delete a message; the bot is not told.

        Raises:
            PeopleError: it is gone already.
        """
        self._world.delete(self._find(message))

    async def press(
        self,
        message: MessageView | int,
        button: Wanted,
        *,
        by: Person | None = None,
        timeout_s: float = PATIENCE_S,
    ) -> CallbackAnswer:
        """Press an inline button and return what the bot answers to the press.

        Args:
            message: the message that has the button, as it looks now.
            button: its text, the beginning of its text, its callback data, or a test of it.
            by: who presses.
            timeout_s: how long to wait for the bot.

        Raises:
            PeopleError: there is no such button, or it asks the bot nothing.
            NotAnsweredError: the bot did not answer in time.
        """
        found = self._find(message)
        wanted = find_button(view_message(self._world, self._chat, found), button)
        if wanted.data is None:
            raise PeopleError(f"the button {wanted.text!r} asks the bot nothing")
        query = deeds.press(self._world, self._chat, found, self._who(by), wanted.data)
        answer = await self._world.changes.until(lambda: query.answer, timeout_s)
        if not isinstance(answer, CallbackAnswer):
            raise NotAnsweredError(
                f"the bot did not answer the press of {wanted.text!r} within {timeout_s} s"
            )
        return answer

    async def ask_inline(
        self, words: str, *, by: Person | None = None, timeout_s: float = PATIENCE_S
    ) -> Offer:
        """Type the bot's name and some words, and return what the bot offers.

        Raises:
            NotAnsweredError: the bot did not answer in time.
        """
        query = deeds.ask_inline(self._world, self._who(by), words, self._chat)
        answer = await self._world.changes.until(lambda: query.answer, timeout_s)
        if not isinstance(answer, InlineAnswer):
            raise NotAnsweredError(f"the bot did not answer the inline query {words!r} within {timeout_s} s")
        return Offer(query, answer.results)

    async def choose(self, offer: Offer, result_id: str, *, by: Person | None = None) -> MessageView:
        """Send one of the offered results to this chat.

        Raises:
            PeopleError: it was not offered.
        """
        message = deeds.choose(self._world, self._chat, self._who(by), offer.query, result_id)
        return view_message(self._world, self._chat, message)

    @overload
    async def wait_for(
        self, wanted: Check, *, after: MessageView | int = 0, timeout_s: float = PATIENCE_S
    ) -> MessageView: ...
    @overload
    async def wait_for(
        self, wanted: int = 1, *, after: MessageView | int = 0, timeout_s: float = PATIENCE_S
    ) -> tuple[MessageView, ...]: ...
    async def wait_for(
        self, wanted: Check | int = 1, *, after: MessageView | int = 0, timeout_s: float = PATIENCE_S
    ) -> MessageView | tuple[MessageView, ...]:
        """Wait for messages of the bot; those that are there already count too.

        Args:
            wanted: how many messages, or a test that one of them passes.
            after: only messages below this one.
            timeout_s: how long to wait.

        Returns:
            All the messages, or the first that passes the test.

        Raises:
            NotAnsweredError: they did not come in time; the text tells what did.
        """
        first = after if isinstance(after, int) else after.id

        def look() -> MessageView | tuple[MessageView, ...] | None:
            seen = tuple(view for view in self.from_bot if view.id > first)
            if isinstance(wanted, int):
                return seen if len(seen) >= wanted else None
            return next((view for view in seen if wanted(view)), None)

        found: MessageView | tuple[MessageView, ...] | None = await self._world.changes.until(look, timeout_s)
        if found is None:
            seen = [view.text for view in self.from_bot if view.id > first]
            raise NotAnsweredError(f"waited {timeout_s} s in chat {self.chat_id}; the bot said {seen}")
        return found

    def _who(self, by: Person | None) -> User:
        return (by or self._speaker).user

    def _find(self, message: MessageView | int) -> Message:
        number = message if isinstance(message, int) else message.id
        found = self._chat.find(number)
        if found is None:
            raise PeopleError(f"there is no message {number} in chat {self.chat_id}")
        return found


def find_button(view: MessageView, wanted: Wanted) -> ButtonView:
    """Return the button that is meant: by text, else callback data, else the beginning of its text.

    Raises:
        PeopleError: there is none; the text tells which there are.
    """
    tests: list[Callable[[ButtonView], bool]]
    if isinstance(wanted, str):
        tests = [
            lambda button: button.text == wanted,
            lambda button: button.data == wanted,
            lambda button: button.text.startswith(wanted),
        ]
    else:
        tests = [wanted]
    for test in tests:
        for button in view.buttons:
            if test(button):
                return button
    raise PeopleError(f"no button {wanted!r} under message {view.id}, only {list(view.labels)}")
