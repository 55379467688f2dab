"""The pages of alerts: ask, confirm, stop. No sign-in, no session, no cookie; nothing changes by looking.

A page of another site can send a reader’s browser here, so asking is refused where the browser says that it comes from
elsewhere; and it changes nothing until the link in the mail is followed. The links hold their own proof.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from governance.alerts import asking
from governance.alerts.errors import AskedTooOften, NotSentNow
from governance.alerts.forms import AskForm
from governance.alerts.limits import source_of
from governance.alerts.tokens import DAYS_TO_CONFIRM, key_to_stop
from governance.alerts.topics import topics_now
from governance.public.presenting import frame
from governance.public.views import missing

View = Callable[..., HttpResponse]


def for_readers(*methods: str) -> Callable[[View], View]:
    """Mark a view as one for readers who never sign in; where alerts are off, its address is none."""

    def mark(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs) if settings.ALERTS_ADDRESS else missing(None)
            response["Cache-Control"] = "no-store"
            response["X-Robots-Tag"] = "noindex"
            return response

        marked: Any = csrf_exempt(login_not_required(require_http_methods(["GET", "HEAD", *methods])(answered)))
        marked.public = True
        return marked

    return mark


def _page(request: HttpRequest, name: str, title: str, *, status: int = 200, **context: Any) -> HttpResponse:
    trail = [("E-mail alerts", reverse("alerts:ask") if name != "ask" else "")]
    if name != "ask":
        trail.append((title, ""))
    shown = frame(edition=None, trail=trail) | {"page_title": title, "days": DAYS_TO_CONFIRM} | context
    return render(request, f"alerts/{name}.html", shown, status=status)


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a browser says that a form was sent from a page of another site (Fetch Metadata, else Origin)."""
    if site := request.headers.get("Sec-Fetch-Site", ""):
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc not in (
        request.get_host(),
        urlsplit(settings.ALERTS_ADDRESS).netloc,
    )


@for_readers("POST")
def ask(request: HttpRequest) -> HttpResponse:
    """The form, and what is sent with it."""
    topics = topics_now()
    if request.method != "POST":
        return _page(request, "ask", "E-mail alerts", form=AskForm(topics=topics))
    form = AskForm(request.POST, topics=topics)
    status = 200
    if is_from_elsewhere(request):
        form.add_error(None, "The form was sent from a page of another site. Send it from this page.")
        status = 403
    elif form.is_valid():
        try:
            asking.ask(mailbox=form.cleaned_data["mailbox"], topics=form.topics, source=source_of(request.META))
            return HttpResponseRedirect(reverse("alerts:asked"))
        except AskedTooOften as error:
            form.add_error(None, str(error))
            status = 429
        except NotSentNow as error:
            form.add_error(None, str(error))
            status = 503
    return _page(request, "ask", "E-mail alerts", status=status, form=form)


@for_readers()
def asked(request: HttpRequest) -> HttpResponse:
    """What to do next; the same whoever asked, for whatever mailbox."""
    return _page(request, "asked", "Look in your mailbox", mail_folder=mail_folder())


def mail_folder() -> str:
    """Where a demonstration puts its mail, which it does not send; "" where mail is sent."""
    return "" if settings.EMAIL_HOST else settings.MAIL_FOLDER


@for_readers("POST")
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button: programmes that follow links to look for harm confirm nothing."""
    if request.method != "POST":
        asked_for = asking.asked_by(token)
        if asked_for is None:
            return _page(request, "used", "This link does not work any more", status=404)
        return _page(
            request, "confirm", "Confirm your alerts", topics=topics_now().in_words(asked_for.topics)
        )  # fmt: skip
    reader = asking.confirm(token)
    if reader is None:
        return _page(request, "used", "This link does not work any more", status=404)
    codes = reader.topics.values_list("code", flat=True)
    return _page(request, "confirmed", "Your alerts are set up", topics=topics_now().in_words(codes))


@for_readers("POST")
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button for people; one POST, of any content, for mail programmes (RFC 8058)."""
    if request.method == "POST":
        if asking.stop(token):
            return _page(request, "stopped", "Your alerts are stopped")
    elif key_to_stop(token) is not None:
        reader = asking.reader_of(token)
        if reader is None:
            return _page(request, "stopped", "Your alerts are stopped")
        codes = reader.topics.values_list("code", flat=True)
        return _page(request, "stop", "Stop your alerts", topics=topics_now().in_words(codes))
    return _page(request, "used", "This link does not work", status=404)
