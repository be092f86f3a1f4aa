import logging

import pytest

from bot.logs import Redacting, redact, set_up

TOKEN = "123456789:AAE-example_token_of_a_bot-xyz"


def formatted(message: str, *args: object, trouble: BaseException | None = None) -> str:
    info = (type(trouble), trouble, trouble.__traceback__) if trouble else None
    record = logging.LogRecord("bot", logging.INFO, "f.py", 1, message, args, info)
    return Redacting(["hunter2"]).format(record)


def test_a_secret_in_the_arguments_is_blotted_out() -> None:
    assert formatted("posting to %s", "https://host/?key=hunter2").endswith("https://host/?key=[secret]")


def test_a_bot_token_is_blotted_out_even_where_nobody_told_us_of_it() -> None:
    assert TOKEN not in formatted(f"GET https://api.telegram.org/bot{TOKEN}/getMe")


def test_a_secret_in_a_traceback_is_blotted_out() -> None:
    try:
        raise RuntimeError(f"cannot reach bot{TOKEN} with hunter2")
    except RuntimeError as trouble:
        text = formatted("failed", trouble=trouble)
    assert "RuntimeError" in text
    assert TOKEN not in text
    assert "hunter2" not in text


def test_times_of_day_and_ids_are_left_alone() -> None:
    assert redact("at 08:15:00 UTC, delivery 4711:5", ["hunter2"]) == "at 08:15:00 UTC, delivery 4711:5"


def test_other_libraries_are_heard_only_when_something_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        set_up("info", ["hunter2"])
        logging.getLogger("httpx").info("HTTP Request: POST …")
        logging.getLogger("bot.feed").info("read with hunter2")
        told = capsys.readouterr().err
    finally:
        logging.getLogger().handlers[:], level = before
        logging.getLogger().setLevel(level)
    assert "HTTP Request" not in told
    assert "read with [secret]" in told


def test_a_timer_that_is_still_at_work_is_no_news(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        set_up("info", ())
        logging.getLogger("apscheduler.scheduler").warning("maximum number of running instances reached")
        logging.getLogger("apscheduler.scheduler").error("a job cannot be run")
        [told] = capsys.readouterr().err.splitlines()
    finally:
        logging.getLogger().handlers[:], level = before
        logging.getLogger().setLevel(level)
    assert told.endswith("a job cannot be run")
