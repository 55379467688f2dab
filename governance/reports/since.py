"""What came into the register since a moment, in sentences, among what a person may read and what concerns them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Value
from django.utils import timezone

from governance.choices import CaseEventKind as Kind
from governance.choices import LocalOutcome
from governance.models import BusinessCase, CaseEvent, Decision, LocalDecision, LocalDecisionEvent, Meeting
from programmes.choices import AgreementEventKind, Marking
from programmes.dates import in_words
from programmes.holders import inherited
from programmes.models import Agreement, AgreementEvent, Membership, Party
from programmes.navigation import reference_url
from programmes.phrases import lower_first
from programmes.reading import Reader
from programmes.reports.changes import moment_words
from programmes.reports.happened import WITH_OFFICE
from programmes.together import Part, kept_together
from workstreams.choices import MilestoneDate, Rag
from workstreams.models import Milestone, MilestoneMove, StatusUpdate, Workstream

#: So many sentences of one kind are told; the newest.
MOST = 12
#: So many of the newest rows are read for them, since some say the same.
READ = 8 * MOST
#: So many rows are counted; beyond it is only said that there are more.
COUNTED = 1000


@dataclass(frozen=True)
class Concern:
    """Whose register it is: the offices and the forces they or the person are of; with neither, everybody’s."""

    bodies: tuple[int, ...] = ()
    forces: tuple[int, ...] = ()

    @property
    def is_all(self) -> bool:
        return not (self.bodies or self.forces)


@dataclass(frozen=True)
class Sentence:
    """One thing that happened: `words` before and after the name of its record, which leads to its page."""

    before: str
    name: str
    after: str
    url: str


@dataclass(frozen=True)
class Group:
    """The things of one kind, the newest first; `more` says how many there are besides, in words."""

    title: str
    sentences: tuple[Sentence, ...]
    more: str = ""


@dataclass(frozen=True)
class Since:
    """What came in since a moment, by kind."""

    words: str
    groups: tuple[Group, ...]
    concerns: str = ""


#: What an event of a case says, around the case; {who} is the board it was at, in words.
_CASE: dict[str, tuple[str, str]] = {
    Kind.AGREE: ("{who} agreed", "in principle{on}."),
    Kind.AGREE_IN_PART: ("{who} agreed", "in part{on}."),
    Kind.DEFER: ("{who} deferred", "{on}."),
    Kind.RETURN: ("{who} returned", "{on}."),
    Kind.REJECT: ("{who} rejected", "{on}."),
    Kind.RECOMMEND: ("{who} recommended", "{on}."),
    Kind.SEND_BACK: ("{who} sent back", "{on}."),
    Kind.COMMISSION: ("", "was commissioned{on}."),
    Kind.CIRCULATE: ("", "was circulated for comment{on}."),
    Kind.REVISE: ("", "was taken back to revise{on}."),
    Kind.REFER: ("", "was referred to Oversight{on}."),
    Kind.SCHEDULE: ("", "was put on an agenda{on}."),
    Kind.SPLIT: ("", "was split into further cases{on}."),
    Kind.APPROVE: ("Every office that was asked approved", "{on}."),
    Kind.RESCOPE: ("", "was re-scoped{on}."),
    Kind.IMPLEMENT: ("", "began to be implemented{on}."),
    Kind.GO_LIVE: ("", "went live{on}."),
    Kind.REVIEW: ("", "was reviewed{on}."),
    Kind.STOP: ("", "was stopped{on}."),
    Kind.SUPERSEDE: ("", "was replaced by another case{on}."),
    Kind.RESUBMIT: ("", "was submitted again as a new case{on}."),
    Kind.WAIVE: ("A stage of", "was waived{on}."),
    Kind.NOTE: ("A fact was noted of", "{on}."),
    Kind.CORRECT: ("An event of", "was corrected{on}."),
}
_LOCAL = {
    LocalOutcome.APPROVED: "approved",
    LocalOutcome.APPROVED_WITH_CONDITIONS: "approved, with conditions,",
    LocalOutcome.DEFERRED: "deferred its decision on",
    LocalOutcome.REJECTED: "rejected",
    LocalOutcome.OPTED_OUT: "opted out of",
}
_ON = ("on", "on_words")


def since(reader: Reader, moment: dt.datetime, concern: Concern = Concern(), words: str = "") -> Since:
    """What came in after a moment; one query, whatever came."""
    # The alliances of a force are those of the day.
    key = ("since", reader.sight, timezone.localdate(), concern)
    read = kept_together(key, lambda at: _limited(_parts(reader, at, concern)), [moment])
    groups = (
        _group("Cases", read, ["case"], _case_sentence),
        _group("Decisions of offices", read, ["local"], _local_sentence),
        _group("Decisions", read, ["decision"], _decision_sentence),
        _group("Agreements", read, ["agreement"], _agreement_sentence),
        _group("Status", read, ["status"], _status_sentence),
        _group("Milestones", read, ["move"], _move_sentence),
        _group("Meetings", read, ["meeting"], _meeting_sentence),
        _group("Records changed", read, list(_CHANGED), _change_sentence),
    )
    return Since(words or f"since {moment_words(moment)}", tuple(group for group in groups if group.sentences))


def _limited(parts: dict[str, Part]) -> dict[str, Part]:
    """The newest rows of each part, by its last column, and how many there are, up to a bound."""
    found = {}
    for of, (rows, names) in parts.items():
        newest = rows.order_by(f"-{names[-1]}", "-pk").values("pk")[:READ]
        some = rows.order_by().values("pk")[: COUNTED + 1]
        every = rows.model._base_manager.order_by()
        found[of] = Part(every.filter(pk__in=newest), names)
        one = every.filter(pk__in=some).annotate(one=Value(1)).values("one")
        found[f"number of {of}"] = Part(one.annotate(in_all=Count("pk")), ("in_all",))
    return found


def _group(title: str, read: dict[str, list[tuple[Any, ...]]], parts: list[str], tell: Any) -> Group:
    """The sentences of rows whose last column is the moment they came in."""
    newest = sorted((row for of in parts for row in read[of]), key=lambda row: str(row[-1]), reverse=True)
    numbers = [sum(number for (number,) in read[f"number of {of}"]) for of in parts]
    told: dict[Sentence, None] = {}
    rows = 0
    for row in newest:
        sentence = tell(*row[:-1])
        if sentence in told or len(told) < MOST:
            told[sentence] = None
            rows += 1
    least, rest = "more than " if max(numbers) > COUNTED else "", min(sum(numbers), COUNTED) - rows
    return Group(title, tuple(told), f"And {least}{rest:,} more." if rest > 0 else "")


_CHANGED = {"changed case": BusinessCase, "changed agreement": Agreement, "changed work": Workstream}


def _parts(reader: Reader, moment: Any, concern: Concern) -> dict[str, Part]:
    cases = _of_cases(reader.rows(BusinessCase.objects), concern)
    agreements = _of_agreements(reader.rows(Agreement.objects), concern)
    work = _of_work(reader.rows(Workstream.objects), concern)
    new = {"recorded_at__gt": moment}

    def seen(rows: Any, name: str) -> Exists:
        return Exists(rows.order_by().filter(pk=OuterRef(name)))

    locals_ = reader.rows(LocalDecision.objects)
    events = CaseEvent.objects.filter(seen(cases, "case"), **new)
    said = LocalDecisionEvent.objects.filter(seen(locals_, "local_decision"), **new)
    happened = AgreementEvent.objects.filter(seen(agreements, "agreement"), **new)
    told = reader.rows(StatusUpdate.objects).told().filter(seen(work, "workstream"), submitted_at__gt=moment)
    milestones = reader.rows(Milestone.objects)
    if not concern.is_all:
        locals_ = locals_.filter(case__in=cases.order_by().values("pk"))
        milestones = milestones.filter(workstream__in=work.order_by().values("pk"))
    if concern.forces:
        milestones = milestones.filter(Q(force=None) | Q(force__in=concern.forces))
    moved = MilestoneMove.objects.filter(seen(milestones, "milestone"), **new)
    decided = _of_decisions(reader.rows(Decision.objects), concern, cases, agreements, work)
    decisions = Decision.history.model.objects.filter(  # type: ignore[attr-defined]
        seen(decided, "id"), history_type="+", history_date__gt=moment
    )
    meetings = Meeting.history.model.objects.filter(  # type: ignore[attr-defined]
        seen(_of_meetings(reader.rows(Meeting.objects), concern), "id"), history_type="+", history_date__gt=moment
    )
    parts = {
        "case": Part(events, ("kind", *_ON, "case__reference", "case__title", "board__name",
                                                  "board__marking", "meeting__board__name",
                                                  "meeting__board__marking", "recorded_at")),
        "local": Part(said, ("outcome", *_ON, "corrects_id", "local_decision__reference",
                                                 "local_decision__case__title", "local_decision__body__name",
                                                 "local_decision__body__marking", "recorded_at")),
        "agreement": Part(happened, ("kind", *_ON, "agreement__reference", "agreement__title",
                                                         "body__name", "body__marking", "recorded_at")),
        "status": Part(told, ("workstream__reference", "workstream__name", "rag", "period__name",
                                                   "corrects_id", "submitted_at")),
        "move": Part(moved, ("which", "was", "now", "reason", "milestone__reference",
                                                 "milestone__name", "milestone__workstream__name", "recorded_at")),
        "decision": Part(decisions, ("reference", "title", "decided", "decided_words",
                                                          "board__name", "board__marking", "body__name",
                                                          "body__marking", "decided_by", "history_date")),
        "meeting": Part(meetings, ("reference", "board__name", "held", "held_words", "history_date")),
    }  # fmt: skip
    for of, rows in zip(_CHANGED, (cases, agreements, work), strict=True):
        model: Any = _CHANGED[of]
        past = model.history.model.objects.filter(
            seen(rows, "id"), history_type="~", history_user__isnull=False, history_date__gt=moment
        )
        names = ("reference", "name" if model is Workstream else "title", "history_user__first_name")
        parts[of] = Part(
            past, (*names, "history_user__last_name", "history_user__username",
                                        "history_change_reason", "history_date"),
        )  # fmt: skip
    return parts


# Whom it concerns ----------------------------------------------------------------------------------------------------


def _alliances(concern: Concern) -> Any:
    rows: Any = Membership.objects.filter(force__in=concern.forces)
    return rows.in_force_on(timezone.localdate()).order_by().values("alliance")


def _of_cases(rows: Any, concern: Concern) -> Any:
    """Of an office: cases its force takes part in, of its alliances, or that ask it."""
    if concern.is_all:
        return rows
    asked = LocalDecision.objects.filter(inherited("body", concern.bodies), case=OuterRef("pk"))
    takes_part = BusinessCase.participating_forces.through.objects.filter(
        businesscase=OuterRef("pk"), force__in=concern.forces
    )
    ours = _alliances(concern)
    return rows.filter(
        Exists(asked) | Exists(takes_part) | Q(alliance__in=ours) | Q(programme__alliance__in=ours)
    )  # fmt: skip


def _of_agreements(rows: Any, concern: Concern) -> Any:
    """Of an office: agreements it is party to, or that an office of its force is, or of its alliances."""
    if concern.is_all:
        return rows
    ours = _alliances(concern)
    party = Party.objects.filter(
        inherited("body", concern.bodies) | Q(body__force__in=concern.forces), agreement=OuterRef("pk")
    )
    return rows.filter(Exists(party) | Q(alliance__in=ours))


def _of_work(rows: Any, concern: Concern) -> Any:
    """Of an office: work its force takes part in, or of its alliances."""
    if concern.is_all:
        return rows
    through = Workstream.participating_forces.through.objects
    takes_part = through.filter(workstream=OuterRef("pk"), force__in=concern.forces)
    ours = _alliances(concern)
    return rows.filter(Exists(takes_part) | Q(alliance__in=ours) | Q(programme__alliance__in=ours))


def _of_decisions(rows: Any, concern: Concern, cases: Any, agreements: Any, work: Any) -> Any:
    if concern.is_all:
        return rows
    own = inherited("body", concern.bodies) if concern.bodies else Q(body__force__in=concern.forces)
    for name, found in (("case", cases), ("agreement", agreements), ("workstream", work)):
        own |= Q(**{f"{name}__in": found.order_by().values("pk")})
    return rows.filter(own)


def _of_meetings(rows: Any, concern: Concern) -> Any:
    if concern.is_all:
        return rows
    ours = _alliances(concern)
    return rows.filter(
        Q(board__alliance__in=ours) | Q(board__programme__alliance__in=ours) | Q(board__body__in=concern.bodies)
    )


# Sentences -----------------------------------------------------------------------------------------------------------


def _on(edtf: str | None, words: str | None) -> str:
    """When, at the end of a clause: “ on 28 January 2020”, “ (autumn 2016)”; nothing when it is not known."""
    if not edtf and not words:
        return ""
    if words or len(edtf or "") != 10 or not (edtf or "").replace("-", "").isdigit():
        return f" ({words or in_words(edtf or '')})"
    return f" on {in_words(edtf or '')}"


def _named(name: str | None, marking: str | None) -> str:
    """A board or office by name, unless it is sensitive: then nothing here says which it is."""
    return "" if not name or marking == Marking.SENSITIVE else name


def _case_sentence(
    kind: str, on: str, words: str, code: str, title: str, board: str | None, marking: str | None, meeting: str | None,
    of_meeting: str | None,
) -> Sentence:  # fmt: skip
    who = (
        _named(board, marking)
        or _named(meeting, of_meeting)
        or ("Oversight" if kind in (Kind.RECOMMEND, Kind.SEND_BACK) else "The Summit")
    )
    if who[:3] not in ("The", "Ove"):
        who = f"The {who}"
    before, after = _CASE[kind]
    tail = after.format(on=_on(on, words)).lstrip()
    name = f"Case {code} {title}"
    return Sentence(before.format(who=who), name, tail, reference_url(code))


def _local_sentence(
    outcome: str, on: str, words: str, corrects: int | None, code: str, case: str, name: str, marking: str
) -> Sentence:
    body = _named(name, marking) or "An office"
    if corrects:
        return Sentence(f"What {body} had decided was corrected:", case, ".", reference_url(code))
    return Sentence(f"{body} {_LOCAL.get(LocalOutcome(outcome), 'spoke on')}", case, f"{_on(on, words).lstrip()}.",
                    reference_url(code))  # fmt: skip


def _agreement_sentence(
    kind: str, on: str, words: str, code: str, title: str, body: str | None, marking: str | None
) -> Sentence:
    told, office = WITH_OFFICE.get(AgreementEventKind(kind)), _named(body, marking)
    what = told.format(office) if told and office else AgreementEventKind(kind).label
    return Sentence("", f"{code} {title}", f": {lower_first(what)}{_on(on, words)}.", reference_url(code))


def _status_sentence(code: str, name: str, rag: str, period: str | None, corrects: int | None) -> Sentence:
    what = f"is {Rag(rag).name.lower()}" if rag else "was told of"
    corrected = ", in a corrected return" if corrects else ""
    return Sentence(
        "", name, f"{what} for {period}{corrected}." if period else f"{what}{corrected}.", reference_url(code)
    )


def _move_sentence(which: str, was: str, now: str, reason: str, code: str, name: str, work: str) -> Sentence:
    said = (
        f"from {in_words(was)} to {in_words(now)}"
        if was and now
        else f"is {in_words(now)}"
        if now
        else "was taken away"
    )
    verb = "moved " if was and now else ""
    why = reason.rstrip(".")
    return Sentence(
        f"The {MilestoneDate(which).label.lower()} date of",
        f"{work}: {name}",
        f"{verb}{said}: {why}.",
        reference_url(code),
    )


def _decision_sentence(
    code: str, title: str, on: str, words: str, board: str | None, of_board: str | None, body: str | None,
    of_body: str | None, decided_by: str,
) -> Sentence:  # fmt: skip
    who = _named(body, of_body) or _named(board, of_board)
    day = _on(on, words)
    entered = f"A decision was entered ({decided_by}){day}:" if decided_by else f"A decision was entered{day}:"
    return Sentence(f"{who} decided{day}:" if who else entered, title, ".", reference_url(code))


def _meeting_sentence(code: str, board: str, on: str, words: str) -> Sentence:
    return Sentence("A meeting was entered:", board, f"{_on(on, words).lstrip()}.", reference_url(code))


def _change_sentence(code: str, title: str, first: str, last: str, username: str, reason: str | None) -> Sentence:
    by = f"{first} {last}".strip() or username
    why = f": {reason.rstrip('.')}" if reason else ""
    return Sentence(f"{by} changed", f"{code} {title}", f"{why}.", reference_url(code))
