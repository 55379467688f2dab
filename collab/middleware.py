"""Headers and limits that hold for every answer."""

from collections.abc import Callable

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
)

Answer = Callable[[HttpRequest], HttpResponseBase]


class PermissionsPolicyMiddleware:
    """The register asks a browser for no camera, place, microphone or payment."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        return response


class ReadOnlyMiddleware:
    """The public site answers GET and HEAD only."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            refusal: HttpResponse = HttpResponseNotAllowed(["GET", "HEAD"])
            return refusal
        return self.get_response(request)
