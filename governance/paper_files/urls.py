"""The addresses of papers as files: of the edition that is public now; an earlier edition keeps their pages."""

from collections.abc import Iterator

from django.urls import path

from governance.paper_files import views
from governance.paper_files.making import FORMATS
from governance.public import reading

urlpatterns = [
    path(f"papers/<slug:reference>.{ending}", views.paper, {"ending": ending}, name=f"paper-{ending}")
    for ending in FORMATS
]


def addresses() -> Iterator[str]:
    """Every file of every paper that is public now."""
    for page in reading.paths_now("report"):
        yield from (f"{page.rstrip('/')}.{ending}" for ending in FORMATS)
