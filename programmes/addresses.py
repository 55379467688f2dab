"""What an address may ask: unknown parameters and bad values get a sentence, never a crash and never silence."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import get_text_list

from programmes.navigation import Link, frame


class BadAddress(ValueError):
    """The address asks for something this page does not know; the sentence names it."""


def check_parameters(request: HttpRequest, known: Iterable[str]) -> None:
    """Raise BadAddress, naming the parameter, when the address has one that the page does not know or has twice."""
    names = sorted(known)
    for name, values in request.GET.lists():
        if name not in names:
            takes = f"It knows {get_text_list(names, 'and')}." if names else "It takes no filters."
            raise BadAddress(f"“{name}” in the address is nothing this page knows. {takes}")
        if "\x00" in "".join(values):
            raise BadAddress(f"“{name}” in the address holds a character that no record has.")


def one_line(errors: Any) -> str:
    """The first sentence of a form's errors, with the label of its field."""
    form = errors
    for name, sentences in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        sentence = " ".join(str(s) for s in sentences)
        return f"{label}: {sentence}" if label else sentence
    return "The filters could not be read."


def bad_address(request: HttpRequest, error: BadAddress) -> HttpResponse:
    """The page that says what is wrong with an address."""
    context = {
        **frame(request, [Link("Register", "/register/"), Link("Address not understood")]),
        "sentence": str(error),
        "plain_url": request.path,
    }
    return render(request, "programmes/bad_address.html", context, status=400)
