"""Synthetic workstreams with milestones and dependencies: plausible in shape, marked internal, never of the record."""

import random

from django.db import transaction

from programmes.dates import bounds
from programmes.history import Reference, ReferenceSeries
from programmes.models import Alliance, Force, Programme
from workstreams.models import Dependency, Milestone, Workstream

FIRST_NUMBER = 1_000_000
BATCH = 2_000
#: Every so many workstreams one waits for the one before it.
APART = 50


def make_work(count: int) -> int:
    """Add synthetic workstreams, three milestones each, until there are `count`; returns how many were added."""
    have = Workstream.objects.filter(name__startswith="Synthetic").count()
    chance = random.Random(23)
    programmes, alliances, forces = (list(kind.objects.all()) for kind in (Programme, Alliance, Force))
    for start in range(have, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        with transaction.atomic():
            streams = _add(
                Workstream(
                    reference=f"WS-{FIRST_NUMBER + n}", version=1, name=f"Synthetic work {n}",
                    programme=chance.choice(programmes), alliance=chance.choice(alliances), purpose="To measure with.",
                )
                for n in numbers
            )  # fmt: skip
            through = Workstream.participating_forces.through
            through.objects.bulk_create(
                through(workstream=stream, force=force) for stream in streams for force in chance.sample(forces, 3)
            )
            _add(
                _milestone(FIRST_NUMBER + n * 3 + point, stream, point, chance)
                for n, stream in zip(numbers, streams, strict=True)
                for point in range(3)
            )
            _add(
                Dependency(reference=f"DEP-{FIRST_NUMBER + n}", version=1, workstream=stream, on_workstream=before)
                for n, before, stream in zip(numbers, streams, streams[1:], strict=False)
                if n % APART == 0
            )
    return max(count - have, 0)


def _milestone(number: int, stream: Workstream, point: int, chance: random.Random) -> Milestone:
    year = 2016 + point * 3 + chance.randint(0, 2)
    dates = {"baseline": f"{year}-{chance.randint(1, 12):02d}", "forecast": f"{year + 1}-2{chance.randint(1, 4)}"}
    if chance.random() < 0.4:
        dates["actual"] = f"{year + 1}-{chance.randint(1, 12):02d}-15"
    days = {f"{name}_{end}": day for name, edtf in dates.items()
            for end, day in zip(("earliest", "latest"), bounds(edtf), strict=True)}  # fmt: skip
    return Milestone(
        reference=f"MIL-{number}", version=1, workstream=stream, name=f"Point {point + 1}", **dates, **days
    )


def _add(records):  # type: ignore[no-untyped-def]
    """Write records and their index rows in bulk."""
    rows = list(records)
    if not rows:
        return rows
    kind = type(rows[0])
    Reference.objects.bulk_create(
        (
            Reference(
                code=row.reference, prefix=kind.PREFIX, number=int(row.reference.rpartition("-")[2]),
                kind=kind._meta.label_lower, title=str(row), text=row.search_text(), marking=row.marking,
            )
            for row in rows
        ),
        batch_size=BATCH,
    )  # fmt: skip
    last = int(rows[-1].reference.rpartition("-")[2])
    ReferenceSeries.objects.update_or_create(prefix=kind.PREFIX, defaults={"last": last})
    return kind.objects.bulk_create(rows, batch_size=BATCH)
