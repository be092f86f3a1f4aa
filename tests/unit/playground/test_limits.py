import pytest

from bot.playground.entities import FormattedText
from bot.playground.errors import BotApiError
from bot.playground.keyboards import read_markup
from bot.playground.limits import check_answer, check_caption, check_command, check_text


def refusal(of: BotApiError) -> str:
    return of.answer.description.removeprefix("Bad Request: ")


def keyboard(*rows: list[dict[str, object]]) -> dict[str, object]:
    return {"inline_keyboard": list(rows)}


def button(data: str = "x") -> dict[str, object]:
    return {"text": "x", "callback_data": data}


@pytest.mark.parametrize("text", ["a" * 4096, "😀" * 2048, "가" * 4096])
def test_a_text_of_4096_units_passes(text: str) -> None:
    assert check_text(FormattedText(text)).text == text


@pytest.mark.parametrize("text", ["a" * 4097, "😀" * 2048 + "a"])
def test_a_text_of_more_units_is_too_long(text: str) -> None:
    with pytest.raises(BotApiError) as refused:
        check_text(FormattedText(text))
    assert refusal(refused.value) == "message is too long"


def test_an_empty_text_is_refused() -> None:
    with pytest.raises(BotApiError) as refused:
        check_text(FormattedText(""))
    assert refusal(refused.value) == "message text is empty"


def test_a_caption_has_1024_units_or_none() -> None:
    assert check_caption(FormattedText("")).text == ""
    assert check_caption(FormattedText("a" * 1024)).text
    with pytest.raises(BotApiError, match="message caption is too long"):
        check_caption(FormattedText("a" * 1025))


def test_a_callback_answer_has_200_characters() -> None:
    assert check_answer("a" * 200)
    with pytest.raises(BotApiError, match="MESSAGE_TOO_LONG"):
        check_answer("a" * 201)


def test_callback_data_is_counted_in_bytes() -> None:
    assert read_markup(keyboard([button("가" * 21 + "x")]))
    with pytest.raises(BotApiError) as refused:
        read_markup(keyboard([button("가" * 22)]))
    assert refusal(refused.value) == "BUTTON_DATA_INVALID"


def test_a_button_that_does_nothing_is_refused() -> None:
    for bad in ({"text": "x"}, {"text": "x", "callback_data": ""}):
        with pytest.raises(BotApiError, match="Text buttons are unallowed in the inline keyboard"):
            read_markup(keyboard([bad]))
    with pytest.raises(BotApiError, match="Wrong HTTP URL"):
        read_markup(keyboard([{"text": "x", "url": "javascript:alert(1)"}]))


def test_a_keyboard_has_a_hundred_buttons_eight_a_row() -> None:
    assert read_markup(keyboard(*[[button()] * 8] * 12, [button()] * 4))
    for rows in ([[button()] * 9], [[button()] * 8] * 12 + [[button()] * 5]):
        with pytest.raises(BotApiError):
            read_markup(keyboard(*rows))


def test_an_inline_keyboard_without_buttons_is_none() -> None:
    assert read_markup(keyboard()) is None
    assert read_markup(keyboard([])) is None


@pytest.mark.parametrize("name", ["", "Start", "has-dash", "a" * 33, "한글"])
def test_a_command_of_other_letters_is_refused(name: str) -> None:
    with pytest.raises(BotApiError, match="BOT_COMMAND_INVALID"):
        check_command({"command": name, "description": "x"})


def test_a_command_needs_a_description_of_at_most_256() -> None:
    assert check_command({"command": "/start", "description": "x" * 256})["command"] == "start"
    for description in ("", "x" * 257):
        with pytest.raises(BotApiError, match="BOT_COMMAND_DESCRIPTION_INVALID"):
            check_command({"command": "start", "description": description})
