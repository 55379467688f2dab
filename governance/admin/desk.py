"""What the desk’s home shows of deciding and telling, and what the record still lacks."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Value
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator

from governance.admin.edition import edition_url
from governance.choices import EditionEventKind
from governance.models import Board, BusinessCase, Decision, Edition, EditionEvent, Meeting
from governance.reports import queues
from governance.reports.work import Work as Queue
from programmes.admin_site import Work, WorkRow, address, desk
from programmes.models import Agreement, Alliance, Body, Citation, Programme, Reference, Source
from programmes.reading import Reader
from programmes.together import Part, together
from workstreams.models import Milestone, Risk, StatusUpdate, Workstream

#: How many rows the home shows of each work.
SHOWN = 8


@desk.add(10)
def cases(request: HttpRequest) -> Work:
    """Open cases."""
    return _as_table(queues.cases_waiting(Reader.for_user(request.user)), "Business case")


@desk.add(14)
def offices_asked(request: HttpRequest) -> Work:
    """Offices that are waited for."""
    return _as_table(queues.offices_awaited(Reader.for_user(request.user)), "Office")


@desk.add(16)
def signatures(request: HttpRequest) -> Work:
    """Agreements out for signature."""
    return _as_table(queues.signatures_awaited(Reader.for_user(request.user)), "Agreement", hides=True)


def _as_table(queue: Queue, first: str, *, hides: bool = False) -> Work:
    """A queue of the register’s home as the desk shows it: the same rows in the same order; `hides` when empty."""
    return Work(
        title=queue.title,
        columns=(first, "Stands at", "Waits", "About", "What to do"),
        rows=tuple(
            WorkRow(
                item.title,
                item.desk_url or item.url,
                (item.status, item.age or "–", item.hint or "–"),
                (item.action.label, item.action.url) if item.action else None,
            )
            for item in queue.items
        ),
        empty=queue.empty,
        more_url=queue.more.url if queue.more else "",
        more_words=queue.more.label if queue.more else "",
        total=queue.total,
        hides_when_empty=hides,
    )


@desk.add(30)
def editions_in_hand(request: HttpRequest) -> Work:
    """Editions composed and not yet published or abandoned."""
    done = EditionEvent.objects.filter(
        edition=OuterRef("pk"), kind__in=[EditionEventKind.PUBLISHED, EditionEventKind.ABANDONED]
    )
    approved = EditionEvent.objects.filter(edition=OuterRef("pk"), kind=EditionEventKind.APPROVED)
    rows = Edition.objects.filter(~Exists(done)).annotate(is_approved=Exists(approved)).order_by("-number")[:SHOWN]
    return Work(
        title="Drafts of editions",
        columns=("Edition", "Composed", "By", "Next step"),
        rows=tuple(
            WorkRow(
                f"Edition {e.number}",
                edition_url(e.number),
                (
                    date_format(timezone.localtime(e.composed_at), "j F Y, H:i"),
                    e.composed_by,
                    "Publish" if e.is_approved else "Read and approve, not by its author",
                ),
            )
            for e in rows
        ),
        empty="No draft is in hand.",
        more_url=edition_url(),
        more_words="All editions",
    )


#: The kinds whose changes the home lists; each is read by the index on its history’s date.
_WATCHED = (BusinessCase, Decision, Agreement, Workstream, StatusUpdate, Milestone, Risk, Programme, Alliance, Body, Board,
            Meeting, Source)  # fmt: skip


@desk.add(40)
def lately_changed(request: HttpRequest) -> Work:
    """The last changes of the main kinds of record: what, by whom, when, why."""
    parts = [_last_changes(model.history.model) for model in _WATCHED]
    changes = list(parts[0].union(*parts[1:], all=True).order_by("-history_date")[:SHOWN])
    names = dict(Reference.objects.filter(code__in=[c[0] for c in changes]).values_list("code", "title"))
    by_prefix = {model.PREFIX: model for model in _WATCHED}
    return Work(
        title="Lately changed",
        columns=("Record", "When", "By", "Because"),
        rows=tuple(
            WorkRow(
                f"{code} {names.get(code, '')}".strip(),
                address(by_prefix[code.rpartition("-")[0]], "change", pk),
                (date_format(timezone.localtime(at), "j F Y, H:i"), by or "–", Truncator(why or "–").chars(160)),
            )
            for code, at, by, why, pk in changes
        ),
        empty="Nothing was changed yet.",
    )


def _last_changes(history: Any) -> Any:
    """The newest rows of one kind’s history, by its primary key."""
    newest = history.objects.order_by("-history_id").values("history_id")[:SHOWN]
    return history.objects.filter(history_id__in=newest).order_by().values_list(
        "reference", "history_date", "history_user__username", "history_change_reason", "id"
    )  # fmt: skip


@desk.add(50)
def gaps(request: HttpRequest) -> Work:
    """What the record still lacks: facts without a source, cases without a purpose, agreements without parties."""
    kinds = [Agreement, Alliance, Body, Programme, Workstream, BusinessCase, Decision, Meeting, Board]
    cited = Citation.objects.filter(about=OuterRef("pk"))
    labels = [m._meta.label_lower for m in kinds]
    uncited = Reference.objects.filter(Q(kind__in=labels), ~Exists(cited))
    no_purpose = (BusinessCase, Workstream)
    parts = {"uncited": Part(uncited.order_by().values("kind").annotate(n=Count("pk")), ("kind", "n"))}
    for model in no_purpose:
        silent = model.objects.filter(purpose="").order_by().annotate(one=Value(1)).values("one")
        parts[model._meta.label_lower] = Part(silent.annotate(n=Count("pk")), ("n",))
    read = together(parts)
    numbers = dict(read["uncited"])
    rows = [
        WorkRow(
            f"{model._meta.verbose_name_plural} with no source cited".capitalize(),
            address(model, "changelist") + "?cited=no",
            (str(numbers[model._meta.label_lower]),),
        )
        for model in kinds
        if numbers.get(model._meta.label_lower)
    ]
    for model in no_purpose:
        for (n,) in read[model._meta.label_lower]:
            words = f"{model._meta.verbose_name_plural} with no purpose stated".capitalize()
            rows.append(WorkRow(words, address(model, "changelist") + "?purpose=no", (str(n),)))
    return Work(
        title="Gaps in the record", columns=("What is missing", "How many"), rows=tuple(rows), empty="No gap is known."
    )
