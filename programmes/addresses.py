"""What an address may ask: unknown parameters and bad values get a sentence, never a crash and never silence."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.text import get_text_list

from programmes.navigation import Link, frame


class BadAddress(ValueError):
    """The address asks for something this page does not know; the sentence names it."""


class PlainAddress(Exception):
    """The address is what a filter form sent; the same page stands at a plainer one, to which the reader is led."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(url)


#: What a form sends beside a field: how the field is asked for (`stage=obc` and `stage__how=not`).
HOW = "__how"
IS = "is"
#: The ways that take no value -> what they are in the address: stage__empty=1.
WITHOUT_VALUE = {"missing": "1", "filled": "0"}


def plain_query(params: QueryDict) -> QueryDict | None:
    """What a sent filter form asks, as the address says it (`stage__not=obc`); None when it is said so already."""
    if not any(name.endswith(HOW) for name in params):
        return None
    plain = QueryDict(mutable=True)
    for name, value in params.items():
        if name.endswith(HOW) or not value.strip():
            continue
        how = params.get(f"{name}{HOW}", IS)
        if how not in WITHOUT_VALUE:
            plain[name if how == IS else f"{name}__{how}"] = value.strip()
    for name, how in params.items():
        if name.endswith(HOW) and how in WITHOUT_VALUE:
            plain[f"{name.removesuffix(HOW)}__empty"] = WITHOUT_VALUE[how]
    return plain


def check_parameters(
    request: HttpRequest, known: Iterable[str], check_operators: Callable[[], None] | None = None
) -> None:
    """Raise BadAddress, naming the parameter, when the address has one that the page does not know.

    Raises PlainAddress when the address is what a filter form sent.
    """
    rewritten = plain_query(request.GET)
    if rewritten is not None:
        raise PlainAddress(request.path + (f"?{rewritten.urlencode()}" if rewritten else ""))
    if check_operators is not None:
        check_operators()
    names = sorted(known)
    plain = [name for name in names if "__" not in name]
    for name, values in request.GET.lists():
        if name not in names:
            takes = f"It knows {get_text_list(plain, 'and')}." if plain else "It takes no filters."
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
