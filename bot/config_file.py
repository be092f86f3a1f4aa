"""Reading config.toml.

Every fault is told with the file, the key, what was found and what is allowed; a secret is never told.
"""

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import SecretStr, ValidationError

from bot.config import Config, Section
from bot.domain.addresses import shown
from bot.domain.calendar import Edition, Kind
from bot.domain.errors import PaperboyError

ENVIRONMENT = {
    "PAPERBOY_TELEGRAM_TOKEN": ("telegram", "token"),
    "PAPERBOY_MODEL_API_KEY": ("model", "api_key"),
}
"""Environment variables that stand in for a secret; they win over the file."""


_SOME_LIST = {
    Kind.DAILY: Edition.daily(date(2026, 6, 30)),
    Kind.WEEKLY: Edition.weekly(date(2026, 6, 30)),
    Kind.MONTHLY: Edition.monthly(date(2026, 6, 30)),
}
"""Lists with which names of files are tried: the day is also the last of its month."""


class ConfigInvalid(PaperboyError):
    """The configuration cannot be used; the text lists every fault, one a line."""


def load(file: Path | None, environment: Mapping[str, str], languages: frozenset[str]) -> Config:
    """Read and validate the configuration.

    Args:
        file: the TOML file, or None for defaults alone.
        environment: where the variables of `ENVIRONMENT` are looked up.
        languages: the languages that Paperboy speaks.

    Raises:
        ConfigInvalid: with every fault that was found, one a line.
    """
    name = str(file) if file else "(defaults)"
    table = _read(file) if file else {}
    for variable, (section, key) in ENVIRONMENT.items():
        if value := environment.get(variable, "").strip():
            part = table.setdefault(section, {})
            if isinstance(part, dict):
                part[key] = value
                part.pop(f"{key}_file", None)
    for section, key in ENVIRONMENT.values():
        part = table.get(section)
        if isinstance(part, dict) and part.get(key) == "":  # as the example file has it: not set
            del part[key]
    _read_secret_files(table, file, name)
    try:
        config = Config.model_validate(table)
    except ValidationError as faults:
        # `from None`: pydantic's own text would repeat what was found, secrets included.
        raise ConfigInvalid("\n".join(f"{name}: {line}" for line in _lines(faults, table))) from None
    if config.digest.language not in languages:
        known = ", ".join(sorted(languages))
        raise ConfigInvalid(
            f"{name}: [digest] language: found {config.digest.language!r}; allowed: one of {known}"
        )
    if odd := list(_oddities(config, languages)):
        raise ConfigInvalid("\n".join(f"{name}: {line}" for line in odd))
    token = config.telegram.token.get_secret_value() if config.telegram.token else ""
    if any(char in "/?#" for char in token):
        raise ConfigInvalid(
            f"{name}: [telegram] token: found text with slashes (not shown); allowed: the token "
            "exactly as @BotFather gave it"
        )
    return config


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigInvalid(
            f"{file}: no such file; copy config.example.toml to {file.name} and edit it"
        ) from None
    except OSError as fault:
        raise ConfigInvalid(f"{file}: cannot be read: {fault.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigInvalid(f"{file}: is not a text file in UTF-8") from None
    except tomllib.TOMLDecodeError as fault:
        raise ConfigInvalid(f"{file}: is not valid TOML: {fault}; texts stand in quotes") from None


def _read_secret_files(table: dict[str, Any], file: Path | None, name: str) -> None:
    """Put the contents of `token_file` and `api_key_file` in the place of the secrets they hold."""
    for section, key in ENVIRONMENT.values():
        part = table.get(section)
        path = part.get(f"{key}_file") if isinstance(part, dict) else None
        if not isinstance(path, str) or not isinstance(part, dict):
            continue
        if part.get(key):
            raise ConfigInvalid(
                f"{name}: [{section}] {key} and {key}_file: both are set; allowed: one of them"
            )
        where = (file.parent if file else Path()) / Path(path).expanduser()
        try:
            part[key] = where.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as fault:
            why = getattr(fault, "strerror", None) or "not a text file"
            raise ConfigInvalid(
                f"{name}: [{section}] {key}_file: found {path!r}, which cannot be read: {why}"
            ) from None


def _oddities(config: Config, languages: frozenset[str]) -> Iterator[str]:
    """Tell languages that are not spoken, files that two tables would write, and a webhook without a door."""
    if config.web.webhook_url and not config.web.port:
        yield "[web] port: found 0 beside a webhook_url; allowed: the port where updates come in"
    paths: dict[Path, int] = {}
    for number, order in enumerate(config.orders(), start=1):
        if order.language not in languages:
            known = ", ".join(sorted(languages))
            yield f"[[exports]] {number} language: found {order.language!r}; allowed: one of {known}"
        path = order.path(_SOME_LIST[order.kind])
        if path in paths:
            yield (
                f"[[exports]] {number} name: the same file as table {paths[path]}; allowed: a name of its "
                'own, for example "{date}-{kind}-{language}.md"'
            )
        paths.setdefault(path, number)


def _lines(faults: ValidationError, table: dict[str, Any]) -> Iterator[str]:
    for fault in faults.errors(include_url=False, include_context=False, include_input=False):
        where = [str(part) for part in fault["loc"]]
        section, keys = where[0], where[1:]
        place = f"[{section}]"
        if keys and keys[0].isdecimal() and _section(section):  # one of several tables of that name
            place, keys = f"[[{section}]] {int(keys[0]) + 1}", keys[1:]
        place += f" {'.'.join(keys)}" if keys else ""
        if fault["type"] == "extra_forbidden":
            yield f"{place}: unknown {'key' if keys else 'table'}{_nearest(section, keys)}"
        else:
            yield f"{place}: found {_found(table, where)}; allowed: {_allowed(section, keys)}"


def _section(name: str) -> type[Section] | None:
    field = Config.model_fields.get(name)
    kind = field.annotation if field else None
    if get_origin(kind) is list:
        kind = get_args(kind)[0]
    return kind if isinstance(kind, type) and issubclass(kind, Section) else None


def _nearest(section: str, keys: list[str]) -> str:
    known = _section(section)
    names = list(known.model_fields if known and keys else Config.model_fields)
    near = difflib.get_close_matches(keys[0] if keys else section, names, n=1)
    return f"; did you mean {near[0]}?" if near else f"; known are {', '.join(names)}"


def _found(table: dict[str, Any], where: list[str]) -> str:
    section = _section(where[0])
    field = section.model_fields.get(where[1]) if section and len(where) > 1 else None
    if field is not None and SecretStr in get_args(field.annotation):
        is_text = isinstance(table[where[0]].get(where[1]), str)
        what = "text with spaces or foreign letters" if is_text else "something that is no text"
        return f"{what} (not shown)"
    value: Any = table
    for part in where:
        value = value[int(part)] if isinstance(value, list) else value.get(part)
    return shown(repr(value))


def _allowed(section: str, keys: list[str]) -> str:
    known = _section(section)
    field = known.model_fields.get(keys[0]) if known and keys else Config.model_fields.get(section)
    return field.description or "" if field else ""
