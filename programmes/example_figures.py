"""Made-up figures to try the calculator with, in a demonstration only.

They are no force’s figures, stand in no table of the database, and so can be neither cited, published nor kept.
"""

from decimal import Decimal

from django.conf import settings

from programmes.demo import NotADemonstration

#: Said wherever one of these figures shows.
WARNING = "Fictional example figures: they are not the figures of any force, and cannot be kept or cited."

_FIGURES = {
    "FOR-1": "1000000", "FOR-2": "2000000", "FOR-3": "3000000", "FOR-4": "4000000", "FOR-5": "5000000",
    "FOR-6": "6000000", "FOR-7": "7000000",
}  # fmt: skip


def offers_examples() -> bool:
    """Whether this register is a demonstration."""
    return bool(settings.DEMO)


def example_figure(reference: str) -> Decimal | None:
    """The made-up net revenue expenditure of a force, by its reference. Raises NotADemonstration in earnest."""
    if not offers_examples():
        raise NotADemonstration
    found = _FIGURES.get(reference)
    return None if found is None else Decimal(found)
