"""Whether the model's server answers."""

from openai import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AsyncOpenAI,
    AuthenticationError,
    NotFoundError,
    OpenAIError,
    PermissionDeniedError,
    RateLimitError,
)

from bot.domain.addresses import shown
from bot.domain.errors import PaperboyError

TIMEOUT_S = 20.0
_QUESTION = "Answer with the word yes."


class ModelTrouble(PaperboyError):
    """The model's server does not do what it should; `remedy` says what to try."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(why)
        self.remedy = remedy


async def try_model(base_url: str, api_key: str, name: str) -> str:
    """Ask the model for one word and return a line about how it answered.

    Raises:
        ModelTrouble: it did not answer with text.
    """
    # Servers without keys still want the header, and the SDK refuses an empty key.
    async with AsyncOpenAI(
        base_url=base_url, api_key=api_key or "none", timeout=TIMEOUT_S, max_retries=0
    ) as client:
        try:
            answer = await client.chat.completions.create(
                model=name, messages=[{"role": "user", "content": _QUESTION}]
            )
        except OpenAIError as error:
            raise _trouble(error, base_url, name) from None
        except (AttributeError, TypeError, ValueError):
            # What the SDK raises for a 200 that is a page of HTML or another shape.
            raise ModelTrouble(
                f"{shown(base_url)} answers, but not as an OpenAI-compatible server does",
                "check [model] base_url; it usually ends in /v1",
            ) from None
    where = shown(base_url)
    choices = getattr(answer, "choices", None) or []
    if not choices or not (choices[0].message.content or "").strip():
        raise ModelTrouble(f"{name} at {where} answered with nothing", "try another model")
    return f"{name} at {where} answers"


_TROUBLES: tuple[tuple[type[OpenAIError], str, str], ...] = (
    (AuthenticationError, "does not accept the key", "check [model] api_key"),
    (PermissionDeniedError, "does not accept the key", "check [model] api_key"),
    (NotFoundError, "does not know the model {name!r}", "check [model] name and base_url"),
    (RateLimitError, "refuses for now (429)", "check the account's quota"),
    (APITimeoutError, f"did not answer within {TIMEOUT_S:.0f} s", "is the server busy?"),
    (APIConnectionError, "cannot be reached", "is the server up? check [model] base_url"),
    (APIStatusError, "refuses the question", "check [model] base_url and name"),
    (OpenAIError, "does not answer as expected", "check [model] base_url"),
)


def _trouble(error: OpenAIError, base_url: str, name: str) -> ModelTrouble:
    """Return the first line that fits; subclasses stand before their bases."""
    why, remedy = next((why, remedy) for kind, why, remedy in _TROUBLES if isinstance(error, kind))
    return ModelTrouble(f"{shown(base_url)} {why.format(name=name)}", remedy)
