"""Papers in an edition: as they were approved, without what is withheld, each figure traced to a public record."""

import pytest

from governance.models import EditionPage, ReportEvent
from governance.papers import doors
from governance.publication.errors import NothingChanged
from programmes.choices import Role
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.factories.reports import approve, fill, make_approved_report, make_report, write
from tests.factories.telling import publish_record

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
