"""The staff page about readers of alerts."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from governance.alerts.topics import topics_now
from governance.reports.alerts import alert_numbers
from governance.views.edition_queue import PublishingPage
from programmes.addresses import check_parameters


class AlertReaders(PublishingPage, TemplateView):
    """How many readers are told of what, and what was sent of each edition."""

    template_name = "governance/alert_readers.html"
    title = "Readers of alerts"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        check_parameters(request, [])
        context = self.get_context_data(numbers=alert_numbers(topics_now()), is_on=bool(settings.ALERTS_ADDRESS))
        return self.render_to_response(context)
