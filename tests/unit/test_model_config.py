from decimal import Decimal
from pathlib import Path

import pytest

from bot.config import BudgetConfig, Config, ModelConfig
from bot.config_file import ConfigInvalid, load
from bot.domain.budgets import Limits, Prices

LANGUAGES = frozenset({"en", "ko"})


def read(tmp_path: Path, text: str) -> Config:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    return load(file, {}, LANGUAGES)


def fault(tmp_path: Path, text: str) -> str:
    with pytest.raises(ConfigInvalid) as caught:
        read(tmp_path, text)
    [line] = str(caught.value).splitlines()
    return line.partition("config.toml: ")[2]


def test_every_key_stands_in_the_table_of_the_readme() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip(" `[]"): line for line in readme.splitlines() if line.startswith("| `[")}
    for section, model in (("model", ModelConfig), ("budget", BudgetConfig)):
        for key in model.model_fields:
            assert f"`{key}`" in rows[section], f"[{section}] {key}"


def test_prices_are_exact_whether_written_whole_or_with_a_point(tmp_path: Path) -> None:
    config = read(tmp_path, "[model]\nprice_prompt = 0.1\nprice_completion = 10\ncurrency = 'EUR'")
    assert config.model.prices() == Prices(Decimal("0.1"), Decimal(10), "EUR")


def test_budgets_become_limits_none_where_unlimited(tmp_path: Path) -> None:
    config = read(tmp_path, "[budget]\nday = 'unlimited'\nchat = 0\nuser = 1_000")
    assert config.budget.limits() == Limits(day=None, chat=0, user=1_000)
    assert Config().budget.limits() == Limits(3_000_000, 600_000, 400_000)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[budget]\nday = -1", '[budget] day: found -1; allowed: a whole number from 0, or "unlimited"'),
        ("[budget]\nchat = 'all'", "[budget] chat: found 'all'; allowed: a whole number from 0, or"),
        ("[budget]\nuser = 1.5", "[budget] user: found 1.5; allowed: a whole number from 0, or"),
        ("[budget]\nuser = true", "[budget] user: found True; allowed: a whole number from 0, or"),
        ("[budget]\nweek = 5", "[budget] week: unknown key; known are day, chat, user"),
        ("[model]\nprice_prompt = -1", "[model] price_prompt: found -1; allowed: a price for a million"),
        ("[model]\nprice_prompt = nan", "[model] price_prompt: found nan; allowed: a price for a million"),
        ("[model]\nprice_prompt = '1'", "[model] price_prompt: found '1'; allowed: a price for a million"),
        ("[model]\nprice_completion = inf", "[model] price_completion: found inf; allowed: a price"),
        ("[model]\nprice_completion = true", "[model] price_completion: found True; allowed: a price"),
        ("[model]\ntimeout_s = 0", "[model] timeout_s: found 0; allowed: seconds above 0, up to 3600"),
        ("[model]\ntotal_s = nan", "[model] total_s: found nan; allowed: seconds above 0"),
        ("[model]\ntoken_parameter = 'n'", "[model] token_parameter: found 'n'; allowed: \"max_tokens\" or"),
        ("[model]\ncontext_tokens = 128", "[model] context_tokens: found 128; allowed: a whole number from"),
        ("[model]\nmax_output_tokens = 9", "[model] max_output_tokens: found 9; allowed: a whole number"),
        ("[model]\nread_ahead = -1", "[model] read_ahead: found -1; allowed: a whole number from 0 to 100"),
        ("[model]\ncurrency = ''", "[model] currency: found ''; allowed: a currency such as USD or KRW"),
    ],
)
def test_a_wrong_value_is_told_with_what_is_allowed(tmp_path: Path, text: str, told: str) -> None:
    assert fault(tmp_path, text).startswith(told)
