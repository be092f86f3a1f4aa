"""What it means for a reader that the model failed."""

from bot.domain.model_answers import Failure, ModelBusy, ModelCut, ModelGarbled, ModelRefused, OutOfTime
from bot.domain.readings import Obstacle, Unread


def obstacle(failure: Failure) -> Unread:
    """Return why there is nothing to tell after a failure of the model.

    A model that answers what cannot be used is not down: that is about what was asked, and says nothing
    of other papers.
    """
    if isinstance(failure, ModelRefused):
        return Unread(Obstacle.REFUSED)
    if isinstance(failure, ModelGarbled | ModelCut):
        return Unread(Obstacle.GARBLED)
    if isinstance(failure, OutOfTime):
        return Unread(Obstacle.OUT_OF_TIME)
    return Unread(Obstacle.MODEL_DOWN, again_at=failure.retry_at if isinstance(failure, ModelBusy) else None)
