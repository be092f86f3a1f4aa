"""What it means for a reader that the model failed."""

from bot.domain.model_answers import Failure, ModelBusy, ModelRefused
from bot.domain.readings import Obstacle, Unread


def obstacle(failure: Failure) -> Unread:
    """Return why there is nothing to tell after a failure of the model."""
    if isinstance(failure, ModelRefused):
        return Unread(Obstacle.REFUSED)
    return Unread(Obstacle.MODEL_DOWN, again_at=failure.retry_at if isinstance(failure, ModelBusy) else None)
