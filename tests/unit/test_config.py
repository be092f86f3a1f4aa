from datetime import date, time
from pathlib import Path
from typing import get_args, get_origin

import pytest

from bot.config import Config
from bot.config_file import ConfigInvalid, load
from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Style
from bot.domain.publications import Form
from bot.domain.schedule import WEEKDAYS
from bot.exports.schedule import Order

LANGUAGES = frozenset({"en", "ko"})
TOKEN = "123456:a-secret_Token-of-the-bot"


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    return file


def faults(tmp_path: Path, text: str, **environment: str) -> list[str]:
    with pytest.raises(ConfigInvalid) as caught:
        load(written(tmp_path, text), environment, LANGUAGES)
    return str(caught.value).splitlines()


def test_the_example_file_loads_and_says_the_same_as_no_file_at_all() -> None:
    example = Path(__file__).parents[2] / "config.example.toml"
    assert load(example, {}, LANGUAGES) == load(None, {}, LANGUAGES) == Config()


def test_every_key_of_the_models_stands_in_the_example_file() -> None:
    example = (Path(__file__).parents[2] / "config.example.toml").read_text(encoding="utf-8")
    for section, field in Config.model_fields.items():
        assert f"[{section}]" in example
        table = get_args(field.annotation)[0] if get_origin(field.annotation) is list else field.annotation
        for key in table.model_fields:
            assert key in example or key == "huggingface_token", f"[{section}] {key}"


def test_digest_settings_become_the_defaults_of_new_chats(tmp_path: Path) -> None:
    text = '[digest]\nlanguage="ko"\nzone="Asia/Seoul"\ntime="8:05"\ndays="weekdays"\ncount=7\nstyle="deep"'
    defaults = load(written(tmp_path, text), {}, LANGUAGES).digest.defaults()
    assert (defaults.at, defaults.days) == (time(8, 5), WEEKDAYS)
    preferences = defaults.preferences
    assert (preferences.language, preferences.zone, preferences.count) == ("ko", "Asia/Seoul", 7)
    assert preferences.style is Style.DEEP


def test_a_digest_in_doubt_is_not_sent_again_unless_the_operator_wants_it(tmp_path: Path) -> None:
    assert not Config().delivery.may_resend
    assert load(written(tmp_path, '[delivery]\ndoubtful = "resend"'), {}, LANGUAGES).delivery.may_resend
    [line] = faults(tmp_path, '[delivery]\ndoubtful = "again"')
    assert '"skip" or "resend"' in line


def test_an_unknown_key_is_told_with_the_nearest_known_one(tmp_path: Path) -> None:
    [line] = faults(tmp_path, "[digest]\nconut = 3")
    assert line.endswith("config.toml: [digest] conut: unknown key; did you mean count?")


def test_an_unknown_table_is_told_with_the_nearest_known_one(tmp_path: Path) -> None:
    [line] = faults(tmp_path, "[telegran]\ntoken = 'x'")
    assert line.endswith("[telegran]: unknown table; did you mean telegram?")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[digest]\ncount = 42", "[digest] count: found 42; allowed: a whole number from 1 to 10"),
        ("[digest]\ncount = '5'", "[digest] count: found '5'; allowed: a whole number from 1 to 10"),
        ("[digest]\ncount = true", "[digest] count: found True; allowed: a whole number from 1 to 10"),
        ("[digest]\nzone = 'Mars/Olympus'", "[digest] zone: found 'Mars/Olympus'; allowed: a time zone"),
        ("[digest]\nzone = '../etc/passwd'", "[digest] zone: found '../etc/passwd'; allowed: a time zone"),
        ("[digest]\ntime = '25:00'", "[digest] time: found '25:00'; allowed: a time of day such as 08:15"),
        ("[digest]\nstyle = 'long'", "[digest] style: found 'long'; allowed: \"brief\""),
        ("[digest]\nlanguage = 'tlh'", "[digest] language: found 'tlh'; allowed: one of en, ko"),
        (
            "[telegram]\napi_url = 'telegram.org'",
            "api_url: found 'telegram.org'; allowed: an http(s) address",
        ),
        ("[feed]\narxiv_url = 'http://['", "[feed] arxiv_url: found 'http://['; allowed: an http(s) address"),
        (
            "[feed]\nhuggingface_url = 'http://host:99999'",
            "huggingface_url: found 'http://host:99999'; allowed: an http(s) address",
        ),
        (
            "[telegram]\napi_url = 'http://host:a'",
            "api_url: found 'http://host:a'; allowed: an http(s) address",
        ),
        ("[telegram]\nmessages_per_second = 0", "messages_per_second: found 0; allowed: a number above 0"),
        ("[store]\nurl = 'mysql://u:pw@h/d'", "[store] url: found 'mysql://[secret]@h/d'; allowed: sqlite"),
        ("[web]\nport = 70000", "[web] port: found 70000; allowed: a port, or 0 for none"),
        ("[web]\nport = 1\nwebhook_url = 'http://a.example/x'", "allowed: an https address with a path"),
        ("[web]\nport = 1\nwebhook_url = 'https://a.example/'", "allowed: an https address with a path"),
        ("[web]\nport = 1\nwebhook_url = 'https://a.example/metrics'", "an https address with a path"),
        ("[web]\nwebhook_url = 'https://a.example/x'", "[web] port: found 0 beside a webhook_url"),
        ("[log]\nlevel = 'loud'", "[log] level: found 'loud'; allowed: \"debug\""),
        ("digest = 5", "[digest]: found 5; allowed: a table [digest]"),
    ],
)
def test_a_wrong_value_is_told_with_what_was_found_and_what_is_allowed(
    tmp_path: Path, text: str, told: str
) -> None:
    [line] = faults(tmp_path, text)
    assert told in line
    assert str(tmp_path / "config.toml") in line


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    assert len(faults(tmp_path, "[digest]\ncount = 0\nstyle = 'x'\n[feed]\ncontakt = ''")) == 3


def test_a_token_of_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    config = load(
        written(tmp_path, "[telegram]\ntoken = 'from:file'"), {"PAPERBOY_TELEGRAM_TOKEN": TOKEN}, LANGUAGES
    )
    assert config.telegram.token
    assert config.telegram.token.get_secret_value() == TOKEN


def test_a_token_may_lie_in_a_file_of_its_own_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN + "\n", encoding="utf-8")
    config = load(written(tmp_path, "[telegram]\ntoken_file = 'token'"), {}, LANGUAGES)
    assert config.telegram.token
    assert config.telegram.token.get_secret_value() == TOKEN


def test_a_missing_secret_file_is_told_by_its_key(tmp_path: Path) -> None:
    [line] = faults(tmp_path, "[model]\napi_key_file = 'nowhere'")
    assert "[model] api_key_file: found 'nowhere', which cannot be read" in line


def test_a_token_and_a_token_file_together_are_refused(tmp_path: Path) -> None:
    [line] = faults(tmp_path, f"[telegram]\ntoken = '{TOKEN}'\ntoken_file = 't'")
    assert "both are set" in line


def test_no_secret_is_ever_told(tmp_path: Path) -> None:
    text = f"[telegram]\ntoken = ['{TOKEN}']\n[model]\napi_key = 5150\n[digest]\ncount = 99"
    told = "\n".join(faults(tmp_path, text))
    assert TOKEN not in told
    assert "5150" not in told
    good = load(
        None,
        {"PAPERBOY_TELEGRAM_TOKEN": TOKEN, "PAPERBOY_MODEL_API_KEY": "sk-key"},
        LANGUAGES,
    )
    assert TOKEN not in repr(good)
    assert "sk-key" not in repr(good)
    assert set(good.secrets()) >= {TOKEN, "sk-key"}


@pytest.mark.parametrize(
    "text",
    [
        "[telegram]\ntoken = 'secret☃'",
        "[telegram]\ntoken = '123:sec ret'",
        "[model]\napi_key = 'sk-secret☃'",
        "[model]\napi_key = 'sk-sec\u200bret'",
        "[feed]\nhuggingface_token = 'hf_sécret☃'",
    ],
)
def test_a_secret_with_letters_that_no_secret_has_is_refused_and_not_told(tmp_path: Path, text: str) -> None:
    [line] = faults(tmp_path, text)
    key = text.split("\n")[1].split(" ", maxsplit=1)[0]
    assert f"] {key}: found " in line
    assert "(not shown); allowed: " in line
    assert text.split("'")[1] not in line


def test_a_database_password_is_neither_shown_nor_forgotten(tmp_path: Path) -> None:
    config = load(written(tmp_path, "[store]\nurl = 'postgresql://me:hunter2@db/paperboy'"), {}, LANGUAGES)
    assert "hunter2" not in repr(config)
    assert "hunter2" in config.secrets()


def test_a_webhook_names_where_updates_come_in(tmp_path: Path) -> None:
    web = load(
        written(tmp_path, "[web]\nport = 8443\nwebhook_url = 'https://op:pw-hook@bot.example/in/here'"),
        {},
        LANGUAGES,
    ).web
    assert (web.port, web.webhook_path) == (8443, "/in/here")
    assert "pw-hook" not in repr(web)
    assert not Config().web.port


def test_passwords_in_addresses_are_neither_told_nor_forgotten(tmp_path: Path) -> None:
    text = (
        "[telegram]\napi_url = 'http://op:pw-tg@a'\n[model]\nbase_url = 'http://op:pw%2Fllm@b'\n[feed]\n"
        "huggingface_url = 'http://op:pw-hf@c'\narxiv_url = 'http://op:pw-ar@d'\n"
        "arxiv_api_url = 'http://op:pw-api@e'"
    )
    config = load(written(tmp_path, text), {}, LANGUAGES)
    assert set(config.secrets()) == {"pw-tg", "pw%2Fllm", "pw/llm", "pw-hf", "pw-ar", "pw-api"}
    assert "pw" not in repr(config)
    told = "\n".join(faults(tmp_path, text.replace("http://op", "http://a b")))
    assert told.count("[secret]@") == 5
    assert "pw" not in told
    [line] = faults(tmp_path, "[feed]\narxiv_url = 'http://op:pa/ss@host'")
    assert "found 'http://[secret]@host'; allowed" in line


def test_an_empty_token_counts_as_none(tmp_path: Path) -> None:
    assert load(written(tmp_path, "[telegram]\ntoken = ''"), {}, LANGUAGES).telegram.token is None


def test_a_missing_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigInvalid, match=r"no such file; copy config\.example\.toml"):
        load(tmp_path / "config.toml", {}, LANGUAGES)


def test_broken_toml_is_told_with_its_line(tmp_path: Path) -> None:
    [line] = faults(tmp_path, "[telegram\ntoken = 1")
    assert "is not valid TOML" in line
    assert "line 1" in line


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigInvalid, match="not a text file"):
        load(file, {}, LANGUAGES)


def test_tables_of_exports_become_orders_in_the_language_of_new_chats(tmp_path: Path) -> None:
    text = (
        "[digest]\nlanguage = 'ko'\n[[exports]]\nfolder = 'posts'\n"
        "[[exports]]\nfolder = 'notes'\nkind = 'weekly'\nformat = 'text'\nlanguage = 'en'\nstyle = 'deep'\n"
        "count = 3\nevidence = true\nname = '{period}.txt'"
    )
    daily, weekly = load(written(tmp_path, text), {}, LANGUAGES).orders()
    assert daily == Order(Path("posts"), Kind.DAILY, Form.JEKYLL, "ko")
    assert daily.path(Edition.daily(date(2025, 10, 8))) == Path("posts/2025-10-08-daily-papers.md")
    assert weekly == Order(
        Path("notes"), Kind.WEEKLY, Form.TEXT, "en", Style.DEEP, 3, has_evidence=True, pattern="{period}.txt"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("folder = 7", "[[exports]] 1 folder: found 7; allowed: the path of a folder"),
        ("kind = 'daily'", "[[exports]] 1 folder: found None; allowed: the path of a folder"),
        ("folder = 'x'\nformat = 'pdf'", "[[exports]] 1 format: found 'pdf'; allowed: \"text\", "),
        ("folder = 'x'\ncount = 0", "[[exports]] 1 count: found 0; allowed: a whole number from 1 to 100"),
        ("folder = 'x'\nlanguage = 'tlh'", "[[exports]] 1 language: found 'tlh'; allowed: one of en, ko"),
        ("folder = 'x'\nname = 'papers.md'", "[[exports]] 1 name: found 'papers.md'; allowed: a file's name"),
        ("folder = 'x'\nname = '../{date}.md'", "[[exports]] 1 name: found '../{date}.md'; allowed"),
        ("folder = 'x'\nname = '{date.year}.md'", "[[exports]] 1 name: found '{date.year}.md'; allowed"),
        ("folder = 'x'\nname = '{nobody}.md'", "[[exports]] 1 name: found '{nobody}.md'; allowed"),
        ("folder = 'x'\nformt = 'json'", "[[exports]] 1 formt: unknown key; did you mean format?"),
    ],
)
def test_a_wrong_table_of_exports_is_told_with_its_number(tmp_path: Path, text: str, told: str) -> None:
    [line] = faults(tmp_path, f"[[exports]]\n{text}")
    assert told in line


def test_two_tables_never_write_the_same_file(tmp_path: Path) -> None:
    tables = "[[exports]]\nfolder = 'x'\nlanguage = 'ko'\n[[exports]]\nfolder = 'x'\nlanguage = 'en'"
    [line] = faults(tmp_path, tables)
    assert "[[exports]] 2 name: the same file as table 1; allowed: a name of its own" in line
