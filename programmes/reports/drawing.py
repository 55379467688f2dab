"""A chain of agreements as a drawing: boxes below each other, each joined to the one it varies or replaces."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import Truncator

from programmes.agreements import Link
from programmes.fields import vague

WIDTH, BOX, GAP, STEP = 460, 46, 14, 26


@dataclass(frozen=True)
class Box:
    """One agreement of the drawing: where its box lies, its two lines, the line to the box it hangs on."""

    x: int
    y: int
    width: int
    title: str
    words: str
    joint: str
    is_here: bool

    @property
    def text_x(self) -> int:
        return self.x + 10

    @property
    def title_y(self) -> int:
        return self.y + 19

    @property
    def words_y(self) -> int:
        return self.y + 37


@dataclass(frozen=True)
class Drawing:
    """The whole drawing, in its own units."""

    width: int
    height: int
    box: int
    boxes: tuple[Box, ...]


def drawn(links: Sequence[Link]) -> Drawing:
    """A chain as a drawing; the list beside it says the same in words."""
    boxes: list[Box] = []
    above: dict[int, Box] = {}
    for place, link in enumerate(links):
        x, y = min(link.depth, 6) * STEP, place * (BOX + GAP)
        upper = above.get(link.depth - 1)
        joint = f"M{upper.x + STEP // 2} {upper.y + BOX}V{y + BOX // 2}H{x}" if upper else ""
        signed = str(vague(link.agreement, "signed"))
        words = ", ".join(
            filter(None, [link.how, f"signed {signed}" if signed else "", "this one" if link.is_here else ""])
        )
        title = Truncator(f"{link.agreement.reference} {link.agreement.title}").chars(56)
        box = Box(x, y, WIDTH - x, title, words or "the first", joint, link.is_here)
        boxes.append(box)
        above[link.depth] = box
    return Drawing(WIDTH + 2, len(links) * (BOX + GAP), BOX, tuple(boxes))
