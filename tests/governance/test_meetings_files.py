"""Files of papers: printed into the pack when they are PDF, named there otherwise; and what exempt papers keep back."""

import re
import shutil
import subprocess

import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from governance.models import Paper
from programmes.choices import Role
from programmes.history import Reference
from programmes.models import StoredFile
from tests.factories import governance as g
from tests.factories import programmes as p

pytestmark = pytest.mark.django_db
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="Debian: apt-get install poppler-utils")


@pytest.fixture(scope="module")
def two_pages() -> bytes:
    return typst.compile(b"The first sheet. #pagebreak() The second sheet.", format="pdf")


def signed_in(role=Role.EDITOR):
    client = Client()
    client.force_login(p.make_user(role))
    return client


def hand_in(client, paper, content, name="paper.pdf", **data):
    url = f"/admin/governance/meeting/{paper.meeting_id}/paper/{paper.pk}/"
    files = {"file": SimpleUploadedFile(name, content)} if content else {}
    return client.post(url, {"token": "t", **files, **data}, follow=True)


def pdf_pages(client, meeting, page="pack.pdf"):
    pdf = client.get(f"/register/meetings/{meeting.reference}/{page}").content
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return [" ".join(text.split()) for text in done.stdout.decode().split("\f")[:-1]]


@needs_poppler
def test_pdf_is_printed_into_the_pack_page_by_page(two_pages):
    paper = g.make_paper(meeting=g.make_meeting(), title="Report", text="See the file.")
    after = g.make_paper(meeting=paper.meeting, title="Summary", text="After it.")
    client = signed_in()

    html = hand_in(client, paper, two_pages, title="The report").content.decode()

    kept = StoredFile.objects.get()
    assert "Kept with the paper." in html
    assert (kept.about_id, kept.title, kept.marking) == (paper.reference, "The report", "internal")
    pages = pdf_pages(client, paper.meeting)
    assert [re.search(r"Page (\d) of (\d)", page).groups() for page in pages] == [(str(n), "5") for n in range(1, 6)]
    assert "See the file. File: The report (paper.pdf, " in pages[1]
    assert f"SHA-256 {kept.sha256}" in pages[1].replace("- ", "")
    assert "After it." in pages[4]
    html = client.get(f"/register/meetings/{paper.meeting.reference}/pack").content.decode()
    assert f'<a href="/register/files/{kept.pk}/">File: The report' in html
    assert f'<a href="#{after.reference}">Summary</a>, page 5' in html


def test_pages_of_a_file_are_pictures_with_a_text_in_a_tagged_pdf(two_pages):
    paper = g.make_paper(meeting=g.make_meeting(), title="Report")
    client = signed_in()
    hand_in(client, paper, two_pages)

    pdf = client.get(f"/register/meetings/{paper.meeting.reference}/pack.pdf").content

    assert b"pdfuaid:part" in pdf
    assert pdf.count(b"/S/Figure") + pdf.count(b"/S /Figure") == 2


@needs_poppler
def test_file_that_cannot_be_printed_is_named(two_pages):
    paper = g.make_paper(meeting=g.make_meeting(), title="Report")
    client = signed_in()
    hand_in(client, paper, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n")
    hand_in(client, paper, b"Only words.", name="words.txt")

    text = " ".join(pdf_pages(client, paper.meeting))

    assert text.count("It is not printed here; open it in the register.") == 2
    assert "words.txt" in text


def test_same_file_is_kept_once_and_a_wrong_one_refused(two_pages):
    paper = g.make_paper(meeting=g.make_meeting())
    client = signed_in()
    hand_in(client, paper, two_pages)
    hand_in(client, paper, two_pages)

    html = hand_in(client, paper, b"MZ\x90\x00", name="run.exe").content.decode()

    assert "is not a kind of file the register takes" in html
    assert "File – Choose a file; it is needed." in hand_in(client, paper, b"").content.decode()
    assert StoredFile.objects.count() == 1


def test_paper_of_a_closed_meeting_takes_no_file(two_pages):
    meeting = g.make_meeting()
    paper = g.make_paper(meeting=meeting)
    client = signed_in()
    client.post(f"/admin/governance/meeting/{meeting.pk}/agenda/", {"do": "close"})

    assert "it takes no further file." in hand_in(client, paper, two_pages).content.decode()
    assert not StoredFile.objects.filter(about=paper.reference).exists()


# What is kept back ---------------------------------------------------------------------------------------------------


@pytest.fixture
def exempt():
    return g.make_paper(
        meeting=g.make_meeting(), title="Prices", text="Eleven pounds.", url="https://example.org/eleven",
        is_exempt=True, exempt_ground="commercial",
    )  # fmt: skip


@pytest.mark.parametrize("role", [Role.OFFICE_VIEWER, Role.OFFICE_RECORDER, Role.FORCE_CONTRIBUTOR])
def test_exempt_paper_shows_its_words_nowhere_to_others(role, exempt, two_pages):
    team = signed_in()
    hand_in(team, exempt, two_pages, title="The price list")
    exempt.refresh_from_db()
    exempt.text = "Twelve pounds."
    exempt.save()
    client = signed_in(role)
    meeting = f"/register/meetings/{exempt.meeting.reference}/"

    for page in (
        f"/register/papers/{exempt.reference}/", f"/register/r/{exempt.reference}/history/", meeting,
        f"{meeting}agenda", f"{meeting}pack", "/register/papers/", "/register/search?q=pounds",
    ):  # fmt: skip
        html = client.get(page).content.decode()
        assert "leven pounds" not in html, page
        assert "welve pounds" not in html, page
        assert "example.org/eleven" not in html, page
        assert "The price list" not in html, page
    assert client.get(f"/register/files/{StoredFile.objects.get().pk}/").status_code == 404
    assert "Twelve pounds." in team.get(f"/register/papers/{exempt.reference}/").content.decode()
    assert team.get(f"/register/files/{StoredFile.objects.get().pk}/").status_code == 200


def test_file_of_a_paper_made_exempt_later_is_kept_back_too(two_pages):
    paper = g.make_paper(meeting=g.make_meeting())
    hand_in(signed_in(), paper, two_pages)
    viewer = signed_in(Role.OFFICE_VIEWER)
    address = f"/register/files/{StoredFile.objects.get().pk}/"
    assert viewer.get(address).status_code == 200

    paper = Paper.objects.get()
    paper.is_exempt, paper.exempt_ground = True, "legal"
    paper.save()

    assert viewer.get(address).status_code == 404
    assert signed_in(Role.AUDITOR).get(address).status_code == 200


def test_words_of_papers_are_not_in_the_index_of_the_search(exempt):
    assert "eleven" not in Reference.objects.get(code=exempt.reference).text


def test_open_paper_shows_its_words_and_when_it_came():
    meeting = g.make_meeting(board=g.make_board(paper_days=5), held="2016-09-28")
    paper = g.make_paper(meeting=meeting, text="The open words.", received="2016-09-26")

    html = signed_in(Role.OFFICE_VIEWER).get(f"/register/papers/{paper.reference}/").content.decode()

    assert "The open words." in html
    assert "26 September 2016: late" in html


def test_sensitive_item_and_minutes_show_to_the_team_alone():
    meeting = g.make_meeting()
    g.make_agenda_item(meeting=meeting, title="Hidden item", marking="sensitive", recommendation="To hide it.")
    viewer, team = signed_in(Role.OFFICE_VIEWER), signed_in()
    for page in ("agenda", "pack"):
        address = f"/register/meetings/{meeting.reference}/{page}"
        assert "Hidden item" not in viewer.get(address).content.decode()
        assert "Hidden item" in team.get(address).content.decode()
    assert "Hidden item" not in viewer.get("/register/forward-plan/").content.decode()
    hidden = g.make_meeting(marking="sensitive")
    for page in ("agenda", "pack", "pack.pdf", "minutes"):
        assert viewer.get(f"/register/meetings/{hidden.reference}/{page}").status_code == 404
