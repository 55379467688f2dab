"""What a person typed is shown back to them when a form cannot be taken: signed out meanwhile, or its token is old."""

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

#: Parts of a form that nobody typed, or that must not be shown.
_NOT_SHOWN = ("csrfmiddlewaretoken", "password", "_FORMS", "token", "opened_version")
_TOO_MUCH = (BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def typed(request: HttpRequest) -> list[dict[str, str]]:
    """The words that came with a form, each with the name of its field; passwords and what nobody typed left out."""
    try:
        sent = list(request.POST.lists())
    except _TOO_MUCH:
        return []
    return [
        {"name": name.replace("_", " ").replace("-", " ").capitalize(), "words": words}
        for name, values in sent
        if not name.startswith("_") and not any(part in name for part in _NOT_SHOWN)
        for words in values
        if words.strip() and not words.isdigit()
    ]


def signed_out(request: HttpRequest) -> HttpResponse | None:
    """The answer to a form of somebody signed out meanwhile: its words, and the way to sign in; None without words."""
    if request.method != "POST" or not (words := typed(request)):
        return None
    return _kept(request, "signed_out.html", words)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is not this sign-in’s: nothing is saved, and what was typed is shown."""
    return _kept(request, "403_csrf.html", typed(request))


def _kept(request: HttpRequest, template: str, words: list[dict[str, str]]) -> HttpResponse:
    sign_in = f"{reverse('login')}?{urlencode({'next': request.path})}" if "signed_out" in template else ""
    response = render(request, template, {"typed": words, "sign_in_url": sign_in}, status=403)
    response["Cache-Control"] = "no-store"
    return response
