"""The status bar: one bar cut into its colours, each part with a pattern and a letter of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEAST = 400, 32, 22


@dataclass(frozen=True)
class Segment:
    """What one part of the bar stands for: its colour by name, its words, how many."""

    colour: str
    words: str
    number: int


@dataclass(frozen=True)
class DrawnSegment:
    """One part where it lies; the number stands inside."""

    colour: str
    words: str
    x: float
    width: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class StatusBar:
    """The whole bar in its own units, and what it says in words."""

    segments: tuple[DrawnSegment, ...]
    summary: str
    width: int = WIDTH
    height: int = HEIGHT


def drawn(segments: Sequence[Segment]) -> StatusBar | None:
    """The bar of some numbers, parts without any left out; None when all are nought.

    A part is as wide as its number, but never too narrow for its letter; the others give way in proportion.
    """
    shown = [segment for segment in segments if segment.number]
    total = sum(segment.number for segment in shown)
    if not total:
        return None
    spare = WIDTH - LEAST * len(shown)
    x, found = 0.0, []
    for segment in shown:
        width = LEAST + spare * segment.number / total
        letter = segment.words[:1].upper() if segment.colour != "none" else "–"
        words = f"{letter} {segment.number:,}" if width > 46 else letter
        found.append(DrawnSegment(segment.colour, words, round(x, 1), round(width, 1)))
        x += width
    said = "; ".join(f"{segment.words}: {segment.number:,}" for segment in segments)
    return StatusBar(tuple(found), f"One bar for all workstreams, from the best colour to none. {said}.")
