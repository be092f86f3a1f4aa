"""What a reader of a LaTeXML page can see: the styles that hide text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

Colour = tuple[int, int, int]

_WHITE: Colour = (255, 255, 255)
_BLACK: Colour = (0, 0, 0)
_NEAR = 24
"""Two colours that differ by no more than this in red, green and blue are one to the eye."""
_FAINT = 0.1
_TINY = {"pt": 2.0, "px": 2.5, "em": 0.2, "ex": 0.4, "rem": 0.2, "%": 20.0, "": 0.0}
_FAR = -500.0
_NAMES: Mapping[str, Colour] = {"white": _WHITE, "black": _BLACK, "snow": (255, 250, 250),
                                "ivory": (255, 255, 240), "ghostwhite": (248, 248, 255),
                                "whitesmoke": (245, 245, 245)}  # fmt: skip
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.ASCII)
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*(?:[,/]\s*([\d.]+)(%?)\s*)?\)", re.ASCII)
_SIZE = re.compile(r"(-?\d*\.?\d+)\s*(pt|px|em|ex|rem|%|)", re.ASCII)
_PHANTOM = frozenset({"ltx_phantom", "ltx_nodisplay"})


@dataclass(frozen=True, slots=True)
class Look:
    """The colours in which text stands; a colour is None where it is not known, and then it is seen."""

    ink: Colour | None = _BLACK
    paper: Colour | None = _WHITE
    is_clear: bool = False
    is_seen: bool = True
    """Whether text in these colours is seen."""

    @classmethod
    def of(cls, ink: Colour | None, paper: Colour | None, *, is_clear: bool) -> "Look":
        """Return the look of text in these colours."""
        is_near = ink is not None and paper is not None and _differ_by(ink, paper) <= _NEAR
        return cls(ink, paper, is_clear, not is_clear and not is_near)


def _differ_by(one: Colour, other: Colour) -> int:
    return max(abs(this - that) for this, that in zip(one, other, strict=True))


def is_hidden(attributes: Mapping[str, str | None], classes: frozenset[str]) -> bool:
    """Return whether an element and all in it are out of sight, whatever its colours."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if not _PHANTOM.isdisjoint(classes):
        return True
    style = attributes.get("style")
    return bool(style) and _is_hiding(style or "")


def dress(look: Look, attributes: Mapping[str, str | None]) -> Look:
    """Return the look of what stands in an element."""
    style, fill = attributes.get("style"), attributes.get("color")
    if not style and not fill:
        return look
    told = _declarations(style or "")
    ink = told.get("--ltx-fg-color") or told.get("color") or fill
    paper = told.get("--ltx-bg-color") or told.get("background-color") or told.get("background")
    if ink is None and paper is None:
        return look
    new_ink, is_clear = (look.ink, look.is_clear) if ink is None else _colour(ink)
    new_paper = look.paper
    if paper is not None:
        found, is_see_through = _colour(paper)
        new_paper = look.paper if is_see_through else found
    return Look.of(new_ink, new_paper, is_clear=is_clear)


@lru_cache(maxsize=1_024)
def _is_hiding(style: str) -> bool:
    told = _declarations(style)
    if told.get("display") == "none" or told.get("visibility") in {"hidden", "collapse"}:
        return True
    opacity = _number(told.get("opacity", ""))
    if opacity is not None and opacity[0] <= (_FAINT * 100 if opacity[1] == "%" else _FAINT):
        return True
    size = _number(told.get("font-size", ""))
    if size is not None and size[0] <= _TINY[size[1]]:
        return True
    if any((_number(told.get(side, "")) or (0, ""))[0] < _FAR for side in ("left", "top", "text-indent")):
        return True
    if told.get("clip", "").startswith("rect(0") or told.get("clip-path", "") == "inset(100%)":
        return True
    is_cut = told.get("overflow") in {"hidden", "clip"}
    return is_cut and any((_number(told.get(side, "")) or (1, ""))[0] == 0 for side in ("width", "height"))


@lru_cache(maxsize=1_024)
def _declarations(style: str) -> Mapping[str, str]:
    pairs = (part.partition(":") for part in style.lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs}


def _number(text: str) -> tuple[float, str] | None:
    found = _SIZE.match(text)
    return (float(found[1]), found[2]) if found else None


def _colour(text: str) -> tuple[Colour | None, bool]:
    """Return a colour, None where its name is not known, and whether it is see-through."""
    if text == "transparent":
        return None, True
    if text in _NAMES:
        return _NAMES[text], False
    if found := _HEX.fullmatch(text):
        digits = found[1] if len(found[1]) > len("rgba") else "".join(one * 2 for one in found[1])
        red, green, blue, *alpha = (int(digits[n : n + 2], 16) for n in range(0, len(digits), 2))
        return (red, green, blue), bool(alpha) and alpha[0] <= _FAINT * 255
    if found := _RGB.fullmatch(text):
        opacity = float(found[4] or 1) / (100 if found[5] else 1)
        return (int(found[1]), int(found[2]), int(found[3])), opacity <= _FAINT
    return None, False
