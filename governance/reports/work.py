"""What waits for a person, as the home page lists it."""

from dataclasses import dataclass

from programmes.navigation import Link


@dataclass(frozen=True)
class WorkItem:
    """One thing that waits: what, where it stands, since when, what is next, and the one action that is taken on it.

    `url` is its page of the register, `desk_url` its place on the desk.
    """

    title: str
    url: str
    status: str
    kind: str = ""
    hint: str = ""
    age: str = ""
    action: Link | None = None
    desk_url: str = ""

    @property
    def label(self) -> str:
        """What templates/includes/task_list.html calls the title."""
        return self.title


@dataclass(frozen=True)
class Work:
    """One part of the home: a heading, the things that wait, a sentence when nothing does.

    `count` says how many there are in all, `count_url` is the list that has as many. `is_standing`: nothing waits in it,
    it says how things stand.
    """

    title: str
    items: tuple[WorkItem, ...]
    empty: str
    count: str = ""
    count_url: str = ""
    more: Link | None = None
    total: int = 0
    is_standing: bool = False
