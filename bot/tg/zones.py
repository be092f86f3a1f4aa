"""Time zones that people can choose, by tap or by name. What is not listed here can be typed."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.words.texts import languages, texts

COMMON = (
    "Asia/Seoul",
    "America/Los_Angeles",
    "America/New_York",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tokyo",
    "UTC",
)
"""The zones that most readers live in, offered first."""

REGIONS: Mapping[str, tuple[str, ...]] = {
    "asia": (
        "Asia/Almaty", "Asia/Baghdad", "Asia/Bangkok", "Asia/Colombo", "Asia/Dhaka", "Asia/Dubai",
        "Asia/Ho_Chi_Minh", "Asia/Hong_Kong", "Asia/Jakarta", "Asia/Jerusalem", "Asia/Karachi",
        "Asia/Kathmandu", "Asia/Kolkata", "Asia/Kuala_Lumpur", "Asia/Manila", "Asia/Riyadh", "Asia/Seoul",
        "Asia/Shanghai", "Asia/Singapore", "Asia/Taipei", "Asia/Tashkent", "Asia/Tehran", "Asia/Tokyo",
        "Asia/Yerevan",
    ),
    "europe": (
        "Europe/Amsterdam", "Europe/Athens", "Europe/Berlin", "Europe/Brussels", "Europe/Bucharest",
        "Europe/Budapest", "Europe/Copenhagen", "Europe/Dublin", "Europe/Helsinki", "Europe/Istanbul",
        "Europe/Kyiv", "Europe/Lisbon", "Europe/London", "Europe/Madrid", "Europe/Moscow", "Europe/Oslo",
        "Europe/Paris", "Europe/Prague", "Europe/Rome", "Europe/Stockholm", "Europe/Vienna",
        "Europe/Vilnius", "Europe/Warsaw", "Europe/Zurich",
    ),
    "america": (
        "America/Anchorage", "America/Argentina/Buenos_Aires", "America/Bogota", "America/Chicago",
        "America/Denver", "America/Guatemala", "America/Halifax", "America/Havana", "America/La_Paz",
        "America/Lima", "America/Los_Angeles", "America/Mexico_City", "America/Montevideo",
        "America/New_York", "America/Panama", "America/Phoenix", "America/Puerto_Rico", "America/Santiago",
        "America/Sao_Paulo", "America/St_Johns", "America/Toronto", "America/Vancouver", "America/Winnipeg",
        "Pacific/Honolulu",
    ),
    "africa": (
        "Africa/Abidjan", "Africa/Accra", "Africa/Addis_Ababa", "Africa/Algiers", "Africa/Cairo",
        "Africa/Casablanca", "Africa/Johannesburg", "Africa/Kampala", "Africa/Khartoum", "Africa/Lagos",
        "Africa/Nairobi", "Africa/Tunis",
    ),
    "oceania": (
        "Australia/Adelaide", "Australia/Brisbane", "Australia/Darwin", "Australia/Hobart",
        "Australia/Melbourne", "Australia/Perth", "Australia/Sydney", "Pacific/Auckland", "Pacific/Fiji",
        "Pacific/Guam", "Pacific/Port_Moresby", "Pacific/Tahiti",
    ),
}  # fmt: skip

_AREAS = frozenset(
    [
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    ]
)


@cache
def allowed() -> frozenset[str]:
    """Return every zone that a chat may have: places of the world, and UTC."""
    places = {zone for zone in available_timezones() if zone.partition("/")[0] in _AREAS}
    return frozenset(places | {"UTC"})


def find_zone(text: str) -> str | None:
    """Return the zone that a text names: in full, or by its city in any language of ours.

    Upper and lower case, spaces and underscores are the same. None where it names none, or several.
    """
    wanted = _fold(text)
    if not wanted:
        return None
    return _by_name().get(wanted) or _by_city().get(wanted)


def offset(zone: str, now: datetime) -> str:
    """Return how far a zone is from UTC at an instant, such as `UTC+9` or `UTC-3:30`."""
    distance = now.astimezone(ZoneInfo(zone)).utcoffset()
    minutes = int(distance.total_seconds()) // 60 if distance is not None else 0
    hours, rest = divmod(abs(minutes), 60)
    return (
        "UTC"
        + (f"{'-' if minutes < 0 else '+'}{hours}" if minutes else "")
        + (f":{rest:02d}" if rest else "")
    )


@cache
def _by_name() -> Mapping[str, str]:
    return {_fold(zone): zone for zone in allowed()} | {"gmt": "UTC"}


@cache
def _by_city() -> Mapping[str, str]:
    offered = {*COMMON, *(zone for region in REGIONS.values() for zone in region)}
    named: dict[str, set[str]] = defaultdict(set)
    for zone in allowed():
        named[_fold(zone.rpartition("/")[2])].add(zone)
    for language in languages():
        for zone in offered:
            named[_fold(texts(language).city(zone))].add(zone)
    # Where several zones share a city's name (old spellings do), the one that is offered is meant.
    found = {city: zones & offered or zones for city, zones in named.items()}
    return {city: next(iter(zones)) for city, zones in found.items() if len(zones) == 1}


def _fold(text: str) -> str:
    return "_".join(text.casefold().replace("_", " ").split())
