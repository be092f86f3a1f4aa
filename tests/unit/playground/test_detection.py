import pytest

from bot.playground.detection import detect
from bot.playground.entities import FormattedText, cut, tidy
from bot.playground.markup import parse_html


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start", [("bot_command", "/start")]),
        ("😀 /today@paperboy_bot now", [("bot_command", "/today@paperboy_bot")]),
        ("/weekly 2026-W24", [("bot_command", "/weekly")]),
        ("and/or 1/2 a/b", []),
        ("see https://arxiv.org/abs/2509.22622).", [("url", "https://arxiv.org/abs/2509.22622")]),
        ("arxiv.org/abs/1과", [("url", "arxiv.org/abs/1과")]),
        ("@ann and #논문 #1", [("mention", "@ann"), ("hashtag", "#논문")]),
        ("ann@lab.org", [("email", "ann@lab.org")]),
    ],
)
def test_commands_addresses_and_names_are_recognised(text: str, found: list[tuple[str, str]]) -> None:
    marks = detect(FormattedText(text)).entities
    assert [(mark.type, cut(text, mark)) for mark in marks] == found


def test_nothing_is_recognised_inside_links_and_code() -> None:
    text = detect(tidy(*parse_html('<a href="https://x.org">arxiv.org</a> <code>/start</code> <b>/help</b>')))
    assert [mark.type for mark in text.entities] == ["text_link", "code", "bot_command", "bold"]
