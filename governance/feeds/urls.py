"""The addresses of the feeds and calendars; they live for ever."""

from collections.abc import Iterator

from django.urls import path

from governance.feeds import reading, views
from governance.feeds.subjects import subjects_in

urlpatterns = [
    path("feeds/<slug:name>.atom", views.feed, name="feed-atom"),
    path("feeds/<slug:name>.ics", views.calendar, name="feed-calendar"),
]


def addresses() -> Iterator[str]:
    """The feed and the calendar of everything and of each body that the public is told of."""
    for subject in subjects_in(reading.told_now()):
        yield from subject.paths
