"""The addresses of the public site's own process: published pages, health, nothing else."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from collab.views import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
if find_spec("governance.public_urls"):
    urlpatterns.append(path("", include("governance.public_urls")))
