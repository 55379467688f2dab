"""A page as the public, the Panel or an office sees it: read only, with no right that the reader has not already.

An office sees the register as somebody who reads it for that office. A Panel member, like everybody outside, reads what
is published and nothing else (domain: Panel members and the public read published editions only).
"""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.views import View

from governance.public.reading import Reading
from governance.public.rendering import render_page
from governance.publication.errors import WithheldElsewhere
from governance.publication.trial import Running, look
from programmes.access import Capability
from programmes.access_views import AccessMixin
from programmes.choices import Role
from programmes.models import Body, Grant, User

REGISTER = "/register/"
OUTSIDE = {"public": "the public", "panel": "a Police and Crime Panel member"}
#: Parts of the register that belong to publishing itself, or to the person who is signed in.
_NOT_SHOWN = ("view-as/", "editions/", "public/", "views/", "calendar")


def banner(who: str, leave: str, note: str = "") -> str:
    """What stands above a page that is seen with another’s eyes."""
    return render_to_string("governance/_view_as.html", {"who": who, "leave": leave, "note": note})


def stand_in(body: Body) -> User:
    """Somebody who reads the register for an office; kept nowhere, and known to no table."""
    user = User(pk=0, username=f"reader of {body.reference}", first_name="Reader for", last_name=body.name)
    user.hold([Grant(user=user, role=Role.OFFICE_VIEWER, body=body, starts=dt.date.min)])
    return user


class ViewAs(AccessMixin, View):
    """A page of the register with an office’s eyes; the links on it stay with the office. GET alone is answered."""

    capability = Capability.COMPOSE
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, office: str, path: str = "") -> HttpResponseBase:
        body = self.reader.rows(Body.objects).filter(reference=office).first()
        if body is None or not body.is_corporation_sole:
            raise Http404("There is no such office.")
        inner = f"{REGISTER}{path}"
        if path.startswith(_NOT_SHOWN):
            raise Http404("An office has no such page of its own to look at.")
        try:
            match = resolve(inner)
        except Resolver404 as error:
            raise Http404("The register has no such page.") from error
        request.user = stand_in(body)
        request.path = request.path_info = inner
        request.resolver_match = match
        response = match.func(request, *match.args, **match.kwargs)
        return self.shown(response, body, inner)

    def shown(self, response: Any, body: Body, inner: str) -> HttpResponseBase:
        """The answer with the banner, its links and forms led back here; files and others as they are."""
        base = reverse("governance:view-as", args=[body.reference])
        if 300 <= response.status_code < 400 and response.headers.get("Location", "").startswith(REGISTER):
            return HttpResponseRedirect(base + response.headers["Location"].removeprefix(REGISTER))
        if hasattr(response, "render"):
            response.render()
        if not response.headers.get("Content-Type", "").startswith("text/html") or response.streaming:
            return response
        html = response.content.decode().replace(f'="{REGISTER}', f'="{base}')
        response.content = with_banner(html, banner(str(body), inner, "Nothing can be changed from here."))
        response.headers["Cache-Control"] = "no-store"
        return response


class ViewAsOutside(AccessMixin, View):
    """A public page as it would be if an edition were published now, with the eyes of the public or of the Panel."""

    capability = Capability.COMPOSE
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, who: str, path: str = "") -> HttpResponseBase:
        try:
            trial = look()
        except WithheldElsewhere:
            return HttpResponseRedirect(reverse("governance:edition-queue"))
        if isinstance(trial, Running):
            return HttpResponseRedirect(reverse("governance:edition-queue"))
        page = trial.pages.get(f"/{path}")
        if page is None:
            raise Http404("The public would read no page at this address.")
        number = (trial.current.number if trial.current else 0) + 1
        found = Reading(
            number=number, sha256="", published_at=None, current_number=number, content=page.content,
            page_sha256=page.sha256,
        )  # fmt: skip
        base = reverse("governance:view-as-outside", args=[who]).rstrip("/")
        note = "As it would be if an edition were published now."
        if who == "panel":
            note += " The Panel reads what the public reads, and the papers that are sent to it."
        html = with_banner(render_page(found, base), banner(OUTSIDE[who], reverse("governance:edition-queue"), note))
        response = HttpResponse(html)
        response["Cache-Control"] = "no-store"
        return response


def with_banner(html: str, words: str) -> str:
    """A page with the banner first in its body."""
    return html.replace('<a class="skip-link"', f'{words}<a class="skip-link"', 1)
