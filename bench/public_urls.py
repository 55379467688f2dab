"""The addresses of the public site, and an empty view through the same middleware."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from collab.public_urls import urlpatterns as public


@login_not_required
def hello(request: HttpRequest) -> HttpResponse:
    """The least a page can do."""
    return HttpResponse("<!doctype html><title>Hello</title><p>Hello, world")


urlpatterns = [path("bench/hello", hello), *public]
