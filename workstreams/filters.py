"""Filters of this app's lists."""

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from programmes.choices import FigureStatus
from programmes.filters.base import ChoiceFilter, CodeFilter, CodesFilter, RecordFilter, RegisterFilter
from programmes.filters.operators import DateFilter, TextFilter
from programmes.filters.records import YearFilter
from workstreams.choices import AreaState, BenefitKind, LedgerFigure, Measure, PeriodEventKind, PeriodState, Rag
from workstreams.matrix_changes import SKIPPED, Change
from workstreams.models import Workstream
from workstreams.plan_outcomes import Verdict
from workstreams.reports.round import expected_in, owing_in
from workstreams.reports.trend import last_colour
from workstreams.round.periods import period_named


class WorkstreamFilter(RegisterFilter):
    programme = RecordFilter("PRG", "programme", label="Programme")
    alliance = RecordFilter("ALL", "alliance", label="Alliance")
    area = RecordFilter("ARE", "area", label="Business area")
    force = RecordFilter("FOR", "participating_forces", label="Force")
    purpose, sro = TextFilter("Purpose"), TextFilter("Senior responsible owner")
    starts, ends = DateFilter("Starts"), DateFilter("Ends")
    rag = ChoiceFilter(choices=Rag.choices, label="RAG of the last return", method="by_colour", blank="without_colour")
    asked = RecordFilter("PER", "asked", label="Asked for a return in", method="asked_in")
    owing = RecordFilter("PER", "owing", label="Not returned for", method="not_returned")

    def by_colour(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The workstreams whose last return, of those a person may read, has a colour."""
        return queryset.filter(Q(pk__in=self._coloured(queryset).filter(last_colour=value).values("pk")))

    def without_colour(self, queryset: QuerySet) -> Q:
        """The rule of the workstreams without a return that gives a colour."""
        return ~Q(pk__in=self._coloured(queryset).exclude(last_colour="").values("pk"))

    def _coloured(self, queryset: QuerySet) -> QuerySet:
        rows = queryset.model.objects.order_by().annotate(last_colour=last_colour(self.request.user))
        return rows.filter(last_colour__isnull=False)

    under_way = CodesFilter("Under way, of forces", method="under_way_of")

    def under_way_of(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those that have not surely ended, in which one of some forces takes part."""
        theirs = Workstream.objects.filter(participating_forces__reference__in=value.split(","))
        ended = Q(ends_latest__isnull=False, ends_latest__lt=timezone.localdate())
        return queryset.filter(~ended, pk__in=theirs.order_by().values("pk"))

    def asked_in(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The workstreams a period counts: those asked, and any that has returned."""
        return queryset.filter(pk__in=expected_in(period_named(value)).values("pk"))

    def not_returned(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The workstreams that still owe a return for a period."""
        return queryset.filter(pk__in=owing_in(period_named(value)).values("pk"))


class ReturnFilter(RegisterFilter):
    period = RecordFilter("PER", "period", label="Period")
    rag = ChoiceFilter(choices=Rag.choices, label="RAG")
    workstream = RecordFilter("WS", "workstream", label="Workstream")
    programme = RecordFilter("PRG", "workstream__programme", label="Programme")
    alliance = RecordFilter("ALL", "workstream__alliance", label="Alliance")
    force = RecordFilter("FOR", "workstream__participating_forces", label="Force")


class ReturnChaseFilter(RegisterFilter):
    q = None
    period = RecordFilter("PER", "period", label="Period")
    workstream = RecordFilter("WS", "workstream", label="Workstream")


class AreaFilter(RegisterFilter):
    group = RecordFilter("AGP", "group", label="Group")
    synonyms = TextFilter("Other names")


class MatrixFilter(RegisterFilter):
    """The matrix is filtered after the latest observation of each cell is known; here is its form."""

    q = None
    has_operators = False
    group = RecordFilter("AGP", "area__group", label="Group")
    partnership = RecordFilter("ALL", "alliance", label="Partnership")
    status = ChoiceFilter(choices=AreaState.choices, label="Status")
    change = ChoiceFilter(choices=[*Change.choices, SKIPPED], label="Between the two days")


class PlanFilter(RegisterFilter):
    """The work plan is filtered after what came of each entry is judged; here is its form."""

    has_operators = False
    q = None
    approach = RecordFilter("PLA", "row", label="Approach")
    outcome = ChoiceFilter(choices=Verdict.choices, label="What came of it")


class SavingsFigureFilter(RegisterFilter):
    measure = ChoiceFilter(choices=Measure.choices, label="Measures")
    status = ChoiceFilter(choices=FigureStatus.choices, field_name="figure_status", label="Status")
    programme = RecordFilter("PRG", "programme", label="Programme", method="of_owner", blank="of_no_owner")
    alliance = RecordFilter("ALL", "alliance", label="Alliance")
    workstream = RecordFilter("WS", "workstream", label="Workstream")
    baseline = TextFilter("Baseline")
    period, said = DateFilter("Period"), DateFilter("Said on")

    def of_owner(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The figures of a programme, and of its workstreams."""
        return queryset.filter(of_programme(value))

    def of_no_owner(self, queryset: QuerySet) -> Q:
        """The rule of the figures of no programme, neither their own nor their workstream’s."""
        return Q(programme__isnull=True) & (Q(workstream__isnull=True) | Q(workstream__programme__isnull=True))


def of_programme(code: str) -> Q:
    """What names a programme (by reference) or a workstream of it."""
    return Q(programme__reference=code) | Q(workstream__programme__reference=code)


KINDS = [*BenefitKind.choices, ("unstated", "Kind not stated")]


def of_kind(queryset: QuerySet, name: str, value: str) -> QuerySet:
    """The rows of a kind of benefit, or of those whose kind no source states."""
    return queryset.filter(**{name: "" if value == "unstated" else value})


class BenefitFilter(RegisterFilter):
    kind = ChoiceFilter(choices=KINDS, label="Kind", method=lambda rows, name, value: of_kind(rows, "kind", value))
    workstream = RecordFilter("WS", "workstream", label="Workstream")
    programme = RecordFilter("PRG", "workstream__programme", label="Programme")
    alliance = RecordFilter("ALL", "workstream__alliance", label="Alliance")


class LedgerFilter(RegisterFilter):
    """Lines of the ledger of benefits."""

    kind = ChoiceFilter(
        choices=KINDS, label="Kind", method=lambda rows, name, value: of_kind(rows, "benefit__kind", value)
    )
    force = RecordFilter("FOR", "force", label="Force")
    year = YearFilter()
    workstream = RecordFilter("WS", "benefit__workstream", label="Workstream")
    programme = RecordFilter("PRG", "benefit__workstream__programme", label="Programme")
    alliance = RecordFilter("ALL", "benefit__workstream__alliance", label="Alliance")
    validated = ChoiceFilter(
        choices=[("yes", "Validated"), ("no", "Delivered, not validated")], label="Validated", method="by_validation"
    )
    figure = ChoiceFilter(choices=LedgerFigure.choices, label="States the figure", method="stating")
    ties = ChoiceFilter(choices=[("no", "Net is not delivered less reinvested")], label="Ties", method="not_tied")
    benefit = CodeFilter("benefit", label="Benefit")

    def by_validation(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The validated lines, or those whose delivered figure waits for it."""
        if value == "yes":
            return queryset.exclude(validated_by="")
        return queryset.filter(validated_by="", delivered__isnull=False)

    def stating(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The lines that state a figure."""
        return queryset.filter(**{f"{value}__isnull": False})

    def not_tied(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The lines whose net, as entered, is another than delivered less reinvested."""
        known = queryset.filter(net__isnull=False, delivered__isnull=False, reinvested__isnull=False)
        return known.exclude(net=F("delivered") - F("reinvested"))


class EnablingGroupFilter(RegisterFilter):
    programme = RecordFilter("PRG", "programme", label="Programme")
    remit = TextFilter("Remit")


class PeriodFilter(RegisterFilter):
    opens = DateFilter("Opens", "opens_on", plain=True)
    due = DateFilter("Due", "due_on", plain=True)
    state = ChoiceFilter(choices=PeriodState.choices, label="State", method="in_state")

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """As `round.periods.state_on` has it today; `last_lock` comes with the rows."""
        today = timezone.localdate()
        locked = Q(last_lock=PeriodEventKind.LOCKED)
        return queryset.filter(
            {
                PeriodState.LOCKED: locked,
                PeriodState.PLANNED: ~locked & Q(opens_on__gt=today),
                PeriodState.OPEN: ~locked & Q(opens_on__lte=today, due_on__gte=today),
                PeriodState.OVERDUE: ~locked & Q(opens_on__lte=today, due_on__lt=today),
            }[PeriodState(value)]
        )
