"""Answers: a digest, or in one line why there is none, or both in one message."""

from collections.abc import Mapping

from bot.domain.answers import Answer
from bot.domain.chats import Place, Preferences
from bot.domain.messages import Post
from bot.domain.summaries import Summary
from bot.services.ports import NOTHING_TOLD
from bot.tg.views.digest import DigestViews
from bot.tg.views.silence import silence_post


def answer_posts(
    answer: Answer,
    preferences: Preferences,
    views: DigestViews,
    place: Place = Place.PRIVATE,
    told: Mapping[str, Summary] = NOTHING_TOLD,
) -> tuple[Post, ...]:
    """Return an answer as messages: one, as long as there is anything to say.

    Beside a digest the reasons stand as lines below it; without one each stands for itself. `told` are
    summaries of the digest's papers in the chat's style, by paper.
    """
    if answer.digest is not None:
        post = views.digest(answer.digest, preferences, place, told=told, silences=answer.silences)
        return (post,)
    return tuple(silence_post(one, preferences) for one in answer.silences)
