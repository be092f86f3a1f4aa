"""Button data: small, exact there and back, and harmless when it comes from elsewhere."""

from datetime import date, time
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Style
from bot.tg.callbacks import decode, encode, mark_of
from bot.tg.presses import (
    Again,
    Days,
    DropTopic,
    Flow,
    Forget,
    OpenCard,
    OpenRegion,
    OpenScreen,
    Press,
    ReadAbstract,
    ReadSummary,
    Screen,
    SetCount,
    SetDays,
    SetLanguage,
    SetStyle,
    SetTime,
    SetVotes,
    SetZone,
    ShowEvidence,
    ShowHidden,
    ShowSettings,
    Subscribe,
    Unsubscribe,
)
from bot.tg.zones import allowed

DAY = Edition.daily(date(2025, 10, 3))
PRESSES: list[Press] = [
    OpenCard("2509.22622"),
    OpenCard("hep-th/9901001"),
    ReadSummary("2509.22622"),
    ReadSummary("hep-th/9901001"),
    *(ReadSummary("astro-ph/9901001", "ko", style) for style in Style),
    ReadAbstract("2509.22622"),
    ReadAbstract("acc-phys/9901001", "pt-BR"),
    *(ShowEvidence("astro-ph/9901001", "pt-BR", style, 99) for style in Style),
    ShowEvidence("2509.22622", "en", Style.SECTIONS),
    Again(DAY),
    Again(Edition.weekly(date(2026, 12, 30))),
    ShowHidden(DAY),
    ShowSettings(),
    *(OpenScreen(screen, flow) for screen in Screen for flow in Flow),
    OpenRegion("asia", Flow.START),
    SetZone("America/Argentina/ComodRivadavia", Flow.START),
    SetLanguage("ko"),
    SetTime(time(8, 15), Flow.START),
    SetTime(time(0, 0)),
    *map(SetDays, Days),
    *map(SetCount, range(1, 11)),
    *map(SetStyle, Style),
    SetVotes(0),
    SetVotes(1000),
    DropTopic(mark_of("robot")),
    DropTopic(mark_of("로봇 " * 13)),
    *map(Subscribe, Kind),
    *map(Unsubscribe, Kind),
    Forget(is_sure=True),
    Forget(is_sure=False),
]


def test_every_kind_of_press_is_among_those_that_are_tested() -> None:
    assert {type(one) for one in PRESSES} == set(get_args(Press))


@pytest.mark.parametrize("press", PRESSES, ids=str)
def test_a_press_comes_back_as_it_was(press: Press) -> None:
    assert decode(encode(press)) == press


def test_every_zone_fits_into_a_button() -> None:
    for zone in allowed():
        for flow in Flow:
            assert decode(encode(SetZone(zone, flow))) == SetZone(zone, flow)


def test_what_does_not_fit_is_refused_here_and_not_by_telegram() -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        encode(SetZone("시" * 20))


@pytest.mark.parametrize(
    "data",
    [
        None, "", ":", "card", "card:", "card:x", "card:2509.22622 and more", "again:daily:2025-13-01",
        "again:yearly:2025", "hidden:", "set", "set:", "set:count:11", "set:count:0", "set:count:-1",
        "set:count:²", "set:count:a", "set:style:purple", "set:at:25:00", "set:open:attic", "start:count:3",
        "set:on:hourly", "set:zone:", "forget:", "forget:maybe", "v2:set:count:3", "set:count:3" + "0" * 60,
        "settings:", "\ud800", "sum:", "sum:x", "sum:2509.22622:ko", "sum:2509.22622:ko:purple",
        "sum:2509.22622:KOREAN:deep", "sum:2509.22622:ko:deep:1", "abs:", "abs:2509.22622:",
        "abs:2509.22622:k", "ev:2509.22622", "ev:2509.22622:ko:deep:0", "ev:2509.22622:ko:deep:100",
        "ev:2509.22622:ko:deep:¹",
        "set:topic:", "set:topic:robot", "set:votes:-1", "set:votes:1001", "set:votes:a",
    ],
)  # fmt: skip
def test_data_that_says_nothing_known_is_none(data: str | None) -> None:
    assert decode(data) is None


@given(st.text(max_size=70) | st.from_regex(r"\A(card|sum|abs|ev|again|hidden|set|start|forget):.{0,50}\Z"))
def test_no_data_raises(data: str) -> None:
    press = decode(data)
    assert press is None or decode(encode(press)) == press
