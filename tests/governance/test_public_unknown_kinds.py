"""Pages that an earlier release published in a form that this one does not know: told so, never an error."""

import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from governance import publication
from governance.models import Edition, EditionFile, EditionPage
from governance.public import ready
from governance.publication.canonical import FrozenPage, canonical, fingerprint
from governance.publication.difference import FieldChange, PageChange, What, difference
from governance.publication.errors import CannotWithdraw
from programmes.choices import Marking, Role
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories.telling import make_editor, publish, publish_record

pytestmark = pytest.mark.django_db
PUBLIC = {"marking": Marking.PUBLIC}
GONE = "/ballots/BAL-1/"
TOLD = "This page was published in a form that this site no longer shows."


def ballot(votes: str, **more: object) -> FrozenPage:
    """A page of a kind that no class makes any more."""
    payload = canonical({"kind": "ballot", "path": GONE, "title": "Ballot of the seven", "votes": votes, **more})
    return FrozenPage(GONE, "ballot", "Ballot of the seven", payload, fingerprint(payload))


@pytest.fixture
def edition():
    """A published edition with a page that only an earlier release knew how to show."""
    g.make_business_case("drafting", title="Vetting", programme=p.make_programme(short_name="7F", **PUBLIC), **PUBLIC)
    made = publish_record()
    page = ballot("Seven to none", case={"label": "Vetting", "url": made.pages.get(kind="case").path})
    EditionPage.objects.create(
        edition=made, path=page.path, kind=page.kind, title=page.title, payload=page.payload, sha256=page.sha256
    )
    return made


def text(response) -> str:
    return response.content.decode()


def test_public_page_of_an_unknown_kind_says_so(client, edition):
    response = client.get(GONE)

    assert response.status_code == 200
    assert "<h1>Ballot of the seven</h1>" in text(response)
    assert TOLD in text(response)
    assert '<a href="/editions/1/fingerprints.json">fingerprints</a>' in text(response)
    assert client.get(GONE, HTTP_IF_NONE_MATCH=response["ETag"]).status_code == 304


def test_old_edition_with_a_page_of_an_unknown_kind_reads_on(client, edition):
    case = edition.pages.get(kind="case")
    publish(publication.withdraw(by=make_editor(), path=case.path, reason="Named a person."))

    assert client.get(GONE).status_code == 404  # what the present release composes has no such page
    old = client.get(f"/editions/1{GONE}")

    assert old.status_code == 200
    assert TOLD in text(old)
    assert "Seven to none" not in text(old)
    assert case.path not in text(old)
    assert client.get("/editions/1/").status_code == 200


def test_ready_pages_makes_the_rest_ready_and_names_what_it_does_not_know(client, edition, capsys):
    call_command("ready_pages")

    said = capsys.readouterr().out
    assert said.endswith(
        "Of these pages only the title is shown, because this release does not know their form; compose and publish a new "
        "edition:\n  /ballots/BAL-1/ (ballot)\n"
    )
    kept = client.get(GONE)
    assert EditionFile.objects.filter(path=GONE).exists()
    assert TOLD in text(kept)
    call_command("ready_pages", check=True)
    assert capsys.readouterr().out == "Edition 1: all that is ready agrees with the pages.\n"


def test_ready_pages_says_nothing_of_pages_it_knows(capsys):
    p.make_programme(short_name="7F", **PUBLIC)
    publish_record()

    call_command("ready_pages")

    assert capsys.readouterr().out.endswith("addresses are ready.\n")


def test_publishing_over_an_unknown_kind_makes_all_ready(edition):
    publish_record()

    assert ready.make_ready() >= 40
    assert not EditionFile.objects.filter(path=GONE).exists()


def test_desk_shows_the_edition_and_does_not_offer_to_withdraw_the_page(client, edition):
    client.force_login(p.make_user(Role.EDITOR))

    assert client.get(reverse("governance:edition-detail", args=[1])).status_code == 200
    assert TOLD in text(client.get(f"/register/editions/1/preview{GONE}"))
    form = client.get(reverse("governance:edition-withdraw"))
    assert form.status_code == 200
    assert GONE not in text(form)
    client.post(reverse("governance:edition-withdraw"), {"path": GONE, "reason": "Named a person."})
    with pytest.raises(CannotWithdraw, match="or of a form that only an earlier release knew"):
        publication.withdraw(by=make_editor(), path=GONE, reason="Named a person.")
    assert Edition.objects.count() == 1


def test_difference_tells_that_a_page_of_an_unknown_kind_changed_and_not_how():
    before, after = ballot("Seven to none"), ballot("Six to one")

    assert difference({GONE: before}, {GONE: after}) == (PageChange(GONE, "Ballot of the seven", What.CHANGED),)
    assert difference({GONE: before}, {GONE: before}) == ()


def test_difference_tells_what_a_page_says_in_the_place_of_one_of_an_unknown_kind():
    known = {"kind": "text", "path": GONE, "title": "Ballot"}
    page = FrozenPage(GONE, "text", "Ballot", json.dumps(known), "2" * 64)

    assert difference({GONE: ballot("Seven to none")}, {GONE: page}) == (
        PageChange(GONE, "Ballot", What.CHANGED, (FieldChange("Title", "Ballot of the seven", "Ballot"),)),
    )
