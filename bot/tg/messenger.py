"""Messages on their way out: digests, which must not leave twice, and answers, for which somebody waits."""

import logging
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.domain.chats import Address
from bot.domain.deliveries import NeverLeft, Outcome, Refused, Sent, Target, Unclear
from bot.domain.errors import StoreUnavailable
from bot.domain.messages import Button, Keyboard, Post
from bot.tg.lanes import Lane
from bot.tg.leaving import Leaving, Mark, watch
from bot.tg.outcomes import TokenRefused, judge

log = logging.getLogger(__name__)

Bot = ExtBot[Lane]

_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_NOT_MODIFIED: Final = "message is not modified"


class TelegramMessenger:
    """Sends posts: `deliver` and `edit` for digests (the port `Messenger`), the rest for handlers."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def deliver(self, target: Target, post: Post, on_wire: Mark) -> Outcome:
        """Send one digest once, calling `on_wire` when its body begins to leave.

        Never raises for what Telegram or the network do, nor for a mark that fails.
        """
        with watch(on_wire) as leaving:
            try:
                message = await self._bot.send_message(
                    target.address.chat_id,
                    post.html,
                    message_thread_id=target.address.topic_id,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=_NO_PREVIEW,
                    disable_notification=target.is_silent,
                    reply_markup=markup(post.keyboard),
                    rate_limit_args=Lane.BULK,
                )
                return _accepted(message)
            except TelegramError as error:
                return _outcome(error, leaving)
            except Exception as surprise:  # noqa: BLE001 - whatever it is, the ledger must know how it stands
                return _surprised(surprise, leaving)

    async def send(self, address: Address, post: Post, reply_to: int | None = None) -> int:
        """Send an answer and return its message id.

        Args:
            address: where to.
            post: what.
            reply_to: the message that it answers, if it is still there.

        Raises:
            TelegramError: it was refused, or could not be sent.
        """
        reply = None if reply_to is None else ReplyParameters(reply_to, allow_sending_without_reply=True)
        message = await self._bot.send_message(
            address.chat_id,
            post.html,
            message_thread_id=address.topic_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_parameters=reply,
            reply_markup=markup(post.keyboard),
        )
        return message.message_id

    async def edit(self, target: Target, message_id: int, post: Post) -> Outcome:
        """Put a digest in the place of one that was sent, in the lane of digests; the same again is fine.

        Never raises for what Telegram or the network do.
        """
        with watch() as leaving:
            try:
                await self._bot.edit_message_text(
                    post.html,
                    chat_id=target.address.chat_id,
                    message_id=message_id,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=_NO_PREVIEW,
                    reply_markup=markup(post.keyboard),
                    rate_limit_args=Lane.BULK,
                )
            except TelegramError as error:
                return Sent(message_id) if _changes_nothing(error) else _outcome(error, leaving)
            except Exception as surprise:  # noqa: BLE001 - whatever it is, the ledger must know how it stands
                return _surprised(surprise, leaving)
        return Sent(message_id)

    async def rewrite(self, chat_id: int, message_id: int, post: Post) -> None:
        """Put an answer in the place of one that was sent; the same again is fine.

        Raises:
            TelegramError: it was refused, or could not be sent.
        """
        try:
            await self._bot.edit_message_text(
                post.html,
                chat_id=chat_id,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=markup(post.keyboard),
            )
        except BadRequest as refused:
            if not _changes_nothing(refused):
                raise


def markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """Return a keyboard in the library's form; None where there is no button."""
    return InlineKeyboardMarkup([[_button(one) for one in row] for row in keyboard]) if keyboard else None


def _changes_nothing(error: TelegramError) -> bool:
    """Tell whether Telegram refuses an edit because the message already says so."""
    return isinstance(error, BadRequest) and _NOT_MODIFIED in str(error).casefold()


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(button.text, url=button.url, callback_data=button.data)


def _accepted(message: object) -> Outcome:
    if isinstance(message, Message):
        return Sent(message.message_id)
    return Unclear("Telegram's answer holds no message")


def _outcome(error: TelegramError, leaving: Leaving) -> Outcome:
    if leaving.trouble is not None and not isinstance(leaving.trouble, StoreUnavailable):
        log.error("a digest stays: its mark failed", exc_info=leaving.trouble)
    try:
        return judge(error, leaving)
    except TokenRefused as refused:
        log.error("telegram: %s", refused)  # noqa: TRY400 - expected, and told in one line
        return NeverLeft(str(refused))


def _surprised(surprise: Exception, leaving: Leaving) -> Outcome:
    """Decide about an error that is none of Telegram's."""
    if leaving.has_begun:  # the library failed over an answer of another shape
        return Unclear(f"Telegram's answer has an unknown shape ({type(surprise).__name__})")
    log.error("a digest could not be put together", exc_info=surprise)
    return Refused(f"it could not be put together ({type(surprise).__name__})")
