"""The addresses of the public site. They live for ever; what has no page answers 404 in the public frame."""

from collections.abc import Iterator

from django.urls import include, path, re_path

from governance.public import reading, site_map, views

app_name = "public"

urlpatterns = [
    path("", include("governance.open_data.urls")),
    path("", include("governance.open_data.api.urls")),
    path("", include("governance.feeds.urls")),
    path("", include("governance.paper_files.urls")),
    path("", views.page, name="front"),
    path("editions/", views.editions, name="edition-list"),
    path("editions/before-<int:before>/", views.editions, name="edition-list-before"),
    path("editions/<int:number>/fingerprints.json", views.edition_fingerprints, name="edition-fingerprints"),
    path("editions/<int:number>/", views.edition_page, name="edition-front"),
    path("editions/<int:number>/<path:path>", views.edition_page, name="edition-page"),
    path("corrections/", views.corrections, name="correction-list"),
    path("corrections/before-<int:before>/", views.corrections, name="correction-list-before"),
    path("robots.txt", site_map.robots, name="robots"),
    path("sitemap.xml", site_map.site_map, name="site-map"),
    path("sitemap-<int:part>.xml", site_map.site_map, name="site-map-part"),
    # Everything else but the staff's own addresses, where an unknown one is theirs to answer.
    re_path(r"^(?!(?:register|admin|accounts|static)(?:/|$))(?P<path>.+)$", views.page, name="page"),
]


def addresses() -> Iterator[str]:
    """Every address answered here: the pages that are public now, the archive, and the pages of each edition."""
    yield from reading.paths_now()
    yield from views.archive_addresses()
    yield from site_map.addresses()
    yield from (f"/editions/{number}/fingerprints.json" for number in reading.numbers())
    yield from (f"/editions/{number}{path}" for number, path in reading.paths_ever())
