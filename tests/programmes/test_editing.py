"""Two people at one record, vague dates in words, and the reason for a change: on real pages of the desk."""

import pytest
from django.contrib.admin import ModelAdmin
from django.test import Client

from programmes.admin_site import address
from programmes.choices import Role
from programmes.editing import DATE_FORMS, ReasonedForm, as_it_was, in_words
from programmes.history import StaleRecord
from programmes.models import Alliance, Body, Holder
from tests.factories.programmes import make_alliance, make_body, make_force, make_holder, make_membership, make_user
from tests.factories.workstreams import make_workstream
from tests.form_reader import form_data
from workstreams.models import Workstream


def editor(name):
    client = Client()
    client.force_login(make_user(Role.EDITOR, username=name))
    return client


@pytest.fixture
def anna(db):
    return editor("anna")


@pytest.fixture
def ben(db):
    return editor("ben")


def opened(client, record):
    """The form of a record’s page as the person sees it."""
    url = address(type(record), "change", record.pk)
    return url, form_data(client.get(url), f"{record._meta.model_name}_form")


# One version at a time ------------------------------------------------------------------------------------------------


def test_second_save_is_refused_with_both_versions_and_nothing_typed_is_lost(anna, ben):
    alliance = make_alliance(short_name="Herts/Beds", purpose="Old purpose.")
    url, of_anna = opened(anna, alliance)
    _, of_ben = opened(ben, alliance)
    assert anna.post(url, {**of_anna, "purpose": "Anna’s purpose."}).status_code == 302

    refused = ben.post(url, {**of_ben, "purpose": "Ben’s purpose.", "note": "Ben’s note."})

    html = refused.content.decode()
    assert refused.status_code == 200
    assert "anna changed Herts/Beds on" in html
    assert "Nothing you typed is lost" in html
    rows = {row.field: row for row in refused.context["adminform"].form.conflict.rows}
    assert (rows["Purpose"].yours, rows["Purpose"].stored) == ("Ben’s purpose.", "Anna’s purpose.")
    assert rows["Purpose"].take == "yours"
    assert (rows["Note"].yours, rows["Note"].stored, rows["Note"].take) == ("Ben’s note.", "", "yours")
    assert not rows["Name"].differs
    kept = form_data(refused, "alliance_form")
    assert (kept["purpose"], kept["note"]) == ("Ben’s purpose.", "Ben’s note.")
    alliance.refresh_from_db()
    assert (alliance.purpose, alliance.note) == ("Anna’s purpose.", "")


def test_person_takes_theirs_or_the_stored_per_field_and_saves_on_top(anna, ben):
    alliance = make_alliance(purpose="Old purpose.", note="Old note.")
    url, of_anna = opened(anna, alliance)
    _, of_ben = opened(ben, alliance)
    anna.post(url, {**of_anna, "purpose": "Anna’s purpose.", "note": "Anna’s note."})
    refused = ben.post(url, {**of_ben, "purpose": "Ben’s purpose.", "note": "Ben’s note."})

    again = {**form_data(refused, "alliance_form"), "take_purpose": "stored", "take_note": "yours"}
    assert ben.post(url, again).status_code == 302

    alliance.refresh_from_db()
    assert (alliance.purpose, alliance.note) == ("Anna’s purpose.", "Ben’s note.")
    assert alliance.version == 3


def test_field_only_the_other_changed_is_taken_from_the_store_unless_told_otherwise(anna, ben):
    workstream = make_workstream(name="Vetting")
    kent = make_force(name="Kent")
    url, of_anna = opened(anna, workstream)
    _, of_ben = opened(ben, workstream)
    anna.post(url, {**of_anna, "participating_forces": [kent.pk], "success_measure": "One unit."})
    refused = ben.post(url, {**of_ben, "purpose": "Ben’s purpose."})

    rows = {row.field: row for row in refused.context["adminform"].form.conflict.rows if row.differs}
    assert {name: row.take for name, row in rows.items()} == {
        "Purpose": "yours",
        "Success measure": "stored",
        "Participating forces": "stored",
    }
    assert ben.post(url, form_data(refused, "workstream_form")).status_code == 302

    workstream.refresh_from_db()
    assert (workstream.purpose, workstream.success_measure) == ("Ben’s purpose.", "One unit.")
    assert list(workstream.participating_forces.all()) == [kent]


def test_stale_search_box_and_check_box_come_back_as_stored(anna, ben):
    old, new = make_body(name="Kent Police Authority"), make_body(name="Kent PCC")
    force = make_force(in_seven_force=False)
    url, of_ben = opened(ben, force)
    force.in_seven_force = True
    force.save()
    refused = ben.post(url, {**of_ben, "official_name": "The Force"})
    assert ben.post(url, form_data(refused, "force_form")).status_code == 302
    force.refresh_from_db()
    assert (force.in_seven_force, force.official_name) == (True, "The Force")

    url, of_ben = opened(ben, old)
    old.succeeded_by = new
    old.save()
    refused = ben.post(url, {**of_ben, "note": "Ben’s note."})
    assert ben.post(url, form_data(refused, "body_form")).status_code == 302
    old.refresh_from_db()
    assert (old.succeeded_by, old.note) == (new, "Ben’s note.")


def test_child_on_the_parents_page_has_its_own_version(anna, ben):
    member = make_membership(role="Lead")
    url, of_anna = opened(anna, member.alliance)
    _, of_ben = opened(ben, member.alliance)
    key = next(name for name, value in of_anna.items() if name.endswith("-role") and value == "Lead")
    anna.post(url, {**of_anna, key: "Host"})

    refused = ben.post(url, {**of_ben, key: "Partner"})

    html = refused.content.decode()
    assert "Host" in html
    assert "Partner" in html
    kept = form_data(refused, "alliance_form")
    assert kept[key] == "Partner"
    assert ben.post(url, {**kept, f"{key.removesuffix('role')}take_role": "yours"}).status_code == 302
    member.refresh_from_db()
    assert member.role == "Partner"


def test_child_nobody_touched_here_follows_the_store_in_silence(anna, ben):
    member = make_membership(role="Lead")
    url, of_anna = opened(anna, member.alliance)
    _, of_ben = opened(ben, member.alliance)
    key = next(name for name, value in of_anna.items() if name.endswith("-role") and value == "Lead")
    anna.post(url, {**of_anna, key: "Host"})

    assert ben.post(url, {**of_ben, "note": "Ben’s note."}).status_code == 302

    member.refresh_from_db()
    member.alliance.refresh_from_db()
    assert (member.role, member.alliance.note) == ("Host", "Ben’s note.")


def test_save_that_loses_the_race_shows_both_versions(anna, monkeypatch):
    alliance = make_alliance(purpose="Old purpose.")
    url, of_anna = opened(anna, alliance)
    whole, raced = ModelAdmin.changeform_view, []

    def raced_once(self, request, *args, **kwargs):
        if raced:
            return whole(self, request, *args, **kwargs)
        raced.append(True)
        other = Alliance.objects.get(pk=alliance.pk)
        other.purpose = "The other’s purpose."
        other.save()
        raise StaleRecord(other)

    monkeypatch.setattr(ModelAdmin, "changeform_view", raced_once)
    refused = anna.post(url, {**of_anna, "purpose": "Anna’s purpose."})

    assert refused.status_code == 200
    row = next(r for r in refused.context["adminform"].form.conflict.rows if r.field == "Purpose")
    assert (row.yours, row.stored) == ("Anna’s purpose.", "The other’s purpose.")


def test_form_without_its_version_is_refused(anna):
    alliance = make_alliance()
    url, of_anna = opened(anna, alliance)
    del of_anna["opened_version"]

    refused = anna.post(url, {**of_anna, "purpose": "New."})

    assert refused.status_code == 200
    assert "Reload the page" in refused.content.decode()
    for nonsense in ("x", "-1", "9" * 40, "1\x00"):
        assert anna.post(url, {**of_anna, "opened_version": nonsense}).status_code == 200


def test_nothing_changed_makes_no_version_and_no_history(anna):
    alliance = make_alliance()
    url, of_anna = opened(anna, alliance)

    assert anna.post(url, of_anna).status_code == 302

    alliance.refresh_from_db()
    assert (alliance.version, alliance.history.count()) == (1, 1)


def test_reason_is_kept_with_the_change_of_record_and_children(anna):
    member = make_membership(role="Lead")
    url, of_anna = opened(anna, member.alliance)
    key = next(name for name, value in of_anna.items() if name.endswith("-role") and value == "Lead")

    anna.post(url, {**of_anna, "note": "New.", key: "Host", "change_reason": "Read in S3."})

    last = [record.history.order_by("history_id").last() for record in (member.alliance, member)]
    assert [(h.history_change_reason, h.history_user.username) for h in last] == [("Read in S3.", "anna")] * 2


# In forms outside the admin -------------------------------------------------------------------------------------------


class NoteForm(ReasonedForm):
    class Meta:
        model = Alliance
        fields = ("note", "starts", "starts_words")


def posted(record, **data):
    return NoteForm({"opened_version": record.version, **data}, instance=record)


@pytest.mark.django_db
def test_any_form_saves_with_reason():
    alliance = make_alliance()
    form = posted(alliance, note="New.", change_reason="Because.")

    assert form.is_valid()
    assert form.save_or_refuse()
    assert alliance.history.first().history_change_reason == "Because."


@pytest.mark.django_db
def test_any_form_that_loses_the_race_holds_the_conflict(monkeypatch):
    alliance = make_alliance(note="Old.")
    form = posted(alliance, note="Mine.")
    assert form.is_valid()
    other = Alliance.objects.get(pk=alliance.pk)
    other.note = "Theirs."
    other.save()

    assert not form.save_or_refuse()

    row = next(r for r in form.conflict.rows if r.field == "Note")
    assert (row.yours, row.stored) == ("Mine.", "Theirs.")
    assert form.data["opened_version"] == "2"
    assert str(form.conflict.sentence) in str(form.non_field_errors())


@pytest.mark.django_db
def test_record_itself_refuses_a_stale_save():
    alliance = make_alliance()
    stale = Alliance.objects.get(pk=alliance.pk)
    alliance.save()

    with pytest.raises(StaleRecord):
        stale.save()


@pytest.mark.django_db
def test_earlier_version_is_none_where_history_has_none():
    assert as_it_was(make_alliance(), 77, ["note"]) is None


@pytest.mark.django_db
def test_values_are_said_in_words():
    form = NoteForm()
    body = make_body()

    assert in_words(form.fields["note"], None) == ""
    assert in_words(form.fields["note"], True) == "Yes"
    assert in_words(form.fields["note"], False) == "No"
    assert in_words(form.fields["note"], Body.objects.filter(pk=body.pk)) == str(body)
    assert in_words(form.fields["note"], make_holder().body) == str(Holder.objects.get().body)


# Vague dates ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("edtf", "words", "stored"),
    [
        ("", "autumn 2016", ("2016-23", "autumn 2016")),
        ("", "21 April 2016", ("2016-04-21", "21 April 2016")),
        ("21/04/2016", "", ("2016-04-21", "")),
        ("2016-04", "about Easter", ("2016-04", "about Easter")),
        ("", "", ("", "")),
    ],
)
def test_words_that_name_a_date_fill_it(edtf, words, stored):
    form = posted(make_alliance(), starts=edtf, starts_words=words)

    assert form.is_valid(), form.errors
    saved = form.save()
    assert (saved.starts, saved.starts_words) == stored


@pytest.mark.django_db
@pytest.mark.parametrize(("edtf", "words"), [("", "quite soon"), ("soonish", ""), ("2016-99-99", ""), ("9" * 70, "")])
def test_words_that_name_no_date_are_asked_again_by_name(edtf, words):
    form = posted(make_alliance(), starts=edtf, starts_words=words)

    assert not form.is_valid()
    assert list(form.errors) == ["starts"]


@pytest.mark.django_db
def test_undated_words_that_stood_before_do_not_block_other_changes():
    alliance = make_alliance(starts_words="in due course")

    assert posted(alliance, note="New.", starts_words="in due course").is_valid()
    assert "Give the date they mean as" in str(posted(alliance, starts_words="some day").errors["starts"])


def test_date_that_must_be_given_may_be_given_in_words(anna):
    workstream = make_workstream()
    page = anna.get(address(Workstream, "add"))
    assert page.status_code == 200
    url = "/admin/workstreams/statusupdate/add/"
    data = {**form_data(anna.get(url), "statusupdate_form"), "workstream": workstream.reference, "public_text": "Live."}

    refused = anna.post(url, data)
    assert DATE_FORMS in refused.content.decode()
    assert anna.post(url, {**data, "as_at_words": "September 2016"}).status_code == 302

    assert workstream.updates.get().as_at == "2016-09"
