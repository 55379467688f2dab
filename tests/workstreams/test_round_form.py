"""Writing a return step by step, through its pages: saved, gone back to, checked, submitted, corrected."""

import pytest
import time_machine

from tests.form_reader import form_data
from tests.workstreams.round_story import AMBER, GREEN, TODAY, Round
from workstreams.models import Milestone, MilestoneMove, Risk, StatusUpdate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def cast():
    return Round()


def begin(cast, client, workstream=None):
    """The draft that the button on the period’s page begins."""
    code = (workstream or cast.workstream).reference
    response = client.post(f"/register/periods/{cast.november.reference}/start", {"workstream": code})
    draft = StatusUpdate.objects.drafts().get(workstream__reference=code)
    assert response.url == f"/register/returns/{draft.reference}/status"
    return draft


def send(client, draft, step, button="", **typed):
    """Post a step as its page shows it, with some boxes changed."""
    address = f"/register/returns/{draft.reference}/{step}"
    data = form_data(client.get(address), "")
    data |= typed
    if button:
        data[button] = "1"
    return client.post(address, data)


def problems(response):
    """The sentences of the error summary of a page."""
    text = response.content.decode()
    if 'class="error-summary"' not in text:
        return []
    import re
    from html import unescape

    block = text.split('class="error-summary"', 1)[1].split("</div>", 1)[0]
    return [unescape(re.sub(r"<[^>]+>", "", line)).strip() for line in re.findall(r"<li>(.*?)</li>", block, re.S)]


def test_a_whole_return_from_start_to_submitted(cast):
    made = cast.filled()
    client = cast.client()
    draft = begin(cast, client)

    first = send(client, draft, "status", **AMBER)
    second = send(
        client,
        draft,
        "milestones",
        **{
            f"{made['milestone'].reference}__forecast": "spring 2027",
            f"{made['milestone'].reference}__reason": "The supplier is late.",
        },
    )
    third = send(
        client,
        draft,
        "risks",
        **{
            f"{made['risk'].reference}__what": "review",
            f"{made['risk'].reference}__likelihood": "4",
            f"{made['risk'].reference}__impact": "5",
            "new-1__kind": "issue",
            "new-1__title": "No trainer",
            "new-1__words": "Nobody trains the staff.",
        },
    )
    fourth = send(
        client,
        draft,
        "benefits",
        **{
            f"{made['line'].reference}__delivered": "12500.50",
            f"{made['line'].reference}__evidence": "Invoice 7",
        },
    )
    assert [r.url.rpartition("/")[2] for r in (first, second, third, fourth)] == [
        "milestones", "risks", "benefits", "check",
    ]  # fmt: skip
    made["milestone"].refresh_from_db()
    assert made["milestone"].forecast == "2027-01"  # nothing enters the record before it is submitted

    page = client.get(fourth.url)
    text = page.content.decode()
    for words in ("Weekly calls with the supplier.", "January 2027", "Forecast spring 2027 (because The supplier is late.)",
                  "Reviewed; likelihood 4; impact 5", "Raised as issue: Nobody trains the staff.",
                  "£12,500.50 delivered; evidence: Invoice 7"):  # fmt: skip
        assert words in text, words
    done = client.post(fourth.url, form_data(page, ""))

    assert done.url == f"/register/returns/{draft.reference}/"
    row = StatusUpdate.objects.current().get()
    assert (row.rag, row.green_by, row.submitted_by) == ("amber", "2027-01", cast.editor)
    moved = Milestone.objects.get(pk=made["milestone"].pk)
    assert (moved.forecast, moved.forecast_words) == ("2027-21", "")
    assert list(MilestoneMove.objects.values_list("was", "reason")) == [("2027-01", "The supplier is late.")]
    risk = Risk.objects.get(pk=made["risk"].pk)
    assert (risk.likelihood, risk.impact, risk.status) == (4, 5, "open")
    assert Risk.objects.get(title="No trainer").kind == "issue"
    made["line"].refresh_from_db()
    assert str(made["line"].delivered) == "12500.50"
    shown = client.get(done.url).content.decode()
    assert "Amber: needs attention" in shown
    assert "New: no return before it" in shown
    assert "Version 1, submitted 23 November 2026" in shown


def test_off_green_needs_reason_action_and_date(cast):
    client = cast.client()
    draft = begin(cast, client)
    send(client, draft, "status", rag="red", public_text="It stands still.")

    response = client.post(f"/register/returns/{draft.reference}/check", {"opened_version": draft_version(draft)})

    assert problems(response) == [
        "Reason: Say why it is red.",
        "What is being done: Say what is being done so that it is green again.",
        "Back to green by: Give the date by which it is green again.",
    ]
    assert StatusUpdate.objects.current().count() == 0


def draft_version(draft):
    return StatusUpdate.objects.get(pk=draft.pk).version


def test_an_empty_return_says_what_it_needs(cast):
    client = cast.client()
    draft = begin(cast, client)

    response = client.get(f"/register/returns/{draft.reference}/check")

    assert problems(response) == [
        "RAG status: Choose green, amber or red; the definitions say which.",
        "Status: Say how the work stands, or tick “no change”.",
    ]


def test_a_date_of_being_green_that_has_passed_is_refused(cast):
    client = cast.client()
    draft = begin(cast, client)
    send(client, draft, "status", **{**AMBER, "green_by": "October 2026"})

    response = client.get(f"/register/returns/{draft.reference}/check")

    assert problems(response) == [
        "Back to green by: This date has passed. Give the date by which it is green again now."
    ]


def test_words_that_are_no_date_come_back_with_all_that_was_typed(cast):
    client = cast.client()
    draft = begin(cast, client)

    response = send(client, draft, "status", rag="amber", public_text="Typed once.", green_by="soonish")

    assert response.status_code == 200
    assert "Typed once." in response.content.decode()
    assert 'value="soonish"' in response.content.decode()
    assert len(problems(response)) == 1
    assert problems(response)[0].startswith("Back to green by – “soonish” is not a date")


def test_a_date_moves_with_a_reason_or_not_at_all(cast):
    code = cast.filled()["milestone"].reference
    client = cast.client()
    draft = begin(cast, client)

    refused = send(client, draft, "milestones", **{f"{code}__forecast": "2027-03"})

    assert problems(refused) == ["Reason, Go live – Say why the date moves (forecast)."]
    assert 'value="2027-03"' in refused.content.decode()


def test_a_closed_risk_has_its_reason(cast):
    risk = cast.filled()["risk"]
    client = cast.client()
    draft = begin(cast, client)

    refused = send(client, draft, "risks", **{f"{risk.reference}__what": "close"})
    send(client, draft, "risks", **{f"{risk.reference}__what": "close", f"{risk.reference}__reason": "It is over."})
    send(client, draft, "status", **GREEN)
    client.post(f"/register/returns/{draft.reference}/check", {"opened_version": draft_version(draft)})

    assert problems(refused) == ["Reason, Risk: The supplier fails – Say why it is closed."]
    risk.refresh_from_db()
    assert risk.status == "closed"
    assert risk.history.first().history_change_reason == "It is over."


def test_what_was_saved_for_later_is_found_again_at_every_step(cast):
    made = cast.filled()
    client = cast.client()
    draft = begin(cast, client)
    send(client, draft, "status", "later", rag="green", public_text="Half a thought")
    later = send(client, draft, "risks", "later", **{f"{made['risk'].reference}__what": "review",
                                                      f"{made['risk'].reference}__response": "Calls."})  # fmt: skip

    assert later.url == f"/register/returns/{draft.reference}/"
    tasks = client.get(later.url).content.decode()
    assert tasks.count("Answered") == 2
    assert form_data(client.get(f"/register/returns/{draft.reference}/status"), "")["public_text"] == "Half a thought"
    risks = form_data(client.get(f"/register/returns/{draft.reference}/risks"), "")
    assert risks[f"{made['risk'].reference}__response"] == "Calls."


def test_no_change_repeats_the_last_words_and_says_since_when(cast):
    cast.returned(period=cast.october, rag="green", public_text="On course for spring.")
    client = cast.client()
    draft = begin(cast, client)
    page = client.get(f"/register/returns/{draft.reference}/status").content.decode()
    assert "On course for spring." in page  # beside the box

    sent = send(client, draft, "status", "check", is_unchanged="on")
    check = client.get(sent.url).content.decode()
    client.post(sent.url, {"opened_version": draft_version(draft)})

    assert "unchanged since October 2026" in check
    row = StatusUpdate.objects.current().get(period=cast.november)
    assert (row.rag, row.public_text, row.unchanged_since) == ("green", "On course for spring.", "October 2026")
    for address in (f"/register/returns/{row.reference}/", cast_page(cast), "/register/returns/",
                    f"/register/periods/{cast.november.reference}/"):  # fmt: skip
        assert "nchanged since October 2026" in client.get(address).content.decode(), address
    assert "unchanged since October 2026" in b"".join(client.get("/register/returns.csv").streaming_content).decode()


def cast_page(cast):
    return f"/register/workstreams/{cast.workstream.reference}/"


def test_no_change_twice_counts_from_the_first(cast):
    cast.returned(period=cast.october, is_unchanged=False, **GREEN)
    cast.returned(is_unchanged=True)
    row = StatusUpdate.objects.current().get(period=cast.november)

    assert row.unchanged_since == "October 2026"


def test_no_change_since_what_a_source_said(cast):
    from tests.factories.workstreams import make_status_update

    make_status_update(workstream=cast.workstream, as_at="2016-09-21", public_text="As in the paper.")

    row = cast.returned(is_unchanged=True, rag="green")

    assert (row.public_text, row.unchanged_since) == ("As in the paper.", "21 September 2016")


def test_no_change_with_new_words_is_a_contradiction(cast):
    cast.returned(period=cast.october)
    client = cast.client()
    draft = begin(cast, client)
    send(client, draft, "status", is_unchanged="on", public_text="Something else.")

    response = client.get(f"/register/returns/{draft.reference}/check")

    assert problems(response) == [
        "No change: You ticked “no change” and typed a new status as well. Keep the one or the other."
    ]


def test_of_two_editors_the_second_sees_both_versions(cast):
    edith, oscar = cast.client(), cast.client(cast.other)
    draft = begin(cast, edith)
    address = f"/register/returns/{draft.reference}/status"
    opened = form_data(oscar.get(address), "")
    send(edith, draft, "status", rag="green", public_text="What Edith says.")

    response = oscar.post(address, opened | {"rag": "red", "public_text": "What Oscar says."})

    text = response.content.decode()
    assert "edith changed this record" in text
    assert "What Edith says." in text
    assert "What Oscar says." in text
    assert StatusUpdate.objects.get(pk=draft.pk).public_text == "What Edith says."
    again = oscar.post(address, form_data(response, ""))
    assert again.status_code == 302
    assert StatusUpdate.objects.get(pk=draft.pk).public_text == "What Oscar says."


def test_two_editors_at_different_steps_are_in_nobodys_way(cast):
    risk = cast.filled()["risk"]
    edith, oscar = cast.client(), cast.client(cast.other)
    draft = begin(cast, edith)
    address = f"/register/returns/{draft.reference}/risks"
    opened = form_data(oscar.get(address), "")
    send(edith, draft, "status", **GREEN)

    response = oscar.post(address, opened | {f"{risk.reference}__what": "review"})

    assert response.status_code == 302
    stored = StatusUpdate.objects.get(pk=draft.pk)
    assert stored.public_text == "On course."
    assert stored.answers["risks"] == {risk.reference: {"what": "review"}}


def test_of_two_editors_at_one_row_step_the_second_sees_both_versions(cast):
    code = cast.filled()["milestone"].reference
    edith, oscar = cast.client(), cast.client(cast.other)
    draft = begin(cast, edith)
    address = f"/register/returns/{draft.reference}/milestones"
    opened = form_data(oscar.get(address), "")
    send(edith, draft, "milestones", **{f"{code}__forecast": "2027-02", f"{code}__reason": "Late."})

    response = oscar.post(address, opened | {f"{code}__forecast": "2027-05", f"{code}__reason": "Later."})

    text = response.content.decode()
    assert "edith changed this record" in text
    assert "2027-02" in text
    assert "2027-05" in text
    assert StatusUpdate.objects.get(pk=draft.pk).answers["milestones"][code]["forecast"] == "2027-02"


def test_a_correction_is_a_new_version_and_the_first_stays(cast):
    first = cast.returned(**GREEN)
    client = cast.client(cast.other)
    empty = client.post(f"/register/returns/{first.reference}/correct", {"reason": " "})
    begun = client.post(f"/register/returns/{first.reference}/correct", {"reason": "It was amber."})
    draft = StatusUpdate.objects.drafts().get()
    assert "Fill this in" in empty.content.decode() or "required" in empty.content.decode()
    assert begun.url == f"/register/returns/{draft.reference}/status"
    assert StatusUpdate.objects.current().get() == first  # until the correction is submitted

    send(client, draft, "status", **AMBER)
    done = client.post(f"/register/returns/{draft.reference}/check", {"opened_version": draft_version(draft)})

    assert StatusUpdate.objects.current().get().pk == draft.pk
    first.refresh_from_db()
    assert (first.rag, first.public_text) == ("green", "On course.")
    shown = client.get(done.url).content.decode()
    assert "Corrected because:</strong> It was amber." in shown
    assert "Version 2, submitted" in shown
    assert "Version 1, submitted" in shown
    old = client.get(f"/register/returns/{first.reference}/").content.decode()
    assert "This return was corrected." in old
    page = client.get(cast_page(cast)).content.decode()
    assert "Earlier versions of returns (1)" in page
    again = client.post(f"/register/returns/{first.reference}/correct", {"reason": "Once more."})
    assert "Only the newest submitted version of a return can be corrected." in again.content.decode()


def test_submitting_twice_leaves_one(cast):
    draft = cast.draft(**GREEN)
    client = cast.client()
    address = f"/register/returns/{draft.reference}/check"
    data = form_data(client.get(address), "")

    first, second = client.post(address, data), client.post(address, data)

    assert first.url == second.url == f"/register/returns/{draft.reference}/"
    assert StatusUpdate.objects.current().count() == 1


def test_a_page_opened_before_somebody_saved_submits_nothing(cast):
    draft = cast.draft(**GREEN)
    client = cast.client()
    address = f"/register/returns/{draft.reference}/check"
    data = form_data(client.get(address), "")
    send(cast.client(cast.other), draft, "status", public_text="Changed meanwhile.")

    response = client.post(address, data)

    assert problems(response) == [
        "Somebody saved this return after you opened this page. Read the answers again, then submit."
    ]
    assert StatusUpdate.objects.current().count() == 0


def test_a_submitted_return_has_no_steps(cast):
    row = cast.returned()
    client = cast.client()

    for step in ("status", "milestones", "risks", "benefits", "check"):
        response = client.get(f"/register/returns/{row.reference}/{step}")
        assert response.url == f"/register/returns/{row.reference}/"
