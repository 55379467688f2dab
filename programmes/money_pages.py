"""The pages about money and benefits, each with a way to the others."""

from django.urls import reverse

from programmes.navigation import Link

PAGES = (
    ("Benefit ledger", "workstreams:ledger-list"),
    ("Totals by force and year", "workstreams:ledger-totals"),
    ("Benefits described", "workstreams:benefit-list"),
    ("Savings claimed", "workstreams:savings"),
    ("Net position", "governance:net-position"),
    ("Cost shares", "programmes:cost-share-set-list"),
    ("Calculator", "programmes:cost-share-calculator"),
    ("Net revenue expenditure", "programmes:nre"),
    ("Measured quantities", "programmes:quantity-list"),
)


def money_links(here: str = "") -> list[Link]:
    """A link to each page about money; `here` is the name of the one that is read."""
    return [Link(words, reverse(name), name == here) for words, name in PAGES]
