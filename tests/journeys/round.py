"""An update round for the journeys to look at: made up, internal, and through the doors."""

import datetime as dt
from typing import Any

from django.utils import timezone


def make_round(editor: Any) -> dict[str, Any]:
    """A period that is locked and one that is open, with a draft, a return and its correction; the pages that show them."""
    from workstreams.models import Workstream
    from workstreams.round import chasing, returns
    from workstreams.round.periods import lock, open_period

    today = timezone.localdate()
    days = dt.timedelta
    before = open_period(name="Last month", opens_on=today - days(60), due_on=today - days(31), by=editor)
    now = open_period(name="This month", opens_on=today - days(30), due_on=today - days(1), by=editor)
    first, second, third = (Workstream.objects.get(reference=code) for code in ("WS-28", "WS-29", "WS-30"))

    def returned(period: Any, workstream: Any, **said: Any) -> Any:
        draft = returns.start(period=period, workstream=workstream, by=editor)
        for name, value in said.items():
            setattr(draft, name, value)
        return returns.submit(draft=returns.save(draft=draft, by=editor), by=editor)

    green = {"rag": "green", "public_text": "On course.", "marking": "internal"}
    off = {"rag_reason": "The supplier is late.", "action": "Weekly calls.", "green_by": f"{today.year + 1}"}
    returned(before, first, **green)
    wrong = returned(now, first, is_unchanged=True, **{**green, "public_text": ""})
    fixed = returns.correct(update=wrong, by=editor, reason="It was amber.")
    for name, value in {"rag": "amber", "is_unchanged": False, "public_text": "One module is late.", **off}.items():
        setattr(fixed, name, value)
    fixed = returns.submit(draft=returns.save(draft=fixed, by=editor), by=editor)
    draft = returns.start(period=now, workstream=second, by=editor)
    chase = chasing.remind(
        period=now, workstream=third, by=editor, on=today.isoformat(), means="email", words="The return is due."
    )
    lock(period=before, by=editor)
    returns_, periods = "/register/returns/", "/register/periods/"
    return {
        "period": f"{periods}{now.reference}/",
        "workstream": third.reference,
        "pages": [
            *(f"{periods}{now.reference}/{page}" for page in ("", "lock", "due", "late", "many")),
            f"{periods}{now.reference}/remind?workstream={third.reference}",
            *(f"{periods}{before.reference}/{page}" for page in ("", "reopen")),
            f"{returns_}{wrong.reference}/",
            *(f"{returns_}{fixed.reference}/{page}" for page in ("", "correct")),
            *(
                f"{returns_}{draft.reference}/{page}"
                for page in ("", "status", "milestones", "risks", "benefits", "check")
            ),
            f"/register/return-reminders/{chase.pk}/take-back",
            f"/register/workstreams/{first.reference}/",
        ],
    }
