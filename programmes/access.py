"""Who may do what: one table, read by every view, form, list, export and the admin (design section 7)."""

import datetime as dt
from enum import StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from programmes.choices import Marking, Role


class Capability(StrEnum):
    READ = "read the register"
    READ_SENSITIVE = "read sensitive records"
    READ_INTERNAL_NOTES = "read internal notes"
    SAVE_VIEWS = "keep views of lists"
    CHOOSE_TEAM_VIEWS = "choose the view that a list opens with for everybody"
    EDIT = "edit the record"
    MOVE_CASE = "take a case through its stages"
    RECORD_ANY_DECISION = "record an office’s decision from its notice"
    RECORD_OWN_DECISION = "record the decision of your own office"
    UPDATE_OWN_FORCE = "update your own force’s milestones"
    VALIDATE_BENEFIT = "validate a delivered benefit"
    COMPOSE = "compose an edition"
    PUBLISH = "approve, publish, correct and withdraw editions"
    PREVIEW = "preview an edition"
    USE_ADMIN = "work in the administration pages"
    MANAGE_USERS = "manage users and their roles"


_READER = {Capability.READ, Capability.SAVE_VIEWS}
_TEAM = _READER | {
    Capability.READ_SENSITIVE,
    Capability.READ_INTERNAL_NOTES,
    Capability.PREVIEW,
    Capability.USE_ADMIN,
    Capability.COMPOSE,
}

GRANTS: dict[Role, frozenset[Capability]] = {
    Role.EDITOR: frozenset(
        _TEAM
        | {
            Capability.EDIT,
            Capability.MOVE_CASE,
            Capability.RECORD_ANY_DECISION,
            Capability.VALIDATE_BENEFIT,
            Capability.CHOOSE_TEAM_VIEWS,
        }
    ),
    Role.PUBLISHER: frozenset(_TEAM | {Capability.PUBLISH, Capability.VALIDATE_BENEFIT}),
    Role.OFFICE_VIEWER: frozenset(_READER),
    Role.OFFICE_RECORDER: frozenset(_READER | {Capability.RECORD_OWN_DECISION}),
    Role.FORCE_CONTRIBUTOR: frozenset(_READER | {Capability.UPDATE_OWN_FORCE}),
    Role.AUDITOR: frozenset(
        _READER
        | {
            Capability.READ_SENSITIVE,
            Capability.READ_INTERNAL_NOTES,
            Capability.PREVIEW,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Capability.MANAGE_USERS, Capability.USE_ADMIN}),
}

#: What each role is for, in the words shown beside it.
ROLE_WORDS: dict[Role, str] = {
    Role.EDITOR: "Programme team: edits the record and takes cases through their stages",
    Role.PUBLISHER: "Programme team: approves and publishes editions",
    Role.OFFICE_VIEWER: "Reads the register for one office",
    Role.OFFICE_RECORDER: "Reads the register and records the decisions of one office",
    Role.FORCE_CONTRIBUTOR: "Reads the register and updates one force’s milestones",
    Role.AUDITOR: "Reads everything, writes nothing",
    Role.ADMINISTRATOR: "Manages users and their roles; no content, no decisions",
}

_BODY_BOUND = {Capability.RECORD_OWN_DECISION}
_FORCE_BOUND = {Capability.UPDATE_OWN_FORCE}


class NotAllowed(PermissionDenied):
    """The person may not do this; the sentence is what they read."""

    def __init__(self, capability: Capability) -> None:
        self.capability = capability
        super().__init__(f"Your role does not let you {capability.value}.")


def grants_of(user: Any, on: dt.date | None = None) -> list[Any]:
    """The grants a user holds on a day (today unless told); none for a stranger or an inactive account."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    return user.current_grants(on or timezone.localdate())


def may(user: Any, capability: Capability, obj: Any = None) -> bool:
    """Whether a user may use a capability, on `obj` where the capability is bound to a body or force.

    `obj` is a Body for recording a decision and a Force for updating milestones; without it the answer is
    whether the user may do so for some body or force at all. Being a superuser gives nothing.
    """
    for grant in grants_of(user):
        if capability not in GRANTS[Role(grant.role)]:
            continue
        if obj is not None and capability in _BODY_BOUND and grant.body_id != obj.pk:
            continue
        if obj is not None and capability in _FORCE_BOUND and grant.force_id != obj.pk:
            continue
        return True
    return False


def roles_with(capability: Capability) -> tuple[Role, ...]:
    """The roles that give a capability."""
    return tuple(role for role, given in GRANTS.items() if capability in given)


def check(user: Any, capability: Capability, obj: Any = None) -> None:
    """Raise NotAllowed, with the sentence shown, unless `may` says yes."""
    if not may(user, capability, obj):
        raise NotAllowed(capability)


def visible_markings(user: Any) -> tuple[Marking, ...]:
    """The markings a user may read in the register; none without the right to read at all."""
    if may(user, Capability.READ_SENSITIVE):
        return (Marking.PUBLIC, Marking.INTERNAL, Marking.SENSITIVE)
    if may(user, Capability.READ):
        return (Marking.PUBLIC, Marking.INTERNAL)
    return ()
