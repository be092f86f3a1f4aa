"""Reply markups: read from a request, checked, and searched for a button to press."""

from collections.abc import Iterator

from bot.playground.errors import Json, bad_request
from bot.playground.limits import MAX_BUTTONS, MAX_CALLBACK_BYTES, MAX_ROW
from bot.playground.markup import check_url

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_OTHER_MARKUPS = ("keyboard", "remove_keyboard", "force_reply")


def read_markup(markup: object, *, only_inline: bool = False) -> Json | None:
    """Read `reply_markup`; None where there is none, or an inline keyboard without buttons.

    Raises:
        BotApiError: Telegram would not take it.
    """
    if markup is None or markup == "":
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if only_inline or not any(name in markup for name in _OTHER_MARKUPS):
            raise bad_request("inline keyboard expected")
        return markup
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be of type Array')
    kept = [[_read_button(button) for button in row] for row in rows if row]
    if any(len(row) > MAX_ROW for row in kept) or sum(map(len, kept)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def list_buttons(markup: Json | None) -> Iterator[Json]:
    """Yield the inline buttons of a markup, row by row."""
    for row in (markup or {}).get("inline_keyboard", []):
        yield from row


def _read_button(button: object) -> Json:
    if not isinstance(button, dict):
        raise _unreadable("expected an Object")
    if not isinstance(button.get("text"), str):
        raise _unreadable('Can\'t find field "text"')
    if not button["text"].strip():
        raise _unreadable('Field "text" must be non-empty')
    actions = [name for name in _ACTIONS if button.get(name) is not None]
    if not actions or button.get("callback_data") == "":
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    if "callback_data" in actions:
        size = len(str(button["callback_data"]).encode())
        if size > MAX_CALLBACK_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    if "url" in actions and check_url(str(button["url"])) is None:
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    return button


def _unreadable(why: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {why}")
