from datetime import UTC, datetime, timedelta

import pytest

from bot.sources.waits import LONGEST, asked_wait

NOW = datetime(2026, 6, 12, 16, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": " 0 "}, 0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "Fri, 12 Jun 2026 16:01:30 GMT"}, 90),
        ({"retry-after": "Fri, 12 Jun 2026 18:01:30 +0200"}, 90),
        ({"retry-after": "Fri, 12 Jun 2026 16:01:30 -0000"}, 90),
        ({"retry-after": "Fri, 12 Jun 2026 15:00:00 GMT"}, 0),
        ({"ratelimit": '"api";r=0;t=55'}, 56),
        ({"retry-after": "3", "ratelimit": '"api";r=0;t=55'}, 3),
        ({"retry-after": "soon", "ratelimit": '"api";r=0;t=55'}, 56),
    ],
)
def test_each_form_of_asking_to_wait_is_understood(headers: dict[str, str], seconds: float) -> None:
    assert asked_wait(headers, NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "headers",
    [{}, {"retry-after": ""}, {"retry-after": "-5"}, {"retry-after": "soon"}, {"ratelimit": "art=5x"}],
)
def test_what_does_not_say_how_long_is_no_wait(headers: dict[str, str]) -> None:
    assert asked_wait(headers, NOW) is None


@pytest.mark.parametrize("text", ["999999999", "Fri, 12 Jun 2099 16:00:00 GMT"])
def test_nobody_makes_us_wait_for_days(text: str) -> None:
    assert asked_wait({"retry-after": text}, NOW) == LONGEST
