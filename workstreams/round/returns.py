"""Returns: started as a draft, saved, submitted once, and corrected by a new version that names the one it corrects."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from programmes.access import Capability, check
from programmes.choices import Marking
from programmes.history import StaleRecord
from programmes.refusals import Refusal
from workstreams.models import Period, StatusUpdate, Workstream
from workstreams.round.answers import apply_answers
from workstreams.round.periods import asked, described_on, taking_returns
from workstreams.round.rules import Problem, problems, said

#: What a correction takes over from the version it corrects.
_COPIED = (
    "as_at", "as_at_words", "heading", "public_text", "internal_note", "rag", "rag_reason", "action", "green_by",
    "green_by_words", "next_steps", "is_unchanged", "position", "marking",
)  # fmt: skip
_TAKEN_OVER = (
    "rag", "public_text", "next_steps", "rag_reason", "action", "green_by", "green_by_words", "unchanged_since",
)  # fmt: skip


class ReturnRefused(Refusal):
    """The return cannot be kept or submitted so; the sentence says why. `problems` names each step and field."""

    def __init__(self, sentence: str, *fields: str, problems: Sequence[Problem] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__(sentence, *fields)


class NotComplete(ReturnRefused):
    """Some of several returns that were to be submitted together are not complete; none was submitted."""

    def __init__(self, found: dict[int, tuple[Problem, ...]]) -> None:
        self.found = found
        super().__init__("Nothing was submitted: some returns still need something.")

    def of(self, workstream: Workstream) -> tuple[Problem, ...]:
        """The problems of one workstream’s return."""
        return self.found.get(workstream.pk, ())


def last_told(workstream: Workstream, period: Period) -> StatusUpdate | None:
    """What was said of a workstream before a period: its return for the period before, else what a source said last."""
    return last_told_of([workstream], period).get(workstream.pk)


def last_told_of(workstreams: Iterable[Workstream], period: Period) -> dict[int, StatusUpdate]:
    """What was said last of each workstream before a period, by its primary key; two queries."""
    keys = [workstream.pk for workstream in workstreams]
    sources = StatusUpdate.objects.filter(workstream__in=keys, period=None)
    found = {row.workstream_id: row for row in sources.order_by("as_at_latest", "-position", "-pk")}
    before = Q(period__opens_on__lt=period.opens_on) | Q(period__opens_on=period.opens_on, period__lt=period.pk)
    returns = StatusUpdate.objects.current().filter(before, workstream__in=keys).select_related("period")
    found |= {row.workstream_id: row for row in returns.order_by("period__opens_on", "period_id")}
    return found


def start(*, period: Period, workstream: Workstream, by: Any) -> StatusUpdate:
    """The draft of a workstream’s return for a period: the one that is being written, else a new one.

    It takes over the marking of what was said last. Raises NotAllowed, PeriodRefused, ReturnRefused.
    """
    check(by, Capability.EDIT)
    with transaction.atomic():
        period = taking_returns(period)
        drafts = StatusUpdate.objects.drafts().filter(period=period, workstream=workstream)
        if draft := drafts.select_related("workstream", "period").first():
            return draft
        _refuse_second(period, workstream)
        last = last_told(workstream, period)
        day = described_on(period, timezone.localdate()).isoformat()
        draft = StatusUpdate(workstream=workstream, period=period, as_at=day)
        draft.marking = last.marking if last else Marking.INTERNAL
        draft._history_user = by
        draft.save()
        return draft


def check_new(*, period: Period, workstream: Workstream, by: Any) -> None:
    """Whether a first draft of a workstream’s return can be kept; call in the transaction that keeps it.

    Raises NotAllowed, PeriodRefused, ReturnRefused.
    """
    check(by, Capability.EDIT)
    _refuse_second(taking_returns(period), workstream)


def _refuse_second(period: Period, workstream: Workstream) -> None:
    if StatusUpdate.objects.current().filter(period=period, workstream=workstream).exists():
        raise ReturnRefused(f"{workstream} has its return for {period} already; correct that one.")
    if not asked(period).filter(pk=workstream.pk).exists():
        raise ReturnRefused(f"{workstream} was not under way in {period}, so no return is asked of it.")


def save(*, draft: StatusUpdate, by: Any) -> StatusUpdate:
    """Keep a draft as it is now, complete or not. Raises NotAllowed, PeriodRefused, AppendOnlyError, StaleRecord."""
    check(by, Capability.EDIT)
    assert draft.period is not None
    with transaction.atomic():
        taking_returns(draft.period)
        draft._history_user = by
        draft.save()
    return draft


def submit(*, draft: StatusUpdate, by: Any) -> StatusUpdate:
    """Submit a return: its answers enter the record, and from then on it never changes.

    The same person submitting twice gets the submitted return. Raises NotAllowed, PeriodRefused, ReturnRefused,
    StaleRecord when somebody saved the draft after it was read.
    """
    try:
        return submit_all(drafts=[draft], by=by)[0]
    except NotComplete as error:
        (found,) = error.found.values()
        raise ReturnRefused(found[0].sentence, found[0].field, problems=found) from error


def submit_all(*, drafts: Sequence[StatusUpdate], by: Any, reasons: Mapping[int, str] = {}) -> list[StatusUpdate]:
    """Submit several returns of one period in one transaction, all or none; `reasons` go into the history, by key.

    Raises NotComplete, which names every problem of every return, and what `submit` raises.
    """
    check(by, Capability.EDIT)
    with transaction.atomic():
        for period in {draft.period for draft in drafts if draft.period}:
            taking_returns(period)
        rows = StatusUpdate.objects.select_for_update(of=("self",)).select_related("workstream", "period")
        stored = {row.pk: row for row in rows.filter(pk__in=[draft.pk for draft in drafts]).order_by("pk")}
        todo = [draft for draft in drafts if not _is_done(stored[draft.pk], draft, by)]
        found: dict[int, tuple[Problem, ...]] = {}
        for draft in todo:
            row = stored[draft.pk]
            last = last_told(row.workstream, row.period)
            if missing := problems(row, last):
                found[row.workstream_id] = missing
                continue
            now = said(row, last)
            for name in _TAKEN_OVER:
                setattr(row, name, getattr(now, name))
            if refused := apply_answers(row, by):
                found[row.workstream_id] = refused
                continue
            row.submitted_at, row.submitted_by = timezone.now(), by
            row._history_user = by
            row._change_reason = reasons.get(row.pk) or row.correction_reason or None
            row.save()
        if found:
            raise NotComplete(found)
    return [stored[draft.pk] for draft in drafts]


def _is_done(row: StatusUpdate, draft: StatusUpdate, by: Any) -> bool:
    """Whether the return was submitted before by the same person: a form sent twice. Raises ReturnRefused, StaleRecord."""
    if not row.is_draft:
        if row.submitted_by_id == by.pk:
            return True
        at = timezone.localtime(row.submitted_at)
        raise ReturnRefused(f"{row.workstream}: {row.submitted_by} submitted its return on {at:%-d %B %Y at %H:%M}.")
    if row.version != draft.version:
        raise StaleRecord(draft)
    return False


def correct(*, update: StatusUpdate, by: Any, reason: str) -> StatusUpdate:
    """Begin a correction: a draft version that names the submitted return it corrects, with the reason.

    Until it is submitted the return stands as it is. Raises NotAllowed, PeriodRefused, ReturnRefused.
    """
    check(by, Capability.EDIT)
    if update.period is None:
        raise ReturnRefused("What a source said stays as it was said; a return of a period can be corrected.")
    with transaction.atomic():
        taking_returns(update.period)
        if draft := StatusUpdate.objects.drafts().filter(corrects=update).first():
            return draft
        if not reason.strip():
            raise ReturnRefused("Reason: say what was wrong.", "reason")
        if not StatusUpdate.objects.current().filter(pk=update.pk).exists():
            raise ReturnRefused("Only the newest submitted version of a return can be corrected.")
        draft = StatusUpdate(workstream=update.workstream, period=update.period, corrects=update)
        for name in _COPIED:
            setattr(draft, name, getattr(update, name))
        if update.is_unchanged:
            draft.public_text = ""  # it is taken over again, so that “unchanged since” stays true
        draft.correction_reason = reason.strip()
        draft._history_user = by
        draft.save()
        return draft
