"""A draft of an agreement with all its parties at once."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from programmes.access import Capability, check
from programmes.choices import AgreementKind
from programmes.models import Agreement, Alliance, Body, Party, Programme


class DraftNotAllowed(Exception):
    """The draft cannot be begun; the sentence says why, `existing` is the agreement in its way."""

    def __init__(self, words: str, existing: Agreement) -> None:
        super().__init__(words)
        self.existing = existing


def draft(
    *, title: str, kind: AgreementKind, programme: Programme | None, alliance: Alliance | None,
    parties: Iterable[Body], marking: str, by: Any, reason: str = "", varies: Agreement | None = None,
) -> Agreement:  # fmt: skip
    """Begin an agreement between some offices (Police Act 1996 s22A(1)): nothing of it is agreed or signed yet.

    `varies` is the agreement that it varies (s23C(4)).

    Raises NotAllowed; DraftNotAllowed where an agreement has the title already, as after a second click.
    """
    check(by, Capability.EDIT)
    with transaction.atomic():
        existing = Agreement.objects.filter(title__iexact=title).first()
        if existing is not None:
            raise DraftNotAllowed(
                f"Title: {existing.reference} has this title already; change it or open that one.", existing
            )
        agreement = Agreement(
            title=title, kind=kind, programme=programme, alliance=alliance, marking=marking, varies=varies
        )
        for record in (agreement, *(Party(agreement=agreement, body=body, marking=marking) for body in parties)):
            record._history_user, record._change_reason = by, reason or None
            record.save()
    return agreement
