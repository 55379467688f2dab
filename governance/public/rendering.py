"""The HTML of a page of an edition and the ETag it is answered with."""

import hashlib

from django.template.loader import render_to_string

from governance.public.look import look
from governance.public.presenting import page_context, template_of
from governance.public.reading import Reading


def render_page(found: Reading, base: str) -> str:
    """The HTML of a page of an edition, for the public, for the archive and for the preview alike."""
    content = found.content or {}
    context = page_context(content, edition=found.edition, base=base)
    context["replaced_url"] = "" if found.is_current or not found.current_number else content["path"]
    context["current_number"] = found.current_number
    return render_to_string(template_of(content["kind"]), context)


def etag_of(*hashes: str) -> str:
    """The ETag of what follows from these fingerprints and from the look of the site."""
    return f'"{hashlib.sha256("-".join(hashes).encode()).hexdigest()[:32]}-{look()}"'


def etag_of_page(found: Reading, base: str) -> str:
    """The ETag of a page as an edition, and the one that is current now, make it."""
    return etag_of(found.sha256, found.page_sha256, base, str(found.current_number), *found.withdrawn)
