"""The one place where files people hand in are checked, kept and served.

A file is judged by its content, not by its name; it is kept under its SHA-256 below MEDIA_ROOT, where no web server
looks, and leaves the register only through the view that asks whether this person may read the record it is about.

A form keeps a file that passed its checks even when something else in the form is refused: the content waits, and the
form carries a signed name of it, so that nothing a person gave has to be given twice.
"""

import datetime as dt
import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Self

import puremagic
from django import forms
from django.conf import settings
from django.core import signing
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from programmes.access import visible_markings
from programmes.choices import Marking
from programmes.history import Record, Reference
from programmes.models import StoredFile

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
PDF, PNG, JPEG, TEXT, CSV = "application/pdf", "image/png", "image/jpeg", "text/plain", "text/csv"

#: What may be handed in: media type -> its words and the endings its name may have.
ALLOWED: dict[str, tuple[str, tuple[str, ...]]] = {
    PDF: ("PDF", (".pdf",)),
    f"{_OFFICE}wordprocessingml.document": ("Word document", (".docx",)),
    f"{_OFFICE}spreadsheetml.sheet": ("Excel workbook", (".xlsx",)),
    f"{_OFFICE}presentationml.presentation": ("PowerPoint presentation", (".pptx",)),
    f"{_OPEN}text": ("OpenDocument text", (".odt",)),
    f"{_OPEN}spreadsheet": ("OpenDocument spreadsheet", (".ods",)),
    PNG: ("PNG picture", (".png",)),
    JPEG: ("JPEG picture", (".jpg", ".jpeg")),
    TEXT: ("plain text", (".txt",)),
    CSV: ("CSV table", (".csv",)),
}
ENDINGS = tuple(ending for _, endings in ALLOWED.values() for ending in endings)
ALLOWED_WORDS = "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument, PNG, JPEG, plain text or CSV"

#: The part of an Office file that says what it is.
_MAIN_PARTS = {
    "word/document.xml": f"{_OFFICE}wordprocessingml.document",
    "xl/workbook.xml": f"{_OFFICE}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OFFICE}presentationml.presentation",
}
#: Text that a browser would run, not read.
_ACTIVE = ("text/html", "image/svg+xml")
_HELD_FOR = dt.timedelta(days=1)
_SALT = "programmes.files"


class FileRefused(Exception):
    """The file is not taken; the sentence says why and what to give instead."""


class FileDamaged(Exception):
    """The kept content is missing, or is not the one whose hash was recorded."""


@dataclass(frozen=True)
class Held:
    """A file that passed its checks and waits to be kept: what it is called, its media type, size and SHA-256."""

    name: str
    media_type: str
    size: int
    sha256: str

    def sealed(self) -> str:
        """Its description as a signed text that a form can carry."""
        return signing.dumps(asdict(self), salt=_SALT, compress=True)

    @classmethod
    def unsealed(cls, text: str) -> Self | None:
        """The file a signed text describes; None when it was not made here, is over a day old, or is gone."""
        try:
            held = cls(**signing.loads(text, salt=_SALT, max_age=_HELD_FOR))
        except signing.BadSignature:
            return None
        there = (_held_at(held.sha256), kept_at(held.sha256))
        return held if any(default_storage.exists(place) for place in there) else None

    def __str__(self) -> str:
        return f"{self.name} ({filesizeformat(self.size)})"


def limit() -> int:
    """The largest size of a file, in bytes (setting FILE_LIMIT_MB)."""
    return settings.FILE_LIMIT_MB * 1024 * 1024


def check(name: str, content: bytes) -> Held:
    """Check a file by size, content and ending. Raises FileRefused."""
    name = clean_name(name)
    if not content:
        raise FileRefused(f"“{name}” is empty. Choose the file that holds the document.")
    if len(content) > limit():
        raise FileRefused(
            f"“{name}” has {filesizeformat(len(content))}; the most is {filesizeformat(limit())}. "
            "Give a smaller copy, or the address where it is kept."
        )
    ending = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    media_type = type_of(content, ending)
    words, endings = ALLOWED.get(media_type, ("", ()))
    if not words:
        raise FileRefused(f"“{name}” is not a kind of file the register takes. Give {ALLOWED_WORDS}.")
    if ending not in endings:
        raise FileRefused(
            f"“{name}” holds a {words}, but its name does not end in {' or '.join(endings)}. "
            "Rename it, or choose the right file."
        )
    return Held(name, media_type, len(content), hashlib.sha256(content).hexdigest())


def type_of(content: bytes, ending: str = "") -> str:
    """The media type of a file by its content; "" when it is none that is allowed.

    Plain text and CSV have no mark of their own: they are UTF-8 text without control characters, and no web page.
    """
    try:
        guess = puremagic.from_string(content, mime=True)
    except (puremagic.PureError, ValueError):
        guess = ""
    if content[:4] == b"PK\x03\x04":
        return _type_of_archive(content)
    if guess in (PDF, PNG, JPEG):
        return guess
    if ending in (".txt", ".csv") and guess not in _ACTIVE and _is_text(content):
        return CSV if ending == ".csv" else TEXT
    return ""


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(c) == "Cc" and c not in "\t\r\n\f" for c in text)


def _type_of_archive(content: bytes) -> str:
    """An Office or OpenDocument file, told by what it holds; "" for other archives and for files with macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
                return ""
            if "mimetype" in names:
                return archive.open("mimetype").read(100).decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        return ""
    found = [kind for part, kind in _MAIN_PARTS.items() if part in names and "[Content_Types].xml" in names]
    return found[0] if len(found) == 1 else ""


def clean_name(name: str) -> str:
    """A file's name without folders, control characters or more than 120 characters; its ending stays."""
    name = re.split(r"[\\/]", name)[-1]
    name = " ".join("".join(c for c in name if unicodedata.category(c)[0] != "C").split()) or "file"
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:110]}{dot}{ending[:9]}" if dot and stem else name[:120]


def hold(upload: UploadedFile) -> Held:
    """Check an upload and let its content wait to be kept. Raises FileRefused."""
    name = str(upload.name or "file")
    if upload.size is not None and upload.size > limit():
        raise FileRefused(
            f"“{clean_name(name)}” has {filesizeformat(upload.size)}; the most is {filesizeformat(limit())}. "
            "Give a smaller copy, or the address where it is kept."
        )
    upload.seek(0)
    content = upload.read()
    held = check(name, content)
    _forget_old()
    _write(_held_at(held.sha256), content)
    return held


def waiting_content(held: Held) -> bytes:
    """What a held file holds, checked against its hash. Raises FileDamaged when it is gone or another."""
    for place in (_held_at(held.sha256), kept_at(held.sha256)):
        if default_storage.exists(place):
            with default_storage.open(place) as waiting:
                content = waiting.read()
            if hashlib.sha256(content).hexdigest() == held.sha256:
                return content
    raise FileDamaged(held.sha256)


def keep(
    *, held: Held, about: Record, by: Any, title: str = "", replaces: StoredFile | None = None, marking: str = ""
) -> StoredFile:
    """Keep a file that was held as one about a record; call inside the transaction that needs it.

    It is as strictly marked as the record, and internal at least: a file is never published as it is.
    """
    if not default_storage.exists(kept_at(held.sha256)):
        with default_storage.open(_held_at(held.sha256)) as waiting:
            _write(kept_at(held.sha256), waiting.read())
    strict = Marking.SENSITIVE in (marking, about.effective_marking())
    return StoredFile.objects.create(
        about=Reference.objects.get(code=about.reference), title=title.strip(), name=held.name,
        media_type=held.media_type, size=held.size, sha256=held.sha256, replaces=replaces,
        marking=Marking.SENSITIVE if strict else Marking.INTERNAL, recorded_by=by,
    )  # fmt: skip


def keep_made(
    *, name: str, media_type: str, content: bytes, about: Record, by: Any, title: str, marking: str
) -> StoredFile:
    """Keep what the register itself made about a record, such as the PDF of a pack, as bytes that never change."""
    sha256 = hashlib.sha256(content).hexdigest()
    _write(kept_at(sha256), content)
    strict = Marking.SENSITIVE in (marking, about.effective_marking())
    return StoredFile.objects.create(
        about=Reference.objects.get(code=about.reference), title=title, name=name, media_type=media_type,
        size=len(content), sha256=sha256, marking=Marking.SENSITIVE if strict else Marking.INTERNAL, recorded_by=by,
    )  # fmt: skip


def kept_at(sha256: str) -> str:
    """Where a content lies below MEDIA_ROOT; the same content lies there once."""
    return f"files/{sha256[:2]}/{sha256}"


def _held_at(sha256: str) -> str:
    return f"held/{sha256}"


def _write(place: str, content: bytes) -> None:
    """Write a content where it belongs unless it lies there; it is whole before it can be seen under its name."""
    if default_storage.exists(place):
        default_storage.delete(place) if place.startswith("held/") else None
    if not default_storage.exists(place):
        default_storage.save(place, ContentFile(content))


def _forget_old() -> None:
    """Let go of contents that nobody came back for within a day."""
    if not default_storage.exists("held"):
        return
    before = timezone.now() - _HELD_FOR
    for name in default_storage.listdir("held")[1]:
        if default_storage.get_modified_time(f"held/{name}") < before:
            default_storage.delete(f"held/{name}")


# Reading ---------------------------------------------------------------------------------------------------------


def files_about(codes: Iterable[str], user: Any) -> QuerySet[StoredFile]:
    """The files about records, by their references, that a person may read; whether they read the records is asked before."""
    rows = StoredFile.objects.filter(Q(about__in=list(codes)), marking__in=visible_markings(user))
    return rows.select_related("recorded_by", "replaces").order_by("pk")


def content_of(row: StoredFile) -> File:
    """The content of a kept file, checked against its hash. Raises FileDamaged."""
    try:
        with default_storage.open(kept_at(row.sha256)) as kept:
            content = kept.read()
    except OSError as error:
        raise FileDamaged(row.sha256) from error
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise FileDamaged(row.sha256)
    return ContentFile(content, name=row.name)


# Forms -----------------------------------------------------------------------------------------------------------


class FileBox(forms.FileInput):
    """A box for a file that says which one it holds already, after a form was refused for something else."""

    template_name = "includes/file_box.html"
    needs_multipart_form = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        chosen = super().value_from_datadict(data, files, name)
        if chosen is not None:
            return chosen
        if data.get(f"{name}-drop"):
            return None
        return Held.unsealed(data.get(f"{name}-held") or "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and f"{name}-held" not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, {**(attrs or {}), "accept": ",".join(ENDINGS)})
        held = getattr(value, "held", value)
        context["held"] = held if isinstance(held, Held) else None
        return context


class FileField(forms.Field):
    """A file, checked by content and size; gives a Held, or None when none was chosen."""

    widget = FileBox
    default_error_messages = {"required": "Choose a file; it is needed."}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", f"{ALLOWED_WORDS}; at most {settings.FILE_LIMIT_MB} MB.")
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Held | None:
        """Check and hold what was chosen now; what was held before passed already."""
        if value in self.empty_values or isinstance(value, Held):
            return value or None
        try:
            value.held = hold(value)
        except FileRefused as error:
            raise forms.ValidationError(str(error), code="refused") from error
        return value.held

    def has_changed(self, initial: Any, data: Any) -> bool:
        return data is not None
