"""Headers and limits that hold for every answer."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
)

from collab.signed_out import signed_out

Answer = Callable[[HttpRequest], HttpResponseBase]


class PermissionsPolicyMiddleware:
    """The register asks a browser for no camera, place, microphone or payment."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        return response


class NoSuchAddressMiddleware:
    """An address with a NUL in it names nothing, and PostgreSQL could not be asked about it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path:
            raise Http404
        return self.get_response(request)


class SignInMiddleware(LoginRequiredMiddleware):
    """Everybody signs in, but for views that say they are public: those never look at the session or the person.

    Django's own asks for the person first, which reads the session and marks every answer `Vary: Cookie`.
    """

    def process_view(self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any) -> Any:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        """The sign-in page; what came with a form is shown, not thrown away."""
        return signed_out(request) or super().handle_no_permission(request, view_func)


class ReadOnlyMiddleware:
    """The public site answers GET and HEAD only."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            refusal: HttpResponse = HttpResponseNotAllowed(["GET", "HEAD"])
            return refusal
        return self.get_response(request)
