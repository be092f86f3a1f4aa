"""A placed paper in the raw JSON shape of the daily list, item by item, field by field."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from bot.playground.sample.manuscripts import Account, Manuscript
from bot.playground.sample.week import Placed

_NEW_YORK = ZoneInfo("America/New_York")
_MEDIA = "https://cdn-uploads.huggingface.co/production/uploads"
_THUMBNAILS = "https://cdn-thumbnails.huggingface.co/social-thumbnails/papers"


def item(placed: Placed, now: datetime) -> dict[str, Any]:
    """Return the list's item as it stands at `now`.

    Like the real one, it says some things twice (title, abstract, organisation), and its outer
    `publishedAt` is off by New York's distance from UTC: only the inner one is right.
    """
    written = placed.manuscript
    misread = placed.published_at.astimezone(_NEW_YORK).replace(tzinfo=UTC)
    return {
        "paper": paper(placed, now),
        "publishedAt": _stamp(misread),
        "title": written.title,
        "summary": written.abstract,
        **_media(placed),
        "thumbnail": f"{_THUMBNAILS}/{placed.id}.png",
        "numComments": written.comments,
        "submittedBy": {
            **_account(written.submitter),
            "isHf": False,
            "isHfAdmin": False,
            "isMod": False,
            "isUserFollowing": False,
        },
        **_organization(written),
        "isAuthorParticipating": written.is_author_participating,
    }


def paper(placed: Placed, now: datetime) -> dict[str, Any]:
    """Return the flat paper: what stands inside an item, and what a single paper is answered with."""
    written = placed.manuscript
    return {
        "id": placed.id,
        "authors": [_author(placed, n, name) for n, name in enumerate(written.authors)],
        **_media(placed),
        "publishedAt": _stamp(placed.published_at),
        "submittedOnDailyAt": _stamp(placed.submitted_at),
        "title": written.title,
        "submittedOnDailyBy": {**_account(written.submitter), "user": written.submitter.name},
        "summary": written.abstract,
        "upvotes": placed.votes(now),
        "discussionId": _key("discussion", placed.id),
        **_optional(written),
        **_organization(written),
    }


def _optional(written: Manuscript) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if written.project_url is not None:
        found["projectPage"] = written.project_url
    if written.code is not None:
        found["githubRepo"] = written.code.url
        found["githubRepoAddedBy"] = "user"
    if written.ai_summary is not None:
        found["ai_summary"] = written.ai_summary
        found["ai_keywords"] = list(written.ai_keywords)
    if written.code is not None:
        found["githubStars"] = written.code.stars
    return found


def _author(placed: Placed, place: int, name: str) -> dict[str, Any]:
    author: dict[str, Any] = {"_id": _key("author", placed.id, str(place)), "name": name, "hidden": False}
    if name == placed.manuscript.submitter.fullname:
        submitter = placed.manuscript.submitter
        author["user"] = {**_account(submitter), "user": submitter.name}
        author["status"] = "claimed_verified"
        author["statusLastChangedAt"] = _stamp(placed.submitted_at)
    return author


def _account(account: Account) -> dict[str, Any]:
    key = _key("account", account.name)
    return {
        "_id": key,
        "avatarUrl": f"/avatars/{key}.svg",
        "fullname": account.fullname,
        "name": account.name,
        "type": "user",
        "isPro": False,
    }


def _organization(written: Manuscript) -> dict[str, Any]:
    if written.organization is None:
        return {}
    key = _key("organization", written.organization.name)
    return {
        "organization": {
            "_id": key,
            "name": written.organization.name,
            "fullname": written.organization.fullname,
            "avatar": f"/avatars/{key}.svg",
        }
    }


def _media(placed: Placed) -> dict[str, Any]:
    if not placed.manuscript.has_media:
        return {}
    return {"mediaUrls": [f"{_MEDIA}/{_key('media', placed.id)}/overview.png"]}


def _key(*names: str) -> str:
    """Return 24 hex digits like the service's own keys, the same for the same names."""
    return sha256("\0".join(names).encode()).hexdigest()[:24]


def _stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"
