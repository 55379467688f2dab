"""Withdrawing what a paper tells: the words must not stay public in the paper."""

import pytest
from django.urls import reverse

from governance import publication
from governance.models import Edition
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories.reports import approve, fill, make_report, write
from tests.factories.telling import make_editor, publish, publish_record

pytestmark = pytest.mark.django_db

WORDING = "The Summit decided to buy fuel together from the spring on."


@pytest.fixture
def decision():
    """A public decision of November 2026."""
    programme = p.make_programme(short_name="7F programme", marking="public")
    board = g.make_board(name="Summit", marking="public")
    return g.make_decision(
        title="Fuel", wording=WORDING, kind="final", board=board, programme=programme, decided="2026-11-20",
        marking="public",
    )  # fmt: skip


def withdraw(client, decision):
    """Ask for the withdrawal of a decision’s page through the form; its answer in words."""
    client.force_login(make_editor())
    answer = client.post(
        reverse("governance:edition-withdraw"),
        {"path": f"/decisions/{decision.reference}/", "reason": "Not yet confirmed."},
        follow=True,
    )
    return " ".join(answer.content.decode().split())


def test_a_page_told_in_a_public_paper_is_withdrawn_after_the_paper(client, decision):
    made = make_report(kind="summit", as_at="2026-11-29", programme=decision.programme, title="Summary")
    report = approve(fill(made))
    publish_record()
    assert WORDING in client.get(f"/papers/{report.reference}/").content.decode()

    said = withdraw(client, decision)

    assert (
        "A page that is withdrawn would be told in a paper: DEC-1 is told in /papers/RPT-1/. "
        "Withdraw the paper first, or approve a new version of it without those words." in said
    )
    assert Edition.objects.count() == 1
    publish(publication.withdraw(by=make_editor(), path="/papers/RPT-1/", reason="It tells too much."))
    assert "Edition 3 is composed. Somebody else must read and approve it." in withdraw(client, decision)


def test_words_quoted_by_hand_count_and_the_queue_says_where(client, decision):
    publish_record()
    publish(publication.withdraw(by=make_editor(), path=f"/decisions/{decision.reference}/", reason="Not confirmed."))
    made = fill(make_report(programme=decision.programme, title="Panel report"))
    write(made, "background", f"It says: {WORDING}")
    approve(made)
    client.force_login(make_editor())

    answer = client.get(reverse("governance:edition-queue"))

    assert answer.status_code == 409
    assert "DEC-1 is told in /papers/RPT-1/." in answer.content.decode()


def test_a_paper_that_tells_nothing_of_it_stands_in_no_way(client, decision):
    made = fill(make_report(programme=decision.programme, title="Panel report"))
    approve(made)
    publish_record()

    withdraw(client, decision)

    assert Edition.objects.count() == 2
