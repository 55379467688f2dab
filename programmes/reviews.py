"""The one door to the log of reviews: an office kept its opportunities to collaborate under review (s22B, s22C).

The duty is each chief officer's (Police Act 1996 s22B) and each policing body's (s22C). What is best for those who
collaborate may be so although the office's own force does not gain: a net loss is written down and is no bar.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from programmes.access import Capability, check
from programmes.choices import OwnPosition
from programmes.fields import vague
from programmes.models import Body, OpportunityReview
from programmes.refusals import Refusal, happened_between


class ReviewNotAllowed(Refusal):
    """The review cannot be entered in the log; the sentence says why. `fields` names the entries at fault."""


def record_review(
    *,
    body: Body,
    by: Any,
    on: str,
    on_words: str = "",
    subject: str,
    outcome: str,
    own_position: OwnPosition | str = "",
    token: str = "",
) -> OpportunityReview:
    """Enter in the log that an office reviewed its opportunities; `on` is EDTF, today or earlier.

    `token` makes a repeated call return the entry already made. Raises NotAllowed, ReviewNotAllowed.
    """
    check(by, Capability.EDIT)
    if not body.is_corporation_sole:
        raise ReviewNotAllowed(
            f"Office: the duty is on chief officers (s22B) and policing bodies (s22C); {body} is neither."
        )
    if not subject.strip():
        raise ReviewNotAllowed("What was reviewed: say which opportunities the office considered.", "subject")
    if not outcome.strip():
        raise ReviewNotAllowed("What came of it: say what the office concluded.", "outcome")
    if own_position not in ("", *OwnPosition.values):
        raise ReviewNotAllowed("Net position of its own force: choose one from the list.", "own_position")
    first, last = happened_between(on, ReviewNotAllowed, what="the office reviewed them")
    began, ended = vague(body, "starts").earliest, vague(body, "ends").latest
    if (began and last < began) or (ended and first > ended):
        raise ReviewNotAllowed(f"Date: {body} was not in being then; choose the office of that day.", "on")
    with transaction.atomic():
        Body.objects.select_for_update().get(pk=body.pk)
        if token and (done := OpportunityReview.objects.filter(body=body, form_token=token).first()):
            return done
        return OpportunityReview.objects.create(
            body=body, on=on, on_words=on_words.strip(), subject=subject.strip(), outcome=outcome.strip(),
            own_position=own_position, recorded_by=by, form_token=token,
        )  # fmt: skip


def strike_out(*, entry: OpportunityReview, by: Any, reason: str) -> OpportunityReview:
    """Say that an entry was wrong: it stays in the log, struck out. Raises NotAllowed, ReviewNotAllowed."""
    check(by, Capability.EDIT)
    if not reason.strip():
        raise ReviewNotAllowed("Reason: say what was entered wrongly.", "reason")
    with transaction.atomic():
        Body.objects.select_for_update().get(pk=entry.body_id)
        if entry.corrects_id or OpportunityReview.objects.filter(corrects=entry).exists():
            raise ReviewNotAllowed("This entry is struck out already.")
        return OpportunityReview.objects.create(
            body=entry.body, corrects=entry, on=timezone.localdate().isoformat(), subject=entry.subject,
            outcome=entry.outcome, reason=reason.strip(), recorded_by=by,
        )  # fmt: skip
