"""The pages of a document’s parts in the admin’s frame: rows, amounts, attachments, and the beginning of a version."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from governance.case_file import copying, saving
from governance.case_file.amounts_form import AmountsForm, amounts_form, first_year
from governance.case_file.attaching import AttachmentForm, attach
from governance.case_file.figures import option_faults
from governance.case_file.ordering import RowNotMoved, place_row
from governance.case_file.parts import parts_of
from governance.case_file.row_forms import (
    EMPTY_ROWS,
    FundingForm,
    LineForm,
    OptionForm,
    RiskForm,
    RowForm,
    Rows,
    StepForm,
)
from governance.choices import STAGE_SHORT, Stage
from governance.models import BusinessCase, CaseAttachment, CaseDocument
from programmes.access import Capability, check
from programmes.editing import check_reason_length
from programmes.event_forms import text_area
from programmes.history import AppendOnlyError, StaleRecord
from programmes.plain_forms import PlainForm

#: The parts that are edited as rows: address, title, what one row is, the form, what the page says first.
PARTS: dict[str, tuple[str, str, type[RowForm], str]] = {
    "options": (
        "Options", "option", OptionForm,
        "Every option looked at. A full business case has exactly one preferred option, and at least two on the "
        "shortlist with business as usual among them; an outline business case has its shortlist.",
    ),
    "lines": (
        "Costs and benefits", "line", LineForm,
        "One line for each cost and each benefit of the preferred option. Save the lines first; then give each its "
        "amounts by force and financial year.",
    ),
    "funding": ("Funding", "source of money", FundingForm, "Where the money comes from."),
    "risks": ("Risks", "risk", RiskForm, "The main risks, each with its owner and response."),
    "plan": ("Plan", "milestone", StepForm, "The milestones of delivery; a date may be as vague as the plan."),
}  # fmt: skip
FROZEN = "This version is circulated and stands as it is. Begin a new version; it starts as a copy of this one."


class ReasonForm(PlainForm):
    """Why the parts are changed, where there is something to say."""

    change_reason = forms.CharField(
        label="Reason for the change", required=False, validators=[check_reason_length], widget=text_area(2),
        help_text="Kept in the history of the document, beside what changed.",
    )  # fmt: skip


def document_url(document: CaseDocument) -> str:
    """The document’s page on the desk."""
    return reverse("admin:governance_casedocument_change", args=[document.pk])


def part_url(document: CaseDocument, part: str) -> str:
    """The page of a part of a document on the desk."""
    if part == "attachments":
        return reverse("admin:governance_casedocument_attachments", args=[document.pk])
    return reverse("admin:governance_casedocument_part", args=[document.pk, part])


def part_links(document: CaseDocument, current: str = "") -> list[dict[str, Any]]:
    """The pages of a document’s file, for the row of links over each of them."""
    pages = [("", "Words: the five cases"), *((part, PARTS[part][0]) for part in PARTS), ("attachments", "Attachments")]
    return [
        {
            "label": label,
            "url": part_url(document, part) if part else document_url(document),
            "is_current": part == current,
        }
        for part, label in pages
    ]


def _document(request: HttpRequest, pk: int) -> CaseDocument:
    check(request.user, Capability.EDIT)
    rows = CaseDocument.objects.visible_to(request.user).select_related("case")
    return get_object_or_404(rows, pk=pk)


def _page(
    request: HttpRequest, document: CaseDocument, template: str, title: str, part: str, **context: Any
) -> HttpResponse:
    own = {
        "title": f"{title}: {document}", "heading": title, "document": document, "opts": document._meta,
        "record_url": document_url(document), "links": part_links(document, part),
        "frozen": FROZEN if document.frozen_at else "",
        "case_url": reverse("admin:governance_businesscase_change", args=[document.case_id]),
        "version_url": reverse("admin:governance_businesscase_version", args=[document.case_id]),
    }  # fmt: skip
    frame = admin.site.each_context(request)
    return TemplateResponse(request, f"admin/governance/casedocument/{template}.html", {**frame, **own, **context})


def rows(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """The rows of one part: options, lines, funding, risks or plan."""
    document = _document(request, pk)
    if part not in PARTS:
        raise Http404("A document has no such part.")
    title, noun, form_class, hint = PARTS[part]
    is_post = request.method == "POST"
    moving = request.POST.get("move", "") if is_post else ""
    more = "more" in request.POST or bool(moving)
    refusal = ""
    if moving:
        try:
            row = move(request, document, cast(Any, form_class)._meta.model, moving, title)
        except (RowNotMoved, AppendOnlyError) as error:
            refusal = str(error)
    found = Rows(form_class, document, request.POST if is_post else None, more="more" in request.POST, check=not more)
    if moving and not refusal:
        found.in_stored_order()
        messages.success(request, f"Moved: “{row}”.")
        if not found.is_typed_into:
            return HttpResponseRedirect(f"{part_url(document, part)}#place-{row.pk}")
        messages.warning(request, "What you typed is kept below; it is not saved yet.")
    reason = ReasonForm(
        request.POST if is_post and not more else None, initial={"change_reason": request.POST.get("change_reason", "")}
    )
    if is_post and not more and found.is_valid() and reason.is_valid():
        try:
            done = saving.save_rows(
                rows=found, by=request.user, reason=reason.cleaned_data["change_reason"], title=title
            )
        except (saving.RowsNotSaved, AppendOnlyError) as error:
            refusal = str(error)
        else:
            messages.success(request, f"Saved: {title.lower()}, {done} changed." if done else "Nothing was changed.")
            return HttpResponseRedirect(part_url(document, part))
    problems = found.errors if is_post and not more else []
    problems += [("Reason for the change", str(e), "id_change_reason") for e in reason.errors.get("change_reason", [])]
    return _page(
        request, document, "part", title, part, rows=found, noun=noun, hint=hint, reason=reason["change_reason"],
        problems=[("", refusal, "")] * bool(refusal) + problems, empty_rows=EMPTY_ROWS,
        lines=_lines(document) if part == "lines" else None,
        warnings=option_faults(document, document.options.all()) if part == "options" else [],
    )  # fmt: skip


def move(request: HttpRequest, document: CaseDocument, model: Any, asked: str, title: str) -> Any:
    """Move the row that a button names (“up-12”, “down-12”, or “to-12” with the place typed beside it)."""
    how, _, key = asked.partition("-")
    pk = int(key) if key.isascii() and key.isdigit() and len(key) < 10 else 0
    to = request.POST.get(f"place-{key}", "") if how == "to" else how
    return place_row(document=document, model=model, pk=pk, to=to, by=request.user, title=title)


def _lines(document: CaseDocument) -> list[dict[str, Any]]:
    """The lines with what they come to, each with the page of its amounts."""
    from governance.case_file.figures import total_of
    from programmes.amounts import pounds

    parts = parts_of(document)
    found = []
    for line in parts.lines:
        total = total_of(line, parts)
        url = reverse("admin:governance_casedocument_amounts", args=[document.pk, line.pk])
        count = len(parts.amounts_of(line))
        found.append({
            "label": str(line), "kind": line.get_kind_display(), "url": url, "count": count,
            "total": pounds(total) if total is not None else "Not stated",
        })  # fmt: skip
    return found


def amounts(request: HttpRequest, pk: int, line_pk: int) -> HttpResponse:
    """The amounts of one line, by force and financial year."""
    document = _document(request, pk)
    line = get_object_or_404(document.lines.select_related("document__case"), pk=line_pk)
    given = request.POST if request.method == "POST" else request.GET
    first = first_year(given.get("first", ""))
    count = given.get("count", "")
    count_ = int(count) if count.isascii() and count.isdigit() and len(count) < 3 else 0
    more = "more" in request.POST
    wrong_year = bool(given.get("first", "").strip()) and not first
    form_class = amounts_form(line, first, count_ + 1 if more else count_)
    form: AmountsForm = form_class(request.POST if request.method == "POST" else None, instance=line)
    reason = ReasonForm(request.POST if request.method == "POST" and not more else None)
    refusal = ""
    if more:
        form._errors = {}  # type: ignore[assignment]
    elif request.method == "POST" and form.is_valid() and reason.is_valid():
        try:
            form.write(request.user, reason.cleaned_data["change_reason"])
        except StaleRecord:
            form.refuse_as_stale()
        except AppendOnlyError as error:
            refusal = str(error)
        else:
            messages.success(request, f"Saved: the amounts of “{line}”.")
            if gap := form.gap():
                messages.warning(request, gap)
            return HttpResponseRedirect(part_url(document, "lines"))
    problems = [("", refusal, "")] if refusal else []
    if wrong_year:
        problems.append(
            ("First year", f"“{given.get('first')}” is no financial year. Write it as 2016/17.", "id_first")
        )
    if form.is_bound and not more:
        for name, errors in form.errors.items():
            box = form[name] if name in form.fields else None
            problems += [(str(box.label) if box else "", str(e), box.id_for_label if box else "") for e in errors]
    years = form.years
    return _page(
        request, document, "amounts", f"Amounts of “{line}”", "lines", form=form, problems=problems, line=line,
        years=years, first=first or (years[0] if years else given.get("first", "")), count=len(years) or 5,
        reason=reason["change_reason"], lines_url=part_url(document, "lines"),
    )  # fmt: skip


def attachments(request: HttpRequest, pk: int) -> HttpResponse:
    """The files of a version: one more, or one off."""
    document = _document(request, pk)
    parts = parts_of(document)
    refusal = ""
    is_off = request.method == "POST" and "off" in request.POST
    moving = request.POST.get("move", "") if request.method == "POST" else ""
    given = request.method == "POST" and not is_off and not moving
    form = AttachmentForm(request.POST if given else None, request.FILES if given else None)
    try:
        if moving:
            moved = move(request, document, CaseAttachment, moving, "Attachments")
            messages.success(request, f"Moved: “{moved}”.")
            return HttpResponseRedirect(f"{part_url(document, 'attachments')}#place-{moved.pk}")
        if is_off:
            number = request.POST["off"]
            row = next((a for a in parts.attachments if str(a.pk) == number), None)
            if row is None:
                raise Http404("This attachment is off the document already.")
            saving.take_off(row=row, by=request.user, title="Attachments")
            messages.success(request, f"Taken off: “{row}”. The file itself is kept in the history.")
            return HttpResponseRedirect(part_url(document, "attachments"))
        if given and form.is_valid():
            cleaned = form.cleaned_data
            row = attach(
                document=document, title=cleaned["title"], held=cleaned["file"], by=request.user,
                is_sensitive=cleaned["is_sensitive"],
            )  # fmt: skip
            messages.success(request, f"Attached: “{row}”, {row.file.name}.")
            return HttpResponseRedirect(part_url(document, "attachments"))
    except (RowNotMoved, AppendOnlyError) as error:
        refusal = str(error)
    return _page(
        request, document, "attachments", "Attachments", "attachments", form=form,
        attachments=attachment_rows(parts.attachments, None), problems=[("", refusal, "")] if refusal else [],
    )  # fmt: skip


def attachment_rows(rows_: Any, reader: Any) -> list[dict[str, Any]]:
    """Attachments for a table: title, file with its address, size, hash, version; those a reader may not have unnamed."""
    from django.template.defaultfilters import filesizeformat

    found = []
    for row in rows_:
        if reader is not None and row.file.marking not in reader.markings:
            continue
        number, older = 1, row.file.replaces
        while older is not None:
            number, older = number + 1, older.replaces
        found.append({
            "pk": row.pk, "title": row.title, "name": row.file.name, "size": filesizeformat(row.file.size),
            "url": reverse("programmes:file", args=[row.file.pk]), "sha256": row.file.sha256, "number": number,
            "marking": row.file.get_marking_display(), "by": str(row.file.recorded_by or ""),
        })  # fmt: skip
    return found


class VersionForm(PlainForm):
    """Which stage the new version is of, and its title."""

    stage = forms.ChoiceField(label="Stage")
    title = forms.CharField(
        label="Title",
        required=False,
        max_length=200,
        help_text="Empty: that of the version before, or of the case and stage.",
    )

    def __init__(self, *args: Any, case: BusinessCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [(s.value, s.label) for s in case.needed_stages()]  # type: ignore[attr-defined]


def version(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a new version of a case’s document, as a copy of the last."""
    check(request.user, Capability.EDIT)
    case = get_object_or_404(BusinessCase.objects.visible_to(request.user).with_stage().select_related("parent"), pk=pk)
    stage = case.stage or case.needed_stages()[0]
    form = VersionForm(request.POST or None, case=case, initial={"stage": stage})
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = copying.new_version(
                case=case, stage=Stage(form.cleaned_data["stage"]), by=request.user, title=form.cleaned_data["title"]
            )
        except copying.VersionNotAllowed as error:
            refusal = str(error)
        else:
            begun = f"a copy of {made.based_on}" if made.based_on else "an empty one"
            messages.success(request, f"Begun: {made}, as {begun}.")
            return HttpResponseRedirect(document_url(made))
    last = copying.last_version(case, Stage(stage))
    frame = admin.site.each_context(request)
    own = {
        "title": f"New version: {case.title}", "case": case, "form": form, "refusal": refusal, "last": last,
        "last_url": document_url(last) if last else "", "stage_short": STAGE_SHORT[Stage(stage)],
        "opts": BusinessCase._meta, "record_url": reverse("admin:governance_businesscase_change", args=[case.pk]),
    }  # fmt: skip
    return TemplateResponse(request, "admin/governance/businesscase/version.html", {**frame, **own})
