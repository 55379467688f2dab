"""What the desk’s home shows of deciding and telling, and what the record still lacks."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator

from governance.admin.edition import edition_url
from governance.choices import EditionEventKind
from governance.models import Board, BusinessCase, Decision, Edition, EditionEvent, Meeting
from governance.quality import Looking
from governance.reports import queues
from governance.reports.quality import counted
from governance.reports.work import Work as Queue
from programmes import statements
from programmes.admin_site import Work, WorkRow, address, desk
from programmes.models import Agreement, Alliance, Body, Programme, Reference, Source
from programmes.reading import Reader
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
    changes = statements.rows("lately changed", _lately)
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


def _lately() -> Any:
    """The newest rows of the history of all of them."""
    parts = [_last_changes(model.history.model) for model in _WATCHED]
    return parts[0].union(*parts[1:], all=True).order_by("-history_date")[:SHOWN]


def _last_changes(history: Any) -> Any:
    """The newest rows of one kind’s history, by its primary key."""
    newest = history.objects.order_by("-history_id").values("history_id")[:SHOWN]
    return history.objects.filter(history_id__in=newest).order_by().values_list(
        "reference", "history_date", "history_user__username", "history_change_reason", "id"
    )  # fmt: skip


@desk.add(50)
def gaps(request: HttpRequest) -> Work:
    """What the record still lacks, each gap with its number and its list."""
    found = counted(Looking(Reader.for_user(request.user), timezone.localdate()))
    return Work(
        title="Gaps in the record",
        columns=("What is missing", "How many", "The rule"),
        rows=tuple(WorkRow(one.gap.title, one.url, (one.words, one.rule)) for one in found if one.number),
        empty="No gap is known.",
        more_url=reverse("governance:data-quality"),
        more_words="Every gap, with why it matters",
    )
