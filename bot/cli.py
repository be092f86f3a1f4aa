"""The commands of the program: parse, call, and turn what comes back into an exit code."""

import argparse
import asyncio
import io
import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TextIO, TypeVar

from bot import __version__
from bot.clock import SystemClock
from bot.config import Config
from bot.domain.calendar import Edition, Kind, parse_day
from bot.domain.chats import COUNTS, Style
from bot.domain.errors import PaperboyError
from bot.domain.publications import COUNT, MOST_PAPERS, Commission, Form

Word = TypeVar("Word", bound=StrEnum)

PLAY_PORT = 8095
MAX_PORT = 65535
YEARS = range(2000, 2200)
"""When a rehearsal may be; outside, the calendar's own ends come near."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 well, 1 trouble that was told, 2 a wrong call."""
    chosen = _parser().parse_args(arguments)
    try:
        code: int = chosen.command(chosen)
    except PaperboyError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception:
        # Through the log, and not as Python would print it: the log blots secrets out of tracebacks.
        logging.getLogger("bot").critical("paperboy stops: this should not have happened", exc_info=True)
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="paperboy", description="The day's best papers, in your language, in your Telegram chat, once."
    )
    parser.add_argument("--version", action="version", version=f"paperboy {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    config = argparse.ArgumentParser(add_help=False)
    config.add_argument(
        "--config", type=Path, help="the settings file (default: config.toml, if there is one)"
    )
    config.set_defaults(is_config_needed=True)
    clock = argparse.ArgumentParser(add_help=False)
    clock.add_argument(
        "--clock", type=_instant, metavar="TIME", help="rehearse: start as if it were this time (ISO 8601)"
    )

    start = commands.add_parser("start", parents=[config], help="run, or play where no token is set up")
    start.add_argument(
        "--port", type=_port, default=PLAY_PORT, help="where the playground is (default: %(default)s)"
    )
    # `make run` names a file that a newcomer has not written yet.
    start.set_defaults(command=_start, clock=None, sample=False, no_model=False, is_config_needed=False)

    run = commands.add_parser("run", parents=[config, clock], help="serve Telegram until stopped")
    run.set_defaults(command=_run)

    play = commands.add_parser(
        "play", parents=[config, clock], help="a Telegram on this machine, in the browser"
    )
    play.add_argument(
        "--port", type=_port, default=PLAY_PORT, help="where its page is (default: %(default)s)"
    )
    play.add_argument("--sample", action="store_true", help="use the invented sample week")
    play.add_argument(
        "--no-model",
        action="store_true",
        help="let nothing stand in for a reading model that is not set up",
    )
    play.set_defaults(command=_play)

    preview = commands.add_parser("preview", parents=[config, clock], help="print a digest here")
    preview.add_argument(
        "--date", type=_day, metavar="DAY", help="a feed day, as 2026-06-12 (default: newest)"
    )
    preview.add_argument("--lang", metavar="LANGUAGE", help="for example ko (default: from the settings)")
    preview.add_argument("--count", type=int, choices=COUNTS, metavar="N", help="1 to 10 papers")
    preview.add_argument("--style", type=_one_of(Style), metavar="STYLE", help="brief, sections or deep")
    preview.add_argument("--sample", action="store_true", help="use the invented sample week")
    preview.set_defaults(command=_preview)

    _add_export(commands, config, clock)

    verify = commands.add_parser("verify", help="check translations: lines of JSON in, verdicts out")
    verify.set_defaults(command=_verify)

    doctor = commands.add_parser("doctor", parents=[config], help="check everything, with remedies")
    doctor.set_defaults(command=_doctor)
    return parser


def _add_export(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", *parents: argparse.ArgumentParser
) -> None:
    export = commands.add_parser(
        "export", parents=parents, help="write a list, with what is read of its papers, into a file"
    )
    which = export.add_mutually_exclusive_group()
    for kind, period, example in (
        (Kind.DAILY, "DAY", "2026-06-12"),
        (Kind.WEEKLY, "WEEK", "2026-W24"),
        (Kind.MONTHLY, "MONTH", "2026-06"),
    ):
        which.add_argument(
            f"--{kind}",
            type=partial(_edition, kind, example),
            metavar=period,
            dest="edition",
            help=f"for example {example}",
        )
    export.add_argument(
        "--format",
        type=_one_of(Form),
        default=Form.MARKDOWN,
        metavar="FORM",
        help="text, markdown, jekyll, json or bibtex (default: %(default)s)",
    )
    export.add_argument(
        "--style",
        type=_one_of(Style),
        metavar="STYLE",
        help="brief, sections or deep (default: usual in the format)",
    )
    export.add_argument("--lang", metavar="LANGUAGE", help="for example ko (default: from the settings)")
    export.add_argument(
        "--count", type=_count, default=COUNT, metavar="N", help="how many papers (default: %(default)s)"
    )
    export.add_argument("--evidence", action="store_true", help="add the quotes behind each sentence")
    export.add_argument("--out", type=Path, metavar="PATH", help="a file or a folder (default: stdout)")
    export.add_argument("--sample", action="store_true", help="use the invented sample week")
    export.set_defaults(command=_export)


def _start(chosen: argparse.Namespace) -> int:
    config = _load(chosen)
    if config.telegram.token:
        return _run(chosen)
    print("No Telegram token is set up, so this is the playground.", file=sys.stderr)
    return _play(chosen)


def _run(chosen: argparse.Namespace) -> int:
    from bot.app import serve

    config = _load(chosen)
    return asyncio.run(serve(config, _clock(chosen)))


def _play(chosen: argparse.Namespace) -> int:
    from bot.play import play

    config = _load(chosen)
    return asyncio.run(
        play(
            config,
            _clock(chosen),
            port=chosen.port,
            use_sample=chosen.sample,
            has_stand_in=not chosen.no_model,
        )
    )


def _preview(chosen: argparse.Namespace) -> int:
    from bot.preview import preview

    config = _load(chosen)
    return asyncio.run(
        preview(
            config,
            _clock(chosen),
            day=chosen.date,
            language=chosen.lang,
            count=chosen.count,
            style=chosen.style,
            use_sample=chosen.sample,
        )
    )


def _export(chosen: argparse.Namespace) -> int:
    from bot.export import export

    _speak_utf8(sys.stdout)
    config = _load(chosen)
    commission = Commission(
        form=chosen.format,
        edition=chosen.edition,
        language=chosen.lang or config.digest.language,
        style=chosen.style,
        count=chosen.count,
        has_evidence=chosen.evidence,
    )
    return asyncio.run(export(config, _clock(chosen), commission, out=chosen.out, use_sample=chosen.sample))


def _verify(_: argparse.Namespace) -> int:
    from bot.verify import verify

    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    return verify(sys.stdin, sys.stdout)


def _speak_utf8(stream: TextIO) -> None:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _doctor(chosen: argparse.Namespace) -> int:
    from bot.doctor import examine

    return asyncio.run(examine(chosen.config, os.environ))


def _load(chosen: argparse.Namespace) -> Config:
    """Read the settings; a file that was not named may be missing."""
    from bot.config_file import load
    from bot.logs import set_up
    from bot.words.texts import languages

    is_needed = chosen.config is not None and chosen.is_config_needed
    file = chosen.config or Path("config.toml")
    config = load(file if is_needed or file.exists() else None, os.environ, frozenset(languages()))
    set_up(config.log.level, config.secrets())
    return config


def _clock(chosen: argparse.Namespace) -> SystemClock:
    return SystemClock.starting_at(chosen.clock) if chosen.clock else SystemClock()


def _instant(text: str) -> datetime:
    instant: datetime | None
    try:
        instant = datetime.fromisoformat(text)
        instant = instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # beyond the calendar's ends
        instant = None
    if instant is None or instant.year not in YEARS:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no time; write it as 2026-06-12T08:00, with an offset if it is not UTC, from the "
            f"years {YEARS[0]} to {YEARS[-1]}"
        )
    return instant


def _one_of(words: type[Word]) -> Callable[[str], Word]:
    """Return what reads one of some words."""

    def read(text: str) -> Word:
        try:
            return words(text)
        except ValueError:
            known = ", ".join(words)
            raise argparse.ArgumentTypeError(f"found {text!r}; allowed: {known}") from None

    return read


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= port <= MAX_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; write a number from 0 to {MAX_PORT}")
    return port


def _day(text: str) -> date:
    day = parse_day(text)
    if day is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-06-12")
    return day


def _edition(kind: Kind, example: str, text: str) -> Edition:
    try:
        return Edition.parse(f"{kind}:{text}")
    except ValueError:
        what = {Kind.DAILY: "day", Kind.WEEKLY: "week", Kind.MONTHLY: "month"}[kind]
        raise argparse.ArgumentTypeError(f"{text!r} is no {what}; write it as {example}") from None


def _count(text: str) -> int:
    count = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= count <= MOST_PAPERS:
        raise argparse.ArgumentTypeError(f"{text!r} is no count; write a number from 1 to {MOST_PAPERS}")
    return count
