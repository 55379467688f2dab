"""Private calendar addresses: the page where a person makes, renews and stops them, and what they answer.

A calendar programme cannot sign in; it sends the token in the address. The token reads these calendars and nothing
else, and what it reads is what its owner may read at that moment.
"""

import datetime as dt
import logging
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView, View

from governance import clock_calendar
from governance.clocks import clocks_for, clocks_read_by
from governance.models import Board
from governance.views.clocks import clock_links
from governance.views.meetings import board_calendar
from programmes import calendar_addresses
from programmes.access import Capability
from programmes.access_views import PageMixin
from programmes.addresses import check_parameters
from programmes.navigation import Link
from programmes.reading import Reader
from programmes.reports.changes import moment_words

log = logging.getLogger(__name__)
WHICH = {"mine": clocks_for, "all": clocks_read_by}


class CalendarAddresses(PageMixin, TemplateView):
    """One’s own calendar addresses: shown once when they are made, renewed or stopped here."""

    capability = Capability.READ
    template_name = "governance/calendar_addresses.html"
    title = "Calendar addresses"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whether there are any, since when, and the buttons."""
        check_parameters(request, [])
        return self.answer()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make or renew them, and show them this once; or stop them."""
        if request.POST.get("do") == "stop":
            calendar_addresses.stop(user=request.user)  # type: ignore[arg-type]
            messages.success(request, "Stopped: nothing is read through your calendar addresses any more.")
            return HttpResponseRedirect(reverse("governance:calendar-addresses"))
        token = calendar_addresses.renew(user=request.user)  # type: ignore[arg-type]
        return self.answer(addresses=self.addresses(token))

    def addresses(self, token: str) -> list[tuple[str, str]]:
        """Each calendar with its address."""
        site = self.request.build_absolute_uri("/").rstrip("/")
        clocks = [("What comes due, by my roles", "mine"), ("Everything that comes due", "all")]
        found = [(words, reverse("governance:private-clocks", args=[token, which])) for words, which in clocks]
        boards = self.reader.rows(Board.objects).order_by("name", "pk")
        found += [
            (f"Meetings: {board}", reverse("governance:private-board", args=[token, board.reference]))
            for board in boards
        ]
        return [(words, f"{site}{url}") for words, url in found]

    def answer(self, **kwargs: Any) -> HttpResponse:
        since = calendar_addresses.in_use_since(self.request.user)  # type: ignore[arg-type]
        context = self.get_context_data(
            links=clock_links(self.request, "calendar-addresses"), since=moment_words(since) if since else "", **kwargs
        )
        response = self.render_to_response(context)
        response["Cache-Control"] = "private, no-store"
        return response

    def crumbs(self) -> list[Link]:
        due = Link("What comes due", reverse("governance:clock-list"))
        return [Link("Register", "/register/"), due, Link(self.title)]


@method_decorator([login_not_required, require_GET], name="dispatch")
class _Private(View):
    """A calendar for whoever holds its address."""

    capability = Capability.READ  # asked of the owner of the token

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The calendar; 404 for a token that is wrong or stopped, and for what its owner may not read."""
        owner = calendar_addresses.owner(kwargs["token"])
        if owner is None:
            response: HttpResponse = _refused()
        else:
            try:
                content = self.content(Reader.for_user(owner), **kwargs)
                response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
            except Http404:
                response = _missing()
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    def content(self, reader: Reader, **kwargs: Any) -> bytes:
        """The calendar as this person may read it. Raises Http404."""
        raise NotImplementedError

    @property
    def site(self) -> str:
        """The register’s address."""
        return self.request.build_absolute_uri("/").rstrip("/")


class PrivateClocks(_Private):
    """What comes due; empty for somebody who may read nothing any more, so that a calendar forgets what it had."""

    def content(self, reader: Reader, **kwargs: Any) -> bytes:
        clocks = WHICH[kwargs["which"]](reader) if reader.markings else []
        today = timezone.localdate()
        return clock_calendar.calendar_of(clocks, today=today, now=timezone.now(), site=self.site)


class PrivateBoard(_Private):
    """The meetings of one board."""

    def content(self, reader: Reader, **kwargs: Any) -> bytes:
        board = reader.rows(Board.objects).filter(reference=kwargs["reference"]).first()
        if board is None:
            raise Http404("The register has no such board, or you may not read it.")
        return board_calendar(board, reader, self.site)


def _missing() -> HttpResponse:
    response = HttpResponseNotFound("There is no such calendar.\n", content_type="text/plain; charset=utf-8")
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would log the address, and so the token
    return response


def _refused() -> HttpResponse:
    """Say that there is no such calendar, and log how many wrong addresses were asked for in this hour."""
    hour = timezone.now().astimezone(dt.UTC).strftime("%Y-%m-%dT%H")
    key = f"calendar-refused-{hour}"
    cache.add(key, 0, timeout=7200)
    log.warning("A calendar address was refused; %d in this hour in this process.", cache.incr(key))
    return _missing()
