"""Subscribing: who wants what, when; and what happens to chats over time."""

import logging
from dataclasses import dataclass, field, replace
from datetime import time
from typing import Any

from bot.domain.calendar import Kind
from bot.domain.chats import Address, Chat, Pause, Place, Preferences
from bot.domain.schedule import EVERY_DAY, Subscription
from bot.services.ports import ChatBook, Clock, Dispatcher
from bot.services.publish import advance

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a chat gets that has chosen nothing yet."""

    preferences: Preferences = field(default_factory=Preferences)
    at: time = time(8, 15)
    days: frozenset[int] = EVERY_DAY


class Reception:
    """Meets chats, keeps their wishes, and follows what becomes of them."""

    def __init__(
        self,
        chats: ChatBook,
        clock: Clock,
        defaults: Defaults,
        dispatcher: Dispatcher,
        languages: frozenset[str],
    ) -> None:
        self._chats, self._clock = chats, clock
        self._defaults, self._dispatcher, self._languages = defaults, dispatcher, languages

    @property
    def defaults(self) -> Defaults:
        """What a chat gets that has chosen nothing yet."""
        return self._defaults

    async def meet(self, address: Address, place: Place, title: str, language_code: str | None) -> Chat:
        """Return the chat at an address; a new private one starts in the language of its Telegram client.

        In a group that is the language of whoever speaks first, which says nothing about the others.
        """
        preferences = self._defaults.preferences
        guess = self._spoken(language_code)
        if guess is not None and place is Place.PRIVATE:
            preferences = replace(preferences, language=guess)
        chat = await self._chats.meet(address, place, title, preferences)
        if chat.pause is not None:
            # A chat that speaks to us can be written to again.
            topic_id = address.topic_id if chat.pause is Pause.TOPIC_CLOSED else None
            await self._chats.resume(address.chat_id, topic_id)
            self._dispatcher.wake()
            chat = replace(chat, pause=None)
        return chat

    async def follow(self, chat: Chat, language_code: str | None) -> Chat:
        """Let an admin's Telegram client set the language of a chat that has chosen nothing yet."""
        guess = self._spoken(language_code)
        if chat.has_chosen or chat.place is Place.PRIVATE or guess is None:
            return chat
        return await self.prefer(chat, language=guess)

    async def subscribe(
        self, chat: Chat, kind: Kind, at: time | None = None, days: frozenset[int] | None = None
    ) -> Chat:
        """Subscribe a chat, or change its subscription; what is not named stays as it was."""
        before = chat.subscription(kind)
        wish = Subscription(
            kind,
            at or (before.at if before else self._time_of(chat)),
            days or (before.days if before else self._defaults.days),
        )
        return await self._schedule(chat, wish)

    async def unsubscribe(self, chat: Chat, kind: Kind | None = None) -> tuple[Kind, ...]:
        """Remove a chat's subscription of a kind, or all of them; return which there were."""
        kinds = [kind] if kind else [one.kind for one in chat.subscriptions]
        return tuple([one for one in kinds if await self._chats.unsubscribe(chat.id, one)])

    async def prefer(self, chat: Chat, **changes: Any) -> Chat:  # noqa: ANN401 - fields of Preferences
        """Change a chat's preferences; a new zone moves its due times."""
        preferences = replace(chat.preferences, **changes)
        changed = await self._chats.prefer(chat.id, preferences, has_chosen=True)
        if preferences.zone != chat.preferences.zone:
            for subscription in changed.subscriptions:
                changed = await self._schedule(changed, subscription)
        return changed

    async def pause(self, chat_id: int, why: Pause) -> None:
        """Stop sending to a Telegram chat that cannot be written to."""
        count = await self._chats.pause(chat_id, why)
        log.info("chats: %d paused, %s", count, why)

    async def resume(self, chat_id: int, topic_id: int | None = None) -> None:
        """Send again to a Telegram chat that came back, or to one topic of it alone."""
        if await self._chats.resume(chat_id, topic_id):
            self._dispatcher.wake()

    async def move(self, old_chat_id: int, new_chat_id: int) -> None:
        """Follow a group that became a supergroup."""
        await self._chats.move(old_chat_id, new_chat_id)
        self._dispatcher.wake()

    async def forget(self, chat_id: int) -> None:
        """Delete everything about a Telegram chat."""
        await self._chats.forget(chat_id)

    def _spoken(self, language_code: str | None) -> str | None:
        """Return the language of a Telegram client, if it is spoken here."""
        language = (language_code or "").partition("-")[0].lower()
        return language if language in self._languages else None

    def _time_of(self, chat: Chat) -> time:
        """A second subscription comes at the hour that the chat chose for its first."""
        daily = chat.subscription(Kind.DAILY)
        return daily.at if daily else self._defaults.at

    async def _schedule(self, chat: Chat, wish: Subscription) -> Chat:
        due = advance(chat.preferences.zone, wish, self._clock.now())
        changed = await self._chats.subscribe(chat.id, replace(wish, next_due_at=due))
        self._dispatcher.wake()
        return changed
