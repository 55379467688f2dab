"""Papers in an edition: as they were approved, without what is withheld, each figure traced to a public record."""

import io
import json
import shutil
import subprocess

import docx
import pytest

from governance import publication
from governance.models import EditionFile, EditionPage, ReportEvent
from governance.papers import doors
from governance.public.addresses import public_addresses
from governance.publication.errors import NothingChanged
from programmes.choices import Role
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.factories.reports import approve, fill, make_approved_report, make_report, write
from tests.factories.telling import make_editor, publish, publish_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    """A public Panel report that names a saving of a public workstream and withholds a section."""
    programme = p.make_programme(short_name="7F programme", marking="public")
    workstream = w.make_workstream(programme=programme, name="Vetting", marking="public")
    saving = w.make_savings_figure(
        title="Vetting saving", workstream=workstream, programme=None, words="over £200k in savings", said="2016-09",
        marking="public",
    )  # fmt: skip
    officer = p.make_contact(name="Ada Byron", email="ada@example.org", kind="named_officer", marking="internal")
    made = fill(make_report(programme=programme, title="Panel report, October 2016", contact=officer))
    write(made, "background", f"It gave [[{saving.reference}.words]].")
    write(made, "governance", "The price is high.", exempt_ground="commercial")
    return made


def read(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return " ".join(response.content.decode().split()).replace(" </", "</")


def test_approved_paper_is_a_page_of_the_edition(client, report):
    approve(report)
    edition = publish_record()
    event = ReportEvent.objects.get()

    html = read(client, f"/papers/{report.reference}/")

    assert "Panel report, October 2016" in html
    assert "over £200k in savings</a>" in html
    assert 'href="/workstreams/WS-1/">over £200k in savings' in html
    assert "Where the figures come from" in html
    assert "Vetting saving" in html
    assert "withheld (commercial)" in html
    assert f"Approved, version 1, as at October 2016. Edition {edition.number}." in html
    assert f"SHA-256 {event.open_sha256}" in html
    for hidden in ("The price is high.", "Ada Byron", "ada@example.org"):
        assert hidden not in html
        assert not EditionPage.objects.filter(payload__contains=hidden).exists()


@pytest.mark.parametrize(
    ("ending", "media_type", "begins"),
    [
        ("pdf", "application/pdf", b"%PDF-1.7"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
    ],
)
def test_approved_paper_is_kept_as_a_file_with_the_same_fingerprint(client, report, ending, media_type, begins):
    path = f"/papers/{report.reference}.{ending}"
    approve(report)
    assert client.get(path).status_code == 404
    publish_record()

    answer = client.get(path)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)
    assert answer.content.startswith(begins)
    said = words_of(answer.content, ending)
    assert f"SHA-256 {ReportEvent.objects.get().open_sha256}" in said
    assert f"{report.reference}, Approved, version 1, the record as at October 2016, published in edition 1" in said
    assert "It gave over £200k in savings." in said
    for hidden in ("The price is high.", "Ada Byron", "ada@example.org"):
        assert hidden not in said
    assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert f'<a href="{path}">' in read(client, f"/papers/{report.reference}/")
    assert path in list(public_addresses())


def test_file_of_a_paper_is_made_anew_to_the_byte_where_none_is_ready(client, report):
    approve(report)
    publish_record()
    paths = [f"/papers/{report.reference}.{ending}" for ending in ("pdf", "docx")]
    ready = [client.get(path) for path in paths]
    EditionFile.objects.all().delete()

    made = [client.get(path) for path in paths]

    assert [answer.content for answer in made] == [answer.content for answer in ready]
    assert [answer.headers["ETag"] for answer in made] == [answer.headers["ETag"] for answer in ready]


def test_file_of_a_withdrawn_paper_is_gone_and_an_earlier_edition_offers_none(client, report):
    approve(report)
    publish_record()
    publish(publication.withdraw(by=make_editor(), path=f"/papers/{report.reference}/", reason="The board asked."))

    assert client.get(f"/papers/{report.reference}.pdf").status_code == 410
    assert "The board asked." in client.get(f"/papers/{report.reference}.docx").content.decode()
    assert ".pdf" not in client.get("/editions/1/").content.decode()
    assert client.get(f"/editions/1/papers/{report.reference}.pdf").status_code == 404


def test_no_such_paper_has_no_file(client, report):
    publish_record()
    for path in ("/papers/RPT-9.pdf", f"/papers/{report.reference}.docx", "/papers/RPT-1.odt", "/cases/CASE-1.pdf"):
        assert client.get(path).status_code == 404


def words_of(content: bytes, ending: str) -> str:
    """The words of a file, its foot with them, on one line."""
    if ending == "docx":
        word = docx.Document(io.BytesIO(content))
        found = [*word.paragraphs, *word.sections[0].footer.paragraphs]
        said = "\n".join(paragraph.text for paragraph in found)
    else:
        if shutil.which("pdftotext") is None:
            pytest.skip("pdftotext reads the PDF (Debian: apt-get install poppler-utils)")
        read_by = ["pdftotext", "-layout", "-", "-"]
        said = subprocess.run(read_by, input=content, capture_output=True, check=True).stdout.decode()
    return " ".join(said.split())


def test_list_names_the_approved_papers_alone(client, report):
    make_report(title="Still a draft", marking="public")
    make_approved_report(title="For the register only", marking="internal")
    approve(report)
    publish_record()

    html = read(client, "/papers/")

    assert f'<a href="/papers/{report.reference}/">Panel report, October 2016</a>' in html
    assert "Still a draft" not in html
    assert "For the register only" not in html


def test_no_paper_no_page(client, report):
    publish_record()
    read(client, f"/papers/{report.reference}/", 404)
    assert "Panel report, October 2016" not in read(client, "/papers/")


def test_new_version_is_published_when_it_is_approved_and_told_paragraph_by_paragraph(client, report):
    approve(report)
    publish_record()
    editor = p.make_user(Role.EDITOR)
    doors.begin_version(report=report, by=editor, reason="More to say.", token="v2")
    write(report, "existing", "Second thoughts.", by=editor)
    with pytest.raises(NothingChanged):
        publish_record()
    assert "Second thoughts." not in read(client, f"/papers/{report.reference}/")

    approve(report, token="v2-approved")
    edition = publish_record()

    assert "Second thoughts." in read(client, f"/papers/{report.reference}/")
    editions = p.make_user(Role.PUBLISHER)
    client.force_login(editions)
    told = read(client, f"/register/editions/{edition.number}/")
    assert "Second thoughts." in told
    assert "&quot;sections&quot;" not in told


def test_each_figure_leads_to_the_page_where_its_record_is_told(client):
    programme = p.make_programme(short_name="7F programme", marking="public")
    alliance = p.make_alliance(short_name="Seven", marking="public")
    bound = {
        p.make_agreement(title="Dogs", signed="2014-05", marking="public"): "signed",
        w.make_savings_figure(title="Of it", programme=programme, words="£1m a year", marking="public"): "words",
        w.make_savings_figure(title="Of all", programme=None, alliance=alliance, words="£2m a year", marking="public"): "words",
        p.make_funding(title="Grant", programme=programme, words="a grant of £3m", marking="public"): "words",
    }  # fmt: skip
    made = fill(make_report(programme=programme, title="Figures"))
    write(made, "background", " ".join(f"Told: [[{record.reference}.{name}]]." for record, name in bound.items()))
    approve(made)
    publish_record()

    page = EditionPage.objects.get(path=f"/papers/{made.reference}/")

    assert [(row["words"], row["record"]["url"]) for row in json.loads(page.payload)["figures"]] == [
        ("May 2014", "/agreements/AGR-1/"),
        ("£1m a year", "/programmes/PRG-1/"),
        ("£2m a year", f"/alliances/{alliance.reference}/"),
        ("a grant of £3m", "/programmes/PRG-1/"),
    ]


def test_figure_of_a_record_made_internal_keeps_its_words_and_loses_its_link(client, report):
    approve(report)
    saving = w.make_savings_figure(words="other", marking="public")
    figure = report.figures.get()
    record = type(saving).objects.get(reference=figure.key.partition(".")[0])
    record.marking = "internal"
    record.save()
    publish_record()

    html = read(client, f"/papers/{report.reference}/")

    assert "It gave over £200k in savings." in html
    assert "Vetting saving" not in html
