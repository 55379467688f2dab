"""The work of an overview: status of the workstreams, milestones, risks, local differences."""

import datetime as dt
from collections import Counter
from typing import Any

from django.db.models import Case, F, Max, Value, When
from django.utils import timezone

from governance.about import About
from governance.filters import DivergenceFilter
from governance.models import Divergence
from governance.overviews import tallies
from governance.overviews.parts import Part, are, chart_of, number_of, total_of
from governance.overviews.status_bar import Segment, drawn
from governance.overviews.tallies import Tally
from programmes.navigation import Link
from programmes.reports.counts import Count
from workstreams.choices import Rag, RiskBand, RiskStatus, SlipKind, Standing
from workstreams.filters import ReturnFilter, WorkstreamFilter
from workstreams.models import Milestone, Risk, StatusUpdate, Workstream
from workstreams.reports.timeline import Counts, parts_of, summary, warnings_of
from workstreams.reports.trend import last_colour
from workstreams.scores import band_of
from workstreams.views.milestones import MilestoneFilter
from workstreams.views.risks import RiskFilter

#: How many milestones an overview draws; the timeline has all.
DRAWN = 30


def milestones_of(about: About) -> Any:
    """The milestones of a record, as their list has them."""
    rows: Any = about.reader.rows(Milestone.objects)
    return about.rows(MilestoneFilter, rows.with_standing(timezone.localdate()).with_slip())


def asked(about: About) -> dict[str, tallies.Part]:
    """What the parts below count."""
    reader, today = about.reader, timezone.localdate()
    streams = about.rows(WorkstreamFilter, reader.rows(Workstream.objects))
    returns = about.rows(ReturnFilter, reader.rows(StatusUpdate.objects).current())
    risks = about.rows(RiskFilter, reader.rows(Risk.objects)).filter(status=RiskStatus.OPEN)
    review = Case(
        When(review_on__isnull=True, then=Value("no_date")),
        When(review_on__lt=today, then=Value("overdue")),
        default=Value("planned"),
    )
    differences = about.rows(DivergenceFilter, reader.rows(Divergence.objects)).filter(closed_on__isnull=True)
    return {
        "workstreams": tallies.Part(streams.annotate(colour=last_colour(reader.user)), ("colour",)),
        "returns": tallies.Part(returns, ("period__reference", "period__name"), day=Max("period__opens_on")),
        "milestones": tallies.Part(milestones_of(about), ("standing", "slip_kind")),
        "risks": tallies.Part(risks, ("likelihood", "impact")),
        "differences": tallies.Part(differences.annotate(review=review), (F("review"),)),
    }


def status(found: dict[str, list[Tally]], about: About) -> Part:
    """The workstreams by the colour of their last return, and how many have none."""
    numbers = {by[0]: number for by, number, *_ in found["workstreams"]}
    page, total = "workstreams:workstream-list", sum(numbers.values())
    words = {**{rag.value: str(rag.label) for rag in Rag}, "": "No colour recorded"}
    counts = tuple(
        Count(
            said, numbers.get(rag, 0), about.url(page, {"rag": rag} if rag else {"rag__empty": "1"}),
            f"Counts the workstreams of the {about.noun} whose last submitted return is {Rag(rag).name.lower()}."
            if rag else f"Counts the workstreams of the {about.noun} without a submitted return.",
        )
        for rag, said in words.items()
    )  # fmt: skip
    last = max(found["returns"], key=lambda tally: (tally.day or dt.date.min, tally.by), default=None)
    more: tuple[Count, ...] = ()
    if last:
        url = about.url("workstreams:return-list", period=last.by[0])
        said = f"{'return' if last.number == 1 else 'returns'} for {last.by[1]}, the newest period with any"
        more = (Count(said, last.number, url),)
    segments = [Segment(rag or "none", count.words, count.number) for rag, count in zip(words, counts, strict=True)]
    finding = _status_words(numbers, total)
    return Part(
        "status", "Status of the workstreams", finding,
        f"Each workstream of the {about.noun} counts once, by the colour of its last submitted return, whatever the period; "
        "one without a return counts as “no colour recorded”, though sources may describe it in sentences.",
        counts if total else (), unit="Workstreams", total=total_of(total, "workstream", "workstreams", about.url(page)),
        template="governance/_overview_status.html", extra={"bar": drawn(segments), "last": more},
    )  # fmt: skip


def _status_words(numbers: dict[str, int], total: int) -> str:
    if not total:
        return "No workstream is recorded here"
    streams = number_of(total, "workstream", "workstreams")
    coloured = [(numbers[rag], rag.name.lower()) for rag in (Rag.RED, Rag.AMBER, Rag.GREEN) if numbers.get(rag)]
    if not coloured:
        return f"No colour is recorded for {'the one workstream' if total == 1 else f'any of {streams}'}"
    said = ", ".join(f"{n:,} {colour}" for n, colour in coloured)
    blank = numbers.get("", 0)
    return f"Of {streams} {said}" + (f"; {blank:,} without a colour" if blank else "")


def milestones(found: dict[str, list[Tally]], about: About) -> Part:
    """How the milestones stand, and the drawing of those that matter now."""
    today = timezone.localdate()
    stand, slip = Counter[str](), Counter[str]()
    for (standing, slipped), number, *_ in found["milestones"]:
        stand[standing] += number
        slip[slipped] += number
    counts = Counts(
        total=stand.total(), reached=stand[Standing.REACHED], past=stand[Standing.PAST],
        to_come=stand[Standing.TO_COME], undated=stand[Standing.UNDATED],
        late=slip[SlipKind.LATE], unknown=slip[SlipKind.UNKNOWN],
    )  # fmt: skip
    page = "workstreams:timeline"
    numbers = tuple(
        Count(words, number, about.url(page, dict([asks.split("=")]))) for number, words, asks in counts.parts
    )
    shown: list[Any] = []
    if counts.total:
        later = Case(When(standing__in=[Standing.PAST, Standing.TO_COME], then=Value(0)), default=Value(1))
        rows = milestones_of(about).order_by(later, F("due_latest").asc(nulls_last=True), "pk")
        shown = list(rows.select_related("workstream", "force")[:DRAWN])
    drawing = parts_of(shown, warnings_of(about.reader, shown) if shown else {}, today)
    return Part(
        "milestones", "Milestones", counts.finding,
        f"Counts each milestone of the workstreams of the {about.noun} once by where it stands today; “later than the "
        "baseline” counts them once more by slip." if about.name != "force" else
        "Counts each milestone of the force, and each of all forces alike in work that it takes part in, once by where it "
        "stands today; “later than the baseline” counts them once more by slip.",
        numbers, unit="Milestones", total=total_of(counts.total, "milestone", "milestones", about.url(page)),
        more=Link("The whole timeline, with its table, SVG and CSV", about.url(page)),
        template="governance/_overview_timeline.html",
        extra={"parts": drawing, "finding": counts.finding, "summary": summary(counts, len(shown), today)},
    )  # fmt: skip


def risks(found: dict[str, list[Tally]], about: About) -> Part:
    """Open risks and issues by the band of their score before the response."""
    bands = Counter[str]()
    for (likelihood, impact), number, *_ in found["risks"]:
        scored = likelihood and impact
        bands[band_of(int(likelihood) * int(impact)) if scored else RiskBand.NOT_SCORED] += number
    page, total = "workstreams:risk-list", bands.total()
    counts = tuple(
        Count(str(band.label), bands[band], about.url(page, status="open", score=band.value)) for band in RiskBand
    )
    high = bands[RiskBand.EXTREME] + bands[RiskBand.HIGH]
    finding = "No risk or issue is open here"
    if total:
        finding = f"{number_of(total, 'risk or issue', 'risks and issues')} {are(total)} open; "
        scores = f"{high:,} {'scores' if high == 1 else 'score'} high or extreme"
        finding += "none is scored" if bands[RiskBand.NOT_SCORED] == total else scores
    whose = {
        "programme": "the programme and of its workstreams",
        "alliance": "the workstreams and programmes of the alliance",
        "force": "the workstreams the force takes part in",
    }[about.name]
    return Part(
        "risks", "Open risks and issues", finding,
        f"Counts the open risks and issues of {whose} by likelihood times impact before the response.",
        counts if total else (), unit="Risks and issues", chart=chart_of("risks", finding, counts, "open risks and issues"),
        total=total_of(total, "open risk or issue", "open risks and issues", about.url(page, status="open")),
    )  # fmt: skip


def differences(found: dict[str, list[Tally]], about: About) -> Part:
    """Open local differences by when they are looked at again."""
    numbers = {by[0]: number for by, number, *_ in found["differences"]}
    page, total = "governance:divergence-list", sum(numbers.values())
    words = {"overdue": "Review overdue", "planned": "Review to come", "no_date": "No review date"}
    counts = tuple(Count(said, numbers.get(key, 0), about.url(page, standing=key)) for key, said in words.items())
    finding = "No local difference is open"
    if total:
        overdue = numbers.get("overdue", 0)
        finding = f"{number_of(total, 'local difference', 'local differences')} {are(total)} open"
        finding += f"; the review of {overdue:,} is overdue" if overdue else ""
    whose = (
        "of the force and of its offices"
        if about.name == "force"
        else f"from agreements, cases and workstreams of the {about.noun}"
    )
    return Part(
        "differences", "Local differences", finding, f"Counts the open local differences {whose} by their next review.",
        counts if total else (), unit="Differences", chart=chart_of("differences", finding, counts, "open local differences"),
        total=total_of(total, "open difference", "open differences", about.url(page, standing="open")),
    )  # fmt: skip
