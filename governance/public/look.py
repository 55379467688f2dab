"""What the HTML of a page depends on beside its content."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static

HERE = Path(__file__).parent


@cache
def look() -> str:
    """A short fingerprint of the templates, styles and code that turn a page into bytes, and of where the styles are."""
    engines: Any = settings.TEMPLATES
    templates = Path(engines[0]["DIRS"][0])
    files = [
        *HERE.glob("*.py"),
        *(HERE.parent / "open_data").rglob("*.py"),
        *(HERE.parent / "feeds").glob("*.py"),
        *(HERE.parent / "paper_files").glob("*.py"),
        *(
            HERE.parent / "papers" / name
            for name in ("document.py", "docx.py", "docx_numbers.py", "pdf.py", "paper.typ")
        ),
        *(templates / "public").glob("*.html"),
        *(templates / "includes").glob("*.html"),
        templates / "base_public.html",
        templates / "workstreams" / "_timeline_part.svg",
        *(Path(folder) / "register.css" for folder in settings.STATICFILES_DIRS),
    ]
    named = (static("register.css"), settings.PUBLIC_ADDRESS, settings.FEED_AUTHORITY, settings.ALERTS_LINK)
    digest = hashlib.sha256(" ".join(named).encode())
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
