"""The demonstration's users: one for each role, with passwords that the sign-in page shows. Never in production."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from programmes.access import GRANTS, ROLE_WORDS, Capability
from programmes.choices import Role
from programmes.models import Body, Force, Grant, User


class NotADemonstration(Exception):
    """Demo users have passwords that everybody can read, so a register in earnest never has them."""

    def __init__(self) -> None:
        super().__init__("Demo users are made in a demonstration only (DEMO=true); this register is not one.")


@dataclass(frozen=True)
class DemoUser:
    """One account of the demonstration."""

    username: str
    password: str
    full_name: str
    does: Role
    office: str = ""
    force: str = ""
    acts_for: str = ""

    @property
    def role(self) -> str:
        """What the person does here, in the words of the sign-in page."""
        return f"{ROLE_WORDS[self.does]} ({self.acts_for})" if self.acts_for else ROLE_WORDS[self.does]


DEMO_USERS: tuple[DemoUser, ...] = (
    DemoUser("editor", "edit-the-record", "Demo editor", Role.EDITOR),
    DemoUser("publisher", "publish-editions", "Demo publisher", Role.PUBLISHER),
    DemoUser(
        "viewer-cambridgeshire-pcc", "read-for-cambridgeshire", "Demo viewer, Cambridgeshire PCC",
        Role.OFFICE_VIEWER, office="BOD-9", acts_for="Cambridgeshire PCC",
    ),
    DemoUser(
        "recorder-cambridgeshire-pcc", "decide-for-cambridgeshire", "Demo recorder, Cambridgeshire PCC",
        Role.OFFICE_RECORDER, office="BOD-9", acts_for="Cambridgeshire PCC",
    ),
    DemoUser(
        "recorder-kent-cc", "decide-for-kent", "Demo recorder, Chief Constable of Kent",
        Role.OFFICE_RECORDER, office="BOD-7", acts_for="Chief Constable of Kent",
    ),
    DemoUser(
        "contributor-norfolk", "milestones-for-norfolk", "Demo contributor, Norfolk",
        Role.FORCE_CONTRIBUTOR, force="FOR-4", acts_for="Norfolk",
    ),
    DemoUser("auditor", "read-everything", "Demo auditor", Role.AUDITOR),
    DemoUser("administrator", "manage-the-users", "Demo administrator", Role.ADMINISTRATOR),
)  # fmt: skip


def make_demo_users(*, on: dt.date | None = None) -> list[User]:
    """Make the demo users that are not there yet, each with its grant from `on` (today); give those made.

    An account that exists is left as it is. Needs the record's offices and forces.
    Raises NotADemonstration outside demo mode.
    """
    if not settings.DEMO:
        raise NotADemonstration
    there = set(User.objects.values_list("username", flat=True))
    with transaction.atomic():
        return [_make(demo, on or timezone.localdate()) for demo in DEMO_USERS if demo.username not in there]


def _make(demo: DemoUser, on: dt.date) -> User:
    first, _, last = demo.full_name.partition(" ")
    user = User(username=demo.username, first_name=first, last_name=last)
    user.is_staff = Capability.USE_ADMIN in GRANTS[demo.does]
    user.set_password(demo.password)
    user.save()
    grant = Grant(user=user, role=demo.does, starts=on)
    grant.body = Body.objects.get(reference=demo.office) if demo.office else None
    grant.force = Force.objects.get(reference=demo.force) if demo.force else None
    grant.full_clean()
    grant.save()
    return user
