"""Agreements, money, boards, contacts and papers, as the sources have them: literal values of the loaded record."""

import datetime as dt
from collections import Counter

import pytest

from governance.models import Board, BoardMember, Meeting, PanelItem
from governance.panel import PanelStep, next_step
from programmes.choices import Marking
from programmes.fields import vague
from programmes.models import (
    Agreement,
    Contact,
    CostShare,
    CostShareSet,
    Funding,
    LegalReference,
    NetRevenueExpenditure,
    Source,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record_db")]


def by_reference(queryset) -> list:
    return sorted(queryset, key=lambda record: int(record.reference.rpartition("-")[2]))


# Agreements --------------------------------------------------------------------------------------------------------


def test_agreements_with_their_dates_as_precise_as_the_source() -> None:
    found = [(a.kind, a.title, a.signed, str(vague(a, "signed"))) for a in by_reference(Agreement.objects.all())]
    assert found == [
        ("mou", "Memorandum of Understanding creating the Strategic Policing Alliance, 2011", "2011", "early 2011"),
        ("mou", "Memorandum of Understanding, June 2013", "2013-06", "June 2013"),
        ("mou", "Strategic Policing Alliance – Memorandum of Understanding between forces and commissioners", "", ""),
        (
            "mou",
            "Memorandum of Understanding on Operational and Organisational Support Services, December 2013",
            "2013-12",
            "December 2013",
        ),
        ("s22a", "Section 22A agreement: Public Contact (call handling)", "", ""),
        ("s22a", "Section 22A agreement: Human Resources and Learning and Development (“HR&L&D”)", "", ""),
        ("s22a", "Section 22A agreement: Firearms and Explosives Licensing", "", ""),
        ("s22a", "Section 22A agreement: Information and Communications Technology (“ICT”)", "", ""),
        ("s22a", "Section 22A agreement: Information Management Department (“IMD”)", "", ""),
        ("s22a", "Section 22A agreement: Criminal Justice and Custody", "", ""),
        (
            "s22a",
            "Section 22A collaboration agreement for the seven force collaboration programme",
            "2016-03",
            "March 2016",
        ),
        ("other", "Air Support: an agreement between Suffolk, Cambs & Essex", "", ""),
    ]


def test_parties_of_each_agreement() -> None:
    found = Counter(Agreement.objects.exclude(parties=None).values_list("reference", "parties__body__kind"))
    assert found == {
        ("AGR-1", "police_force"): 3,
        ("AGR-1", "police_authority"): 3,
        ("AGR-3", "police_force"): 3,
        ("AGR-3", "pcc"): 3,
        ("AGR-4", "chief_constable"): 3,
        ("AGR-4", "pcc"): 3,
        ("AGR-11", "chief_constable"): 7,
        ("AGR-11", "pcc"): 6,
        ("AGR-11", "pfcc"): 1,
    }


def test_the_agreement_of_the_7f_programme() -> None:
    agreement = Agreement.objects.with_state().get(reference="AGR-11")
    assert agreement.state == "signed"
    assert agreement.review_cycle == "reviewed annually"
    assert agreement.parties_words == "all 14 corporations (Police and Crime Commissioners and Chief Constables)"
    page = agreement.parties.exclude(publication_url="").values_list("body__name", "publication_url").get()
    assert page[0] == "Cambridgeshire PCC"
    assert page[1].endswith("-to-be-a-member-of-the-seven-force-strategic-collaboration-programme/")


def test_states_by_date() -> None:
    def state(reference: str, on: dt.date | None = None) -> str | None:
        return Agreement.objects.with_state(on).get(reference=reference).state

    assert state("AGR-1", dt.date(2010, 12, 31)) is None
    assert state("AGR-1", dt.date(2011, 12, 31)) == "signed"
    assert state("AGR-4", dt.date(2013, 12, 30)) is None  # the day in December is not known
    assert state("AGR-5") is None


def test_no_checklist_is_invented_for_an_agreement_of_the_sources() -> None:
    assert not Agreement.objects.filter(checklist__isnull=False).exists()


# The Panel ---------------------------------------------------------------------------------------------------------


def test_the_variation_of_july_2013_stands_as_its_source_leaves_it() -> None:
    """S3: to be reviewed on 18 July 2013; the paper dates no step, so none is dated here."""
    item = PanelItem.objects.get(reference="PIT-1")
    assert (item.matter, item.meeting.held) == ("plan_variation", "2013-07-18")
    steps = (
        item.notified,
        item.sent,
        item.reviewed,
        item.recommendation,
        item.regard_had,
        item.responded,
        item.response,
    )
    assert (*steps, item.response_published, item.response_url) == ("",) * 9
    assert next_step(item) is PanelStep.SEND
    assert "must have regard to any report or recommendation, give the Panel a response" in " ".join(item.words.split())


# Money -------------------------------------------------------------------------------------------------------------


def test_budget_and_grant_of_the_7f_programme() -> None:
    budget, grant = by_reference(Funding.objects.all())
    assert (str(budget.low), budget.qualifier, budget.recurrence, budget.basis) == (
        "1350000.00",
        "exactly",
        "a_year",
        "nre",
    )
    assert (budget.words, str(vague(budget, "agreed"))) == ("A budget of £1.35m", "January 2016")
    assert (str(grant.low), grant.qualifier, grant.period) == ("660000.00", "up_to", "2016-04-01/2017-03-31")
    assert grant.amount.least is None
    assert grant.payer == "Police Transformation Fund"


def test_shares_are_on_the_nre_basis_and_their_percentages_unknown() -> None:
    shares = CostShareSet.objects.get()
    assert (shares.basis, shares.words) == ("nre", "shared proportionately by all seven forces, split on NRE basis")
    assert list(CostShare.objects.values_list("percentage", flat=True)) == [None] * 7
    assert not NetRevenueExpenditure.objects.exists()


# Boards and meetings -----------------------------------------------------------------------------------------------


def test_five_names_of_summits_stand_as_five_boards() -> None:
    found = Board.objects.filter(note__startswith="One of five names").order_by("pk")
    assert list(found.values_list("reference", "name", "cadence", "may_decide")) == [
        ("BRD-1", "Eastern Regions Summit", "quarterly", "in_principle"),
        ("BRD-3", "Alliance Summit", "", ""),
        ("BRD-4", "Quarterly Summit meetings", "quarterly", ""),
        ("BRD-5", "Eastern Region meeting", "", ""),
        ("BRD-6", "Strategic Alliance Summit", "", ""),
    ]
    assert list(Board.objects.filter(is_summit=True).values_list("reference", flat=True)) == ["BRD-1"]


def test_oversight_has_both_chairs_as_said() -> None:
    group = Board.objects.get(reference="BRD-2")
    assert list(group.chairs.values_list("words", "body__reference", "seen")) == [
        ("a nominated PCC or PFCC", None, "2019"),
        ("the PCC of Cambridgeshire on behalf of the 14 Corporations Sole", "BOD-9", "2016-10"),
    ]
    assert group.may_decide == "advise"
    assert sorted(group.members.values_list("role", flat=True)) == [
        "Chief Finance Officers",
        "Deputy Chief Constables",
        "OPCC Chief Executive Officers",
    ]


def test_boards_of_2011_and_their_cadence() -> None:
    found = Board.objects.filter(programme__reference="PRG-1").order_by("pk")
    assert list(found.values_list("name", "cadence")) == [
        ("Regional Joint Statutory Committee", "quarterly"),
        ("Monthly meeting of the six regional Chief Constables", "monthly"),
    ]
    assert BoardMember.objects.filter(board__reference="BRD-1").count() == 14


def test_meetings_with_their_dates() -> None:
    found = [(m.board.name, m.held, m.status) for m in by_reference(Meeting.objects.select_related("board"))]
    assert found[:7] == [
        ("Business Coordination Board", "2016-09-21", "planned"),
        ("Cambridgeshire Police and Crime Panel", "2013-07-18", "planned"),
        ("Eastern Region meeting", "2016-07-26", "held"),
        ("Strategic Alliance Summit", "2016-09-28", "planned"),
        ("Alliance Summit", "2016-10-10", "planned"),
        ("Eastern Regions Summit", "2020-01", "planned"),
        ("Eastern Regions Summit", "2020", "planned"),
    ]


# Contacts, law, papers ---------------------------------------------------------------------------------------------


def test_role_mailboxes_are_public_and_named_officers_internal() -> None:
    found = Contact.objects.order_by("pk").values_list("name", "email", "phone", "marking")
    assert list(found) == [
        ("", "sevenforce@essex.police.uk", "", Marking.PUBLIC),
        ("", "cambs-pcc@cambs.pnn.police.uk", "0300 333 3456", Marking.PUBLIC),
        ("Josie Gowler", "", "", Marking.INTERNAL),
        ("Dr Dorothy Gregson", "", "", Marking.INTERNAL),
        ("", "mcgranachanla@norfolk.pnn.police.uk", "", Marking.INTERNAL),
    ]


def test_background_papers_with_their_addresses() -> None:
    found = by_reference(Source.objects.filter(kind="background_paper"))
    assert [(s.reference, s.url.partition("//")[2] or s.url) for s in found] == [
        ("SRC-6", "library.college.police.uk/docs/homeoffice/police-collaboration-october-2012.pdf"),
        (
            "SRC-7",
            "www.cambridgeshire-pcc.gov.uk/wp-content/uploads/2013/12/Beds_Cambs_Herts-MoU-Org-and-Op-Support.pdf",
        ),
        (
            "SRC-8",
            "www.cambridgeshire-pcc.gov.uk/decisions/s22a-agreement-under-the-police-act-1996-as-amended-"
            "to-be-a-member-of-the-seven-force-strategic-collaboration-programme/",
        ),
        ("SRC-9", "www.cambridgeshire-pcc.gov.uk/police-crime-plan"),
        ("SRC-10", ""),
    ]


def test_law_as_the_documents_name_it() -> None:
    found = set(LegalReference.objects.values_list("title", "section"))
    assert len(found) == 13
    assert {
        ("Police Act 1996", "sections 22A to 23I"),
        ("Police Act 1996", "sections 22B and 22C"),
        ("Policing and Crime Act 2009", ""),
        ("Police Reform and Social Responsibility Act 2011", ""),
        ("Statutory Guidance for Police Collaboration 2012", ""),
        ("The Treasury’s Green Book", "‘5 Case Model’"),
    } < found
