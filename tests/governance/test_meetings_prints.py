"""Agenda and packs are kept as bytes when a meeting closes, minutes when they are agreed; nothing later changes them."""

import hashlib
import re
import shutil
import subprocess

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from governance.meetings.minutes_print import blocks
from governance.models import MeetingPrint
from programmes.choices import Role
from programmes.files import kept_at
from tests.factories import governance as g
from tests.factories import programmes as p

pytestmark = pytest.mark.django_db
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="Debian: apt-get install poppler-utils")
OPEN = ("agenda", "agenda.pdf", "pack", "pack.pdf")
ALL = (*OPEN, "full-pack", "full-pack.pdf")


def signed_in(role=Role.EDITOR):
    client = Client()
    client.force_login(p.make_user(role))
    return client


def get(client, meeting, page):
    return client.get(f"/register/meetings/{meeting.reference}/{page}")


def body(client, meeting, page):
    """The bytes of a PDF; of a page what it says below the way to its PDF."""
    content = get(client, meeting, page).content
    return content if page.endswith(".pdf") else content.decode().partition("As PDF</a></p>")[2].partition("</main>")[0]


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


@pytest.fixture
def editor():
    return signed_in()


@pytest.fixture
def meeting():
    meeting = g.make_meeting(board=g.make_board(name="The Summit", paper_days=5), held="2016-09-28", place="Huntingdon")
    item = g.make_agenda_item(meeting=meeting, title="Vetting", position=1)
    g.make_paper(meeting=meeting, item=item, title="Open paper", text="The open words.", received="2016-09-26")
    g.make_paper(
        meeting=meeting, title="Withheld paper", text="The secret price.", is_exempt=True, exempt_ground="commercial"
    )
    g.make_paper(meeting=meeting, title="Hidden paper", text="Of a person.", marking="sensitive")
    return meeting


def close(client, meeting):
    client.post(f"/admin/governance/meeting/{meeting.pk}/agenda/", {"do": "close"})


def change_everything(meeting):
    """What may still be changed of a closed meeting and of what its papers name."""
    meeting.refresh_from_db()
    meeting.place = "Elsewhere"
    meeting.save()
    meeting.board.name = "The Renamed Board"
    meeting.board.save()
    g.make_action(meeting=g.make_meeting(board=meeting.board, held="2016-01-10"), words="An older action")


def test_an_open_meeting_is_composed_when_it_is_read(editor, meeting):
    assert "Huntingdon" in body(editor, meeting, "agenda")
    change_everything(meeting)

    assert "Elsewhere" in body(editor, meeting, "agenda")
    assert MeetingPrint.objects.count() == 0


def test_closing_keeps_agenda_and_packs_for_both_audiences(editor, meeting):
    close(editor, meeting)

    kept = MeetingPrint.objects.order_by("audience", "kind", "form").values_list("audience", "kind", "form")
    assert list(kept) == [
        ("office", "agenda", "html"), ("office", "agenda", "pdf"), ("office", "pack", "html"), ("office", "pack", "pdf"),
        ("team", "agenda", "html"), ("team", "agenda", "pdf"), ("team", "full_pack", "html"), ("team", "full_pack", "pdf"),
        ("team", "pack", "html"), ("team", "pack", "pdf"),
    ]  # fmt: skip
    for row in MeetingPrint.objects.select_related("file"):
        with default_storage.open(kept_at(row.file.sha256)) as content:
            assert hashlib.sha256(content.read()).hexdigest() == row.file.sha256
        assert row.file.marking == ("sensitive" if row.audience == "team" else "internal")


@pytest.mark.parametrize(("role", "pages"), [(Role.EDITOR, ALL), (Role.OFFICE_VIEWER, OPEN)])
def test_a_later_change_of_a_record_changes_no_byte_of_a_closed_meeting(editor, meeting, role, pages):
    client = signed_in(role)
    close(editor, meeting)
    before = {page: body(client, meeting, page) for page in pages}

    change_everything(meeting)

    assert {page: body(client, meeting, page) for page in pages} == before
    assert "Huntingdon" in before["agenda"]
    assert '<h1><span class="kicker">Agenda</span>The Summit, 28 September 2016</h1>' in before["agenda"]


def test_the_addresses_serve_exactly_the_bytes_whose_hash_is_recorded(editor, meeting):
    close(editor, meeting)

    pdf = get(editor, meeting, "full-pack.pdf")
    row = MeetingPrint.objects.get(kind="full_pack", form="pdf", audience="team")
    page = get(editor, meeting, "pack").content.decode()

    assert hashlib.sha256(pdf.content).hexdigest() == row.file.sha256
    assert pdf["Content-Type"] == "application/pdf"
    assert MeetingPrint.objects.get(kind="pack", form="html", audience="team").file.sha256 in page
    assert "As it was when the meeting was closed" in page


def test_each_audience_has_its_own_pack_after_closing(editor, meeting):
    viewer = signed_in(Role.OFFICE_VIEWER)
    close(editor, meeting)

    ours, theirs = body(editor, meeting, "pack"), body(viewer, meeting, "pack")

    assert ("Of a person." in ours, "Hidden paper" in ours) == (True, True)
    assert ("Of a person." in theirs, "Hidden paper" in theirs) == (False, False)
    assert ("secret price" in ours, "secret price" in theirs) == (False, False)
    assert "The secret price." in body(editor, meeting, "full-pack")
    assert get(viewer, meeting, "full-pack").status_code == 403
    assert get(viewer, meeting, "full-pack.pdf").status_code == 403
    sensitive = MeetingPrint.objects.get(kind="full_pack", form="pdf").file
    assert viewer.get(f"/register/files/{sensitive.pk}/").status_code == 404


def test_late_papers_stay_marked(editor, meeting):
    close(editor, meeting)
    meeting.refresh_from_db()
    meeting.papers_due = "2016-09-27"
    meeting.save()

    assert "Late: received 26 September 2016, due 21 September 2016" in body(editor, meeting, "pack")


def test_bytes_that_were_changed_on_the_disk_are_not_served(editor, meeting):
    close(editor, meeting)
    place = kept_at(MeetingPrint.objects.get(kind="pack", form="pdf", audience="team").file.sha256)
    default_storage.delete(place)

    answer = get(editor, meeting, "pack.pdf")

    assert answer.status_code == 404


def test_closing_twice_keeps_once(editor, meeting):
    for _ in range(2):
        close(editor, meeting)

    assert MeetingPrint.objects.count() == 10


# Minutes -----------------------------------------------------------------------------------------------------------

TEXT = "Minutes of the Summit\n\n1. Vetting\nAgreed in principle: To proceed.\n\n2. Estate\nNo outcome is recorded."


def write(client, meeting, do, **data):
    url = f"/admin/governance/meeting/{meeting.pk}/minutes/"
    return client.post(url, {"do": do, "token": f"{do}-{len(data)}-{meeting.pk}", **data}, follow=True)


def agreed(client, meeting):
    later = g.make_meeting(board=meeting.board, held="2017-01-11")
    write(client, meeting, "draft", text=TEXT, opened=0)
    write(client, meeting, "circulate", on="2016-10-20")
    write(client, meeting, "agree", at=later.pk)


@needs_poppler
def test_draft_circulated_and_agreed_minutes_say_how_far_they_are(editor, meeting):
    viewer = signed_in(Role.OFFICE_VIEWER)
    assert get(editor, meeting, "minutes.pdf").status_code == 404
    write(editor, meeting, "draft", text=TEXT, opened=0)
    draft = get(editor, meeting, "minutes.pdf").content
    assert get(viewer, meeting, "minutes.pdf").status_code == 404
    write(editor, meeting, "circulate", on="2016-10-20")
    circulated = get(viewer, meeting, "minutes.pdf").content
    write(editor, meeting, "agree", at=g.make_meeting(board=meeting.board, held="2017-01-11").pk)
    final = get(viewer, meeting, "minutes.pdf").content

    words = text_of(draft)
    assert "Draft minutes: The Summit, 28 September 2016 DRAFT: not circulated and not agreed." in words
    assert re.search(r"1\. Vetting .*Agreed in principle: To proceed\..* 2\. Estate", words)
    assert "Circulated on 20 October 2016; not agreed yet." in text_of(circulated)
    assert "DRAFT" not in text_of(circulated) + text_of(final)
    assert "Agreed at The Summit, 11 January 2017." in text_of(final)
    for pdf in (draft, circulated, final):
        assert b"pdfuaid:part" in pdf
        assert b"/StructTreeRoot" in pdf


def test_agreed_minutes_are_kept_as_bytes_and_corrections_stand_under_them(editor, meeting):
    agreed(editor, meeting)
    before = get(editor, meeting, "minutes.pdf").content
    write(editor, meeting, "correct", text="Essex was there too.", reason="Asked by Essex.", on="2017-02-01")
    change_everything(meeting)

    assert get(editor, meeting, "minutes.pdf").content == before
    kept = MeetingPrint.objects.get(kind="minutes")
    assert hashlib.sha256(before).hexdigest() == kept.file.sha256
    html = " ".join(get(editor, meeting, "minutes").content.decode().split())
    assert "<strong>1 February 2017</strong>: Essex was there too." in html
    assert "as agreed, without the corrections below" in html
    assert kept.file.sha256 in html


def test_minutes_agreed_twice_are_kept_once(editor, meeting):
    agreed(editor, meeting)
    later = meeting.board.meetings.get(held="2017-01-11")
    write(editor, meeting, "agree", at=later.pk)

    assert MeetingPrint.objects.filter(kind="minutes").count() == 1


def test_an_item_of_the_minutes_is_a_heading_and_other_words_are_not():
    assert blocks("Present:\r\nAll\r\n\r\n4. Vetting\r\nAgreed.\r\n\r\n4.2 Costs\n\n2016 was a year.\nIndeed.") == [
        {"heading": "", "text": "Present:\nAll"},
        {"heading": "4. Vetting", "text": "Agreed."},
        {"heading": "4.2 Costs", "text": ""},
        {"heading": "", "text": "2016 was a year.\nIndeed."},
    ]
