"""Budgets: what asking the model may cost, and what it did cost."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.budgets import Account, Limits, Prices, accounts, budget_day, refills_at
from bot.domain.errors import StoreUnavailable
from bot.domain.model_answers import Answer, Ask, ModelBusy, ModelCut, ModelDown, OutOfTime, Side, Usage
from bot.domain.readings import Asker, Obstacle, Unread
from bot.services.ports import Clock
from bot.services.reading_ports import Model, Purse

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reservation:
    """Tokens that are set aside on a day's accounts for questions on their way.

    `prompt_tokens` and `output_tokens` are what is expected of all `requests` together.
    """

    day: date
    accounts: Mapping[Account, int | None]
    prompt_tokens: int
    output_tokens: int
    requests: int

    @property
    def tokens(self) -> int:
        """How many tokens are set aside."""
        return self.prompt_tokens + self.output_tokens

    def filled(self, usage: Usage) -> Usage:
        """Return what was used, where the server did not say with what was expected of a request."""
        return Usage(
            usage.prompt_tokens + usage.unreported * self.prompt_tokens // self.requests,
            usage.completion_tokens + usage.unreported * self.output_tokens // self.requests,
            usage.requests,
        )


class Budget:
    """Sets tokens aside before questions are asked, and puts what they cost in their place.

    What a process that died had set aside stays set aside until the day is over.

    Args:
        purse: where it is counted.
        limits: the most tokens of a day.
        prices: what tokens cost; told in the log where they are set.
        clock: the present.
    """

    def __init__(self, purse: Purse, limits: Limits, prices: Prices, clock: Clock) -> None:
        self._purse, self._limits, self._prices, self._clock = purse, limits, prices, clock

    async def reserve(
        self, asker: Asker, tokens: int, output_tokens: int = 0, *, requests: int = 1
    ) -> Reservation | Unread:
        """Set tokens aside for questions, or return whose budget does not suffice and when it refills.

        Args:
            asker: whose budgets they draw on, apart from the day's.
            tokens: how many the prompts have, or all that are expected.
            output_tokens: how many the answers may have.
            requests: how many questions these are.

        Raises:
            StoreUnavailable: the database did not answer.
        """
        now = self._clock.now()
        drawn = accounts(asker, self._limits)
        reservation = Reservation(budget_day(now), drawn, tokens, output_tokens, requests)
        spent = await self._purse.reserve(reservation.day, drawn, reservation.tokens)
        return reservation if spent is None else Unread(Obstacle.BUDGET, spent.scope, refills_at(now))

    async def settle(self, reservation: Reservation, usage: Usage) -> None:
        """Count what questions cost, all their requests; those whose cost is not known as was expected.

        An answer that was paid for is worth more than its count: where the database does not answer, that
        is logged, and the tokens stay set aside.
        """
        used = reservation.filled(usage)
        tokens, cost = used.prompt_tokens + used.completion_tokens, self._prices.cost(used)
        if cost:
            told = f"{cost:.4f} {self._prices.currency}"
            log.info(
                "asked the model for %s: %d tokens read, %d written",
                told, used.prompt_tokens, used.completion_tokens,
            )  # fmt: skip
        try:
            await self._purse.settle(reservation.day, reservation.accounts, reservation.tokens, tokens, cost)
        except StoreUnavailable as error:
            log.warning("%d tokens could not be counted: %s", tokens, error)

    async def ask(self, model: Model, ask: Ask, asker: Asker) -> Answer | Unread:
        """Ask one question on the asker's budgets; see `ask_all`."""
        answers = await self.ask_all(model, (ask,), asker)
        return answers if isinstance(answers, Unread) else answers[0]

    async def ask_all(self, model: Model, asks: Sequence[Ask], asker: Asker) -> list[Answer] | Unread:
        """Ask questions one after the other on the asker's budgets, which must suffice for all of them.

        After a failure that the next question would meet as well, the rest is not asked: there are fewer
        answers then, and the last one is that failure. A question that is given up on its way counts as
        expected.

        Raises:
            StoreUnavailable: the database did not answer before anything was asked.
        """
        prompt = sum(one.estimate_tokens for one in asks)
        output = sum(one.max_output_tokens for one in asks)
        reservation = await self.reserve(asker, prompt, output, requests=len(asks))
        if isinstance(reservation, Unread):
            return reservation
        answers: list[Answer] = []
        usage = Usage()
        try:
            for ask in asks:
                answers.append(await model.ask(ask))
                usage += answers[-1].usage
                if is_lasting(answers[-1]):
                    break
        except asyncio.CancelledError:
            usage += Usage(requests=1, unreported=1)
            raise
        finally:
            await self.settle(reservation, usage)
        return answers


def is_lasting(answer: Answer) -> bool:
    """Return whether the next question would fare the same."""
    if isinstance(answer, ModelCut):
        return answer.side is Side.PROMPT
    return isinstance(answer, ModelDown | ModelBusy | OutOfTime)
