"""Filters for showing the document of a report."""

from collections.abc import Mapping
from typing import Any

from django import template

from governance.papers.document import Block

register = template.Library()


@register.filter
def block_name(block: Block) -> str:
    """Which kind of block it is: “Paragraph”, “Table”."""
    return type(block).__name__


@register.filter
def figure_of(figures: Mapping[str, Any] | str | None, key: str) -> Any:
    """What is known of a bound figure, None where nothing is."""
    return figures.get(key) if isinstance(figures, Mapping) else None


@register.filter
def is_numeric(columns: Any, position: int) -> bool:
    """Whether the column at a place, counted from 0, holds figures."""
    return bool(columns[position].is_numeric)
