"""Files of papers: handed in on the desk, named in the pack, and printed into it when they are PDF."""

import logging
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from governance.meetings.agenda import MeetingNotAllowed
from governance.meetings.sheets import MOST
from governance.models import Meeting, Paper
from programmes.access import Capability, check
from programmes.choices import Marking
from programmes.files import PDF, FileDamaged, Held, content_of, keep
from programmes.models import StoredFile

log = logging.getLogger(__name__)
#: How long the pages of one file may take to draw, in seconds.
PATIENCE = 60


def attach(*, paper: Paper, held: Held, by: Any, title: str = "") -> StoredFile:
    """Keep a file as one of a paper; the same content is kept once. Raises NotAllowed, MeetingNotAllowed.

    The file of an exempt paper is sensitive: the programme team and auditors alone read it.
    """
    check(by, Capability.EDIT)
    with transaction.atomic():
        paper = Paper.objects.get(pk=paper.pk)
        if paper.meeting_id:
            Meeting.objects.select_for_update().get(pk=paper.meeting_id)
        if Paper.objects.filter(pk=paper.pk, frozen_at__isnull=False).exists():
            raise MeetingNotAllowed("This paper was before a closed meeting; it takes no further file.")
        there = StoredFile.objects.filter(about=paper.reference, sha256=held.sha256).first()
        marking = Marking.SENSITIVE if paper.is_exempt else ""
        return there or keep(held=held, about=paper, by=by, title=title, marking=marking)


def sheets_of(kept: StoredFile) -> list[Path]:
    """The pages of a kept PDF as SVG files, drawn once; none for other files, longer ones, and those that cannot be drawn."""
    if kept.media_type != PDF:
        return []
    folder = Path(default_storage.path(f"sheets/{kept.sha256}"))
    if not folder.exists():
        _draw(kept, folder)
    found = sorted(folder.glob("*.svg"), key=lambda sheet: int(sheet.stem))
    return found if len(found) <= MOST else []


def _draw(kept: StoredFile, folder: Path) -> None:
    """Draw the pages into a new folder, which stays empty where that fails."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        made = Path(work) / "sheets"
        made.mkdir()
        try:
            (Path(work) / "paper.pdf").write_bytes(content_of(kept).read())
            command = [sys.executable, "-m", "governance.meetings.sheets", str(Path(work) / "paper.pdf"), str(made)]
            subprocess.run(command, cwd=settings.BASE_DIR, check=True, capture_output=True, timeout=PATIENCE)  # noqa: S603 (our own module)
        except (FileDamaged, subprocess.SubprocessError, OSError) as error:
            log.warning("File %s cannot be printed into a pack: %s", kept.pk, error)
            shutil.rmtree(made)
            made.mkdir()
        if not folder.exists():
            made.rename(folder)
