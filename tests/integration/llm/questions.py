"""Questions that all tests of the client ask."""

from collections.abc import Callable

from bot.domain.model_answers import Ask
from bot.llm.client import ModelClient
from tests.integration.llm.stand_in import saying

SCHEMA = {
    "type": "object",
    "properties": {"text": {"type": "string"}, "share": {"type": "number"}},
    "required": ["text", "share"],
    "additionalProperties": False,
}
DATA = {"text": "made up", "share": 7.5}
ASK = Ask("You read papers.", "An invented paper. " * 50, SCHEMA, max_output_tokens=200, estimate_tokens=250)
MISFIT = saying('{"text": 7}')
MakeClient = Callable[..., ModelClient]
