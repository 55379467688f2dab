"""A token in every text of every record: none that is internal or sensitive shows in any public byte.

And of public records, exactly the fields listed here are told: whoever publishes one more must say so in this list.
"""

import base64
import datetime as dt

import pytest
from django.utils import timezone

from governance import publication
from governance.publication.sensitive import sensitive_below
from governance.publication.withholding import withhold
from programmes.choices import Marking
from tests.factories import programmes as p
from tests.factories.leaks import crawl, hidden_tokens
from tests.factories.marked import Tokens, World
from tests.factories.reports import approve, fill, make_report, write
from tests.factories.telling import make_editor, make_publisher, publish, publish_record

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public"])

#: Every text field of a public record that the public may read.
PUBLISHED = set(
    """
    Action.due_words Action.outcome Action.words
    AgendaItem.number AgendaItem.recommendation AgendaItem.title
    Agreement.accountability Agreement.cost_basis Agreement.document_url Agreement.ends_words Agreement.exclusions
    Agreement.exit_rule Agreement.functions Agreement.note Agreement.parties_words Agreement.publication_reason
    Agreement.review_cycle Agreement.scope Agreement.signed_words Agreement.starts_words Agreement.title
    AgreementEvent.on_words AgreementEvent.words
    Alliance.ends_words Alliance.name Alliance.note Alliance.purpose Alliance.short_name Alliance.starts_words
    AreaComment.words AreaGroup.name AreaPlan.name AreaPlan.note AreaPlan.qualifier
    AreaStatus.as_at_words AreaStatus.words
    Benefit.baseline Benefit.title Benefit.words BenefitLine.financial_year
    Board.cadence Board.members_words Board.name Board.note Board.remit
    BoardChair.ends_words BoardChair.starts_words BoardChair.words
    Body.ends_words Body.name Body.note Body.official_title Body.starts_words
    BusinessArea.name
    BusinessCase.purpose BusinessCase.scope BusinessCase.success_measure BusinessCase.title
    CaseDocument.dated_words CaseDocument.recommends CaseDocument.summary CaseDocument.title
    CaseEvent.conditions CaseEvent.minute_reference CaseEvent.on_words CaseEvent.reason CaseEvent.target_words
    CaseEvent.words
    Citation.quote
    Condition.words
    Contact.email Contact.organisation Contact.phone Contact.role
    Decision.conditions Decision.decided_words Decision.minute_reference Decision.notice_url Decision.title
    Decision.wording
    EnablingGroup.name
    Force.commissioner_site Force.force_site Force.name Force.official_name Force.ons_code
    Funding.payer Funding.period_words Funding.title Funding.words
    Holder.ends_words Holder.name Holder.note Holder.starts_words
    LeadForce.ends_words LeadForce.starts_words
    LocalDecisionEvent.notice_reference LocalDecisionEvent.notice_url LocalDecisionEvent.on_words
    LocalDecisionEvent.wording
    Meeting.held_words Meeting.note Meeting.place
    Membership.ends_words Membership.role Membership.starts_words
    Milestone.actual_words Milestone.baseline_words Milestone.forecast_words Milestone.name Milestone.words
    MinutesEvent.on_words MinutesEvent.text
    Paper.from_words Paper.title Paper.to_words
    Party.commences_words Party.left_words Party.signed_words
    PlanRow.footnote PlanRow.words
    Programme.ends_words Programme.exclusions Programme.funded_until_words Programme.name Programme.purpose
    Programme.scope Programme.short_name Programme.starts_words
    Recommendation.number Recommendation.words
    Risk.response Risk.title Risk.words
    SavingsFigure.baseline SavingsFigure.note SavingsFigure.period_words SavingsFigure.said_words SavingsFigure.title
    SavingsFigure.words
    Source.code Source.dated_words Source.note Source.publisher Source.title Source.url SourceParagraph.label
    Statement.number Statement.said_words Statement.words
    StatusUpdate.as_at_words StatusUpdate.heading StatusUpdate.next_steps StatusUpdate.public_text
    StatusUpdate.unchanged_since
    Workstream.ends_words Workstream.name Workstream.purpose Workstream.starts_words Workstream.success_measure
    """.split()
)


@pytest.fixture
def tokens():
    return Tokens()


@pytest.fixture
def public(tokens):
    public = World("public", Marking.PUBLIC, tokens)
    internal = World("internal", Marking.INTERNAL, tokens)
    World("sensitive", Marking.SENSITIVE, tokens)
    World("crossed", Marking.PUBLIC, tokens, parents=internal)
    leave_out_knowingly()
    return public


def leave_out_knowingly() -> None:
    """What is sensitive and lies under a public record would block the edition: say that it is left out."""
    editor, day = make_editor(), timezone.localdate() + dt.timedelta(days=30)
    for item in sensitive_below([]):
        withhold(about=item.code, part="", ground="commercial", reason="Left out.", review_on=day, by=editor)


@pytest.fixture
def people(tokens):
    names = {
        "username": tokens.new("people", "User", "username"),
        "first_name": tokens.new("people", "User", "first_name"),
        "last_name": tokens.new("people", "User", "last_name"),
        "email": f"{tokens.new('people', 'User', 'email')}@example.org",
    }
    return make_editor(**names), make_publisher(
        username=tokens.new("people", "User", "username"), last_name=tokens.new("people", "User", "last_name")
    )


def write_papers(tokens, programme):
    """An approved paper that withholds a section and names an officer, one for the register alone, and a public draft."""
    officer = p.make_contact(
        name=tokens.new("internal", "Contact", "name"), kind="named_officer", marking=Marking.INTERNAL,
        email=f"{tokens.new('internal', 'Contact', 'email')}@example.org",
    )  # fmt: skip
    paper = fill(make_report(programme=programme, title="A paper for the Panel", contact=officer))
    write(paper, "background", f"Told: {tokens.new('public', 'ReportSection', 'text')}")
    withheld = tokens.new("internal", "ReportSection", "text")
    write(paper, "governance", f"Withheld: {withheld}", exempt_ground="commercial")
    approve(paper)
    inner = fill(make_report(programme=programme, title=tokens.new("internal", "Report", "title"), marking="internal"))
    approve(inner)
    draft = make_report(programme=programme, title=tokens.new("internal", "Report", "title (draft)"), marking="public")
    write(draft, "background", tokens.new("internal", "ReportSection", "text (draft)"))
    return paper


def test_no_hidden_text_shows_in_any_public_byte(client, tokens, public, people):
    editor, publisher = people
    paper = write_papers(tokens, public.programme)
    for record in (public.programme, public.business_case, public.workstream, public.decision):
        record._history_user = editor
        record._change_reason = tokens.new("people", "History", "reason")
        record.save()
    send_back, draft = public.send_back_event, public.draft_update
    hidden_words = [send_back.reason, draft.public_text, draft.heading, public.draft_minutes.text]
    hidden_words += [public.exempt_paper.text, public.exempt_paper.url, public.exempt_paper.from_words]
    hidden_words += [public.exempt_recommendation.words, public.circulated_minutes.reason]
    publish(publication.compose(by=editor), by=publisher)
    path = f"/agreements/{public.agreement.reference}/"
    withdrawal = publication.withdraw(by=editor, path=path, reason="Published too early.")
    publish(withdrawal, by=publisher)

    answers = crawl(client)

    for name in (f"/papers/{paper.reference}.pdf", f"/papers/{paper.reference}.docx"):
        assert "ReportSection.text" in tokens.seen_in(answers[name], "public"), name
    assert answers[path].startswith("410")
    assert answers[f"/editions/1{path}"].startswith("410")
    everything = "\n".join(answers.values())
    assert hidden_tokens(everything, tokens) == set()
    assert not [words for words in hidden_words if words in everything]


def test_public_fields_are_those_listed(client, tokens, public):
    publish_record()

    seen = tokens.seen_in("\n".join(crawl(client).values()), "public")

    assert seen == PUBLISHED


def test_public_record_below_an_internal_one_is_not_told(client, tokens, public):
    publish_record()

    seen = {place.partition(".")[0] for place in tokens.seen_in("\n".join(crawl(client).values()), "crossed")}

    assert seen == {
        "Agreement", "Alliance", "AreaGroup", "Board", "BusinessCase", "Contact", "Force", "Programme", "Source",
        "Workstream",
    }  # fmt: skip


def test_the_search_for_coded_tokens_finds_them(tokens):
    token = tokens.new("internal", "Case", "title")
    for before in ("", "x", "xy"):
        coded = base64.b64encode(f"{before}{token} and more".encode()).decode()
        assert hidden_tokens(coded, tokens) == {"Case.title (coded)"}
    assert hidden_tokens(f"a {token}amp; b", tokens) == {"Case.title"}
    assert hidden_tokens(token.replace("&", "%26"), tokens) == {"Case.title"}
