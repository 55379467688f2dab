"""The addresses of the public site's own process: published pages, health, nothing else."""

from django.urls import include, path

from collab.views import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", include("governance.public_urls")),
]
