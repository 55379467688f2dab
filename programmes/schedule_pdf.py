"""The schedule of a set of cost shares as PDF/UA-1, made by typst from the same rows as the page and the CSV."""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

import typst
from django.utils import timezone

from programmes.dates import in_words
from programmes.reports.schedule import Schedule

_TEMPLATE = str(Path(__file__).with_name("schedule.typ"))


@cache
def _fonts() -> typst.Fonts:
    """The fonts of the typst wheel alone, so that a schedule looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False)


def pdf_of(schedule: Schedule) -> bytes:
    """The schedule as a tagged PDF; the same content gives the same bytes but for the day it was made."""
    data = asdict(schedule) | {"made": in_words(timezone.localdate().isoformat())}
    inputs = {"schedule": json.dumps(data, ensure_ascii=False, default=str)}
    compiled = typst.compile(
        _TEMPLATE, font_paths=_fonts(), format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"],
        timestamp=int(timezone.now().timestamp()),
    )  # fmt: skip
    assert isinstance(compiled, bytes)
    return compiled
