"""What may be done with a report: drafted, edited, figures refreshed or kept, approved, begun anew, put on an agenda."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.choices import ReportEventKind as Kind
from governance.meetings import agenda
from governance.models import Meeting, Paper, Report, ReportEvent, ReportFigure, ReportSection
from governance.papers import documents, figures
from governance.papers.composing import compose
from governance.papers.document import PaperDocument, as_json
from governance.papers.markup import keys_in, shown, stored
from governance.papers.plain import plain_text
from governance.papers.subject import Subject
from governance.papers.templates import TEMPLATES
from programmes.access import Capability, check
from programmes.choices import Marking
from programmes.dates import bounds
from programmes.fields import vague
from programmes.history import Reference
from programmes.refusals import Refusal


class ReportNotAllowed(Refusal):
    """The report cannot be changed so; the sentence says why."""


class ReportFrozen(ReportNotAllowed):
    """An approved version is fixed; a later change is a new version."""

    def __init__(self) -> None:
        super().__init__("This version is approved and fixed. Begin a new version to change it.")


class FigureBound(ReportNotAllowed):
    """The words of a bound figure were typed over, or a token names nothing that may be bound."""


class FiguresChanged(ReportNotAllowed):
    """Figures whose records changed since the draft are neither refreshed nor kept."""

    def __init__(self, keys: Iterable[str]) -> None:
        super().__init__(
            f"Figures changed since they were drafted: {', '.join(keys)}. Refresh each, or keep it with a reason, first."
        )


class OwnReport(ReportNotAllowed):
    """Whoever wrote a report does not approve it."""

    def __init__(self) -> None:
        super().__init__("You have written in this report. Another person of the programme team approves it.")


class ReportMoved(ReportNotAllowed):
    """The text was changed after the approver opened it."""

    def __init__(self) -> None:
        super().__init__("This report was changed after you opened it. Read it again, then approve it.")


class NotForReaders(ReportNotAllowed):
    """The text rests on records that its readers may not have."""


def state_of(report: Report) -> str:
    """“approved” when the last event approved it, else “draft”."""
    last = report.events.order_by("-seq").first()
    return "approved" if last and last.kind == Kind.APPROVED else "draft"


def draft(*, report: Report, by: Any) -> Report:
    """Store a new report with its sections drafted from the record as at its day. Raises NotAllowed, ReportNotAllowed."""
    check(by, Capability.EDIT)
    with transaction.atomic():
        _check_day(report)
        template = TEMPLATES[report.kind]
        report.template_version = template.version
        if not report.title:
            report.title = report.paper.title if report.paper else "…"
        _save(report, by, "Drafted from the record")
        made = compose(report)
        if report.title == "…":
            report.title = title_of(report)
            _save(report, by, "Named after its template")
        for key, words in made.figures.items():
            _save(ReportFigure(report=report, key=key, words=words), by, "Bound when drafted")
        for position, part in enumerate(made.sections):
            section = ReportSection(
                report=report, code=part.code, position=position, number=part.number, heading=part.heading,
                text=part.text, origins=part.origins,
            )  # fmt: skip
            _save(section, by, "Drafted from the record")
    return report


def title_of(report: Report) -> str:
    """The title that its template gives a report, with its day."""
    subject = Subject(report)
    return f"{subject.fill(TEMPLATES[report.kind].title)}, {subject.as_at_words}"


def _check_day(report: Report) -> None:
    day = vague(report, "as_at")
    earliest, latest = bounds(report.as_at)
    if earliest is None or latest is None:
        raise ReportNotAllowed("As at: give a day or a month with a beginning and an end.", "as_at")
    if earliest > timezone.localdate():
        raise ReportNotAllowed("As at: this lies in the future; the record cannot be read on it yet.", "as_at")
    row: Any = report
    row.as_at_earliest, row.as_at_latest = earliest, latest
    if report.since and report.since >= latest:
        raise ReportNotAllowed(f"What is new since: this is not before {day or report.as_at}.", "since")


def change(*, report: Report, by: Any, reason: str) -> None:
    """Save changed facts of a report: title, marking, whom it is for. Raises NotAllowed, ReportFrozen, StaleRecord."""
    check(by, Capability.EDIT)
    with transaction.atomic():
        _open(report)
        _check_day(report)
        _save(report, by, reason)


def edit_section(*, section: ReportSection, by: Any, reason: str) -> None:
    """Save a section whose text, heading or ground was changed; its figures stay bound.

    Raises NotAllowed, ReportFrozen, FigureBound, StaleRecord.
    """
    check(by, Capability.EDIT)
    with transaction.atomic():
        report = _open(section.report)
        section.text = bind(report=report, text=section.text, by=by)
        _save(section, by, reason)


def bind(*, report: Report, text: str, by: Any) -> str:
    """A typed text as it is kept; figures it names anew are bound as their records say now.

    Raises FigureBound where the words of a bound figure were typed over, or a token names nothing that may be bound.
    """
    kept = stored(text)
    known = documents.figure_words(report.figures.all())
    fresh = [key for key in keys_in(kept) if key not in known]
    now = figures.values(fresh)
    for key in fresh:
        if key not in now:
            raise FigureBound(
                f"Text: “[[{key}]]” names no figure that can be bound. Name a record and its field, such as [[SAV-7.words]].",
                "text",
            )
        if not now[key]:
            raise FigureBound(f"Text: {key} is not recorded, so there is nothing to bind.", "text")
    typed = text.replace("\r\n", "\n")
    for key in keys_in(kept):
        words = {**now, **known}[key]
        if f"[[{key}: {words}]]" not in typed and f"[[{key}]]" not in typed and f"[[{key}:{words}]]" not in typed:
            raise FigureBound(
                f"Text: the figure {key} is bound and reads “{words}”. Change the record, or take the figure out and write "
                "the words as your own.",
                "text",
            )
    for key in fresh:
        _save(ReportFigure(report=report, key=key, words=now[key]), by, "Bound in the text")
    return kept


def editable(section: ReportSection) -> str:
    """A section's text as it is edited, with the words of its figures in their tokens."""
    return shown(section.text, documents.figure_words(section.report.figures.all()))


def refresh(*, figure: ReportFigure, by: Any) -> None:
    """Take what the record says now for a bound figure. Raises NotAllowed, ReportFrozen, ReportNotAllowed."""
    check(by, Capability.EDIT)
    with transaction.atomic():
        _open(figure.report)
        now = figures.values([figure.key]).get(figure.key)
        if not now:
            raise ReportNotAllowed(
                f"{figure.key} says nothing in the register now. Keep the words with a reason, or take the figure out."
            )
        was = figure.words
        figure.words, figure.kept_against, figure.kept_reason = now, "", ""
        _save(figure, by, f"Refreshed: was {was}"[:900])


def keep(*, figure: ReportFigure, by: Any, reason: str) -> None:
    """Keep a bound figure as drafted although its record changed. Raises NotAllowed, ReportFrozen, ReportNotAllowed."""
    check(by, Capability.EDIT)
    with transaction.atomic():
        _open(figure.report)
        if not reason.strip():
            raise ReportNotAllowed("Reason: say why the report keeps the earlier words.", "reason")
        now = figures.values([figure.key]).get(figure.key)
        if now is None or now == figure.words:
            raise ReportNotAllowed(
                f"{figure.key}: the record is no longer in the register. Take the figure out of the text."
                if now is None
                else f"{figure.key} says the same as the report; there is nothing to keep."
            )
        figure.kept_against, figure.kept_reason = now, reason.strip()
        _save(figure, by, f"Kept: {reason.strip()}"[:900])


def approve(*, report: Report, by: Any, seen: str, token: str) -> ReportEvent:
    """Approve the working text and freeze it, whole and as others read it, under its SHA-256.

    `seen` is the SHA-256 of the text that the approver read. Raises NotAllowed, OwnReport, ReportFrozen, ReportMoved,
    FiguresChanged, NotForReaders, ReportNotAllowed.
    """
    check(by, Capability.PUBLISH)
    with transaction.atomic():
        if done := ReportEvent.objects.filter(form_token=token).first():
            return done
        report = _open(report)
        if by.pk in authors(report):
            raise OwnReport
        sections, rows = list(report.sections.all()), list(report.figures.all())
        version = documents.version_of(report)
        whole = documents.document_of(report, sections, documents.figure_words(rows), version=version)
        if whole.sha256 != seen:
            raise ReportMoved
        _check_sections(sections)
        used = {key for section in sections for key in keys_in(section.text)}
        changed = [f.key for f in figures.bound(r for r in rows if r.key in used).values() if f.is_changed]
        if changed:
            raise FiguresChanged(changed)
        _check_readers(report, sections)
        others = documents.opened(whole, documents.hidden_words())
        return _event(
            report, by, token, kind=Kind.APPROVED, version=version, document=as_json(_bare(whole)), sha256=whole.sha256,
            open_document=as_json(_bare(others)), open_sha256=others.sha256,
        )  # fmt: skip


def begin_version(*, report: Report, by: Any, reason: str, token: str) -> ReportEvent:
    """Begin a new version of an approved report. Raises NotAllowed, ReportNotAllowed."""
    check(by, Capability.EDIT)
    with transaction.atomic():
        if done := ReportEvent.objects.filter(form_token=token).first():
            return done
        report = Report.objects.select_for_update().get(pk=report.pk)
        if state_of(report) != "approved":
            raise ReportNotAllowed("This version is not approved yet; change it as it is.")
        if not reason.strip():
            raise ReportNotAllowed("Reason: say why a new version is begun.", "reason")
        version = documents.version_of(report) + 1
        return _event(report, by, token, kind=Kind.REOPENED, version=version, reason=reason.strip())


def put_on_agenda(*, report: Report, meeting: Meeting, by: Any) -> Paper:
    """Make the approved report a paper of an item on a meeting’s agenda, as those read it who may not read all of it.

    Raises NotAllowed, ReportNotAllowed, MeetingNotAllowed.
    """
    check(by, Capability.EDIT)
    with transaction.atomic():
        report = Report.objects.select_for_update().get(pk=report.pk)
        event = documents.latest_approved(report)
        if event is None:
            raise ReportNotAllowed("Only an approved report goes on an agenda. Have it approved first.")
        item = agenda.add(meeting=meeting, by=by, title=report.title)
        if there := Paper.objects.filter(item=item, title=report.title).first():
            return there
        paper = Paper(
            meeting=meeting, item=item, title=report.title, from_words=report.from_words,
            to_words=str(report.board or report.body or ""), marking=report.marking,
            text=plain_text(documents.approved(event, whole=False)), received=timezone.localdate(),
        )  # fmt: skip
        _save(paper, by, f"Report {report.reference}, version {event.version}")
        report.paper, report.meeting = paper, meeting
        _save(report, by, f"Put on the agenda of {meeting}"[:900])
        return paper


# What the doors have in common ------------------------------------------------------------------------------------------


def authors(report: Report) -> set[int]:
    """The keys of the people who drafted a report or wrote in it."""
    found: set[int] = set()
    for rows in (
        Report.history.filter(id=report.pk), ReportSection.history.filter(report=report.pk),
        ReportFigure.history.filter(report=report.pk),
    ):  # fmt: skip
        found |= set(rows.exclude(history_user=None).values_list("history_user", flat=True))
    return found


def _open(report: Report) -> Report:
    """The report, locked; it is being worked on. Raises ReportFrozen."""
    found = Report.objects.select_for_update().get(pk=report.pk)
    if state_of(found) == "approved":
        raise ReportFrozen
    return found


def _check_sections(sections: list[ReportSection]) -> None:
    empty = [str(s) for s in sections if s.heading and not s.text.strip() and not s.exempt_ground]
    if empty:
        raise ReportNotAllowed(
            f"Nothing is written yet under: {'; '.join(empty)}. Write it, or say that there is nothing."
        )


def _check_readers(report: Report, sections: list[ReportSection]) -> None:
    """Raise NotForReaders where what is not withheld rests on records that its readers may not have."""
    barred = [Marking.SENSITIVE, Marking.INTERNAL] if report.marking == Marking.PUBLIC else [Marking.SENSITIVE]
    codes: set[str] = set()
    for section in sections:
        if not section.exempt_ground:
            codes |= {key.partition(".")[0] for key in (*keys_in(section.text), *section.origins)}
    named = Reference.objects.filter(code__in=codes, marking__in=barred).order_by("prefix", "number")
    if found := [f"{row.code} ({Marking(row.marking).label.lower()})" for row in named]:
        raise NotForReaders(
            f"The text rests on {', '.join(found)}, which its readers may not have. Take the words out, withhold the "
            "section on a ground, or change the marking of the record."
        )
    if report.marking == Marking.PUBLIC:
        words = documents.hidden_words()
        told = {
            w
            for s in sections
            if s.code not in ("front", "closing") and not s.exempt_ground
            for w in words
            if w in s.text
        }
        if told:
            raise NotForReaders(
                f"The text names {', '.join(sorted(told))}, whose contact is not public. Take the name out."
            )


def _bare(document: PaperDocument) -> PaperDocument:
    """The document without what the footer says of it: that is said when it is read."""
    return replace(document, state="", is_draft=False, sha256="")


def _event(report: Report, by: Any, token: str, **facts: Any) -> ReportEvent:
    last = report.events.order_by("-seq").first()
    event = ReportEvent.objects.create(
        report=report, seq=last.seq + 1 if last else 1, recorded_by=by, form_token=token, **facts
    )
    Reference.objects.keep(report)
    return event


def _save(record: Any, by: Any, reason: str) -> None:
    record._history_user = by
    record._change_reason = reason or None
    record.save()
