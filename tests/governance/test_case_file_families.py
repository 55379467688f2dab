"""Cases that become others: parts and phases with their share of the figures, submitted again, replaced; the tree."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from governance.choices import Stage
from governance.models import BusinessCase
from governance.stages import ChildCase
from programmes.choices import Role
from tests.factories.case_file import make_case_amount, make_case_line
from tests.factories.governance import make_business_case, make_case_document
from tests.factories.programmes import make_user
from tests.form_reader import form_data
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db
TWO = (ChildCase("Head post", (Stage.FBC,)), ChildCase("Structure", (Stage.FBC,)))


@pytest.fixture
def story(db):
    return Story("Kent", "Essex", title="Procurement").put("drafting")


@pytest.fixture
def editor(story):
    return signed_in(story.editor)


@pytest.fixture
def figures(story):
    """An outline case with a cost of £100.01 over two years, and a benefit stated whole."""
    document = make_case_document(case=story.case, stage="obc", title="OBC")
    line = make_case_line(document=document, name="Set-up")
    make_case_amount(line=line, financial_year="2016/17", amount=Decimal("100.00"))
    make_case_amount(line=line, financial_year="2017/18", amount=Decimal("0.01"))
    make_case_line(document=document, kind="cashable", name="Fewer posts", total=Decimal("500.00"))
    return document


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def event_url(case, kind):
    return f"/admin/governance/businesscase/{case.pk}/event/{kind}/"


def split(editor, story, **typed):
    """Send the form of a split into two, the figures of the document standing in it already."""
    data = form_data(editor.get(event_url(story.case, "split")), "event-form")
    given = {
        "on": "2016-07-26", "reason": "Two parts.", "children_1_title": "Head post", "children_1_stages": "fbc",
        "children_2_title": "Structure", "children_2_stages": "fbc",
    }  # fmt: skip
    return editor.post(event_url(story.case, "split"), {**data, **given, **typed}, follow=True)


# Figures divided -----------------------------------------------------------------------------------------------------


def test_the_figures_of_the_document_stand_in_the_form_to_be_divided(story, editor, figures):
    data = form_data(editor.get(event_url(story.case, "split")), "event-form")

    shown = [(data[f"figures_{n}_label"], data[f"figures_{n}_kind"], data[f"figures_{n}_total"]) for n in (1, 2, 3)]
    assert shown == [("Set-up", "revenue", "100.01"), ("Fewer posts", "cashable", "500.00"), ("", "", "")]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            {"figures_1_1": "60.00", "figures_1_2": "40.00", "figures_2_1": "500", "figures_2_2": "0"},
            "the parts of “Set-up” add up to £100, £0.01 less than the total of £100.01.",
        ),
        (
            {"figures_1_1": "60", "figures_1_2": "40.02", "figures_2_1": "500", "figures_2_2": "0"},
            "the parts of “Set-up” add up to £100.02, £0.01 more than the total of £100.01.",
        ),
        (
            {
                "figures_1_1": "60",
                "figures_1_2": "40.01",
                "figures_2_label": "",
                "figures_2_kind": "",
                "figures_2_total": "",
            },
            "“Fewer posts” (benefit: cashable) of £500 is not divided; give each new case its part, 0 where it takes nothing.",
        ),
        (
            {
                "figures_1_1": "60",
                "figures_1_2": "40.01",
                "figures_2_total": "400",
                "figures_2_1": "400",
                "figures_2_2": "0",
            },
            "“Fewer posts” comes to £500 in OBC, version 1, not £400.",
        ),
    ],
)
def test_a_split_keeps_every_figure_to_the_penny_or_says_by_how_much_it_differs(
    story, editor, figures, typed, sentence
):
    page = split(editor, story, **typed)

    assert sentence in page.content.decode()
    assert "Figures divided: " not in page.content.decode()  # the field it stands at says it
    assert 'value="Structure"' in page.content.decode()
    assert story.place == ("obc", "drafting")
    assert story.case.children.count() == 0


def test_each_part_begins_its_document_with_its_share(story, editor, figures):
    split(editor, story, figures_1_1="60", figures_1_2="40.01", figures_2_1="500", figures_2_2="0")
    structure = BusinessCase.objects.get(title="Structure")
    structure.title = "Structure of the whole function"
    structure.save()

    editor.post(f"/admin/governance/businesscase/{structure.pk}/version/", {"stage": "fbc"})

    lines = structure.documents.get().lines.all()
    assert [(line.kind, line.name, str(line.total)) for line in lines] == [
        ("revenue", "Set-up", "40.01"),
        ("cashable", "Fewer posts", "0.00"),
    ]
    html = editor.get(f"/admin/governance/businesscase/{story.case.pk}/change/").content.decode()
    assert (
        "Figures divided: Set-up: £100.01 in parts of £60 and £40.01; Fewer posts: £500 in parts of £500 and £0" in html
    )


def test_parts_keep_the_duty_note_and_say_where_they_come_from(story, editor):
    split(editor, story)

    head = BusinessCase.objects.get(title="Head post")
    assert (head.relation, head.duty_reasons) == ("part", "Thought of.")
    assert head.events.get().words == f"Split from {story.case.reference}, Procurement."


def test_a_case_goes_on_in_phases(story, editor):
    split(editor, story, phases="on")

    assert {c.relation for c in story.case.children.all()} == {"phase"}
    assert BusinessCase.objects.get(title="Head post").events.get().words.startswith("A phase of CASE-")


# Again, and instead --------------------------------------------------------------------------------------------------


def test_a_deferred_case_is_taken_back_to_drafting_and_its_new_version_begins_as_a_copy(story):
    document = story.document("obc")
    story.do("circulate", document=document)
    story.do("schedule")
    story.do("defer")

    story.do("revise")

    assert story.place == ("obc", "drafting")
    editor = signed_in(story.editor)
    editor.post(f"/admin/governance/businesscase/{story.case.pk}/version/", {"stage": "obc"})
    assert story.case.documents.get(number=2).based_on == document


def test_a_rejected_case_is_submitted_again_and_stays_rejected_since_then(story, editor, figures):
    story.do("schedule", "2016-08-01")
    story.do("reject", "2016-09-01")

    page = editor.post(
        event_url(story.case, "resubmit"),
        form_data(editor.get(event_url(story.case, "resubmit")), "event-form")
        | {"on": "2019-05-01", "reason": "The law has changed.", "new_title": "Procurement 2019"},
        follow=True,
    )

    again = BusinessCase.objects.get(title="Procurement 2019")
    assert "Recorded: Submitted again as a new case. The case is now: Rejected." in page.content.decode()
    assert (story.now.state, str(story.now.state_since)) == ("rejected", "2016-09-01")
    assert (again.parent, again.relation, again.needs_obc, again.needs_fbc) == (story.case, "resubmitted", True, True)
    assert [f.name for f in again.participating_forces.all()] == ["Essex", "Kent"]
    editor.post(f"/admin/governance/businesscase/{again.pk}/version/", {"stage": "obc"})
    made = again.documents.get()
    assert (made.based_on, made.title, [line.name for line in made.lines.all()]) == (
        figures, "Procurement 2019: OBC", ["Set-up", "Fewer posts"],
    )  # fmt: skip


def test_an_open_case_cannot_be_submitted_again(story):
    assert story.refused("resubmit") == (
        "“Submit again as a new case” is not possible: the case is drafting.", (),
    )  # fmt: skip


def test_a_case_is_replaced_by_one_that_the_register_has(story, editor):
    wider = make_business_case(title="Wider", state="drafting")
    data = form_data(editor.get(event_url(story.case, "supersede")), "event-form")

    page = editor.post(
        event_url(story.case, "supersede"),
        {**data, "on": "2019-05-01", "reason": "A wider case.", "successor": wider.reference}, follow=True,
    )  # fmt: skip

    wider.refresh_from_db()
    assert "The case is now: Superseded." in page.content.decode()
    assert (wider.parent, wider.relation) == (story.case, "replacement")
    assert story.place == ("obc", "superseded")
    assert f"Replaced by: {wider.reference}" in page.content.decode()


def test_a_case_is_replaced_by_a_new_one(story):
    story.do("supersede")

    assert story.case.children.get().relation == "replacement"
    assert story.case.children.get().title == "Vetting for all"


def test_what_cannot_replace_a_case_is_refused(story):
    parent, other = make_business_case(title="Above"), make_business_case(title="Other")
    story.case.parent = parent
    story.case.save()
    child = make_business_case(title="Child", parent=other)

    for given, sentence in (
        ({"successor": story.case}, "The case that replaces it: a case cannot replace itself."),
        ({"successor": parent}, "The case that replaces it: this case comes from Above itself."),
        ({"successor": child}, "The case that replaces it: Child comes from Other already; choose a case of its own."),
    ):
        assert story.refused("supersede", new_title="", **given) == (sentence, ("successor",))
    both = "Give the case that replaces it or the title of a new one, not both."
    assert story.refused("supersede", successor=other, new_title="New") == (both, ("successor", "new_title"))


def test_a_replaced_case_is_not_put_back_by_striking_out(story):
    event = story.do("supersede")

    assert story.refused("correct", corrects=event, strikes=True, words="") == (
        "Strike it out: the new cases exist already; stop them instead.", ("strikes",),
    )  # fmt: skip


# The tree --------------------------------------------------------------------------------------------------------------


def tree(html):
    """The tree of a page: each case with its depth, how it comes from the one above, and where it stands."""
    inside = html[html.index('<div class="family">') :]
    found, depth = [], 0
    for token in re.findall(r"<ul>|</ul>|CASE-\d+ [^<]+|<span class=\"quiet\">[^<]+", inside[: inside.index("</div>")]):
        if token in ("<ul>", "</ul>"):
            depth += 1 if token == "<ul>" else -1
        elif token.startswith("CASE"):
            found.append((depth, token.partition(" ")[2]))
        else:
            found[-1] += (token.partition(">")[2],)
    return found


def test_procurement_one_outline_case_and_two_full_cases_in_both_frames(story, editor):
    story.do("split", "2016-07-26", children=TWO)
    head = BusinessCase.objects.get(title="Head post")
    expected = [
        (1, "Procurement", "OBC, split"),
        (2, "Head post", "Part of a split; FBC, drafting"),
        (2, "Structure", "Part of a split; FBC, drafting"),
    ]

    office = signed_in(make_user(Role.OFFICE_VIEWER))
    for case in (story.case, head):
        register = office.get(f"/register/cases/{case.reference}/").content.decode()
        desk = editor.get(f"/admin/governance/businesscase/{case.pk}/change/").content.decode()
        assert tree(register) == tree(desk) == expected
        assert f'<strong aria-current="true">{case.reference} {case.title}</strong> (this case)' in register
        assert "/admin/" not in register[register.index('class="family"') :].partition("</div>")[0]


def test_a_case_alone_has_no_tree_and_a_hidden_one_is_not_shown(story):
    office = signed_in(make_user(Role.OFFICE_VIEWER))
    url = f"/register/cases/{story.case.reference}/"
    assert 'class="family"' not in office.get(url).content.decode()
    make_business_case(title="Secret", parent=story.case, relation="part", marking="sensitive")
    assert "Secret" not in office.get(url).content.decode()
    make_business_case(title="Open", parent=story.case, relation="part")

    assert [row[1] for row in tree(office.get(url).content.decode())] == ["Procurement", "Open"]


def test_cases_that_name_each_other_in_a_circle_are_no_error(story):
    other = make_business_case(title="Other", parent=story.case)
    story.case.parent = other
    story.case.save()

    assert signed_in(story.editor).get(f"/register/cases/{other.reference}/").status_code == 200
