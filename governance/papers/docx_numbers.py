"""Word's own numbering for the numbers a paper gives: “4.1” is counted by Word, not typed.

Word counts each level of a list by itself. A paper's numbers are given; where they do not follow on from the one before
(a section left out, a paragraph without a number) a new list begins at the number given.
"""

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Twips

_LEVELS = 4
#: How far the words of a numbered paragraph stand in from the margin, beside their number.
SET_IN = Twips(709)
#: How far the words of a list stand in from their bullet.
_BULLET_GAP = Twips(357)
_PLAIN = re.compile(r"\d+(\.\d+)*")


class Numbers:
    """The lists of one document; `number` gives a paragraph its place in them."""

    def __init__(self, document: Any) -> None:
        self._root = document.part.numbering_part.element
        self._abstract = self._add_abstract()
        self._now: tuple[int, ...] = ()
        self._list = ""

    def number(self, paragraph: Any, number: str) -> bool:
        """Let Word count this paragraph as `number`, “4” or “4.1”; False when it is no such number and must be typed."""
        if not _PLAIN.fullmatch(number) or number.count(".") >= _LEVELS:
            return False
        wanted = tuple(map(int, number.split(".")))
        if not self._list or wanted not in self._next():
            self._list = self._begin(wanted)
        self._now = wanted
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = len(wanted) - 1
        properties.get_or_add_numId().val = int(self._list)
        return True

    def set_in_bullets(self, style: Any, left: Length) -> None:
        """Let the bullets of a list style stand in by `left` and their words further in, in the style and in its list.

        Word takes the indent from the style, other readers from the level of the list that the style counts by: both say
        the same, and the tab of the level, which would stand before its bullet, goes.
        """
        words = Twips(left.twips + _BULLET_GAP.twips)
        style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = words, -_BULLET_GAP
        number = self._root.num_having_numId(style.element.pPr.numPr.numId.val)
        (abstract,) = self._root.xpath(f"./w:abstractNum[@w:abstractNumId='{number.abstractNumId.val}']")
        properties = abstract.find(f"{qn('w:lvl')}/{qn('w:pPr')}")
        properties.clear()
        properties.append(_element("w:ind", left=str(words.twips), hanging=str(_BULLET_GAP.twips)))

    def _next(self) -> set[tuple[int, ...]]:
        """The numbers that Word would give by itself after the present one, at each level."""
        following = {(*self._now, 1)}
        for depth in range(1, len(self._now) + 1):
            *before, last = self._now[:depth]
            following.add((*before, last + 1))
        return following

    def _add_abstract(self) -> str:
        key = str(
            1 + max((int(a.get(qn("w:abstractNumId"))) for a in self._root.findall(qn("w:abstractNum"))), default=0)
        )
        abstract = _element("w:abstractNum", abstractNumId=key)
        abstract.append(_element("w:multiLevelType", val="multilevel"))
        for level in range(_LEVELS):
            part = _element("w:lvl", ilvl=str(level))
            text = ".".join(f"%{n}" for n in range(1, level + 2)) + ("." if level == 0 else "")
            for name, value in (("start", "1"), ("numFmt", "decimal"), ("lvlText", text), ("lvlJc", "left")):
                part.append(_element(f"w:{name}", val=value))
            indent = OxmlElement("w:pPr")
            indent.append(_element("w:ind", left=str(SET_IN.twips), hanging=str(SET_IN.twips)))
            part.append(indent)
            abstract.append(part)
        first = self._root.find(qn("w:num"))
        if first is None:
            self._root.append(abstract)
        else:
            first.addprevious(abstract)
        return key

    def _begin(self, wanted: tuple[int, ...]) -> str:
        """A new list that counts from `wanted` on."""
        key = str(1 + max((int(n.get(qn("w:numId"))) for n in self._root.findall(qn("w:num"))), default=0))
        num = _element("w:num", numId=key)
        num.append(_element("w:abstractNumId", val=self._abstract))
        for level in range(_LEVELS):
            start = wanted[level] if level < len(wanted) else 1
            override = _element("w:lvlOverride", ilvl=str(level))
            override.append(_element("w:startOverride", val=str(start)))
            num.append(override)
        self._root.append(num)
        return key


def _element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
