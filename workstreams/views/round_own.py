"""A force’s own part of the round: the dates of its milestones, all on one page, each moved through its door."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from programmes.access import Capability, grants_of
from programmes.access_views import PageMixin
from programmes.addresses import check_parameters
from programmes.history import StaleRecord
from programmes.navigation import Link, reference_url
from programmes.tables.base import count_words
from workstreams.forms import MilestoneDatesForm
from workstreams.milestones import MoveNeedsReason, move
from workstreams.models import Milestone, Period

#: How many milestones stand on the page before it points to the list.
MOST = 40


class OwnMilestones(PageMixin, TemplateView):
    """The milestones of the person’s own force that are not reached; what was typed into any of them is saved together."""

    capability = Capability.UPDATE_OWN_FORCE
    template_name = "workstreams/round_own.html"
    title = "Our milestones"
    forms: list[MilestoneDatesForm]

    def rows(self) -> list[Milestone]:
        """The milestones that this person may move, those expected first on top."""
        forces = [grant.force_id for grant in grants_of(self.request.user) if grant.force_id]
        rows = self.reader.rows(Milestone.objects).filter(force__in=forces, actual="")
        return list(rows.select_related("workstream", "force").order_by("forecast_earliest", "name", "pk")[:MOST])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, [])
        self.forms = [MilestoneDatesForm(instance=row, prefix=row.reference) for row in self.rows()]
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save all that changed, or nothing, and say what is wrong with which."""
        sent = set(request.POST.getlist("rows"))
        rows = [row for row in self.rows() if row.reference in sent]
        self.forms = [MilestoneDatesForm(request.POST, instance=row, prefix=row.reference) for row in rows]
        valid = [form.is_valid() for form in self.forms]
        changed = [form for form in self.forms if form.changed_own_fields]
        if all(valid) and (self.save(changed)):
            words = count_words(len(changed), "milestone", "milestones")
            messages.success(request, f"Saved: the dates of {words}." if changed else "Nothing had changed.")
            return HttpResponseRedirect(reverse("workstreams:round-milestones"))
        return self.render_to_response(self.get_context_data())

    def save(self, changed: list[MilestoneDatesForm]) -> bool:
        """Move the dates in one transaction; False when one of them is refused, which its form then says."""
        refused: list[tuple[MilestoneDatesForm, Exception]] = []
        try:
            with transaction.atomic():
                for form in changed:
                    reason = form.cleaned_data["change_reason"]
                    try:
                        move(milestone=form.instance, by=self.request.user, on=timezone.localdate(), reason=reason)
                    except (MoveNeedsReason, StaleRecord) as error:
                        refused.append((form, error))
                        raise
        except (MoveNeedsReason, StaleRecord):
            for form, why in refused:
                if isinstance(why, StaleRecord):
                    form.refuse_as_stale()
                else:
                    form.add_error("change_reason", str(why))
        return not refused

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        errors = [
            (str(form.instance), form[name].id_for_label if name in form.fields else f"row-{form.prefix}", sentence)
            for form in self.forms
            for name, sentences in form.errors.items()
            for sentence in sentences
        ]
        groups = [(form, reference_url(form.instance.reference)) for form in self.forms]
        periods = list(self.reader.rows(Period.objects).taking_returns(timezone.localdate())[:1])
        return super().get_context_data(
            groups=groups, errors=errors, period=periods[0] if periods else None, most=MOST, **kwargs
        )

    def crumbs(self) -> list[Link]:
        return [Link("Register", "/register/"), Link("Update round", reverse("workstreams:round")), Link(self.title)]
