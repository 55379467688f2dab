"""Synthetic lines of the benefit ledger: internal, plausible in shape, never part of the record."""

import random
from decimal import Decimal
from itertools import islice

from django.db import transaction

from programmes.history import Reference, ReferenceSeries
from programmes.models import Force
from workstreams.choices import BenefitKind
from workstreams.models import Benefit, BenefitLine, Workstream

FIRST_NUMBER = 1_000_000
BATCH = 2_000
YEARS = [f"{year}/{(year + 1) % 100:02d}" for year in range(2011, 2021)]


def make_lines(count: int) -> None:
    """Add lines until there are `count`: benefits of every kind, each for the seven forces in ten financial years."""
    have = BenefitLine.objects.filter(evidence="Synthetic.").count()
    chance = random.Random(7)
    forces = list(Force.objects.filter(in_seven_force=True).order_by("pk"))
    workstreams = list(Workstream.objects.order_by("pk"))
    places = [(force, year) for force in forces for year in YEARS]
    benefits = _benefits((count + len(places) - 1) // len(places), workstreams)
    wanted = ((benefit, force, year) for benefit in benefits for force, year in places)
    numbered = islice(enumerate(wanted, start=FIRST_NUMBER), have, count)
    while batch := list(islice(numbered, BATCH)):
        lines = [_line(number, *of, chance) for number, of in batch]
        with transaction.atomic():
            _index(lines, "BLN")
            BenefitLine.objects.bulk_create(lines)


def _benefits(count: int, workstreams: list[Workstream]) -> list[Benefit]:
    have = Benefit.objects.filter(reference__gte="BEN-1000000", title__startswith="Synthetic").count()
    kinds = [*BenefitKind.values, ""]
    made = [
        Benefit(
            reference=f"BEN-{FIRST_NUMBER + n}", version=1, title=f"Synthetic benefit {n}",
            workstream=workstreams[n % len(workstreams)], kind=kinds[n % len(kinds)],
        )
        for n in range(have, count)
    ]  # fmt: skip
    with transaction.atomic():
        _index(made, "BEN")
        Benefit.objects.bulk_create(made, batch_size=BATCH)
    return list(Benefit.objects.filter(title__startswith="Synthetic").order_by("pk"))


def _line(number: int, benefit: Benefit, force: Force, year: str, chance: random.Random) -> BenefitLine:
    def pounds() -> Decimal | None:
        return Decimal(chance.randint(0, 10**8)) / 100 if chance.random() < 0.8 else None

    return BenefitLine(
        reference=f"BLN-{number}", version=1, benefit=benefit, force=force, financial_year=year, evidence="Synthetic.",
        predicted_obc=pounds(), predicted_fbc=pounds(), target=pounds(), delivered=pounds(), reinvested=pounds(),
    )  # fmt: skip


def _index(records: list, prefix: str) -> None:
    if not records:
        return
    Reference.objects.bulk_create(
        (
            Reference(
                code=r.reference, prefix=prefix, number=int(r.reference[4:]), kind=r._meta.label_lower,
                title=str(r)[:300], text=r.search_text(), marking=r.marking,
            )
            for r in records
        ),
        batch_size=BATCH,
    )  # fmt: skip
    last = max(int(r.reference[4:]) for r in records)
    ReferenceSeries.objects.update_or_create(prefix=prefix, defaults={"last": last})
