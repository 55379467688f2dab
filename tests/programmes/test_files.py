"""Files people hand in: judged by content, kept under their hash, handed out to whoever may read the record."""

import hashlib
import io
import zipfile

import pytest
from django import forms
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from openpyxl import Workbook

from programmes import files
from programmes.choices import Marking, Role
from programmes.history import AppendOnlyError
from programmes.models import StoredFile
from tests.factories import programmes as p

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")


def archive(**parts: str) -> bytes:
    """A zip file of named parts; “__” stands for a folder, “_” for a dot."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        for name, text in parts.items():
            path = {"types": "[Content_Types].xml"}.get(name, name.replace("__", "/").replace("_", "."))
            zipped.writestr(zipfile.ZipInfo(path), text)  # dated 1980: the same bytes in every process
    return stream.getvalue()


def words_only(value: object) -> str:
    """The id of a parameter: contents differ from one process to the next and are no name of a test."""
    return value if isinstance(value, str) else "content"


def workbook() -> bytes:
    stream = io.BytesIO()
    Workbook().save(stream)
    return stream.getvalue()


DOCX = archive(types="<Types/>", word__document_xml="<w/>")


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("Signed page.pdf", PDF, "application/pdf"),
        ("scan.PNG", PNG, "image/png"),
        ("letter.txt", "Agreed – subject to notice\n".encode(), "text/plain"),
        ("shares.csv", b"force,share\nKent,\n", "text/csv"),
        ("deed.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("shares.xlsx", workbook(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (
            "deed.odt",
            archive(mimetype="application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text",
        ),
    ],
    ids=words_only,
)
def test_a_file_is_known_by_its_content(name, content, media_type):
    held = files.check(name, content)
    assert (held.media_type, held.size, held.sha256) == (media_type, len(content), hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("page.pdf", b"", "“page.pdf” is empty."),
        (
            "page.pdf",
            b"<!DOCTYPE html><html><script>alert(1)</script></html>",
            "is not a kind of file the register takes",
        ),
        (
            "page.txt",
            b"<!DOCTYPE html><html><script>alert(1)</script></html>",
            "is not a kind of file the register takes",
        ),
        ("drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "is not a kind of file the register takes"),
        ("tool.pdf", b"MZ\x90\x00" + b"\0" * 100, "is not a kind of file the register takes"),
        ("macros.docx", archive(types="", word__document_xml="", word__vbaProject_bin=""), "is not a kind of file"),
        ("parts.docx", archive(a_txt="hello"), "is not a kind of file the register takes"),
        ("broken.docx", DOCX[:40], "is not a kind of file the register takes"),
        ("letter.txt", b"a\x00b", "is not a kind of file the register takes"),
        ("letter.txt", b"caf\xe9", "is not a kind of file the register takes"),
        ("page.docx", PDF, "holds a PDF, but its name does not end in .pdf. Rename it"),
        ("page", PDF, "holds a PDF, but its name does not end in .pdf."),
    ],
    ids=words_only,
)
def test_a_file_of_another_kind_is_refused_with_a_sentence(name, content, said):
    with pytest.raises(files.FileRefused, match=".*") as refused:
        files.check(name, content)
    assert said in str(refused.value)


def test_a_file_over_the_limit_is_refused_with_both_sizes(settings):
    settings.FILE_LIMIT_MB = 1
    with pytest.raises(files.FileRefused) as refused:
        files.hold(SimpleUploadedFile("big.pdf", PDF + b"x" * 1024 * 1024))
    assert "the most is 1.0\xa0MB" in str(refused.value)


def test_a_name_loses_folders_and_control_characters_and_keeps_its_ending():
    assert files.clean_name("C:\\deeds\\../a\x00b\u202e.pdf") == "ab.pdf"
    assert files.clean_name(f"{'x' * 300}.docx") == f"{'x' * 110}.docx"
    assert files.clean_name("") == "file"


class PaperForm(forms.Form):
    words = forms.CharField()
    paper = files.FileField(required=False)


def test_a_form_refused_for_something_else_keeps_the_file():
    first = PaperForm({"words": ""}, {"paper": SimpleUploadedFile("deed.pdf", PDF)})
    assert not first.is_valid()
    assert list(first.errors) == ["words"]
    box = str(first["paper"])
    assert "Chosen already: <strong>deed.pdf" in box
    sealed = box.partition('name="paper-held" value="')[2].partition('"')[0]

    second = PaperForm({"words": "said", "paper-held": sealed}, {})
    assert second.is_valid()
    assert second.cleaned_data["paper"] == files.check("deed.pdf", PDF)

    dropped = PaperForm({"words": "said", "paper-held": sealed, "paper-drop": "1"}, {})
    assert dropped.is_valid()
    assert dropped.cleaned_data["paper"] is None

    forged = PaperForm({"words": "said", "paper-held": sealed[:-2] + "xx"}, {})
    assert forged.is_valid()
    assert forged.cleaned_data["paper"] is None


@pytest.mark.django_db
class TestKept:
    def keep(self, about, **more) -> StoredFile:
        held = files.hold(SimpleUploadedFile("Deed of variation.pdf", PDF))
        return files.keep(held=held, about=about, by=p.make_user(Role.EDITOR), title="Deed", **more)

    def test_it_comes_out_as_it_went_in_and_is_never_shown_as_a_page(self):
        row = self.keep(p.make_agreement())
        client = Client()
        client.force_login(p.make_user(Role.OFFICE_VIEWER))

        response = client.get(f"/register/files/{row.pk}/")

        assert b"".join(response.streaming_content) == PDF
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == 'attachment; filename="Deed of variation.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["Cache-Control"] == "private, no-store"

    def test_a_file_about_a_sensitive_record_is_missing_to_readers(self):
        row = self.keep(p.make_agreement(marking=Marking.SENSITIVE))
        client = Client()
        client.force_login(p.make_user(Role.OFFICE_VIEWER))
        assert row.marking == Marking.SENSITIVE
        assert client.get(f"/register/files/{row.pk}/").status_code == 404

    def test_a_record_marked_sensitive_later_takes_its_files_along(self):
        agreement = p.make_agreement()
        row = self.keep(agreement)
        agreement.marking = Marking.SENSITIVE
        agreement.save()
        client, auditor = Client(), Client()
        client.force_login(p.make_user(Role.OFFICE_VIEWER))
        auditor.force_login(p.make_user(Role.AUDITOR))
        assert client.get(f"/register/files/{row.pk}/").status_code == 404
        assert auditor.get(f"/register/files/{row.pk}/").status_code == 200

    @pytest.mark.parametrize("number", ["999999", "9" * 30])
    def test_a_number_that_names_no_file_is_missing(self, number):
        client = Client()
        client.force_login(p.make_user(Role.EDITOR))
        assert client.get(f"/register/files/{number}/").status_code == 404

    def test_a_content_changed_on_the_disk_is_not_handed_out(self):
        content = b"A letter that is changed on the disk.\n"
        row = p.make_stored_file(content)
        place = files.kept_at(hashlib.sha256(content).hexdigest())
        default_storage.delete(place)
        with pytest.raises(files.FileDamaged):
            files.content_of(row)
        default_storage.save(place, ContentFile(b"Another letter.\n"))
        client = Client()
        client.force_login(p.make_user(Role.EDITOR))
        assert client.get(f"/register/files/{row.pk}/").status_code == 404

    def test_a_kept_file_is_neither_changed_nor_deleted(self):
        row = self.keep(p.make_agreement())
        row.title = "Another"
        with pytest.raises(AppendOnlyError):
            row.save()
        for statement in ("UPDATE programmes_storedfile SET title = 'x'", "DELETE FROM programmes_storedfile"):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)

    def test_no_file_is_marked_public(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            p.make_stored_file(marking=Marking.PUBLIC)

    def test_a_version_replaces_one_file_once(self):
        agreement = p.make_agreement()
        first = self.keep(agreement)
        second = self.keep(agreement, replaces=first)
        assert list(files.files_about([agreement.reference], p.make_user(Role.EDITOR))) == [first, second]
        with pytest.raises(IntegrityError), transaction.atomic():
            self.keep(agreement, replaces=first)
