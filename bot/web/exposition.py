"""Figures in the text form that Prometheus reads (its exposition format 0.0.4). Pure."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.services.vitals import Figure

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


def expose(figures: Iterable[Figure]) -> str:
    """Return figures as text, one sample a line."""
    return "".join(f"{line}\n" for figure in figures for line in _lines(figure))


def _lines(figure: Figure) -> Iterator[str]:
    yield f"# HELP {figure.name} {figure.meaning}"
    yield f"# TYPE {figure.name} {figure.kind}"
    for value, number in figure.samples.items():
        label = f'{{{figure.label}="{_escaped(value)}"}}' if figure.label else ""
        yield f"{figure.name}{label} {number:.10g}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
