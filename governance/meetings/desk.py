"""The pages of a meeting on the desk: its agenda, what it decided, its minutes, its actions."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from governance.case_desk import event_url
from governance.choices import CaseState
from governance.meetings import agenda as doors
from governance.meetings import closing, forms, outcomes
from governance.meetings.agenda import MeetingNotAllowed
from governance.meetings.rules import deadline_words, papers_due
from governance.models import Action, AgendaItem, BusinessCase, Meeting, Paper
from programmes.access import Capability, check
from programmes.admin_site import address
from programmes.fields import vague
from programmes.history import AppendOnlyError, StaleRecord
from programmes.models import Agreement
from programmes.navigation import reference_url
from programmes.refusals import Refusal

#: How many rows of each kind the builder offers; any other is added by its reference.
OFFERED = 12
_KINDS: dict[str, Any] = {"CASE": BusinessCase, "AGR": Agreement, "ACT": Action}
#: What moves an item to another place of the agenda.
_MOVES = ("place", "up", "down")
_PAGES = (
    ("Details", "change"), ("Agenda", "agenda"), ("At the meeting", "record"), ("Minutes", "minutes"),
)  # fmt: skip


def meeting_url(meeting: Meeting, page: str = "agenda") -> str:
    """The address of one of the meeting’s pages on the desk."""
    return reverse(f"admin:governance_meeting_{page}", args=[meeting.pk])


def find(request: HttpRequest, pk: int, capability: Capability = Capability.EDIT) -> Meeting:
    """The meeting, for who may work on it."""
    check(request.user, capability)
    rows = Meeting.objects.visible_to(request.user).select_related("board", "board__programme", "board__body")
    return get_object_or_404(rows, pk=pk)


def page(request: HttpRequest, meeting: Meeting, here: str, template: str, **context: Any) -> HttpResponse:
    """A page of a meeting in the admin’s frame, with the way to its other pages."""
    links = [(words, meeting_url(meeting, name), name == here) for words, name in _PAGES]
    pack = reverse("governance:meeting-pack", args=[meeting.reference])
    full = reverse("governance:meeting-full-pack", args=[meeting.reference])
    links += [("Open pack", pack, False), ("Full pack", full, False)]
    own = {
        "meeting": meeting, "record": meeting, "opts": Meeting._meta, "pages": links,
        "record_url": meeting_url(meeting, "change"), "register_url": reference_url(meeting.reference),
    }  # fmt: skip
    return TemplateResponse(request, template, {**admin.site.each_context(request), **own, **context})


# The agenda --------------------------------------------------------------------------------------------------------


def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Build the agenda: put items on it, order them, take them off, close the meeting."""
    meeting = find(request, pk)
    posted = request.POST if request.method == "POST" else None
    do = request.POST.get("do", "")
    add = forms.AddForm(posted if do == "add" else None, prefix=None)
    note = forms.NoteForm(posted if do == "note" else None, prefix=None, auto_id="note_%s")
    problem = ""
    if posted is not None:
        try:
            said = _change(request, meeting, do, add, note)
        except Refusal as error:
            form = {"add": add, "note": note}.get(do)
            if form is not None:
                form.refuse(str(error), tuple(f for f in error.fields if f in form.fields))
            else:
                problem = str(error)
        except (AppendOnlyError, StaleRecord) as error:
            problem = str(error)
        else:
            if said:
                messages.success(request, said)
                # Whoever orders the items by keyboard goes on from the item that was moved.
                anchor = f"#item-{posted.get('item')}" if do in _MOVES else ""
                return HttpResponseRedirect(meeting_url(meeting) + anchor)
    shown = _builder(meeting, request.user)
    if problem and do == "place":
        for row in shown["items"]:
            row["typed"] = posted.get("place", "") if posted and str(row["pk"]) == posted.get("item") else ""
    return page(
        request, meeting, "agenda", "governance/meeting_agenda.html", title=f"Agenda: {meeting}", add_form=add,
        note_form=note, problem=problem, **shown,
    )  # fmt: skip


def _change(request: HttpRequest, meeting: Meeting, do: str, add: forms.AddForm, note: forms.NoteForm) -> str:
    """Do what a button of the builder asks; what was done, in words, or "" when a form must be shown again."""
    by, posted = request.user, request.POST
    if do == "add":
        if not add.is_valid():
            return ""
        code = add.cleaned_data["reference"].strip().upper()
        model = _KINDS.get(code.rpartition("-")[0])
        about = model.objects.visible_to(by).filter(reference=code).first() if model else None
        if about is None:
            raise MeetingNotAllowed(
                f"Reference: there is no case, agreement or action {code}. Give one such as CASE-4.", "reference"
            )
        waives = add.cleaned_data["waives"]
        item = doors.add(meeting=meeting, by=by, about=about, token=add.cleaned_data["token"], waives=waives)
        return f"On the agenda: {item.title}"
    if do == "note":
        if not note.is_valid():
            return ""
        words = {name: note.cleaned_data[name] for name in ("note", "recommendation", "presenter")}
        item = doors.add(meeting=meeting, by=by, title=note.cleaned_data["title"], **words)
        return f"On the agenda: {item.title}"
    if do == "close":
        closing.close(meeting=meeting, by=by)
        return "Closed: the agenda and its papers are fixed."
    key = posted.get("item", "")
    found = doors.items_of(meeting).filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None
    if found is None:
        raise MeetingNotAllowed("This item is no longer on the agenda. Reload the page to see how it stands.")
    if do == "strike":
        doors.strike(item=found, by=by)
        return f"Taken off the agenda: {found.title}"
    order = list(doors.items_of(meeting).values_list("pk", flat=True))
    at = order.index(found.pk) + 1
    typed = posted.get("place", "").strip()
    if do == "place" and not (typed.isdecimal() and len(typed) < 5):
        raise MeetingNotAllowed(f"Place of “{found.title}”: give a number from 1 to {len(order)}.")
    to = {"up": max(at - 1, 1), "down": min(at + 1, len(order))}.get(do) or int(typed or 0)
    doors.place(item=found, to=to, by=by)
    return f"Place {to}: {found.title}"


def _builder(meeting: Meeting, user: Any) -> dict[str, Any]:
    """Everything the agenda’s page shows beside its forms; a fixed number of queries."""
    items = list(doors.items_of(meeting).visible_to(user).select_related("case", "agreement", "action"))
    number_of = doors.numbers(items)
    due, held = papers_due(meeting), vague(meeting, "held")
    rows = Paper.objects.visible_to(user).filter(meeting=meeting) | Paper.objects.visible_to(user).filter(
        item__meeting=meeting
    )
    papers = [_paper(meeting, paper, due) for paper in rows.distinct().order_by("position", "pk")]
    open_items = set() if meeting.closed_at else set(doors.without_outcome(meeting).values_list("pk", flat=True))
    states = dict(
        BusinessCase.objects.with_stage()
        .filter(pk__in=[i.case_id for i in items if i.case_id and i.pk in open_items])
        .values_list("pk", "state")
    )
    scheduled = doors.scheduled_here(meeting, [pk for pk, state in states.items() if state == CaseState.ON_AGENDA])
    shown = [_item(item, number_of[item.pk], papers, states, scheduled, meeting) for item in items]
    keys = {item.pk for item in items}
    return {
        "items": shown,
        "loose": [paper for paper in papers if paper["item"] not in keys],
        "due": due,
        "due_rule": deadline_words(meeting.board),
        "has_day": held.earliest is not None,
        "is_one_day": held.earliest == held.latest,
        "closes_from": held.earliest if held.earliest and held.earliest > timezone.localdate() else None,
        "offers": [] if meeting.closed_at else _offers(meeting, user),
        "actions": [_action(meeting, action) for action in doors.actions_back(meeting, user)],
        "add_paper": f"{address(Paper, 'add')}?meeting={meeting.pk}",
        "open_items": [shown_item for shown_item in shown if shown_item["pk"] in open_items],
        "token": forms.new_token(),
    }


def _item(
    item: AgendaItem,
    number: str,
    papers: list[dict[str, Any]],
    states: dict[int, str],
    scheduled: dict[int, int],
    meeting: Meeting,
) -> dict[str, Any]:
    case, about = item.case, item.case or item.agreement
    waits = case is not None and meeting.board.is_summit and states.get(case.pk) not in ("on_agenda", None)
    return {
        "pk": item.pk,
        "item": item,
        "number": number,
        "about": case or item.agreement or item.action,
        "about_url": reference_url(about.reference) if about else "",
        "schedule_url": event_url(case, "schedule") if waits and case and not meeting.closed_at else "",
        "take_off_url": _take_off_url(case, scheduled.get(case.pk)) if case else "",
        "edit_url": f"{address(AgendaItem, 'change', item.pk)}?meeting={meeting.pk}",
        "paper_url": f"{address(Paper, 'add')}?meeting={meeting.pk}&item={item.pk}",
        "papers": [paper for paper in papers if paper["item"] == item.pk],
    }


def _take_off_url(case: BusinessCase, step: int | None) -> str:
    """Where the step is struck out by which a case stands on this agenda; "" when no step holds it there."""
    return f"{event_url(case, 'correct')}?corrects={step}&strikes=yes" if step else ""


def _paper(meeting: Meeting, paper: Paper, due: Any) -> dict[str, Any]:
    return {
        "title": paper.title,
        "item": paper.item_id,
        "url": f"{address(Paper, 'change', paper.pk)}?meeting={meeting.pk}",
        "files_url": reverse("admin:governance_meeting_paper", args=[meeting.pk, paper.pk]),
        "exempt": f"Exempt: {paper.get_exempt_ground_display().lower()}" if paper.is_exempt else "",
        "late": f"Late: received {paper.received:%-d %B %Y}" if doors.is_late(paper, due) and paper.received else "",
    }


def _offers(meeting: Meeting, user: Any) -> list[dict[str, Any]]:
    """What might come on the agenda, kind by kind."""
    cases = list(doors.waiting_cases(meeting, user)[: OFFERED + 1])
    agreements = list(doors.agreements_due(meeting, user)[: OFFERED + 1])
    there = doors.items_of(meeting).filter(action__isnull=False).values("action")
    actions = list(doors.actions_back(meeting, user).exclude(pk__in=there)[: OFFERED + 1])
    found = []
    for title, rows, empty in (
        ("Cases that wait for this board", cases, "No case waits for a meeting of this board."),
        ("Agreements in hand, or ending within a year", agreements, "No agreement is due."),
        ("Open actions, as an item of their own", actions, "No action of this board is open."),
    ):
        more = "There are more; add any other by its reference." if len(rows) > OFFERED else ""
        found.append({"title": title, "rows": rows[:OFFERED], "empty": empty, "more": more})
    return found


def _action(meeting: Meeting, action: Action) -> dict[str, Any]:
    return {
        "action": action,
        "due": str(vague(action, "due")),
        "url": reverse("admin:governance_meeting_action", args=[meeting.pk, action.pk]),
        "closed": f"Closed on {action.closed_on:%-d %B %Y}" if action.closed_on else "Open",
    }


# At the meeting ----------------------------------------------------------------------------------------------------


def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what the meeting decided, item by item; what is typed into the other items is kept."""
    meeting = find(request, pk)
    posted = request.POST if request.method == "POST" else None
    items = list(doors.items_of(meeting).visible_to(request.user).select_related("case", "agreement", "meeting__board"))
    day = forms.DayForm(posted, meeting=meeting)
    number_of, recorded = doors.numbers(items), outcomes.recorded_on(items)
    asked = request.POST.get("item", "")
    done: list[str] = []
    made: dict[int, Any] = {}
    failed = posted is not None and not day.is_valid()
    for item in items:
        form = _outcome_form(item, number_of[item.pk], posted, meeting, recorded[item.pk].decision is not None)
        made[item.pk] = form
        if posted is None:
            continue
        if asked not in ("all", item.reference) or failed:
            form.keep_quiet()
        elif form.is_touched() or asked == item.reference:
            said = _record_item(request, item, form, day)
            done += said
            failed = failed or bool(form.errors)
            if said:
                made[item.pk] = _outcome_form(
                    item, number_of[item.pk], None, meeting, outcomes.outcome_of(item) is not None
                )
        else:
            form.keep_quiet()
    for words in done:
        messages.success(request, words)
    if done:
        recorded = outcomes.recorded_on(items)
    left = any(form.is_bound and form.is_touched() for form in made.values())
    if posted is not None and not failed and not left:
        if not done:
            messages.warning(request, "Nothing was filled in, so nothing was recorded.")
        anchor = f"#{asked}" if asked not in ("all", "") else ""
        return HttpResponseRedirect(meeting_url(meeting, "record") + anchor)
    return page(
        request, meeting, "record", "governance/meeting_record.html", title=f"At the meeting: {meeting}", day=day,
        rows=[_row(item, number_of[item.pk], made[item.pk], recorded[item.pk]) for item in items],
        actions=[_action(meeting, action) for action in doors.actions_back(meeting, request.user)],
        to_come=not forms.day_posted(None, meeting), failed=failed, left=left and not failed,
        problems=_problems(day, [made[item.pk] for item in items]) if failed else [],
    )  # fmt: skip


def _outcome_form(item: AgendaItem, number: str, posted: Any, meeting: Meeting, recorded: bool) -> forms.OutcomeForm:
    # A form that was opened before the outcome was recorded still brings one: the door then says what stands.
    typed = posted is not None and any(posted.get(f"{item.reference}-{name}") for name in ("outcome", "wording"))
    on = forms.day_posted(posted, meeting)
    return forms.OutcomeForm(posted, item=item, number=number, on=on, recorded=recorded and not typed)


def _record_item(request: HttpRequest, item: AgendaItem, form: forms.OutcomeForm, day: forms.DayForm) -> list[str]:
    """Send one item through the door; what was done, in words, or nothing when the form says why not."""
    if not form.is_valid():
        return []
    try:
        if form.recorded or form.kind is None:
            made = outcomes.set_actions(item=item, actions=form.actions(), by=request.user)
            return [f"Item {form.number}: {len(made)} action{'' if len(made) == 1 else 's'} set."] if made else []
        decision = outcomes.record(
            item=item, outcome=form.kind, by=request.user, on=day.cleaned_data["on"], token=form.cleaned_data["token"],
            on_words=day.cleaned_data["on_words"], said=form.said(), actions=form.actions(),
        )  # fmt: skip
    except Refusal as error:
        if "on" in error.fields:
            day.refuse(str(error), ("on",))
        form.refuse(str(error), error.fields)
        return []
    return [f"Recorded, item {form.number}: {decision.get_kind_display()} ({decision.reference})."]


def _problems(day: forms.DayForm, made: list[forms.OutcomeForm]) -> list[tuple[str, str]]:
    """Every sentence of the page with the address of its field."""
    found = []
    for form, name in [(day, ""), *((form, f"Item {form.number}: ") for form in made if form.is_bound)]:
        for error in form.non_field_errors():
            found.append((f"#{form.prefix}" if form.prefix else "", f"{name}{error}"))
        for field in form:
            found += [(f"#{field.id_for_label}", f"{name}{field.label} – {error}") for error in field.errors]
    return found


def _row(item: AgendaItem, number: str, form: forms.OutcomeForm, on_item: outcomes.OnItem) -> dict[str, Any]:
    decision = on_item.decision
    correct = ""
    if decision is not None:
        event = decision.case_event
        own = f"{address(type(decision), 'add')}?corrects={decision.reference}"
        correct = f"{event_url(event.case, 'correct')}?corrects={event.seq}" if event else own
    return {
        "item": item,
        "number": number,
        "form": form,
        "decision": decision,
        "decided": str(vague(decision, "decided")) if decision else "",
        "positions": on_item.positions,
        "put_off": on_item.put_off,
        "correct_url": correct,
        "about": item.case or item.agreement,
        "actions": [_action(item.meeting, action) for action in on_item.actions],
    }


def action(request: HttpRequest, pk: int, action_pk: int) -> HttpResponse:
    """Say how far an action is, or close it."""
    meeting = find(request, pk)
    found = get_object_or_404(Action.objects.visible_to(request.user), pk=action_pk)
    form = forms.ActionForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        found._history_user = request.user
        found._change_reason = f"At {meeting}."
        if form.save_or_refuse():
            messages.success(request, "Closed." if found.closed_on else "Saved; it comes back at the next meeting.")
            return HttpResponseRedirect(f"{meeting_url(meeting, 'record')}#actions")
    words = Action.objects.get(pk=found.pk).words
    return page(
        request, meeting, "", "governance/meeting_action.html", title="Action", form=form, words=words,
        fields=[form[name] for name in form.fields if name in (form._meta.fields or ())],
    )  # fmt: skip
