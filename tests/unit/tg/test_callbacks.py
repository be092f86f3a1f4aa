"""Button data: small, exact there and back, and harmless when it comes from elsewhere."""

from datetime import date, time
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Style
from bot.tg.callbacks import (
    Again,
    Days,
    Flow,
    Forget,
    OpenCard,
    OpenRegion,
    OpenScreen,
    Press,
    Screen,
    SetCount,
    SetDays,
    SetLanguage,
    SetStyle,
    SetTime,
    SetZone,
    ShowHidden,
    ShowSettings,
    Subscribe,
    Unsubscribe,
    decode,
    encode,
)
from bot.tg.zones import allowed

DAY = Edition.daily(date(2025, 10, 3))
PRESSES: list[Press] = [
    OpenCard("2509.22622"),
    OpenCard("hep-th/9901001"),
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
        "settings:", "\ud800",
    ],
)  # fmt: skip
def test_data_that_says_nothing_known_is_none(data: str | None) -> None:
    assert decode(data) is None


@given(st.text(max_size=70) | st.from_regex(r"\A(card|again|hidden|set|start|forget):.{0,50}\Z"))
def test_no_data_raises(data: str) -> None:
    press = decode(data)
    assert press is None or decode(encode(press)) == press
