"""Make the register that the journeys walk through, in the database of the environment, and say what is in it.

Run as `python -m tests.journeys.prepare FILE`: the whole record, the demo users and the first edition, as `make run`
makes them; then one row of each kind of which the sources have none, all internal. FILE becomes a JSON of one record
of each kind and of one published page of each kind, for those who look at every page.
"""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import django


def prepare() -> dict[str, Any]:
    """Make it all, and give the JSON's content."""
    from django.core.management import call_command

    from programmes.models import User
    from tests.journeys.imports import make_imports
    from tests.journeys.money import make_money
    from tests.journeys.reports import make_reports
    from tests.journeys.round import make_round

    call_command("start", prepare_only=True)
    fill()
    editor = User.objects.get(username="editor")
    found: dict[str, Any] = {"money": make_money(editor), "round": make_round(editor), "review": review()}
    found["imports"] = make_imports(editor)
    found["in_force"] = in_force()
    found["reports"] = make_reports(editor)
    return {"records": records(), "pages": published_pages(), "story": story_addresses(), **found}


def fill() -> None:
    """What the sources have nothing of: a case with the offices, a date of one force, a period, an action and so on."""
    from governance.models import Decision
    from programmes.models import Agreement, Force, User
    from tests.factories.governance import make_action, make_divergence
    from tests.factories.programmes import make_lead_force, make_net_revenue_expenditure
    from tests.factories.workstreams import make_area_mapping, make_dependency, make_milestone, make_period
    from workstreams.models import BusinessArea, Workstream

    decide(User.objects.get(username="editor"))
    areas = BusinessArea.objects.order_by("pk")
    force = Force.objects.get(reference="FOR-1")
    make_period(marking="internal")
    make_area_mapping(old=areas[0], new=areas[1], marking="internal")
    make_lead_force(agreement=Agreement.objects.get(reference="AGR-1"), force=force, marking="internal")
    make_net_revenue_expenditure(force=force, marking="internal")
    norfolk = Force.objects.get(reference="FOR-4")
    make_milestone(
        name="Go-live in Norfolk", workstream=Workstream.objects.get(reference="WS-28"), force=norfolk,
        baseline="2020-01", forecast="2020-04", marking="internal",
    )  # fmt: skip
    make_dependency(
        workstream=Workstream.objects.get(reference="WS-28"), on_workstream=Workstream.objects.get(reference="WS-2"),
        note="Made to look at.", marking="internal",
    )  # fmt: skip
    make_action(decision=Decision.objects.first(), marking="internal")
    make_divergence(force=norfolk, review_on=dt.date(2020, 5, 1), marking="internal")


def review() -> dict[str, int]:
    """An entry of an office’s log of reviews."""
    from programmes.models import Body
    from tests.factories.programmes import make_opportunity_review

    entry = make_opportunity_review(body=Body.objects.offices().order_by("pk")[0])
    return {"pk": entry.pk, "body": entry.body_id}


def in_force() -> int:
    """The key of an agreement that is in force, which the sources say of none."""
    from programmes.models import Body
    from tests.factories.programmes import make_agreement, make_agreement_event, make_party

    agreement = make_agreement(title="Made to be varied", kind="s22a", marking="internal")
    for body in Body.objects.offices().order_by("pk")[:4]:
        make_party(agreement=agreement, body=body, marking="internal")
    make_agreement_event(agreement=agreement, kind="in_force", sets_state="in_force", on="2016-10-10")
    return agreement.pk


def decide(editor: Any) -> None:
    """A case that waits for its offices: one has approved with a condition, one has deferred, two have not spoken."""
    from governance.chasing import chase
    from governance.decisions import record_local
    from governance.models import BusinessCase, Meeting
    from governance.stages import advance, required_corporations
    from programmes.models import Force, Programme
    from tests.factories.case_file import make_whole_document

    case = BusinessCase.objects.create(
        title="Interpreting services", purpose="One contract.", scope="Spoken and signed.", sponsor="A chief officer",
        programme=Programme.objects.get(reference="PRG-3"), needs_obc=False, needs_fbc=True, marking="internal",
        **dict.fromkeys(BusinessCase.DUTY_FIELDS, "Thought of."),
    )  # fmt: skip
    case.participating_forces.set(Force.objects.filter(reference__in=["FOR-1", "FOR-2"]))
    document = make_whole_document(case=case, stage="fbc", number=1, title="FBC 1", marking="internal")

    def step(kind: str, on: str, **facts: Any) -> None:
        advance(case=case, kind=kind, by=editor, on=on, **facts)

    step("commission", "2020-01-06")
    step("circulate", "2020-01-07", document=document, comment_deadline=dt.date(2020, 1, 20))
    step("refer", "2020-01-21", document=document)
    work_on_the_next_version(case, editor)
    step("recommend", "2020-01-22", words="To agree.", minute_reference="OG 7")
    step("schedule", "2020-01-23", meeting=Meeting.objects.get(reference="MTG-6"))
    positions = dict.fromkeys(required_corporations(case), "in")
    step("agree", "2020-01-24", words="Agreed.", minute_reference="ERS 3", positions=positions)
    own, other = case.local_decisions.get(body__reference="BOD-9"), case.local_decisions.get(body__reference="BOD-8")
    record_local(
        local_decision=own, outcome="approved_with_conditions", by=editor, on="2020-02-03", notice_reference="DN 1",
        conditions=("The contract has a break clause.",),
    )  # fmt: skip
    record_local(
        local_decision=other, outcome="deferred", by=editor, on="2020-02-04", notice_reference="DN 2",
        reason="To the next board.",
    )  # fmt: skip
    chase(local_decisions=[other], by=editor, on="2020-03-02", means="email", to="The office", words="Please decide.")


def work_on_the_next_version(case: Any, editor: Any) -> None:
    """A second version, with another figure and a file, beside the one that the offices decide on."""
    from governance.case_file.copying import new_version
    from governance.choices import Stage
    from tests.factories.case_file import make_case_attachment

    document = new_version(case=case, stage=Stage.FBC, by=editor)
    amount = document.amounts.first()
    amount.amount += 10
    amount.save()
    make_case_attachment(document=document, title="Equality assessment")


def records() -> dict[str, dict[str, Any]]:
    """One record of each kind on the desk: the one that most citations are about, else the first."""
    from django.contrib import admin
    from django.db.models import Count

    from programmes.history import Reference
    from programmes.navigation import PAGES, prefix_of, reference_url

    cited = Reference.objects.annotate(count=Count("citations")).order_by("-count", "code")
    found = {}
    for model in admin.site._registry:
        rows = model._base_manager.order_by("pk")
        most = cited.filter(kind=model._meta.label_lower).values_list("code", flat=True).first()
        row = rows.get(reference=most) if most else rows.first()
        reference = getattr(row, "reference", "")
        page = reference_url(reference) if prefix_of(reference) in PAGES else ""
        found[model._meta.label_lower] = {"pk": row.pk, "reference": reference, "page": page}
    return found


def published_pages() -> dict[str, str]:
    """The longest page of each kind in the published edition."""
    from governance.models import Edition

    pages = sorted(Edition.objects.current().get().pages.all(), key=lambda p: len(json.dumps(p.payload)))
    return {page.kind: page.path for page in pages}


def file_addresses(case: Any) -> list[str]:
    """The pages of the working version of a case’s document, in the register and on the desk."""
    document = case.documents.get(number=2)
    page, desk = f"/register/documents/{document.reference}/", f"/admin/governance/casedocument/{document.pk}"
    parts = [f"{desk}/part/{part}/" for part in ("options", "lines", "funding", "risks", "plan")]
    amounts, case_desk = f"{desk}/line/{document.lines.first().pk}/", f"/admin/governance/businesscase/{case.pk}"
    return [page, f"{page}compare", f"{desk}/change/", *parts, amounts, f"{desk}/attachments/", f"{case_desk}/duty/",
            f"{case_desk}/version/", f"{case_desk}/agreement/", f"{case_desk}/marking/"]  # fmt: skip


def story_addresses() -> dict[str, Any]:
    """The pages of the case that waits for its offices."""
    from governance.models import BusinessCase, Chase, Condition
    from programmes.choices import ReminderMeans
    from workstreams.models import Milestone

    case = BusinessCase.objects.get(title="Interpreting services")
    desk = f"/admin/governance/businesscase/{case.pk}"
    waiting = case.local_decisions.get(body__reference="BOD-1")
    own = case.local_decisions.get(body__reference="BOD-9")
    condition = Condition.objects.get(local_decision=own)
    milestone = Milestone.objects.filter(force__reference="FOR-4").earliest("pk")
    chase = Chase.objects.create(
        local_decision=waiting, on="2016-11-01", means=ReminderMeans.EMAIL, words="Please decide."
    )
    return {
        "page": f"/register/cases/{case.reference}/",
        "offices": [
            f"/register/cases/{case.reference}/shares",
            f"/register/local-decisions/{own.reference}/correct",
            f"/register/chase-list/{waiting.body.reference}/",
            f"/register/reminders/{chase.pk}/take-back",
        ],
        "desk": f"{desk}/change/",
        "file": file_addresses(case),
        "event": f"{desk}/event/",
        "local": f"{desk}/local/{waiting.pk}/",
        "condition": f"{desk}/condition/{condition.pk}/",
        "own_decision": f"/register/local-decisions/{own.reference}/",
        "own_condition": f"/register/conditions/{condition.reference}/close",
        "shares": f"/register/cases/{case.reference}/shares",
        "log": f"/register/chase-list/{waiting.body.reference}/",
        "take_back": f"/register/reminders/{Chase.objects.latest('pk').pk}/take-back",
        "own_milestone": f"/register/milestones/{milestone.reference}/",
    }


if __name__ == "__main__":
    django.setup()
    Path(sys.argv[1]).write_text(json.dumps(prepare(), indent=1))
