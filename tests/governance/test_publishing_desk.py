"""The publishing desk through the web: the queue with previews, withholding, the time to publish at, a record's standing."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from governance import publication
from governance.models import DuePublication, Edition, Withholding
from governance.publication import trial
from governance.publication.states import current_edition
from governance.publication.timing import moment
from governance.publication.withholding.doors import withhold
from programmes.choices import Marking
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.factories.telling import make_editor, make_publisher, publish_record

pytestmark = pytest.mark.django_db
PUBLIC = {"marking": Marking.PUBLIC}


@pytest.fixture
def case():
    programme = p.make_programme(short_name="7F", alliance=p.make_alliance(short_name="Seven", **PUBLIC), **PUBLIC)
    return g.make_business_case(title="Vetting", purpose="One vetting unit.", programme=programme, **PUBLIC)


@pytest.fixture
def editor():
    return make_editor(first_name="Edith", last_name="Editor")


@pytest.fixture
def publisher():
    return make_publisher()


def text(response) -> str:
    return response.content.decode()


def url(name, *args):
    return reverse(f"governance:{name}", args=args)


# The queue ---------------------------------------------------------------------------------------------------------


def test_the_queue_lists_what_would_differ_with_its_record(client, case, editor):
    publish_record()
    case.purpose = "Two vetting units."
    case.save()
    new = g.make_business_case(title="Fleet", programme=case.programme, **PUBLIC)
    client.force_login(editor)

    body = text(client.get(url("edition-queue")))

    assert '<span class="before">One vetting unit.</span>' in body
    assert "<strong>Two vetting units.</strong>" in body
    assert f'<a href="/register/cases/{case.reference}/">The record {case.reference}</a>' in body
    assert f"/cases/{new.reference}/" in body
    assert f'href="{url("record-public", new.reference)}"' in body
    only = text(client.get(url("edition-queue"), {"kind": "Business case", "what": "Added"}))
    assert ("Fleet" in only, "Two vetting units." in only) == (True, False)
    assert Edition.objects.count() == 1


def test_turning_pages_and_filtering_composes_nothing_anew(client, case, editor, monkeypatch):
    publish_record()
    case.purpose = "Two vetting units."
    case.save()
    client.force_login(editor)
    mark = re.search(r'name="trial" value="(\d+)"', text(client.get(url("edition-queue")))).group(1)
    monkeypatch.setattr(trial, "try_now", None)  # would fail if it were called
    assert "Two vetting units." in text(client.get(url("edition-queue"), {"trial": mark, "what": "Changed"}))
    assert client.get(f"{url('edition-queue-preview', mark)}cases/{case.reference}/").status_code == 200


def test_the_queue_begins_with_the_records_and_names_each_kind_of_page(client, case, editor):
    publish_record()
    case.purpose = "Two vetting units."
    case.save()
    g.make_business_case(title="Fleet", programme=case.programme, **PUBLIC)
    client.force_login(editor)

    body = text(client.get(url("edition-queue")))

    heads = re.findall(r'<p class="queue-head">.*?<span class="quiet">(.*?)</span></p>', body, re.DOTALL)
    is_record = [bool(re.search(r"/[A-Z]+-[0-9]+/$", head)) for head in heads]
    assert is_record == sorted(is_record, reverse=True)
    assert "Business case, /cases/CASE-1/" in heads
    assert "Open data, /data/cases/" in heads
    options = re.findall(r'<option value="([^"]*)"', body.partition("What happened</label>")[0])
    assert options[0] == ""
    assert "" not in options[1:]
    assert "Open data" in options


def test_the_queue_pairs_what_a_row_said_with_what_the_same_row_says(client, case, editor):
    other = g.make_business_case(title="Custody", programme=case.programme, **PUBLIC)
    publish_record()
    other.marking = Marking.INTERNAL
    other.save()
    g.make_business_case(title="Fleet", programme=case.programme, **PUBLIC)
    client.force_login(editor)

    body = " ".join(text(client.get(url("edition-queue"), {"kind": "Programme"})).split())

    assert 'Business cases: <span class="before">Custody' in body
    assert re.search(r'<span class="before">Custody[^<]*</span>.{0,120}<strong>empty</strong>', body)
    assert re.search(r'<span class="before">empty</span>.{0,120}<strong>Fleet', body)
    assert not re.search(r'<span class="before">Custody[^<]*</span>.{0,120}<strong>Fleet', body)


def test_the_preview_is_the_page_as_the_next_edition_will_have_it(client, case, editor, publisher):
    publish_record()
    case.purpose = "Two vetting units."
    case.save()
    client.force_login(editor)
    mark = re.search(r'name="trial" value="(\d+)"', text(client.get(url("edition-queue")))).group(1)
    base = url("edition-queue-preview", mark)
    queued = text(client.get(f"{base}cases/{case.reference}/"))

    edition = publication.compose(by=editor)

    composed = text(client.get(f"/register/editions/{edition.number}/preview/cases/{case.reference}/"))
    fingerprint = f' <span class="edition-hash">Fingerprint {edition.sha256[:12]}</span>'
    # What waits has no fingerprint yet, in its head and in the foot of its printed sheets.
    foot = f"\nSHA-256 {edition.sha256}"
    assert fingerprint in composed
    assert f'data-foot="Edition {edition.number}, not published{foot}"' in composed
    assert composed.replace(fingerprint, "").replace(foot, "") == queued.replace(
        base, f"/register/editions/{edition.number}/preview/"
    )
    assert "Two vetting units." in queued
    assert client.get(f"{base}cases/CASE-999/").status_code == 404


def test_nothing_to_publish_is_said(client, case, editor):
    publish_record()
    client.force_login(editor)
    assert "Nothing that may be public has changed since Edition 1." in text(client.get(url("edition-queue")))


def test_a_bad_choice_in_the_address_is_said(client, case, editor):
    client.force_login(editor)
    assert client.get(url("edition-queue"), {"what": "Eaten"}).status_code == 400
    assert client.get(url("edition-queue"), {"colour": "red"}).status_code == 400


def test_the_queue_names_what_is_sensitive_and_blocks(client, case, editor):
    document = g.make_case_document(case=case, title="Commercial annex", marking=Marking.SENSITIVE)
    client.force_login(editor)
    body = text(client.get(url("edition-queue")))
    assert "Sensitive, and under what would be public" in body
    assert f"Commercial annex, version 1 ({document.reference}) lies under {case.reference}" in body
    assert f'href="{url("record-public", document.reference)}"' in body


@pytest.mark.django_db(transaction=True)
def test_a_large_register_is_composed_beside_the_request(client, monkeypatch):
    case = g.make_business_case(title="Vetting", **PUBLIC)
    publish_record()
    case.purpose = "Two vetting units."
    case.save()
    monkeypatch.setattr(trial, "BESIDE_FROM", 1)
    monkeypatch.setattr(trial, "PATIENCE", 0)
    client.force_login(make_editor())
    first = text(client.get(url("edition-queue")))
    assert "The register is being composed: " in first
    assert "Look again now" in first
    trial._running["now"][0].join(60) if "now" in trial._running else None
    assert "Two vetting units." in text(client.get(url("edition-queue")))


@pytest.mark.django_db(transaction=True)
def test_what_keeps_a_large_register_from_being_composed_is_said(client, monkeypatch):
    words = "A long reason that names the supplier whose bid is not yet accepted."
    case = g.make_business_case(title="Vetting", purpose=words, **PUBLIC)
    publish_record()
    g.make_decision(title="Decided", wording=f"Also: {words}", **PUBLIC)
    editor = make_editor()
    withhold(
        about=case.reference,
        part="purpose",
        ground="commercial",
        reason="Out.",
        review_on=timezone.localdate() + dt.timedelta(days=90),
        by=editor,
    )
    monkeypatch.setattr(trial, "BESIDE_FROM", 1)
    client.force_login(editor)

    body = text(client.get(url("edition-queue")))

    assert (
        f"Words that are withheld would be told elsewhere: “purpose” of {case.reference} stands on /decisions/" in body
    )


# Withholding -------------------------------------------------------------------------------------------------------


def day(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def test_a_part_is_withheld_reviewed_and_told_again_through_the_web(client, case, editor):
    client.force_login(editor)
    page = url("record-public", case.reference)
    assert "Nothing of this record is withheld." in text(client.get(page))
    given = {"part": "purpose", "ground": "commercial", "reason": "The tender is out.", "review_on": day(90)}
    done = text(client.post(url("record-withhold", case.reference), given, follow=True))
    assert "“Purpose” is withheld from the next edition on." in done
    assert "Edith Editor" in done
    assert "The tender is out." in text(client.get(url("withheld-list")))

    queue = text(client.get(url("edition-queue")))
    assert "Withheld on it: purpose (commercial" in queue

    review = url("record-withheld-review", case.reference, "purpose")
    assert "“Purpose” is withheld (commercial)" in text(client.get(review))
    kept = client.post(
        review, {"outcome": "keep", "reason": "Still out.", "ground": "commercial", "review_on": day(120)}, follow=True
    )
    assert "The review is recorded; it stays withheld." in text(kept)
    lifted = text(client.post(review, {"outcome": "lift", "reason": "Contract let.", "ground": ""}, follow=True))
    assert "The public is told again from the next edition on." in lifted
    assert [words in lifted for words in ("The tender is out.", "Still out.", "Contract let.")] == [True] * 3
    assert client.get(review).status_code == 404


def test_what_is_sensitive_is_withheld_without_a_word_to_the_public(client, case, editor):
    document = g.make_case_document(case=case, title="Commercial annex", marking=Marking.SENSITIVE)
    client.force_login(editor)

    page = text(client.get(url("record-public", document.reference)))
    form = text(client.get(url("record-withhold", document.reference)))
    given = {"part": "whole", "ground": "commercial", "reason": "A price.", "review_on": day(90)}
    done = text(client.post(url("record-withhold", document.reference), given, follow=True))

    assert "It has none, and it is told on no other." in page
    assert "It is marked sensitive, and the public reads nothing of it." in form
    assert "It stays inside the register: no page says that there is something." in form
    assert "the public reads that it is withheld" not in form
    assert "“The whole of it” is withheld; as before, the public reads nothing of it." in done
    publish_record()
    assert "ithheld" not in text(client.get(f"/cases/{case.reference}/"))


def test_nothing_is_withdrawn_or_withheld_that_was_not_chosen(client, case, editor):
    publish_record()
    client.force_login(editor)

    forms = {
        url("edition-withdraw"): ("Choose a page", {"path": "", "reason": "Wrong."}),
        url("record-withhold", case.reference): (
            "Choose what", {"part": "", "ground": "legal", "reason": "Advice.", "review_on": day(9)}
        ),
    }  # fmt: skip
    for address, (words, given) in forms.items():
        assert re.search(rf'<option value=""( selected)?>{words}</option>', text(client.get(address)))
        assert "Fill this in; it is needed." in text(client.post(address, given))
    assert (Edition.objects.count(), Withholding.objects.count()) == (1, 0)


def test_bad_input_is_told_and_nothing_typed_is_lost(client, case, editor):
    client.force_login(editor)
    form = url("record-withhold", case.reference)
    body = text(
        client.post(form, {"part": "purpose", "ground": "", "reason": "Because of the tender.", "review_on": "soon"})
    )
    assert "Because of the tender." in body
    assert "Write the date as 2016-04-21 (year, month, day)." in body
    assert "<title>Error:" in body
    past = text(
        client.post(form, {"part": "purpose", "ground": "legal", "reason": "Advice.", "review_on": "2016-01-01"})
    )
    assert "Review by: give a day after today." in past
    review_without_day = {"outcome": "keep", "reason": "Still.", "ground": "legal", "review_on": ""}
    client.post(form, {"part": "purpose", "ground": "legal", "reason": "Advice.", "review_on": day(9)})
    said = text(client.post(url("record-withheld-review", case.reference, "purpose"), review_without_day))
    assert "Review by: give the day by which this is looked at again." in said
    assert Withholding.objects.count() == 1


def test_who_may_not_read_a_record_finds_no_page_for_it(client, case, editor):
    client.force_login(editor)
    assert client.get(url("record-public", "CASE-999")).status_code == 404
    client.force_login(p.make_user("office_viewer", body=p.make_body()))
    assert client.get(url("record-public", case.reference)).status_code == 403


def test_what_is_withheld_comes_due_for_the_team_alone(client, case, editor):
    client.force_login(editor)
    given = {"part": "purpose", "ground": "commercial", "reason": "The tender is out.", "review_on": day(5)}
    client.post(url("record-withhold", case.reference), given)
    due = text(client.get(url("clock-list")))
    assert "Review what is withheld: Purpose" in due
    assert "The tender is out." not in due
    client.force_login(p.make_user("office_viewer", body=p.make_body()))
    assert "Review what is withheld" not in text(client.get(url("clock-list")))


# A record’s standing -------------------------------------------------------------------------------------------------


def test_what_happened_to_a_case_since_is_said_as_a_change_of_it(client, case, editor):
    client.force_login(editor)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=1)):
        publish_record()
    happened = timezone.now() + dt.timedelta(minutes=5)
    with time_machine.travel(happened, tick=False):
        g.make_case_event(case=case, kind="note", words="It was said.")
    said = text(client.get(f"/register/cases/{case.reference}/"))
    assert f"Published in edition 1. The record was changed since, on {moment(happened)}." in said


def test_a_return_that_was_submitted_since_is_said_as_a_change_of_its_workstream(client, case, editor):
    client.force_login(editor)
    stream = w.make_workstream(marking=Marking.PUBLIC)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=1)):
        publish_record()
    later = timezone.now() + dt.timedelta(minutes=5)
    w.make_status_update(workstream=stream, period=w.make_period(), rag="green")
    address = f"/register/workstreams/{stream.reference}/"
    assert "Its record has not changed since." in text(client.get(address))  # a draft is nobody's yet
    w.make_status_update(
        workstream=stream, period=w.make_period(), rag="green", submitted_at=later, submitted_by=editor
    )
    assert f"Published in edition 1. The record was changed since, on {moment(later)}." in text(client.get(address))


def test_a_record_page_says_in_which_edition_it_is_and_whether_it_changed(client, case, editor):
    client.force_login(editor)
    page = f"/register/cases/{case.reference}/"
    desk = reverse("admin:governance_businesscase_change", args=[case.pk])
    assert "Not in the edition that is public now." in text(client.get(page))
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=1)):
        publish_record()
    for address in (page, desk):
        assert "Published in edition 1. Its record has not changed since." in text(client.get(address)), address
    changed = timezone.now() + dt.timedelta(minutes=5)
    with time_machine.travel(changed, tick=False):
        case.title = "Vetting of staff"
        case.save()
    for address in (page, desk):
        said = text(client.get(address))
        assert f"Published in edition 1. The record was changed since, on {moment(changed)}." in said, address
        assert f'href="{url("record-public", case.reference)}"' in said, address
    client.force_login(p.make_user("office_viewer", body=p.make_body()))
    assert "Published in edition 1" not in text(client.get(page))


# Publishing at a time ----------------------------------------------------------------------------------------------


def test_an_edition_is_approved_with_its_time_and_the_time_cancelled(client, case, editor, publisher):
    edition = publication.compose(by=editor)
    client.force_login(publisher)
    assert url("edition-time", 1) in text(client.get(url("edition-detail", 1)))
    with time_machine.travel(dt.datetime(2027, 1, 5, 12, tzinfo=dt.UTC)):
        client.force_login(publisher)
        assert "London; it is 5 January 2027, 12:00 there" in text(client.get(url("edition-time", 1)))
        given = {"sha256": edition.sha256, "day": "2027-07-06", "time": "09:30"}
        done = text(client.post(url("edition-time", 1), given, follow=True))
        assert "Edition 1 is approved and will be published on 6 July 2027, 09:30." in done
        assert DuePublication.objects.get().due_at == dt.datetime(2027, 7, 6, 8, 30, tzinfo=dt.UTC)
        assert "Edition 1 waits to be published on 6 July 2027, 09:30." in text(client.get(url("edition-list")))
        gone = text(client.post(url("edition-time-cancel", 1), follow=True))
        assert "Edition 1 waits for no time any more." in gone
    assert current_edition() is None


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        ("2027-03-28", "01:30", "leave this time out that night"),
        ("2027-10-31", "01:30", "show this time twice that night"),
        ("2016-01-01", "09:00", "Time: 1 January 2016, 09:00 is past."),
        ("", "09:00", "Fill this in; it is needed."),
        ("2027-07-06", "noon", "Write the time as 14:30."),
    ],
)
def test_a_time_that_cannot_be_is_told(client, case, editor, publisher, day, time, words):
    edition = publication.compose(by=editor)
    client.force_login(publisher)
    body = text(client.post(url("edition-time", 1), {"sha256": edition.sha256, "day": day, "time": time}))
    assert words in body
    assert f'value="{time}"' in body
    assert not DuePublication.objects.exists()
