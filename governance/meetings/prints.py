"""What was printed of a meeting is kept as bytes: agenda and packs when it closes, minutes when they are agreed.

Two audiences read them: whoever reads the register, and who reads sensitive records and internal notes too. From then
on the addresses serve these bytes, checked against their SHA-256; no later change of a record changes them.
"""

import datetime as dt
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import typst
from django.template.loader import render_to_string

from governance.choices import PrintAudience, PrintForm, PrintKind
from governance.meetings import pack as packs
from governance.meetings.agenda import MeetingNotAllowed
from governance.models import Meeting, MeetingPrint
from programmes.choices import Marking, Role
from programmes.files import PDF, content_of, keep_made
from programmes.models import StoredFile
from programmes.reading import Reader

HTML = "text/html"
#: For whom each kind is printed.
_KINDS = {
    PrintAudience.OFFICE: (PrintKind.AGENDA, PrintKind.PACK),
    PrintAudience.TEAM: (PrintKind.AGENDA, PrintKind.PACK, PrintKind.FULL_PACK),
}
_ROLES = {PrintAudience.OFFICE: Role.OFFICE_VIEWER, PrintAudience.TEAM: Role.AUDITOR}
_MARKINGS = {PrintAudience.OFFICE: Marking.INTERNAL, PrintAudience.TEAM: Marking.SENSITIVE}


@dataclass(frozen=True)
class _Audience:
    """Anyone of an audience, who may read what a role may read."""

    role: Role
    is_authenticated = is_active = True

    def current_grants(self, on: dt.date) -> list[Any]:
        return [SimpleNamespace(role=self.role, body_id=None, force_id=None)]


@dataclass(frozen=True)
class Kept:
    """Bytes that were kept, checked against the hash they were kept under."""

    file: StoredFile
    content: bytes


def composed(meeting: Meeting, reader: Reader, kind: PrintKind) -> packs.Pack:
    """Agenda or pack as its records stand now."""
    return packs.make_pack(
        meeting, reader, with_papers=kind != PrintKind.AGENDA, full=kind == PrintKind.FULL_PACK
    )  # fmt: skip


def body_of(pack: packs.Pack) -> str:
    """What the page of an agenda or a pack says, as HTML."""
    return render_to_string("governance/_meeting_pack_body.html", {"pack": packs.with_pages(pack)})


def keep_packs(*, meeting: Meeting, by: Any, at: dt.datetime) -> list[MeetingPrint]:
    """Keep agenda and packs as they stand, for both audiences. Raises MeetingNotAllowed when one cannot be printed."""
    kept = []
    for audience, kinds in _KINDS.items():
        reader = Reader.for_user(_Audience(_ROLES[audience]))
        for kind in kinds:
            pack = composed(meeting, reader, kind)
            try:
                forms = ((PrintForm.HTML, HTML, body_of(pack).encode()), (PrintForm.PDF, PDF, packs.pdf_of(pack, at)))
            except typst.TypstError as error:
                raise MeetingNotAllowed(
                    f"The {kind.label.lower()} cannot be printed ({error}). Take off the file of a paper that it holds, "
                    "or give a plain copy of it, and close the meeting again."
                ) from error
            for form, media_type, content in forms:
                kept.append(
                    keep_print(
                        meeting=meeting, kind=kind, form=form, audience=audience, media_type=media_type, content=content,
                        by=by,
                    )
                )  # fmt: skip
    return kept


def keep_print(
    *, meeting: Meeting, kind: PrintKind, form: PrintForm, audience: PrintAudience, media_type: str, content: bytes,
    by: Any,
) -> MeetingPrint:  # fmt: skip
    """Keep the bytes of one print."""
    name = f"{meeting.reference}-{kind.value.replace('_', '-')}.{form.value}"
    file = keep_made(
        name=name, media_type=media_type, content=content, about=meeting, by=by, title=f"{kind.label} of {meeting}",
        marking=_MARKINGS[audience],
    )  # fmt: skip
    return MeetingPrint.objects.create(
        meeting=meeting, kind=kind, form=form, audience=audience, file=file, recorded_by=by
    )


def kept_for(meeting: Meeting, reader: Reader, kind: PrintKind, form: PrintForm) -> Kept | None:
    """The bytes that a reader has of a print; None when it was not kept. Raises FileDamaged."""
    audience = PrintAudience.TEAM if Marking.SENSITIVE in reader.markings else PrintAudience.OFFICE
    if kind == PrintKind.MINUTES:
        audience = PrintAudience.OFFICE  # the same for everybody
    rows = MeetingPrint.objects.filter(meeting=meeting, kind=kind, form=form, audience=audience)
    found = rows.select_related("file").first()
    return Kept(found.file, content_of(found.file).read()) if found else None
