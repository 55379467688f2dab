"""A made-up programme with something in every part of its overview, and with rows that only some may read."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from governance.choices import CaseEventKind, CaseState, Stage
from programmes.choices import AgreementState, Marking
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w

SECRET = {"marking": Marking.SENSITIVE}


@dataclass(frozen=True)
class Story:
    """The records that the overviews are of."""

    programme: Any
    alliance: Any
    force: Any

    @property
    def pages(self) -> list[str]:
        """The addresses of the three overviews."""
        return [
            f"/register/programmes/{self.programme.reference}/overview",
            f"/register/alliances/{self.alliance.reference}/overview",
            f"/register/forces/{self.force.reference}/overview",
        ]


def make_story() -> Story:
    """Five workstreams (red, two amber, one of them sensitive, green, none), four cases, money, a matrix."""
    alliance, force = p.make_alliance(short_name="Trial alliance"), p.make_force(name="Trialshire")
    p.make_membership(alliance=alliance, force=force, starts="2010")
    programme = p.make_programme(alliance=alliance, name="Trial programme")
    of = {"programme": programme, "alliance": alliance}
    office = p.make_body(force=force, name="Trialshire PCC")
    streams = _streams(of, force)
    _cases(of, force, office, streams[0])
    _agreements(of, office)
    _money(programme, streams[0], force)
    for status, more in (("live", {}), ("live", {}), ("being_considered", {}), ("live", SECRET)):
        w.make_area_status(area=w.make_business_area(), alliance=alliance, status=status, as_at="2011-01-31", **more)
    return Story(programme, alliance, force)


def _streams(of: dict[str, Any], force: Any) -> list[Any]:
    before = w.make_period(name="Last month", opens_on=dt.date(2016, 8, 1), due_on=dt.date(2016, 8, 31))
    now = w.make_period(name="This month", opens_on=dt.date(2016, 9, 1), due_on=dt.date(2016, 9, 30))
    off = {"rag_reason": "Late.", "action": "Calls.", "green_by": "2017"}
    streams = []
    for last, more in (("red", {}), ("amber", {}), ("amber", SECRET), ("green", {}), ("", {})):
        stream = w.make_workstream(**of, **more)
        stream.participating_forces.add(force)
        streams.append(stream)
        if not last:
            w.make_status_update(workstream=stream, as_at="2016-09-21", public_text="Said by a source, no colour.")
            continue
        said = off if last != "green" else {}
        w.make_status_update(workstream=stream, period=before, rag="green", submitted_at=timezone.now())
        period = before if last == "green" else now
        if last != "green":
            w.make_status_update(workstream=stream, period=period, rag=last, submitted_at=timezone.now(), **said)
    first = streams[0]
    w.make_milestone(workstream=first, baseline="2016-01", actual="2016-03")
    w.make_milestone(workstream=first, forecast="2016-06")
    w.make_milestone(workstream=first, forecast="2099-06", force=force)
    w.make_milestone(workstream=first)
    w.make_milestone(workstream=first, forecast="2098", **SECRET)
    w.make_dependency(workstream=first, on_workstream=streams[1])
    w.make_risk(workstream=first, likelihood=5, impact=4)
    w.make_risk(programme=of["programme"], workstream=None, likelihood=1, impact=2)
    w.make_risk(workstream=first)
    w.make_risk(workstream=first, status="closed", likelihood=5, impact=5)
    return streams


def _cases(of: dict[str, Any], force: Any, office: Any, stream: Any) -> None:
    made = [
        g.make_business_case(CaseState.DRAFTING, **of),
        g.make_business_case(CaseState.LIVE, Stage.FBC, **of),
        g.make_business_case(CaseState.DRAFTING, **of, **SECRET),
        g.make_business_case(**of),
        g.make_business_case(**of),
    ]
    for case in made:
        case.participating_forces.add(force)
    asked = g.make_case_event(
        case=made[3], kind=CaseEventKind.AGREE, stage=Stage.FBC, state=CaseState.LOCAL_DECISIONS, on="2016-07-26"
    )
    g.make_local_decision(case=made[3], body=office, opened_by=asked)
    g.make_local_decision(case=made[3], body=p.make_body(name="Elsewhere PCC"), opened_by=asked)
    g.make_divergence(workstream=stream, force=force, review_on=dt.date(2017, 1, 1))
    g.make_divergence(case=made[0], force=force)
    g.make_divergence(case=made[2], force=force)


def _agreements(of: dict[str, Any], office: Any) -> None:
    for state, more in ((AgreementState.SIGNED, {}), ("", {}), (AgreementState.IN_FORCE, SECRET)):
        agreement = p.make_agreement(**of, **more)
        p.make_party(agreement=agreement, body=office)
        if state:
            p.make_agreement_event(agreement=agreement, sets_state=state, on="2015-01-10")


def _money(programme: Any, stream: Any, force: Any) -> None:
    cash, quality = (w.make_benefit(workstream=stream, kind=kind) for kind in ("cashable", "quality"))
    w.make_benefit_line(benefit=cash, force=force, predicted_fbc="100.50", delivered="80.25")
    w.make_benefit_line(benefit=cash, predicted_fbc="10.00")
    w.make_benefit_line(benefit=cash, force=force, financial_year="2017/18", delivered="7.00")
    w.make_benefit_line(benefit=quality, force=force, delivered="5.00")
    w.make_savings_figure(programme=programme, title="A claim", words="over £200k", low="200000", qualifier="over")
    w.make_savings_figure(workstream=stream, words="some money")
    w.make_savings_figure(programme=programme, **SECRET)
