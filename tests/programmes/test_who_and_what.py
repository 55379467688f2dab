"""Forces, offices, alliances and programmes, as the sources have them: literal values of the loaded record."""

import datetime as dt

import pytest

from programmes.choices import BodyKind
from programmes.fields import vague
from programmes.models import (
    Agreement,
    Alliance,
    Body,
    Citation,
    Force,
    Holder,
    Membership,
    Programme,
    Statement,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record_db")]

SEVEN = ["Bedfordshire", "Cambridgeshire", "Hertfordshire", "Norfolk", "Suffolk", "Essex", "Kent"]


def by_reference(queryset) -> list:
    return sorted(queryset, key=lambda record: int(record.reference.rpartition("-")[2]))


def members(short_name: str) -> list[str]:
    found = Membership.objects.filter(alliance__short_name=short_name).select_related("force")
    return [m.force.name for m in by_reference(found)]


def quotes(reference: str, field: str = "") -> list[tuple[str, str]]:
    found = Citation.objects.filter(about=reference, field=field).order_by("pk")
    return [(c.paragraph.source.code, c.quote) for c in found.select_related("paragraph__source")]


# Forces and bodies -------------------------------------------------------------------------------------------------


def test_seven_forces_with_names_and_codes() -> None:
    found = [(f.name, f.official_name, f.ons_code, f.data_police_slug) for f in by_reference(Force.objects.all())]
    assert found == [
        ("Bedfordshire", "Bedfordshire Police", "E23000026", "bedfordshire"),
        ("Cambridgeshire", "Cambridgeshire Constabulary", "E23000023", "cambridgeshire"),
        ("Hertfordshire", "Hertfordshire Constabulary", "E23000027", "hertfordshire"),
        ("Norfolk", "Norfolk Constabulary", "E23000024", "norfolk"),
        ("Suffolk", "Suffolk Constabulary", "E23000025", "suffolk"),
        ("Essex", "Essex Police", "E23000028", "essex"),
        ("Kent", "Kent Police", "E23000032", "kent"),
    ]
    assert Force.objects.filter(in_seven_force=True).count() == 7


def test_fourteen_corporations_sole_in_the_order_of_the_forces() -> None:
    found = [(b.reference, b.name) for b in by_reference(Body.objects.offices())]
    assert found == [
        *[(f"BOD-{n}", f"Chief Constable of {force}") for n, force in enumerate(SEVEN, start=1)],
        *[(f"BOD-{n}", f"{force} {'PFCC' if force == 'Essex' else 'PCC'}") for n, force in enumerate(SEVEN, start=8)],
    ]


def test_six_corporations_are_named_and_eight_counted() -> None:
    named = Citation.objects.filter(about__kind="programmes.body", paragraph__source__code="S1", paragraph__label="3.2")
    counted = Citation.objects.filter(about__kind="programmes.body", quote__startswith="signed by all 14 corporations")
    assert sorted(named.values_list("about", flat=True)) == ["BOD-1", "BOD-10", "BOD-2", "BOD-3", "BOD-8", "BOD-9"]
    assert counted.count() == 14


def test_titles_of_the_offices_are_those_of_an_agreement() -> None:
    titles = dict(Body.objects.offices().values_list("name", "official_title"))
    assert titles["Essex PFCC"] == "The Police, Fire and Crime Commissioner for Essex"
    assert titles["Kent PCC"] == "The Police and Crime Commissioner for Kent"
    assert titles["Chief Constable of Norfolk"] == "The Chief Constable of Norfolk Constabulary"
    assert quotes("BOD-14", "official_title") == [("SEERPIC 2021", "The Police and Crime Commissioner for Kent")]
    assert "" not in titles.values()


def test_police_authorities_where_a_source_names_them_come_before_their_commissioners() -> None:
    found = Body.objects.filter(kind=BodyKind.POLICE_AUTHORITY).order_by("pk")
    assert list(found.values_list("reference", "name", "succeeded_by__name")) == [
        ("BOD-15", "Bedfordshire Police Authority", "Bedfordshire PCC"),
        ("BOD-16", "Cambridgeshire Police Authority", "Cambridgeshire PCC"),
        ("BOD-17", "Hertfordshire Police Authority", "Hertfordshire PCC"),
    ]


def test_sir_graham_stands_as_the_report_has_him_beside_the_name_of_a_public_reference() -> None:
    first, second = Holder.objects.filter(name__startswith="Sir Graham").order_by("name")
    assert (first.name, first.starts, first.ends, first.seen) == ("Sir Graham", "", "", "2013-07-18")
    assert quotes(first.reference) == [
        ("S3", "the feedback Sir Graham received from members of the public during his election campaign")
    ]
    assert (second.name, second.starts, second.ends) == ("Sir Graham Bright", "2012-11-22", "2016-05-11")
    assert [code for code, _ in quotes(second.reference)] == ["wikimili"]


def test_cambridgeshire_had_no_commissioner_from_11_to_27_november_2019() -> None:
    terms = Holder.objects.filter(body__reference="BOD-9")
    found = terms.exclude(starts="").order_by("starts_earliest").values_list("name", "starts", "ends", "capacity")
    assert list(found) == [
        ("Sir Graham Bright", "2012-11-22", "2016-05-11", "substantive"),
        ("Jason Ablewhite", "2016-05-12", "2019-11-11", "substantive"),
        ("Ray Bisby", "2019-11-27", "2021-05-12", "acting"),
        ("Darryl Preston", "2021-05-13", "", "substantive"),
    ]
    vacant = terms.filter(starts_latest__lte=dt.date(2019, 11, 20), ends_earliest__gte=dt.date(2019, 11, 20))
    assert not vacant.exists()


def test_dates_that_no_source_gives_are_empty() -> None:
    bett = Holder.objects.get(name="Stephen Bett")
    green = Holder.objects.get(name="Lorne Green")
    hirst = Holder.objects.get(name="Roger Hirst")
    assert (bett.starts, bett.ends, bett.seen) == ("", "", "")
    assert (green.starts, green.ends) == ("2016-05-12", "")
    assert (hirst.body.name, hirst.starts, hirst.ends) == ("Essex PFCC", "2016-05-12", "")
    # Said of these only from general knowledge: not in the register.
    assert not Holder.objects.filter(name__in=["Trevor Rodenhurst", "Paul Sanford", "Tim Smith"]).exists()


def test_chief_constables_are_seen_in_post() -> None:
    found = Holder.objects.filter(body__kind=BodyKind.CHIEF_CONSTABLE)
    seen = {h.name: str(vague(h, "seen")) for h in found}
    assert len(seen) == 17
    assert seen["Garry Forsyth"] == "Jul & Oct 2019"
    assert seen["Jon Boutcher"] == "Jul 2015"
    assert seen["Simon Ash"] == "2010"
    assert list(found.exclude(starts="")) == []
    assert Holder.objects.get(name="Jon Boutcher").capacity == "temporary"


# Alliances ---------------------------------------------------------------------------------------------------------


def test_alliances_and_groupings() -> None:
    found = [(a.reference, a.short_name) for a in by_reference(Alliance.objects.all())]
    assert found == [
        ("ALL-1", "Herts/Beds"),
        ("ALL-2", "BCH"),
        ("ALL-3", "Norfolk/Suffolk"),
        ("ALL-4", "Essex/Kent"),
        ("ALL-5", "Eastern Region"),
        ("ALL-6", "7F"),
        ("ALL-7", "Eastern Region Serious & Organised Crime Unit"),
        ("ALL-8", "Eastern Regions Special Operations Unit"),
        ("ALL-9", "Eastern Region Specialist Operations Unit"),
        ("ALL-10", "Eastern Region Special Operations Unit"),
        ("ALL-11", "National Police Air Service"),
        ("ALL-12", "Athena"),
        ("ALL-13", "Chiltern consortium"),
    ]


@pytest.mark.parametrize(
    ("alliance", "forces"),
    [
        ("Herts/Beds", ["Hertfordshire", "Bedfordshire"]),
        ("BCH", ["Bedfordshire", "Hertfordshire", "Cambridgeshire"]),
        ("Norfolk/Suffolk", ["Norfolk", "Suffolk"]),
        ("Essex/Kent", ["Essex", "Kent"]),
        ("Eastern Region", SEVEN),
        ("7F", SEVEN),
        ("Athena", SEVEN),
        ("Chiltern consortium", ["Hertfordshire", "Bedfordshire"]),
        ("National Police Air Service", ["Cambridgeshire"]),
    ],
)
def test_members(alliance: str, forces: list[str]) -> None:
    assert members(alliance) == forces


def test_bch_is_of_early_2011() -> None:
    bch = Alliance.objects.get(short_name="BCH")
    assert (bch.starts, bch.starts_words, bch.starts_latest) == ("2011", "early 2011", dt.date(2011, 12, 31))


def test_six_or_seven_forces_stand_side_by_side() -> None:
    region = Statement.objects.filter(alliance__short_name="Eastern Region")
    assert region.filter(words="the monthly meeting of the six regional Chief Constables", said__startswith="2011")
    assert region.filter(words__endswith="Suffolk, Essex and Kent (“Seven Forces”).", said="2016-09-21")
    assert region.filter(words__contains="and Essex – Kent", said__startswith="2011")


@pytest.mark.parametrize(
    "words",
    [
        "Protective services (dogs, roads policing, counter terrorism and domestic extremism)",
        "Organisational support services (joint working opportunities within a number of departments)",
        "Operational support services (contact management, criminal justice and custody)",
        "In April 2013, Hertfordshire signalled its desire for the major focus of the three force strategic alliance "
        "going forward to be on protective services.",
    ],
)
def test_what_bch_covers_in_2013_stands_as_each_paragraph_has_it(words: str) -> None:
    said = Statement.objects.get(words=words)
    assert (said.kind, said.said, said.alliance.short_name) == ("scope", "2013-07-18", "BCH")


# Programmes --------------------------------------------------------------------------------------------------------


def test_three_programmes() -> None:
    found = [
        (p.reference, p.short_name, p.alliance.short_name, p.starts, p.ends, p.exclusions)
        for p in by_reference(Programme.objects.select_related("alliance"))
    ]
    assert found == [
        ("PRG-1", "Eastern Region Collaborative Programme", "Eastern Region", "2011", "2015", "neighbourhood policing"),
        ("PRG-2", "Strategic Policing Alliance", "BCH", "2011", "", ""),
        ("PRG-3", "7F programme", "7F", "2015-11", "", "local policing"),
    ]


def test_the_7f_programme() -> None:
    programme = Programme.objects.get(reference="PRG-3")
    assert str(vague(programme, "funded_until")) == "March 2017"
    assert programme.constituted_by == Agreement.objects.get(reference="AGR-11")
    assert (programme.sro, programme.lead_chief_constable) == ("", None)
    assert quotes("PRG-3", "starts") == [
        ("S0", "The Programme was launched in November 2015"),
        ("S4", "The Seven Force Strategic Collaboration Programme was established 2015"),
    ]


def test_nine_principles_and_the_five_points_of_the_fifth() -> None:
    found = Statement.objects.filter(programme__reference="PRG-1", kind="principle").order_by("position")
    numbers = ["1", "2", "3", "4", "5", *[f"5 bullet {n}" for n in range(1, 6)], "6", "7", "8", "9"]
    assert list(found.values_list("number", flat=True)) == numbers
    assert found[2].words == "Collaborative activity will recognise the local identity of each Force."
    assert found[12].words.startswith("The wider interests of the regional collaboration programme will be balanced")


def test_aims_of_the_7f_programme_stand_once_for_each_document() -> None:
    aims = Statement.objects.filter(programme__reference="PRG-3", kind="aim")
    five = {"Public Service", "Efficiency", "Effectiveness", "Value for Money", "Savings"}
    assert set(aims.filter(said="2016-10").values_list("words", flat=True)) > five
    assert set(aims.filter(said="2019-10-31/2019-12-31").values_list("words", flat=True)) > five


def test_statements_are_word_for_word() -> None:
    for statement in Statement.objects.all():
        assert statement.words in {quote for _, quote in quotes(statement.reference, "words")}
    assert Statement.objects.count() > 100
