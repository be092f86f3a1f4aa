"""Messages on their way out: digests, which must not leave twice, and answers, for which somebody waits."""

import logging
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.domain.chats import Address
from bot.domain.deliveries import NeverLeft, Outcome, Sent, Target, Unclear
from bot.domain.messages import Button, Keyboard, Post
from bot.tg.lanes import Lane
from bot.tg.leaving import Leaving, Mark, watch
from bot.tg.line import Line
from bot.tg.outcomes import TokenRefused, judge, refuse_unmade

log = logging.getLogger(__name__)

_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_NOT_MODIFIED: Final = "message is not modified"


class TelegramMessenger:
    """Sends posts: `deliver` and `edit` for digests (the port `Messenger`), the rest for handlers."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def deliver(self, target: Target, post: Post, on_wire: Mark) -> Outcome:
        """Send one digest once, calling `on_wire` when its body begins to leave.

        Never raises for what Telegram or the network do, nor for a mark that fails.
        """
        return await self._line.express.deliver(target, post, on_wire)

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
        message = await self._line.send_message(
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
                await self._line.edit_message_text(
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
            await self._line.edit_message_text(
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


def _outcome(error: TelegramError, leaving: Leaving) -> Outcome:
    try:
        return judge(error, leaving)
    except TokenRefused as refused:
        log.error("telegram: %s", refused)  # noqa: TRY400 - expected, and told in one line
        return NeverLeft(str(refused))


def _surprised(surprise: Exception, leaving: Leaving) -> Outcome:
    """Decide about an error that is none of Telegram's."""
    if leaving.has_begun:  # the library failed over an answer of another shape
        return Unclear(f"Telegram's answer has an unknown shape ({type(surprise).__name__})")
    return refuse_unmade(surprise)
