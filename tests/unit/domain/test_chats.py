from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from bot.domain.answers import Card, Standing
from bot.domain.calendar import Edition, Kind
from bot.domain.chats import Address, Chat, Place, Preferences
from bot.domain.papers import Paper
from bot.domain.schedule import Subscription

PAPER = Paper("2606.00001", "On counting", "We count.")


def test_a_chat_knows_its_subscription_of_each_kind() -> None:
    daily = Subscription(Kind.DAILY, time(8, 15))
    chat = Chat(1, Address(7), Place.PRIVATE, subscriptions=(Subscription(Kind.WEEKLY, time(9)), daily))
    assert chat.subscription(Kind.DAILY) is daily
    assert chat.subscription(Kind.MONTHLY) is None


def test_a_topic_of_a_forum_is_an_address_of_its_own() -> None:
    assert Address(7) != Address(7, topic_id=3)


def test_preferences_name_a_zone() -> None:
    assert Preferences(zone="Asia/Seoul").zone_info == ZoneInfo("Asia/Seoul")


@pytest.mark.parametrize(("votes", "most"), [((), None), ((3,), 3), ((3, 9, 5), 9)])
def test_a_card_tells_the_most_votes_that_any_list_had(votes: tuple[int, ...], most: int | None) -> None:
    standings = tuple(Standing(Edition.daily(date(2026, 6, 12)), 1, count) for count in votes)
    assert Card(PAPER, standings).votes == most
