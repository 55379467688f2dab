"""Dependencies through their pages and the desk: in time or not, in words; circles refused with all that was typed."""

import pytest
from django.test import Client

from programmes.choices import Marking, Role
from tests.factories import programmes as p
from tests.factories import workstreams as w
from workstreams.models import Dependency

pytestmark = pytest.mark.django_db


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(p.make_user(role))
    return client


@pytest.fixture
def editor():
    return signed_in(Role.EDITOR)


def text(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return " ".join(content.decode().split())


@pytest.fixture
def late():
    """Vetting, to start in autumn 2016, waits for the ERP system, expected on 31 October 2019."""
    vetting = w.make_workstream(name="Vetting", starts="2016-23")
    live = w.make_milestone(workstream=w.make_workstream(name="ERP"), name="System live", forecast="2019-10-31")
    return w.make_dependency(workstream=vetting, on_milestone=live, note="Its staff records.")


WORDS = "System live (ERP), now expected 31 October 2019, after this starts (autumn 2016)"


def test_what_comes_too_late_is_said_on_every_page(editor, late):
    for address in (
        "/register/dependencies/", f"/register/dependencies/{late.reference}/",
        f"/register/workstreams/{late.workstream.reference}/",
        f"/register/workstreams/{late.on_milestone.workstream.reference}/",
        f"/register/milestones/{late.on_milestone.reference}/", "/register/dependencies.csv",
    ):  # fmt: skip
        assert f"Waits for {WORDS}" in text(editor.get(address)), address


def test_a_workstream_without_dates_goes_by_its_milestones(editor):
    erp, vetting = w.make_workstream(name="ERP"), w.make_workstream(name="Vetting")
    w.make_milestone(workstream=erp, name="Design", actual="2016-01")
    w.make_milestone(workstream=erp, name="Live", baseline="2017", forecast="2018-04")
    w.make_milestone(workstream=vetting, name="Pilot", forecast="2017-05")
    w.make_dependency(workstream=vetting, on_workstream=erp)

    page = text(editor.get("/register/dependencies/"))

    assert "Waits for ERP, now expected April 2018, after this starts (May 2017)" in page


def test_filters(editor, late):
    other = w.make_dependency()

    for query, expected in (
        ("standing=clash", {late}), ("standing=unknown", {other}), ("standing=done", set()),
        (f"workstream={late.on_milestone.workstream.reference}", {late}),
        (f"workstream={other.workstream.reference}", {other}), ("q=staff", {late}),
    ):  # fmt: skip
        page = text(editor.get(f"/register/dependencies/?{query}"))
        assert {one for one in (late, other) if f"/register/dependencies/{one.reference}/" in page} == expected, query


def test_the_desk_adds_one_and_refuses_a_circle(editor, late):
    erp = late.on_milestone.workstream
    typed = {
        "workstream": erp.reference, "on_workstream": late.workstream.reference, "kind": "finish_to_start",
        "note": "Typed here.",
        "marking": "internal", "programmes-citation-TOTAL_FORMS": "0", "programmes-citation-INITIAL_FORMS": "0",
    }  # fmt: skip
    opened = editor.get("/admin/workstreams/dependency/add/")
    assert opened.status_code == 200
    prefixes = [f.formset.prefix for f in opened.context["inline_admin_formsets"]]
    typed |= {f"{prefix}-{end}_FORMS": "0" for prefix in prefixes for end in ("TOTAL", "INITIAL")}

    page = text(editor.post("/admin/workstreams/dependency/add/", typed))

    assert "ERP cannot wait for Vetting, because each would wait for the other" in page
    assert "Typed here." in page
    assert Dependency.objects.count() == 1
    typed["on_workstream"] = w.make_workstream(name="ICT").reference
    assert editor.post("/admin/workstreams/dependency/add/", typed).status_code == 302
    assert str(Dependency.objects.last()) == "ERP waits for ICT"


def test_what_somebody_may_not_read_is_not_shown(late):
    late.on_milestone.marking = Marking.SENSITIVE
    late.on_milestone.save()
    viewer = Client()
    viewer.force_login(p.make_user(Role.OFFICE_VIEWER, body=p.make_body()))

    assert viewer.get(f"/register/dependencies/{late.reference}/").status_code == 404
    for address in ("/register/dependencies/", f"/register/workstreams/{late.workstream.reference}/"):
        assert "System live" not in text(viewer.get(address))
