"""What the pages of one return say: its tasks, its answers, its versions."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone

from programmes.dates import in_words
from programmes.fields import vague
from programmes.navigation import reference_url
from programmes.pages import Fact
from programmes.reading import Reader
from programmes.reports.changes import moment_words
from workstreams.choices import PeriodEventKind, Rag, Travel
from workstreams.models import BenefitLine, Milestone, Period, Risk, StatusUpdate
from workstreams.round.answers import answers_in_words, is_seen
from workstreams.round.returns import last_told
from workstreams.round.rules import BENEFITS, MILESTONES, RISKS, STATUS, STEPS, Problem, Said, problems, said, travel

RAG_KINDS = {Rag.GREEN.value: "good", Rag.AMBER.value: "warn", Rag.RED.value: "bad"}
TRAVEL_ARROWS = {Travel.BETTER: "↑", Travel.WORSE: "↓", Travel.SAME: "→", Travel.NEW: "•"}


@dataclass(frozen=True)
class Task:
    """One step in the list of a draft, as templates/includes/task_list.html shows it."""

    label: str
    url: str
    status: str
    kind: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Answer:
    """One row of the check-answers page."""

    label: str
    value: str
    action_url: str = ""
    kind: str = ""
    note: str = ""
    empty: str = "Not answered"


@dataclass(frozen=True)
class Step:
    """The answers of one step, and what it still needs."""

    title: str
    url: str
    answers: tuple[Answer, ...]
    nothing: str


@dataclass(frozen=True)
class Missing:
    """One thing that is missing, with the way to its box."""

    words: str
    url: str


@dataclass(frozen=True)
class Checked:
    """The whole check-answers page."""

    steps: tuple[Step, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class Version:
    """One version of a return, in the list below the newest."""

    reference: str
    url: str
    words: str
    reason: str
    is_shown: bool


@dataclass(frozen=True)
class ReturnShown:
    """A submitted return as its page shows it."""

    facts: tuple[Fact, ...]
    said: tuple[tuple[str, str, str], ...]
    versions: tuple[Version, ...]
    is_newest: bool
    newest_url: str
    takes_returns: bool
    draft_url: str = ""
    codes: dict[str, str] = field(default_factory=dict)


def _url(update: StatusUpdate, step: str) -> str:
    return reverse(f"workstreams:return-{step}", args=[update.reference])


def tasks_of(draft: StatusUpdate) -> list[Task]:
    """The steps of a draft with how far each has come, and the last one: check and submit."""
    assert draft.period is not None
    missing = problems(draft, last_told(draft.workstream, draft.period))
    answered = {step for step, _, _ in answers_in_words(draft)}
    tasks = []
    for step, title in STEPS.items():
        if not is_seen(draft, step):
            status, kind = "Not started", "outline"
        elif step == STATUS and missing:
            status, kind = "Something is missing", "warn"
        elif step != STATUS and step not in answered:
            status, kind = "Nothing to report", "done"
        else:
            status, kind = "Answered", "done"
        tasks.append(Task(title, _url(draft, step), status, kind))
    ready = "Ready to submit" if not missing else "Not complete"
    tasks.append(
        Task("Check your answers and submit", _url(draft, "check"), ready, "info" if not missing else "outline")
    )
    return tasks


def checked(draft: StatusUpdate, reader: Reader, refused: tuple[Problem, ...] = ()) -> Checked:
    """Every answer of a draft with its link, what comes of “no change”, and what is missing or was refused."""
    assert draft.period is not None
    last = last_told(draft.workstream, draft.period)
    now = said(draft, last)
    own = _url(draft, STATUS)
    repeated = "as last time" if draft.is_unchanged else ""
    unchanged = f"unchanged since {now.unchanged_since}" if now.unchanged_since else ""

    def answer(
        label: str, name: str, value: str, typed: str, kind: str = "", note: str = "", empty: str = ""
    ) -> Answer:
        note = note or (repeated if value and not typed else "")
        return Answer(label, value, f"{own}#id_{name}", kind, note, empty or "Not answered")

    off = "Not needed on green" if now.rag == Rag.GREEN else "Not answered"
    status = (
        Answer(
            "RAG status", Rag(now.rag).label if now.rag else "", f"{own}#id_rag_0", RAG_KINDS.get(now.rag, ""),
            repeated if now.rag and not draft.rag else "",
        ),
        answer("Status", "public_text", now.public_text, draft.public_text, note=unchanged),
        answer("Next steps", "next_steps", now.next_steps, draft.next_steps, empty="None"),
        answer("Reason", "rag_reason", now.rag_reason, draft.rag_reason, empty=off),
        answer("What is being done", "action", now.action, draft.action, empty=off),
        answer(
            "Back to green by", "green_by", now.green_by_words or in_words(now.green_by), draft.green_by, empty=off
        ),
        answer("As at", "as_at", str(vague(draft, "as_at")), draft.as_at),
        answer("Internal note", "internal_note", draft.internal_note, draft.internal_note, empty="None"),
        Answer("Who may read it", draft.get_marking_display(), f"{own}#id_marking_0"),
    )  # fmt: skip
    names = _names(draft, reader)
    steps = [Step(STEPS[STATUS], own, status, "")]
    for step in (MILESTONES, RISKS, BENEFITS):
        url = _url(draft, step)
        rows = tuple(
            Answer(names.get(code, code), words, f"{url}#{code}" if code in names else url)
            for where, code, words in answers_in_words(draft)
            if where == step
        )
        nothing = "Nothing to report." if is_seen(draft, step) else "Not looked at yet; submitting leaves all as it is."
        steps.append(Step(STEPS[step], url, rows, nothing))
    found = refused or problems(draft, last)
    missing = tuple(Missing(_words(problem), _place(draft, problem)) for problem in found)
    return Checked(tuple(steps), missing)


_LABELS = {
    "rag": "RAG status", "is_unchanged": "No change", "public_text": "Status", "rag_reason": "Reason",
    "action": "What is being done", "green_by": "Back to green by",
}  # fmt: skip


def problem_words(problem: Problem) -> str:
    """A problem with the name of its field before it."""
    label = _LABELS.get(problem.field)
    return f"{label}: {problem.sentence}" if label else problem.sentence


_words = problem_words


def _place(draft: StatusUpdate, problem: Problem) -> str:
    if problem.step == STATUS:
        return f"{_url(draft, STATUS)}#id_{problem.field}{'_0' if problem.field == 'rag' else ''}"
    return f"{_url(draft, problem.step)}#{problem.field}"


def _names(update: StatusUpdate, reader: Reader) -> dict[str, str]:
    """The names of the records that the answers speak of, as far as a person may read them."""
    codes = [code for _, code, _ in answers_in_words(update)]
    if not codes:
        return {}
    found: dict[str, str] = {}
    for model, joins in ((Milestone, ("force", "workstream")), (Risk, ()), (BenefitLine, ("benefit", "force"))):
        rows: Any = reader.rows(model._default_manager).filter(reference__in=codes)
        found |= {row.reference: str(row) for row in rows.select_related(*joins)}
    return found


def return_page(update: StatusUpdate, reader: Reader) -> ReturnShown:
    """A submitted return: its words, direction of travel, what it answered, and all its versions."""
    period = Period.objects.with_lock().get(updates=update)
    rows = reader.rows(StatusUpdate.objects).filter(workstream=update.workstream_id, period=period)
    versions = sorted(rows.select_related("submitted_by"), key=lambda row: row.pk)
    submitted = [row for row in versions if not row.is_draft]
    newest = submitted[-1]
    draft = next((row for row in versions if row.is_draft), None)
    last = last_told(update.workstream, period)
    names = _names(update, reader)
    return ReturnShown(
        facts=status_facts(update, last, reader),
        said=tuple(
            (STEPS[step], names.get(code, code), words)
            for step, code, words in answers_in_words(update)
            if reader.reads_notes or code in names
        ),
        versions=tuple(
            Version(
                row.reference,
                reverse("workstreams:return-detail", args=[row.reference]),
                f"Version {number}, submitted {moment_words(row.submitted_at)}"
                + (f" by {row.submitted_by}" if row.submitted_by else ""),
                row.correction_reason,
                row.pk == update.pk,
            )
            for number, row in reversed(list(enumerate(submitted, 1)))
        ),
        is_newest=newest.pk == update.pk,
        newest_url=reverse("workstreams:return-detail", args=[newest.reference]),
        takes_returns=period.last_lock != PeriodEventKind.LOCKED and timezone.localdate() >= period.opens_on,
        draft_url=reverse("workstreams:return-detail", args=[draft.reference]) if draft else "",
        codes=names,
    )


def status_facts(update: StatusUpdate, last: StatusUpdate | None, reader: Reader) -> tuple[Fact, ...]:
    """The status of a submitted return in words."""
    now = Said(*(getattr(update, name) for name in Said.__dataclass_fields__))
    way = travel(now.rag, last.rag if last else "") if now.rag else None
    before = (
        f"the return before it was {Rag(last.rag).name.lower()}" if way and last and last.rag else "no return before it"
    )
    unchanged = f"unchanged since {now.unchanged_since}" if now.unchanged_since else ""
    empty = "Not recorded" if now.is_off_green else "Not needed on green"
    facts = [
        Fact("RAG status", Rag(now.rag).label if now.rag else "", kind=RAG_KINDS.get(now.rag, "")),
        Fact("Direction of travel", f"{way.label}: {before}" if way else ""),
        Fact("Status", now.public_text, note=unchanged),
        Fact("Next steps", now.next_steps, empty="None given"),
        Fact("Reason", now.rag_reason, empty=empty),
        Fact("What is being done", now.action, empty=empty),
        Fact("Back to green by", now.green_by_words or in_words(now.green_by), empty=empty),
        Fact("As at", str(vague(update, "as_at"))),
    ]
    if reader.reads_notes:
        facts.append(Fact("Internal note", update.internal_note, empty="None"))
    facts.append(Fact("Workstream", str(update.workstream), url=reference_url(update.workstream.reference)))
    return tuple(facts)
