"""What a report is about: its programme, alliances, board or office, the day it tells of and since when."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.db.models import Q

from governance.models import Meeting, Report
from programmes.as_at import words_of
from programmes.choices import Marking
from programmes.fields import vague
from programmes.models import Alliance, Funding, Membership, Programme
from programmes.visibility import RecordQuerySet, parent_paths
from workstreams.models import SavingsFigure, Workstream

#: How long before its day a report begins to tell, when it does not say.
QUARTER = dt.timedelta(days=92)


def open_rows(queryset: RecordQuerySet) -> Any:
    """The rows that offices may read: nothing sensitive, nor anything under it."""
    rule = ~Q(marking=Marking.SENSITIVE)
    for parent in parent_paths(queryset.model):
        rule &= ~Q(**{f"{parent}__marking": Marking.SENSITIVE}) | Q(**{f"{parent}__isnull": True})
    return queryset.filter(rule)


class Subject:
    """A report's matter, read once."""

    def __init__(self, report: Report) -> None:
        self.report = report
        as_at = vague(report, "as_at")
        assert as_at.latest is not None  # the door takes no date that is open at its end
        #: The last day of what the report tells.
        self.day: dt.date = as_at.latest
        self.as_at_words = str(as_at)

    @cached_property
    def since(self) -> dt.date:
        """The day after which things are new: as the report says, for an office its last meeting, else a quarter before."""
        if self.report.since:
            return self.report.since
        first = vague(self.report, "as_at").earliest or self.day
        if self.report.body_id:
            held = Meeting.objects.filter(board__body=self.report.body_id, held_latest__lt=first)
            last = held.order_by("-held_latest").values_list("held_latest", flat=True).first()
            if last:
                return last
        return first - QUARTER

    @cached_property
    def programme(self) -> Programme | None:
        return self.report.programme

    @cached_property
    def alliance(self) -> Alliance | None:
        """The alliance whose work is told: the report's own, else the programme's."""
        return self.report.alliance or self.programme_alliance

    @cached_property
    def programme_alliance(self) -> Alliance | None:
        return self.programme.alliance if self.programme else None

    @cached_property
    def alliances(self) -> list[int]:
        """The alliances of the report, by key."""
        return [a.pk for a in {self.alliance, self.programme_alliance} if a is not None]

    @cached_property
    def figures(self) -> list[Any]:
        """The savings figures and funds about the programme and the alliances, said or agreed by the day."""
        claims = open_rows(SavingsFigure.objects).filter(
            Q(alliance__in=self.alliances) | self.about("programme"), said_latest__lte=self.day
        )
        if self.programme is None:
            return list(claims)
        return [*claims, *open_rows(Funding.objects).filter(programme=self.programme, agreed_latest__lte=self.day)]

    def about(self, whose: str) -> Q:
        """The rows about the programme, or about the alliance."""
        if whose == "programme":
            return Q(programme=self.programme) if self.programme else Q(pk__in=[])
        return Q(alliance=self.alliance) if self.alliance else Q(pk__in=[])

    def work(self, whose: str) -> Any:
        """The workstreams of the programme, of the alliance, or of the office’s force; surely begun or without a date."""
        rows = open_rows(Workstream.objects).exclude(starts_earliest__gt=self.day)
        if whose == "office":
            force = self.report.body.force_id if self.report.body else None
            return rows.filter(participating_forces=force) if force else rows.none()
        if whose == "alliance":
            own = Q(alliance=self.alliance) | Q(programme__alliance=self.alliance)
            return rows.filter(own) if self.alliance else rows.none()
        return rows.filter(programme=self.programme) if self.programme else rows.none()

    @cached_property
    def names(self) -> dict[str, str]:
        """What stands for each name in the standing words of a template."""
        report = self.report
        short = self.programme.short_name or self.programme.name if self.programme else "programme"
        return {
            "programme": sentence_case(short),
            "alliance": (self.alliance.short_name or self.alliance.name) if self.alliance else "",
            "programme_alliance": self.programme_alliance.name if self.programme_alliance else "",
            "forces": self.forces,
            "board": str(report.board) if report.board else "board",
            "office": str(report.body) if report.body else "office",
            "since": words_of(self.since),
            "as_at": self.as_at_words,
        }

    @cached_property
    def forces(self) -> str:
        """The forces of the alliance on the day: “Bedfordshire, Cambridgeshire and Hertfordshire”."""
        members = Membership.objects.filter(alliance=self.alliance).in_force_on(self.day).select_related("force")
        names = list(dict.fromkeys(member.force.name for member in members.order_by("force__name", "pk")))
        return " and ".join(filter(None, (", ".join(names[:-1]), names[-1] if names else "")))

    def fill(self, text: str) -> str:
        """Standing words with the names of this report."""
        return text.format(**self.names)


def sentence_case(name: str) -> str:
    """A name as a title has it: “7F programme” as “7F Programme”."""
    return " ".join(word[:1].upper() + word[1:] for word in name.split())
