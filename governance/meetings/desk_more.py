"""The pages on the desk for the minutes of a meeting and for series of meetings."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from governance.meetings import forms, minutes, minutes_print, series
from governance.meetings.agenda import MeetingNotAllowed
from governance.meetings.desk import find, meeting_url, page
from governance.meetings.paper_files import attach
from governance.meetings.rules import rule_words
from governance.models import Board, Meeting, Paper
from programmes.access import Capability, check
from programmes.admin_site import address
from programmes.event_forms import new_token
from programmes.files import files_about


def minutes_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the minutes, circulate them, have them agreed; then correct them."""
    meeting = find(request, pk)
    posted = request.POST if request.method == "POST" else None
    do = request.POST.get("do", "")
    now = minutes.minutes_of(meeting)
    today = {"on": timezone.localdate().isoformat()}
    start = {"text": now.text or minutes.first_draft(meeting, request.user), "opened": now.seq}
    made: dict[str, Any] = {
        "draft": forms.TextForm(posted if do == "draft" else None, initial=start, auto_id="draft_%s"),
        "circulate": forms.CirculateForm(posted if do == "circulate" else None, initial=today, auto_id="circulate_%s"),
        "agree": forms.AgreeForm(posted if do == "agree" else None, meeting=meeting, auto_id="agree_%s"),
        "correct": forms.CorrectionForm(posted if do == "correct" else None, initial=today, auto_id="correct_%s"),
    }
    stored = None
    if do in made and made[do].is_valid():
        try:
            said = _write(request, meeting, do, made[do].cleaned_data)
        except minutes.MinutesMoved as error:
            made[do].refuse(str(error), error.fields)
            stored = error.latest
            now = minutes.minutes_of(meeting)
            made[do].data = {**made[do].data.dict(), "opened": str(now.seq), "token": new_token()}
        except MeetingNotAllowed as error:
            made[do].refuse(str(error), error.fields)
        else:
            messages.success(request, said)
            return HttpResponseRedirect(meeting_url(meeting, "minutes"))
    return page(
        request, meeting, "minutes", "governance/meeting_minutes_desk.html", title=f"Minutes: {meeting}", minutes=now,
        stored=stored, **{f"{name}_form": form for name, form in made.items()},
    )  # fmt: skip


def _write(request: HttpRequest, meeting: Any, do: str, given: dict[str, Any]) -> str:
    who = {"meeting": meeting, "by": request.user, "token": given["token"]}
    if do == "draft":
        minutes.draft(text=given["text"], opened=given["opened"], **who)
        return "Saved as a draft."
    if do == "circulate":
        minutes.circulate(on=given["on"].isoformat(), **who)
        return "Recorded: the minutes were circulated."
    if do == "agree":
        minutes_print.agree(at=given["at"], **who)
        return f"Recorded: the minutes were agreed at {given['at']}."
    minutes.correct(text=given["text"], reason=given["reason"], on=given["on"].isoformat(), **who)
    return "Recorded: a correction beside the agreed minutes."


def paper_files(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    """Hand in a file of a paper; those it has stand beside."""
    meeting = find(request, pk)
    rows = Paper.objects.visible_to(request.user).filter(Q(meeting=meeting) | Q(item__meeting=meeting))
    paper = get_object_or_404(rows, pk=paper_pk)
    form = forms.PaperFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            attach(paper=paper, held=form.cleaned_data["file"], by=request.user, title=form.cleaned_data["title"])
        except MeetingNotAllowed as error:
            form.refuse(str(error))
        else:
            messages.success(request, "Kept with the paper.")
            return HttpResponseRedirect(request.path)
    return page(
        request, meeting, "", "governance/meeting_paper_files.html", title=f"Files of {paper.reference}", form=form,
        paper=paper, files=files_about([paper.reference], request.user), change_url=address(Paper, "change", paper.pk),
    )  # fmt: skip


def series_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the meetings that a rule makes between two days, and make those that are chosen."""
    check(request.user, Capability.EDIT)
    board = get_object_or_404(Board.objects.visible_to(request.user), pk=pk)
    asked = request.POST if request.method == "POST" else request.GET
    rule = {
        "months": board.rule_months,
        "month": board.rule_month,
        "week": board.rule_week,
        "weekday": board.rule_weekday,
    }
    form = forms.SeriesForm(asked or None, initial={name: value for name, value in rule.items() if value is not None})
    proposed: list[series.Proposed] | None = None
    if asked and form.is_valid():
        try:
            proposed = series.propose(board=board, **form.rule())
        except MeetingNotAllowed as error:
            form.add_error("last", str(error).removeprefix("To: "))
    if request.method == "POST" and proposed is not None:
        chosen = set(request.POST.getlist("date"))
        made = series.make(
            board=board, by=request.user, place=request.POST.get("place", "")[:160],
            dates=[date for date in proposed if date.edtf in chosen],
        )  # fmt: skip
        words = f"{len(made)} meeting{'' if len(made) == 1 else 's'} made."
        (messages.success if made else messages.warning)(
            request, words if made else "No new meeting was chosen; none was made."
        )
        return HttpResponseRedirect(f"{address(Meeting, 'changelist')}?board__id__exact={board.pk}")
    context = {
        "title": f"Series of meetings: {board}", "record": board, "opts": Board._meta, "form": form,
        "record_url": address(Board, "change", board.pk), "proposed": proposed, "rule": rule_words(board),
        "open": [date for date in proposed or [] if date.there is None],
    }  # fmt: skip
    return TemplateResponse(request, "governance/meeting_series.html", {**admin.site.each_context(request), **context})
