"""Files of a working version: attached, given anew, taken off, and handed out by right."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from governance.models import CaseAttachment
from programmes.choices import Role
from programmes.models import StoredFile
from tests.factories.governance import make_case_document
from tests.factories.programmes import make_user
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def story(db):
    return Story("Kent", "Essex").put("drafting")


@pytest.fixture
def editor(story):
    return signed_in(story.editor)


@pytest.fixture
def document(story):
    return make_case_document(case=story.case, stage="obc", title="OBC")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def attach(client, document, name="assessment.pdf", content=PDF, **fields):
    url = f"/admin/governance/casedocument/{document.pk}/attachments/"
    file = SimpleUploadedFile(name, content)
    return client.post(url, {"title": "Equality assessment", "file": file, **fields}, follow=True)


def test_a_file_is_attached_and_given_anew_as_its_next_version(editor, document):
    attach(editor, document)
    page = attach(editor, document, content=PDF + b"% second\n")

    row = CaseAttachment.objects.get()
    assert row.file.replaces.sha256 == hashlib.sha256(PDF).hexdigest()
    assert StoredFile.objects.count() == 2
    assert "Attached: “Equality assessment”, assessment.pdf." in page.content.decode()
    assert "<td>2</td>" in page.content.decode()


def test_a_file_that_is_not_what_it_says_is_refused_with_the_kinds_that_are_taken(editor, document):
    page = attach(editor, document, name="run.pdf", content=b"MZ\x90\x00\x03binary")

    assert "“run.pdf” is not a kind of file the register takes. Give PDF, Word (.docx)" in page.content.decode()
    assert 'value="Equality assessment"' in page.content.decode()
    assert CaseAttachment.objects.count() == 0


def test_a_file_over_the_limit_is_refused(editor, document, settings):
    settings.FILE_LIMIT_MB = 1
    page = attach(editor, document, name="big.txt", content=b"a" * (1024 * 1024 + 1))

    assert "“big.txt” has 1.0\xa0MB; the most is 1.0\xa0MB." in page.content.decode()
    assert CaseAttachment.objects.count() == 0


def test_an_attachment_is_taken_off_and_its_file_is_kept(editor, document):
    attach(editor, document)
    row = CaseAttachment.objects.get()

    page = editor.post(f"/admin/governance/casedocument/{document.pk}/attachments/", {"off": str(row.pk)}, follow=True)

    assert "Taken off: “Equality assessment”. The file itself is kept in the history." in page.content.decode()
    assert (CaseAttachment.objects.count(), StoredFile.objects.count()) == (0, 1)


def test_a_file_goes_out_to_who_may_read_the_document_and_only_to_be_saved(story, editor, document):
    attach(editor, document)
    attach(editor, document, title="Legal advice", content=PDF + b"% x\n", is_sensitive="on")
    plain, secret = (CaseAttachment.objects.get(title=t).file for t in ("Equality assessment", "Legal advice"))
    office = signed_in(make_user(Role.OFFICE_VIEWER))

    answer = office.get(f"/register/files/{plain.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="assessment.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert office.get(f"/register/files/{secret.pk}/").status_code == 404
    assert Client().get(f"/register/files/{plain.pk}/").status_code == 302

    page = office.get(f"/register/documents/{document.reference}/").content.decode()
    assert "Equality assessment" in page
    assert "Legal advice" not in page
    document.marking = "sensitive"
    document.save()
    assert office.get(f"/register/files/{plain.pk}/").status_code == 404
