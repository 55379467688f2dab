"""The HTML of a page of an edition and the ETag it is answered with."""

import hashlib
from dataclasses import dataclass

from django.template.loader import render_to_string

from governance.open_data.presenting import data_context
from governance.public.look import look
from governance.public.presenting import page_context, template_of
from governance.public.reading import Reading


@dataclass(frozen=True)
class File:
    """What one address of an edition answers with status 200."""

    path: str
    content_type: str
    etag: str
    body: bytes


def render_page(found: Reading, base: str) -> str:
    """The HTML of a page of an edition, for the public, for the archive and for the preview alike."""
    content = found.content or {}
    context = page_context(content, edition=found.edition, base=base)
    context["replaced_url"] = "" if found.is_current or not found.current_number else content["path"]
    context["current_number"] = found.current_number
    if content["kind"] in ("data", "dataset"):
        context |= data_context(content, base)
    return render_to_string(template_of(content["kind"]), context)


def etag_of(*hashes: str) -> str:
    """The ETag of what follows from these fingerprints and from the look of the site."""
    return f'"{hashlib.sha256("-".join(hashes).encode()).hexdigest()[:32]}-{look()}"'


def etag_of_page(found: Reading, base: str) -> str:
    """The ETag of a page as an edition, and the one that is current now, make it."""
    return etag_of(found.sha256, found.page_sha256, base, str(found.current_number), *found.withdrawn)
