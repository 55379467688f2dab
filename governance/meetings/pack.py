"""The agenda of a meeting and its pack of papers: one content for the page and for the PDF.

An open pack holds open papers only; what is exempt is named with its ground and left out. The full pack is for those
who read internal notes. The PDF (PDF/UA-1, made by typst) numbers its pages through from the first to the last; the
page shows the same numbers.
"""

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.db.models import Q
from django.utils import timezone

from governance.meetings.agenda import actions_back, is_late, items_of, numbers
from governance.meetings.pack_blocks import Block, blocks_of
from governance.meetings.rules import papers_due, status_words
from governance.models import Meeting, Paper
from programmes.fields import vague
from programmes.reading import Reader


@dataclass(frozen=True)
class PackPaper:
    """A paper in a pack; `page` is its first page in the PDF."""

    key: str
    title: str
    said: tuple[str, ...]
    late: str
    exempt: str
    blocks: tuple[Block, ...]
    page: int = 0


@dataclass(frozen=True)
class PackItem:
    """One item of the agenda with its papers."""

    number: str
    title: str
    about: str
    presenter: str
    recommendation: str
    note: str
    papers: tuple[PackPaper, ...]


@dataclass(frozen=True)
class PackAction:
    """An action that comes back from an earlier meeting."""

    words: str
    owner: str
    due: str
    since: str


@dataclass(frozen=True)
class Pack:
    """An agenda or a whole pack, in words alone."""

    title: str
    kind: str
    board: str
    facts: tuple[tuple[str, str], ...]
    items: tuple[PackItem, ...]
    loose: tuple[PackPaper, ...]
    actions: tuple[PackAction, ...]
    notice: str
    with_papers: bool
    pages: int = 0

    def papers(self) -> list[PackPaper]:
        """Every paper in the order of the pack."""
        return [paper for item in self.items for paper in item.papers] + list(self.loose)


def make_pack(meeting: Meeting, reader: Reader, *, with_papers: bool, full: bool = False) -> Pack:
    """The agenda of a meeting, or its pack, as a reader may have it; `full` adds the exempt papers for who may read them."""
    full = full and reader.reads_notes
    items = list(reader.rows(items_of(meeting)).select_related("case", "agreement", "action"))
    number_of = numbers(items)
    rows = reader.rows(Paper.objects.filter(Q(meeting=meeting) | Q(item__meeting=meeting)))
    papers = list(rows.select_related("source", "document__case").order_by("position", "pk"))
    due = papers_due(meeting)
    made = {paper.pk: _paper(paper, reader, due, with_papers=with_papers, full=full) for paper in papers}
    shown = {item.pk for item in items}
    told = vague(meeting, "held")
    times = " to ".join(f"{at:%H:%M}" for at in (meeting.starts_at, meeting.ends_at) if at)
    facts = [
        ("Date", str(told)), ("Time", times), ("Place", meeting.place),
        ("Papers due", f"{due.day} {due:%B %Y}" if due else ""),
        ("State", "Agenda closed" if meeting.closed_at else status_words(meeting)),
    ]  # fmt: skip
    withheld = sum(1 for paper in papers if paper.is_exempt)
    notice = ""
    if withheld and full:
        notice = "Not for publication: this pack holds exempt papers."
    elif withheld:
        notice = f"{withheld} exempt paper{' is' if withheld == 1 else 's are'} not in this pack."
    return Pack(
        title=f"{meeting.board}, {told}",
        kind=("Full pack" if full else "Pack") if with_papers else "Agenda",
        board=str(meeting.board),
        facts=tuple((name, value) for name, value in facts if value),
        items=tuple(
            PackItem(
                number=number_of[item.pk],
                title=item.title,
                about=_about(item, reader),
                presenter=item.presenter,
                recommendation=item.recommendation,
                note=item.note,
                papers=tuple(made[paper.pk] for paper in papers if paper.item_id == item.pk),
            )
            for item in items
        ),
        loose=tuple(made[paper.pk] for paper in papers if paper.item_id not in shown),
        actions=tuple(_action(action) for action in actions_back(meeting, reader.user)),
        notice=notice,
        with_papers=with_papers,
    )


def _about(item: Any, reader: Reader) -> str:
    found = [r for r in (item.case, item.agreement) if r is not None and reader.sees(r)]
    return ", ".join(f"{record.reference} {record}" for record in found)


def _action(action: Any) -> PackAction:
    since = action.meeting or (action.decision and action.decision.meeting)
    told = f"{since}" if since else str(vague(action.decision, "decided"))
    return PackAction(action.words, action.owner, str(vague(action, "due")), told)


def _paper(paper: Paper, reader: Reader, due: dt.date | None, *, with_papers: bool, full: bool) -> PackPaper:
    said = [f"From: {paper.from_words}" if paper.from_words else "", f"To: {paper.to_words}" if paper.to_words else ""]
    late = ""
    if due and paper.received and is_late(paper, due):
        late = f"Late: received {_day(paper.received)}, due {_day(due)}"
    exempt = f"Exempt: {paper.get_exempt_ground_display().lower()}" if paper.is_exempt else ""
    open_to_reader = with_papers and (full or not paper.is_exempt)
    return PackPaper(
        key=paper.reference,
        title=paper.title,
        said=tuple(filter(None, said)),
        late=late,
        exempt=exempt,
        blocks=tuple(blocks_of(paper, reader)) if open_to_reader else (),
    )


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


# PDF -------------------------------------------------------------------------------------------------------------


@cache
def fonts() -> typst.Fonts:
    """The fonts of the typst wheel alone, so that a pack looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False)


_TEMPLATE, _FRAME = (Path(__file__).with_name(name) for name in ("pack.typ", "frame.typ"))


def pdf_of(pack: Pack, at: dt.datetime | None = None) -> bytes:
    """The pack as PDF/UA-1, made now or `at` a moment; the same content at the same moment gives the same bytes."""
    at = at or timezone.now()
    with _printable(pack, at) as (template, inputs):
        return compiled(template, inputs, at)


def compiled(template: str, inputs: dict[str, str], at: dt.datetime) -> bytes:
    """A template and its data as PDF/UA-1."""
    made = typst.compile(
        template, font_paths=fonts(), format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"],
        timestamp=int(at.timestamp()),
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made


def with_pages(pack: Pack) -> Pack:
    """The pack with the page on which each paper begins in its PDF, and the number of pages."""
    with _printable(pack, timezone.now()) as (template, inputs):
        found = json.loads(typst.query(template, "<page>", field="value", sys_inputs=inputs, font_paths=fonts()))
    pages = {entry["key"]: entry["page"] for entry in found}

    def numbered(papers: tuple[PackPaper, ...]) -> tuple[PackPaper, ...]:
        return tuple(replace(paper, page=pages.get(paper.key, 0)) for paper in papers)

    items = tuple(replace(item, papers=numbered(item.papers)) for item in pack.items)
    return replace(pack, items=items, loose=numbered(pack.loose), pages=pages["end"])


@contextmanager
def _printable(pack: Pack, at: dt.datetime) -> Iterator[tuple[str, dict[str, str]]]:
    """The template and its data; where files are printed, in a folder of their own, since typst reads nothing outside."""
    data = asdict(pack) | {"made": _day(timezone.localdate(at))}
    papers = [*(paper for item in data["items"] for paper in item["papers"]), *data["loose"]]
    blocks = [block for paper in papers for block in paper["blocks"]]
    if not any(block["sheets"] for block in blocks):
        yield str(_TEMPLATE), {"pack": json.dumps(data, ensure_ascii=False)}
        return
    with tempfile.TemporaryDirectory() as work:
        for part in (_TEMPLATE, _FRAME):
            shutil.copy(part, work)
        for number, block in enumerate(blocks):
            names = [f"{number}-{Path(sheet).name}" for sheet in block["sheets"]]
            for name, sheet in zip(names, block["sheets"], strict=True):
                shutil.copy(sheet, Path(work) / name)
            block["sheets"] = names
        yield str(Path(work) / _TEMPLATE.name), {"pack": json.dumps(data, ensure_ascii=False)}
