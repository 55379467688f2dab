"""The slice of the collaboration matrix that an overview shows: the partnerships of a record, cell by cell."""

from collections import Counter
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from governance.about import About
from governance.overviews import tallies
from governance.overviews.parts import Line, Part, chart_of, number_of, total_of
from governance.overviews.tallies import Tally
from programmes.as_at import PARAMETER as AS_AT
from programmes.models import Alliance, Membership, Programme
from programmes.navigation import reference_url
from programmes.reports.counts import Count
from workstreams.choices import AreaState
from workstreams.models import AreaStatus


def _partnerships(about: About) -> Any:
    """The partnerships of a programme, an alliance, or those a force was a member of on the day."""
    reader = about.reader
    if about.name == "force":
        rows: Any = reader.rows(Membership.objects.filter(force=about.record))
        own = rows.in_force_on(reader.as_at or timezone.localdate()).values("alliance")
    elif about.name == "programme":
        # Asked each time: the statement is kept though the programme goes to another alliance.
        own = Programme.objects.filter(pk=about.record.pk).values("alliance")
    else:
        own = [about.record.pk]
    return reader.rows(Alliance.objects).filter(pk__in=own).order_by().values("pk")


def asked(about: About) -> dict[str, tallies.Part]:
    """The latest observation of each filled cell of these partnerships by the day."""
    reader = about.reader
    seen = {"area__marking__in": reader.markings, "area__group__marking__in": reader.markings}
    rows: Any = reader.rows(AreaStatus.objects).filter(alliance__in=_partnerships(about), **seen)
    if reader.as_at:
        rows = rows.filter(as_at_latest__lte=reader.as_at)
    cell = rows.filter(area=OuterRef("area"), alliance=OuterRef("alliance"))
    newest = cell.order_by("-as_at_latest", "-as_at_earliest", "-pk").values("pk")[:1]
    by = ("alliance__reference", "alliance__short_name", "status", "area__name")
    return {"matrix": tallies.Part(rows.filter(pk=Subquery(newest)), by)}


def matrix(found: dict[str, list[Tally]], about: About) -> Part:
    """Which areas are in which state in the partnerships of the record."""
    cells = sorted(found["matrix"], key=lambda tally: (tally.by[1], AreaState.values.index(tally.by[2]), tally.by[3]))
    states = Counter(tally.by[2] for tally in cells)
    names = {tally.by[0]: tally.by[1] for tally in cells}
    total, live = len(cells), states[AreaState.LIVE]
    lines = []
    for code, name in names.items():
        for state in AreaState:
            areas = [tally.by[3] for tally in cells if tally.by[0] == code and tally.by[2] == state]
            if areas:
                count = Count("areas", len(areas), _url(about, code, state.value))
                lines.append(Line(f"{name}: {state.label.lower()}", reference_url(code), "; ".join(areas), count=count))
    finding = "The matrix says nothing of its partnerships" if not total else (
        f"{f'{live:,}' if live else 'None'} of {number_of(total, 'area observed is', 'areas observed are')} live"
        if len(names) == 1 else f"{live:,} of {total:,} cells observed in {len(names)} partnerships are live"
    )  # fmt: skip
    bars = [Count(str(state.label), states[state], "") for state in AreaState if states[state]]
    whose = "the partnerships the force is a member of" if about.name == "force" else (
        "the partnership of the programme’s alliance" if about.name == "programme" else "this partnership"
    )  # fmt: skip
    one = next(iter(names), "")
    return Part(
        "matrix", "The matrix of its partnerships" if len(names) > 1 else "The matrix of its partnership", finding,
        f"Counts the areas of business that a source has observed in {whose}, each by its latest observation.",
        chart=chart_of("matrix", finding, bars, "cells of the matrix"),
        lines=tuple(lines), heads=("Partnership and status", "Areas", "Which"), unit="Areas", on_day=True,
        total=total_of(total, "filled cell", "filled cells", _url(about, one)) if len(names) == 1 else None,
    )  # fmt: skip


def _url(about: About, partnership: str, status: str = "") -> str:
    query = {"partnership": partnership, **({"status": status} if status else {})}
    if about.reader.as_at:
        query[AS_AT] = about.reader.as_at.isoformat()
    return f"{reverse('workstreams:matrix')}?{urlencode(query)}"
