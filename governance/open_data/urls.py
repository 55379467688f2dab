"""The addresses of the open data; they live for ever."""

from collections.abc import Iterator

from django.urls import path

from governance.open_data import views
from governance.open_data.files import FORMATS
from governance.open_data.making import ALL
from governance.open_data.tables import BY_NAME
from governance.public import reading

urlpatterns = [
    path("data/dictionary.json", views.dictionary_file, name="data-dictionary"),
    path("data/all.zip", views.all_files, name="data-all"),
    path("editions/<int:number>/data/all.zip", views.all_files, name="edition-data-all"),
    *(
        path(f"{start}data/<slug:name>.{ending}", views.table_file, {"ending": ending}, name=f"{name}-{ending}")
        for start, name in (("", "data"), ("editions/<int:number>/", "edition-data"))
        for ending in FORMATS
    ),
]


def addresses() -> Iterator[str]:
    """Every file: of the edition that is public now, and of each edition ever published."""
    yield "/data/dictionary.json"
    for number, names in reading.dataset_paths():
        start = "" if number is None else f"/editions/{number}"
        yield f"{start}{ALL}"
        for page in names:
            if page.removeprefix("/data/").strip("/") in BY_NAME:
                yield from (f"{start}{page.rstrip('/')}.{ending}" for ending in FORMATS)
