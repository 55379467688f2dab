"""The filters of the desk’s lists: only what is in use is offered, the choice is said, no row stands twice."""

import re

import pytest
from django.test import Client

from programmes.choices import Marking, Role
from tests.factories.governance import make_action, make_business_case
from tests.factories.programmes import (
    make_agreement,
    make_alliance,
    make_force,
    make_membership,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    client = Client()
    client.force_login(make_user(Role.EDITOR))
    return client


def filters(client, path):
    """The filters of a list: title with the choice made, and the choices, in the order shown."""
    html = client.get(path).content.decode()
    found = {}
    for summary, choices in re.findall(r"<summary>(.*?)</summary>\s*<ul>(.*?)</ul>", html, re.S):
        found[re.sub(r"<[^>]+>", "", summary)] = re.findall(r">([^<>]+)</a>", choices)
    return found


def rows(client, path):
    return [str(row) for row in client.get(path).context["cl"].result_list]


def test_only_records_that_a_row_names_are_offered_in_their_own_order(editor):
    second, first, _ = (make_alliance(short_name=name, position=n) for n, name in ((2, "7F"), (1, "BCH"), (3, "KE")))
    for alliance in (second, first):
        make_agreement(alliance=alliance)

    assert filters(editor, "/admin/programmes/agreement/")["Alliance"] == ["All", "BCH", "7F", "–"]


def test_record_chosen_in_the_address_is_named_though_no_row_names_it(editor):
    used, unused = make_alliance(short_name="7F"), make_alliance(short_name="BCH")
    make_agreement(alliance=used)

    shown = filters(editor, f"/admin/programmes/agreement/?alliance__id__exact={unused.pk}")

    assert shown["Alliance: BCH"] == ["All", "7F", "BCH", "–"]
    assert rows(editor, f"/admin/programmes/agreement/?alliance__id__exact={unused.pk}") == []


def test_filter_with_one_choice_still_filters_when_the_address_asks(editor):
    force = make_force(name="Kent")
    make_membership(force=force)
    alliance = make_alliance(short_name="Without members")

    path = f"/admin/programmes/alliance/?memberships__force__id__exact={force.pk}"

    assert "Force: Kent" in filters(editor, path)
    assert str(alliance) not in rows(editor, path)
    assert len(rows(editor, path)) == 1


def test_row_that_fits_a_filter_twice_stands_once(editor):
    kent, alliance = make_force(name="Kent"), make_alliance(short_name="7F")
    for starts, ends in (("2010", "2012"), ("2015", "")):
        make_membership(alliance=alliance, force=kent, starts=starts, ends=ends)
    path = f"/admin/programmes/alliance/?memberships__force__id__exact={kent.pk}"

    assert rows(editor, path) == ["7F"]
    assert editor.get(path).context["cl"].result_count == 1
    assert rows(editor, path + "&q=7f&o=-2") == ["7F"]


def test_many_filters_and_words_together(editor):
    kent = make_force(name="Kent")
    case = make_business_case(title="Of Kent", state="drafting")
    case.participating_forces.add(kent, make_force(name="Essex"))
    make_business_case(title="Of others", state="drafting")
    path = f"/admin/governance/businesscase/?participating_forces__id__exact={kent.pk}&state=drafting&q=of"

    assert rows(editor, path) == ["Of Kent"]


def test_words_are_offered_in_order_with_words_for_none(editor):
    for publisher in ("Kent PCC", "", "Essex PFCC", "Kent PCC"):
        make_source(publisher=publisher)

    assert filters(editor, "/admin/programmes/source/")["Publisher"] == ["All", "Not stated", "Essex PFCC", "Kent PCC"]
    assert len(rows(editor, "/admin/programmes/source/?publisher=Kent+PCC")) == 2
    assert "Publisher: Not stated" in filters(editor, "/admin/programmes/source/?publisher=")


def test_words_and_records_are_offered_side_by_side(editor):
    action = make_action(owner="The programme team")
    make_action(owner="", decision=action.decision)

    shown = filters(editor, "/admin/governance/action/")

    assert shown["Owner"] == ["All", "Not stated", "The programme team"]


def test_sensitive_record_is_found_by_the_team(editor):
    make_business_case(title="Quiet", marking=Marking.SENSITIVE, state="drafting")

    assert rows(editor, "/admin/governance/businesscase/?state=drafting") == ["Quiet"]


@pytest.mark.parametrize("value", ["zzz", "9" * 400, "-1", "%00", "1,2"])
def test_nonsense_for_a_record_is_no_crash(editor, value):
    make_agreement(alliance=make_alliance())

    answer = editor.get(f"/admin/programmes/agreement/?alliance__id__exact={value}")

    assert answer.status_code in (200, 302, 400)


def test_show_all_is_offered_only_where_something_is_left_out(editor):
    make_agreement()

    assert "Show all" not in editor.get("/admin/programmes/agreement/").content.decode()
    assert "Show all" in editor.get("/admin/programmes/agreement/?q=zzz").content.decode()
    assert "Show all" in editor.get("/admin/programmes/agreement/?kind__exact=mou").content.decode()
    assert "Clear all filters" in editor.get("/admin/programmes/agreement/?kind__exact=mou").content.decode()


@pytest.mark.parametrize(
    ("typed", "found"),
    [("vetting", 2), ("VÉTTING", 2), ("vetting kent", 1), ('"for kent"', 1), ('"kent for"', 0), ("nothing", 0)],
)
def test_search_finds_all_words_or_a_phrase_in_quotation_marks(editor, typed, found):
    make_business_case(title="Vetting for Kent")
    make_business_case(title="Fleet", purpose="After vetting.")

    answer = editor.get("/admin/governance/businesscase/", {"q": typed})

    assert answer.context["cl"].result_count == found
