"""Every address that the public site answers now: one book, read by the export, the crawl and whoever else must know.

A module of public addresses says its own: a function `addresses()` beside its `urlpatterns`. Each module that
`settings.PUBLIC_URLCONF` includes has one (a test), so that what is added to the site is in the export too.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import URLResolver, get_resolver


def public_addresses() -> Iterator[str]:
    """The addresses of the public site, each once, in the order of the modules that answer them."""
    seen: set[str] = set()
    for module in public_modules():
        for address in module.addresses():
            if address not in seen:
                seen.add(address)
                yield address


def live_addresses() -> Iterator[str]:
    """The addresses that the site answers itself and that are no files: those of the modules that have such."""
    for module in public_modules():
        yield from getattr(module, "live_addresses", tuple)()


def public_modules() -> list[Any]:
    """The modules of addresses that make up the public site."""
    return list(_included(get_resolver(settings.PUBLIC_URLCONF)))


def _included(resolver: Any) -> Iterator[Any]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if hasattr(entry.urlconf_module, "urlpatterns"):
                yield entry.urlconf_module
            yield from _included(entry)
