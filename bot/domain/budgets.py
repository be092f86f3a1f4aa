"""Budgets: how many tokens a day may cost, for all, for one chat and for one user."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from bot.domain.model_answers import Usage
from bot.domain.readings import Asker, Scope


@dataclass(frozen=True, slots=True)
class Account:
    """Whose spending is counted: `id` is a Telegram id, 0 for the day's own."""

    scope: Scope
    id: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """The most tokens of a UTC day; 0 means none at all, None means no limit."""

    day: int | None = None
    chat: int | None = None
    user: int | None = None

    def of(self, scope: Scope) -> int | None:
        """Return the limit of a scope."""
        return {Scope.DAY: self.day, Scope.CHAT: self.chat, Scope.USER: self.user}[scope]


@dataclass(frozen=True, slots=True)
class Prices:
    """What a million tokens cost, in the operator's currency."""

    prompt: Decimal = Decimal(0)
    completion: Decimal = Decimal(0)
    currency: str = "USD"

    def cost(self, usage: Usage) -> Decimal:
        """Return what a question cost."""
        tokens = usage.prompt_tokens * self.prompt + usage.completion_tokens * self.completion
        return tokens / 1_000_000


@dataclass(frozen=True, slots=True)
class Spending:
    """What an account has spent on a day; `reserved` tokens are set aside for questions on their way."""

    tokens: int = 0
    reserved: int = 0
    requests: int = 0
    cost: Decimal = Decimal(0)


def accounts(asker: Asker, limits: Limits) -> Mapping[Account, int | None]:
    """Return the accounts that a question of an asker draws on, with their limits."""
    found: dict[Account, int | None] = {Account(Scope.DAY): limits.day}
    if asker.chat_id is not None:
        found[Account(Scope.CHAT, asker.chat_id)] = limits.chat
    if asker.user_id is not None:
        found[Account(Scope.USER, asker.user_id)] = limits.user
    return found


def budget_day(now: datetime) -> date:
    """Return the day that an instant is counted to: budgets refill at midnight UTC."""
    return now.astimezone(UTC).date()


def refills_at(now: datetime) -> datetime:
    """Return when the budgets of an instant's day are full again."""
    return datetime.combine(budget_day(now) + timedelta(days=1), time(0), UTC)
