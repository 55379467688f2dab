"""Tags and filters the register's templates use."""

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from programmes.fields import vague as vague_date
from programmes.navigation import history_url as history_address
from programmes.navigation import reference_url as reference_address

register = template.Library()

_RAG = {"green": "good", "amber": "warn", "red": "bad"}


@register.filter
def vague(record: Any, name: str) -> str:
    """A vague date of a record in the words of its source."""
    return str(vague_date(record, name))


@register.filter
def reference_url(code: str) -> str:
    """The permanent address of a record by its reference."""
    return reference_address(code)


@register.filter
def history_url(code: str) -> str:
    """The address of a record's history by its reference."""
    return history_address(code)


@register.filter
def tag(words: str, kind: str) -> SafeString:
    """Words as a tag; red, amber and green are known as kinds."""
    return format_html('<span class="tag tag-{}">{}</span>', _RAG.get(kind, kind), words)


@register.filter
def breakable(words: str) -> SafeString:
    """Words that a narrow column may break after each slash: browsers keep “Training/Learning” together, or cut it."""
    return mark_safe(conditional_escape(words).replace("/", "/<wbr>"))
