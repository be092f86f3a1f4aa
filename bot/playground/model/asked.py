"""The journal: what was asked of the model, and what it answered."""

from dataclasses import asdict, dataclass
from datetime import datetime

from bot.playground.errors import Json


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its answer.

    Attributes:
        number: counted from 1.
        at: when it came.
        step: what it asked for.
        language: what it was to be told in.
        form: how it asked for the shape.
        system: the system prompt.
        user: the user's message.
        max_tokens: the most that it let the answer have; None where it did not say.
        prompt_tokens: what the server counted.
        lie: the lie that was told; None where the answer was honest.
        told: the false sentences, as they stood in the answer.
        content: the answer's content, as it was to be sent; None where there was none.
    """

    number: int
    at: datetime
    step: str
    language: str
    form: str
    system: str
    user: str
    max_tokens: int | None
    prompt_tokens: int
    lie: str | None
    told: tuple[str, ...]
    content: str | None

    def body(self) -> Json:
        """Return the entry as JSON."""
        return {**asdict(self), "at": self.at.isoformat(), "told": list(self.told)}
