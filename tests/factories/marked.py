"""A web of every kind of record in which each text holds a token of its own, to see which texts come out where."""

import datetime as dt
import re
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.db import models

from governance.choices import ExemptGround
from programmes.choices import BodyKind, Marking, PublicationMode
from programmes.fields import EdtfField
from programmes.history import Record
from tests.factories import case_file as f
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from workstreams.choices import RiskEventKind

#: Seven characters, the length of the shortest text field; the last one changes when it is escaped for HTML.
TOKEN = re.compile(r"q\d{5}&")
_numbers = count(1)

_ADDRESSES = {
    "url", "website", "document_url", "notice_url", "publication_url", "response_url", "force_site", "commissioner_site",
}  # fmt: skip
_NOT_TEXT = {"reference", "marking", "content_hash", "document_hash", "form_token", "sha256", "media_type"}


@dataclass
class Tokens:
    """Where each token was put: token -> (world, model name, field name)."""

    places: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def new(self, world: str, model: str, name: str) -> str:
        token = f"q{next(_numbers):05d}&"
        self.places[token] = (world, model, name)
        return token

    def texts(self, world: str, model: type[models.Model], given: dict[str, Any]) -> dict[str, Any]:
        """A token for each free text of a model that is not given."""
        made: dict[str, Any] = {}
        for column in model._meta.concrete_fields:
            name = column.name
            if name in given or name in _NOT_TEXT or column.choices or isinstance(column, EdtfField):
                continue
            if isinstance(column, models.JSONField):
                made[name] = {"said": self.new(world, model.__name__, name)}
            elif isinstance(column, models.EmailField):
                made[name] = f"{self.new(world, model.__name__, name)}@example.org"
            elif isinstance(column, models.CharField | models.TextField):
                token = self.new(world, model.__name__, name)
                made[name] = f"https://example.org/{token}" if name in _ADDRESSES else token
        return made

    def seen_in(self, text: str, world: str) -> set[str]:
        """The fields, as “Model.field”, whose tokens of one world stand in a text."""
        found = {self.places[token] for token in TOKEN.findall(text) if token in self.places}
        return {f"{model}.{name}" for where, model, name in found if where == world}


class World:
    """One record of every kind, all of one marking; `parents` is the world that foreign keys point into."""

    def __init__(self, name: str, marking: Marking, tokens: Tokens, parents: "World | None" = None) -> None:
        self.name, self.marking, self.tokens = name, marking, tokens
        self.parents = parents or self
        self.made: dict[str, Any] = {}
        self._who()
        self._work()
        self._deciding()
        self._cite()

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["made"][name]
        except KeyError:
            raise AttributeError(name) from None

    def make(self, maker: Any, called: str = "", **given: Any) -> Any:
        model = maker.__annotations__["return"]
        if issubclass(model, Record):
            given["marking"] = self.marking
        thing = maker(**given, **self.tokens.texts(self.name, model, given))
        self.made[called or maker.__name__.removeprefix("make_")] = thing
        return thing

    def _not_public(self) -> Marking:
        """The marking of what is never public."""
        return Marking.SENSITIVE if self.marking == Marking.SENSITIVE else Marking.INTERNAL

    def _who(self) -> None:
        up = self.parents
        self.make(p.make_force)
        kind = BodyKind.PCC if up is self else BodyKind.CHIEF_CONSTABLE
        self.make(p.make_body, force=up.force, kind=kind)
        self.make(p.make_holder, body=up.body)
        self.make(p.make_alliance)
        if up is self:
            self.make(p.make_membership, alliance=up.alliance, force=up.force)
        self.make(p.make_programme, alliance=up.alliance, lead_chief_constable=up.body)
        self.make(p.make_statement, programme=up.programme)
        self.make(
            p.make_agreement,
            programme=up.programme, alliance=up.alliance, publication_mode=PublicationMode.FULL_COPY,
        )  # fmt: skip
        if up is self:
            self.make(p.make_party, agreement=up.agreement, body=up.body)
            self.make(p.make_lead_force, agreement=up.agreement, force=up.force)
        self.make(p.make_checklist_item, agreement=up.agreement)
        self.make(p.make_agreement_event, agreement=up.agreement, body=up.body)
        self.make(p.make_stored_file, about=up.agreement, marking=self._not_public())
        self.make(p.make_contact, programme=up.programme, body=up.body)
        self.make(p.make_funding, programme=up.programme)
        self.make(p.make_cost_share_set, programme=up.programme, agreement=up.agreement)
        if up is self:
            self.make(p.make_cost_share, share_set=up.cost_share_set, force=up.force)
        self.make(p.make_measured_quantity, force=up.force)
        self.make(p.make_net_revenue_expenditure, force=up.force)
        self.make(p.make_source)
        self.make(p.make_source_paragraph, source=up.source)
        self.make(p.make_legal_reference)

    def _work(self) -> None:
        up = self.parents
        self.make(w.make_area_group)
        self.make(w.make_business_area, group=up.area_group)
        if up is self:
            self.make(w.make_area_status, area=up.business_area, alliance=up.alliance)
            self.make(w.make_area_comment, area=up.business_area)
            self.make(w.make_plan_row, programme=up.programme)
            self.make(w.make_area_plan, row=up.plan_row, area=up.business_area)
            self.make(w.make_plan_outcome, entry=up.area_plan, alliance=up.alliance)
        self.make(w.make_enabling_group, programme=up.programme)
        workstream = self.make(
            w.make_workstream,
            programme=up.programme, alliance=up.alliance, area=up.business_area, lead=up.body,
        )  # fmt: skip
        workstream.participating_forces.add(up.force)
        workstream.waits_for.add(up.enabling_group)
        self.make(w.make_period)
        self.make(w.make_period_event, period=up.period)
        self.make(w.make_status_update, workstream=up.workstream)
        self.make(w.make_status_update, "draft_update", workstream=up.workstream, period=self.period)
        self.make(w.make_return_chase, workstream=up.workstream, period=self.period)
        self.make(w.make_milestone, workstream=up.workstream, force=up.force)
        self.make(w.make_milestone_move, milestone=up.milestone)
        self.make(w.make_risk, workstream=up.workstream)
        self.make(w.make_risk_event, risk=up.risk, kind=RiskEventKind.ESCALATED)
        self.make(w.make_dependency, workstream=up.workstream, on_milestone=up.milestone)
        run = self.make(w.make_import_run, token=f"token of {self.name}")
        if up is self:
            cell = [self.tokens.new(self.name, "ImportRow", name) for name in ("column", "before", "after")]
            self.make(w.make_import_row, run=run, reference=self.milestone.reference, cells=[cell])
        self.make(w.make_benefit, workstream=up.workstream)
        self.make(w.make_benefit_line, benefit=up.benefit, force=up.force, delivered=1)
        self.make(w.make_savings_figure, workstream=up.workstream)

    def _deciding(self) -> None:
        up = self.parents
        self.make(g.make_board, programme=up.programme, alliance=up.alliance, body=up.body)
        self.make(g.make_board_member, board=up.board, body=up.body)
        self.make(g.make_board_chair, board=up.board, body=up.body)
        held = "2016-09-21" if up is self else "2016-10-10"
        meeting = self.make(g.make_meeting, board=up.board, held=held, is_public=True)
        self.make(g.make_minutes_event, "draft_minutes", meeting=meeting)
        case = self.make(
            g.make_business_case, programme=up.programme, alliance=up.alliance, workstream=up.workstream
        )  # fmt: skip
        case.participating_forces.add(up.force)
        self.make(g.make_case_document, case=up.business_case)
        for maker in (f.make_case_option, f.make_case_line, f.make_case_funding, f.make_case_risk, f.make_case_step):
            self.make(maker, document=up.case_document)
        marking = self._not_public()
        given = self.make(p.make_stored_file, "case_file", about=up.case_document, marking=marking)
        self.make(f.make_case_attachment, document=up.case_document, file=given)
        for kind in ("commission", "send_back", "defer"):
            self.make(
                g.make_case_event, f"{kind}_event",
                case=up.business_case, kind=kind, board=up.board, meeting=up.meeting, document=up.case_document,
            )  # fmt: skip
        self.make(g.make_case_position, event=self.commission_event, body=up.body)
        self.make(g.make_agenda_item, meeting=up.meeting, case=up.business_case)
        self.make(g.make_paper, meeting=up.meeting, item=up.agenda_item, source=up.source)
        self.make(g.make_recommendation, paper=up.paper, to_body=up.body)
        self.make(g.make_paper, "exempt_paper", meeting=self.meeting, is_exempt=True, exempt_ground=ExemptGround.LEGAL)
        self.make(g.make_recommendation, "exempt_recommendation", paper=self.exempt_paper, to_body=up.body)
        self._minutes(up)
        self.make(g.make_decision, board=None, body=up.body, meeting=up.meeting, case=up.business_case)
        self.make(g.make_action, decision=up.decision)
        self.make(
            g.make_divergence, force=up.force, case=up.business_case, workstream=up.workstream,
            closed_on=dt.date(2020, 1, 1),
        )  # fmt: skip
        if up is self:
            self.make(
                g.make_local_decision,
                case=up.business_case, body=up.body, document=up.case_document, opened_by=self.commission_event,
            )  # fmt: skip
        self.make(
            g.make_local_decision_event,
            local_decision=up.local_decision,
            holder=up.holder,
            exempt_ground=ExemptGround.LEGAL,
        )
        self.make(g.make_condition, local_decision=up.local_decision)
        self.make(g.make_chase, local_decision=up.local_decision)
        self.make(g.make_panel_item, panel=up.board, body=up.body, meeting=up.meeting)

    def _minutes(self, up: "World") -> None:
        """Another meeting, all of it of this world’s marking, whose minutes are agreed and corrected."""
        held = "2016-08-01" if up is self else "2016-08-02"
        agreed = self.make(g.make_meeting, "agreed_meeting", board=up.board, held=held, is_public=True)
        for kind in ("drafted", "circulated", "agreed", "corrected"):
            at = {"agreed_at": agreed} if kind == "agreed" else {}
            self.make(g.make_minutes_event, f"{kind}_minutes", meeting=agreed, kind=kind, **at)

    def _cite(self) -> None:
        for thing in [*self.made.values()]:
            if isinstance(thing, Record):
                p.make_citation(
                    about=thing,
                    paragraph=self.parents.source_paragraph,
                    quote=self.tokens.new(self.name, "Citation", "quote"),
                )
