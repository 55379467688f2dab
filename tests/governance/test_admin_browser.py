"""The desk in a browser: axe finds nothing, the policy header reports nothing, boxes suggest, phones need no scroll."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from governance.case_desk import event_url
from governance.choices import Stage
from programmes.admin_site import address
from programmes.choices import Role
from programmes.models import Agreement, Alliance
from tests.factories.governance import make_agenda_item, make_meeting
from tests.factories.programmes import (
    make_agreement,
    make_agreement_event,
    make_body,
    make_citation,
    make_membership,
    make_party,
    make_user,
)
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(live_server, page):
    """A page of the signed-in editor that remembers what the browser complained of."""
    user = make_user(Role.EDITOR, username="anna")
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.complaints = []
    page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.base = live_server.url
    page.user = user
    return page


def opened(desk, path):
    answer = desk.goto(desk.base + path)
    assert answer.status == 200, path
    assert desk.complaints == [], path
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"
    found = Axe().run(desk).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == [], path
    desk.complaints.clear()  # axe itself sets styles, which the policy reports


def paths():
    story = Story("Kent", "Essex")
    story.put("on_agenda", Stage.FBC)
    story.document(Stage.FBC)
    meeting = make_meeting()
    make_agenda_item(meeting=meeting, case=story.case)
    party = make_party()
    make_citation(about=party.agreement)
    make_agreement_event(agreement=party.agreement, kind="in_force", sets_state="in_force", on="2016-10-10")
    member = make_membership()
    return [
        "/admin/",
        "/admin/governance/businesscase/",
        "/admin/governance/businesscase/?state=open&q=vetting",
        address(type(story.case), "change", story.case.pk),
        event_url(story.case, "agree_in_part"),
        event_url(story.case, "split"),
        event_url(story.case, "circulate"),
        address(type(meeting), "change", meeting.pk),
        address(Agreement, "change", party.agreement.pk),
        f"/admin/programmes/agreement/{party.agreement.pk}/event/drafted/",
        f"/admin/programmes/agreement/{party.agreement.pk}/signatures/",
        f"/admin/programmes/agreement/{party.agreement.pk}/variation/",
        "/admin/programmes/agreement/",
        address(Alliance, "change", member.alliance.pk),
        "/admin/programmes/body/add/",
        "/admin/password_change/",
    ]


@pytest.mark.parametrize("width", [1280, 390])
def test_desk_pages_are_clean_and_fit(desk, width):
    desk.set_viewport_size({"width": width, "height": 900})
    for path in paths():
        opened(desk, path)


def test_box_suggests_while_typing_also_in_a_row_just_added(desk):
    make_body(name="Kent PCC")
    agreement = make_agreement()
    desk.goto(desk.base + address(Agreement, "change", agreement.pk))
    desk.get_by_text("Add another Party").click()
    expect(desk.locator("#id_parties-1-body")).to_be_focused()

    desk.locator("#id_parties-1-body").press_sequentially("kent")

    expect(desk.locator("#id_parties-1-body_suggestions option")).to_have_attribute("value", re.compile(" Kent PCC$"))
    assert desk.complaints == []


def test_conflict_is_solved_in_the_browser(desk):
    alliance = make_membership().alliance
    desk.goto(desk.base + address(Alliance, "change", alliance.pk))
    alliance.purpose = "The other’s purpose."
    alliance.save()
    desk.fill("#id_purpose", "My purpose.")
    desk.fill("#id_note", "My note.")
    desk.click("[name=_save]")
    assert desk.locator("#id_purpose").input_value() == "My purpose."
    assert not Axe().run(desk).response["violations"]

    desk.get_by_label("Purpose: keep the stored").check()
    desk.click("[name=_save]")

    alliance.refresh_from_db()
    assert (alliance.purpose, alliance.note) == ("The other’s purpose.", "My note.")


def test_filters_are_opened_and_chosen_with_the_keyboard_and_hide_no_column(desk):
    story = Story("Kent", "Essex")
    story.put("drafting")
    desk.set_viewport_size({"width": 1280, "height": 800})
    desk.goto(f"{desk.base}/admin/governance/businesscase/")
    last = desk.locator("#result_list thead th").last.bounding_box()
    assert last["x"] + last["width"] <= 1280
    assert desk.locator(".list-filters").bounding_box()["height"] < 100

    desk.locator(".list-filters summary", has_text="Participating forces").focus()
    desk.keyboard.press("Enter")
    for _ in range(2):
        desk.keyboard.press("Tab")
    expect(desk.locator(":focus")).to_have_text("Essex")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**participating_forces__id__exact=*")

    expect(desk.locator(".list-filter-chosen summary")).to_have_text("Participating forces: Essex")
    opened(desk, desk.url.removeprefix(desk.base))
    desk.locator(".list-filters summary", has_text="State").click()
    found = Axe().run(desk).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []
    desk.get_by_role("link", name="Clear all filters").focus()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/businesscase/?")
    assert desk.locator(".list-filter-chosen").count() == 0
