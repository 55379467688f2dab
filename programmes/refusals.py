"""What every door says no with: a sentence for the reader and the entries at fault; and the date that every event has."""

import datetime as dt

from django.utils import timezone

from programmes.dates import DateNotUnderstood, bounds


class Refusal(Exception):
    """What is asked cannot be recorded; the sentence says why. `fields` names the entries at fault."""

    def __init__(self, sentence: str, *fields: str) -> None:
        self.fields = fields
        super().__init__(sentence)


def happened_between(
    on: str, refusal: type[Refusal], *, label: str = "Date", what: str = "it happened"
) -> tuple[dt.date, dt.date]:
    """First and last day that the date of an event can mean, as EDTF.

    Raises `refusal`, its sentence beginning with `label` and saying `what` was done, for no date, one that is not EDTF
    or is open at an end, and one that has surely not come.
    """
    try:
        earliest, latest = bounds(on)
    except DateNotUnderstood as error:
        raise refusal(f"{label}: {error}", "on") from error
    if earliest is None or latest is None:
        raise refusal(f"{label}: say when {what}.", "on")
    if earliest > timezone.localdate():
        raise refusal(f"{label}: this lies in the future; record an event once it has happened.", "on")
    return earliest, latest
