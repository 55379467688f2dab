"""Milestones from a file: what is told apart, what is refused at which cell, and how a date moves."""

import pytest
import time_machine

from programmes.access import NotAllowed
from programmes.choices import Marking, Role
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.workstreams.import_story import Importer, counts, table, text_of, workbook
from workstreams.milestones import MilestoneRefused, add
from workstreams.models import ImportRun, Milestone, MilestoneMove

pytestmark = pytest.mark.django_db

HEADS = ("Reference", "Workstream", "Milestone", "Force", "Forecast", "Forecast, as written", "Reason")


@pytest.fixture
def kent():
    return p.make_force(name="Kent")


@pytest.fixture
def work():
    return w.make_workstream(name="Vetting")


@pytest.fixture
def live(work, kent):
    return w.make_milestone(workstream=work, name="Go live", force=kent, baseline="2016-12", forecast="2017-01")


@pytest.fixture
def editor():
    return Importer(p.make_user(Role.EDITOR, username="edith"))


def test_a_date_moves_with_its_reason_and_the_import_is_named_in_the_history(editor, live, work):
    page = editor.check(
        table(
            ("Reference", "Forecast", "Reason"),
            (live.reference, "spring 2017", "The supplier is late."),
        )
    )
    assert counts(page) == (0, 1, 0, 0)
    assert editor.cells(page) == [(2, live.reference, "Forecast", "2017-01", "2017-21")]

    answer = editor.confirm()

    assert answer.url == "/register/imports/IMP-1/"
    move = MilestoneMove.objects.get()
    assert (move.which, move.was, move.now) == ("forecast", "2017-01", "2017-21")
    assert move.reason == "IMP-1, row 2: The supplier is late."
    assert move.recorded_by == editor.user
    live.refresh_from_db()
    assert (live.forecast, live.version) == ("2017-21", 2)
    past = live.history.latest()
    assert (past.history_change_reason, past.history_user) == ("IMP-1, row 2: The supplier is late.", editor.user)
    shown = text_of(editor.client.get(answer.url))
    assert "<del>2017-01</del>" in shown
    assert "<ins>2017-21</ins>" in shown
    assert f'href="/register/milestones/{live.reference}/"' in shown


def test_the_same_file_again_changes_nothing(editor, live, work, kent):
    file = table(
        HEADS,
        (live.reference, work.reference, "Go live", "Kent", "2017-03", "", "Late."),
        ("", work.reference, "Training ends", "", "soon", "", ""),
        ("", work.reference, "Training starts", "Kent", "", "autumn 2017", ""),
    )
    assert editor.errors(file) == [
        [3, "Forecast", "“soon” is no date the register can read. Write it as 21/04/2016, April 2016, 2016, autumn "
            "2016 or 1 April 2017 to 31 March 2020."],
    ]  # fmt: skip
    file = file.replace(b"soon", b"2018-02")
    assert counts(editor.check(file)) == (0, 1, 2, 0)
    editor.confirm()

    assert counts(editor.check(file)) == (3, 0, 0, 0)
    made = Milestone.objects.exclude(pk=live.pk).order_by("pk")
    assert [(m.name, m.force, m.forecast, m.forecast_words, m.marking) for m in made] == [
        ("Training ends", None, "2018-02", "", "internal"),
        ("Training starts", kent, "2017-23", "autumn 2017", "internal"),
    ]
    assert "nothing to import" in text_of(editor.client.get(editor.address))
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        (("MIL-999", "", "", "", "", "", ""), "Reference",
         "The register has no milestone MIL-999 that you may read. Leave this empty for a new one."),
        (("", "WS-999", "A", "", "", "", ""), "Workstream",
         "There is no workstream WS-999 that you may read. Write its reference, such as WS-12."),
        (("", "", "A", "", "", "", ""), "Workstream", "Say which work it belongs to. Write its reference, such as WS-12."),
        (("", "{work}", "", "", "2016", "", ""), "Milestone", "Fill this in; it is needed."),
        (("", "{work}", "A", "Wales", "", "", ""), "Force",
         "There is no force “Wales”. Write its name as the list does, such as Kent."),
        (("{live}", "{work}", "Go live", "Kent", "31/02/2017", "", ""), "Forecast",
         "“31/02/2017” is no date the register can read. Write it as 21/04/2016, April 2016, 2016, autumn "
         "2016 or 1 April 2017 to 31 March 2020."),
        (("{live}", "{work}", "Go live", "", "2017-01", "", ""), "Force",
         "This says which milestone {live} is; an import does not change it: write “Kent”."),
        (("{live}", "WS-999", "Go live", "Kent", "2017-01", "", ""), "Workstream",
         "This says which milestone {live} is; an import does not change it: write “{work}”."),
        (("{live}", "{work}", "", "Kent", "2017-01", "", ""), "Milestone", "Fill this in; it is needed."),
        (("{live}", "{work}", "x" * 201, "Kent", "2017-01", "", ""), "Milestone",
         "This has 201 characters; at most 200 are kept. Shorten it."),
        (("{live}", "{work}", "Go live", "Kent", "", "early", ""), "Forecast",
         "The words “early” name no date by themselves. Give the date they mean in “Forecast”."),
        (("{live}", "{work}", "Go live", "Kent", "2017-01", "", "x" * 2001), "Reason",
         "This has 2,001 characters; at most 2,000 are kept."),
        (("{other}", "{work}", "Go live", "", "", "", ""), "Milestone", None),
    ],
)  # fmt: skip
def test_every_error_stands_at_its_row_and_column(editor, live, work, row, column, sentence):
    other = w.make_milestone(workstream=work, name="Other")
    names = {"live": live.reference, "work": work.reference, "other": other.reference}
    found = editor.errors(table(HEADS, [cell.format(**names) for cell in row]))

    if sentence is None:  # the same name is free: the one that stands is of Kent
        assert found == []
    else:
        assert found == [[2, column, sentence.format(**names)]]


def test_all_errors_are_said_at_once_and_nothing_can_be_confirmed(editor, live, work):
    page = editor.check(
        table(
            HEADS,
            ("MIL-77", "", "", "", "", "", ""),
            (live.reference, work.reference, "Go live", "Kent", "soon", "", ""),
            ("", "WS-99", "", "Wales", "", "", ""),
            (live.reference, work.reference, "Go live", "Kent", "2017-01", "", ""),
            ("", work.reference, "Fine", "", "2017", "", ""),
        )
    )
    assert [(row, column) for row, column, _ in page.context["check"].faults] == [
        (2, "Reference"), (3, "Forecast"), (4, "Workstream"), (4, "Force"), (4, "Milestone"), (5, "Reference"),
    ]  # fmt: skip
    assert page.context["check"].faults[-1][2] == "Row 3 is about the same milestone. Keep one of the two rows."
    assert counts(page) == (0, 0, 1, 4)
    assert 'class="import-confirm"' not in text_of(page)

    answer = editor.confirm()

    assert answer.status_code == 200
    assert "This file has errors. Mend them, and check it again." in text_of(answer)
    assert Milestone.objects.count() == 1


def test_a_file_may_name_the_same_new_milestone_only_once(editor, work):
    row = ("", work.reference, "New", "", "2017", "", "")

    assert editor.errors(table(HEADS, row, row)) == [
        [3, "Workstream", "Row 2 is about the same milestone. Keep one of the two rows."]
    ]


def test_a_name_that_stands_already_is_no_new_name(editor, live, work, kent):
    other = w.make_milestone(workstream=work, name="Training", force=kent)

    found = editor.errors(table(("Reference", "Milestone"), (other.reference, "Go live")))

    assert found == [[2, "Milestone", f"{live.reference} has this name already. Choose another."]]


def test_the_reason_may_be_given_once_for_all(editor, live):
    editor.check(table(("Reference", "Forecast"), (live.reference, "2017-06")))

    refused = editor.confirm()
    assert refused.context["form"].errors == {"reason": ["Say why the dates or figures change."]}
    assert MilestoneMove.objects.count() == 0
    editor.confirm(reason="The board deferred it.")

    assert MilestoneMove.objects.get().reason == "IMP-1, row 2: The board deferred it."
    assert ImportRun.objects.get().reason == "The board deferred it."


def test_words_that_say_the_old_date_are_not_left_beside_the_new(editor, live):
    live.forecast_words = "January 2017"
    live.save()
    file = table(("Reference", "Forecast", "Forecast, as written"), (live.reference, "2017-06", "January 2017"))

    assert editor.errors(file) == [
        [2, "Forecast, as written",
         "The words “January 2017” still stand beside the new date. Change or empty “Forecast, as written” as well."]
    ]  # fmt: skip
    assert editor.errors(table(("Reference", "Forecast"), (live.reference, "2017-06"))) == [
        [2, "Forecast",
         "The words “January 2017” still stand beside the new date. Change or empty “Forecast, as written” as well."]
    ]  # fmt: skip
    assert editor.errors(table(("Reference", "Forecast, as written"), (live.reference, "June 2017"))) == [
        [2, "Forecast, as written", "Give the date that these words mean as well, in a column “Forecast”."]
    ]
    page = editor.check(
        table(("Reference", "Forecast", "Forecast, as written"), (live.reference, "", "June 2017")), name="b.csv"
    )
    assert editor.cells(page) == [
        (2, live.reference, "Forecast, as written", "January 2017", "June 2017"),
        (2, live.reference, "Forecast", "2017-01", "2017-06"),
    ]


def test_a_workbook_gives_dates_and_years_as_people_type_them(editor, live, work):
    import datetime as dt

    file = workbook(
        ("reference", "FORECAST ", "Actual", "Reason"),
        (live.reference, dt.date(2017, 2, 3), 2017, "Late."),
    )
    page = editor.check(file, name="plan.xlsx")

    assert editor.cells(page) == [
        (2, live.reference, "Forecast", "2017-01", "2017-02-03"),
        (2, live.reference, "Actual", "", "2017"),
    ]


def test_sensitive_work_marks_its_import_and_is_shown_to_nobody_else(editor, live, work):
    work.marking = Marking.SENSITIVE
    work.save()
    editor.check(table(("Reference", "Actual"), (live.reference, "2017-02")))
    address = editor.confirm().url
    viewer = Importer(p.make_user(Role.OFFICE_VIEWER)).client

    assert editor.client.get(address).status_code == 200
    assert viewer.get(address).status_code == 404
    assert "table.csv" not in text_of(viewer.get("/register/imports/"))


def test_what_is_marked_later_is_withheld_from_the_page_of_its_import(editor, live):
    editor.check(table(("Reference", "Actual"), (live.reference, "2017-02")))
    address = editor.confirm().url
    viewer = Importer(p.make_user(Role.OFFICE_VIEWER)).client
    assert "2017-02" in text_of(viewer.get(f"{address}changes.csv"))
    live.refresh_from_db()
    live.marking = Marking.SENSITIVE
    live.save()

    page = text_of(viewer.get(address))
    assert "It changed only records that your role may not read." in page
    assert text_of(viewer.get(f"{address}changes.csv")).count("\n") == 1
    assert "/register/files/" not in page


def test_a_contributor_moves_the_dates_of_their_own_force_alone(live, work, kent):
    contributor = Importer(p.make_user(Role.FORCE_CONTRIBUTOR, force=kent))
    norfolk = w.make_milestone(workstream=work, name="Go live", force=p.make_force(name="Norfolk"), forecast="2017-01")
    alike = w.make_milestone(workstream=work, name="Agreed", forecast="2016-01")
    heads = ("Reference", "Workstream", "Milestone", "Baseline", "Forecast", "Reason")

    assert contributor.errors(
        table(
            heads,
            (live.reference, work.reference, "Go live", "2016-11", "2017-02", "Late."),
            (norfolk.reference, work.reference, "Go live", "", "2017-02", "Late."),
            (alike.reference, work.reference, "Agreed", "", "2016-02", "Late."),
            ("", work.reference, "New", "", "2017", ""),
        )
    ) == [
        [2, "Baseline", "Only the programme team changes this. Write what stood there."],
        [3, "Reference", "This milestone is of Norfolk. You change those of your own force."],
        [4, "Reference", "This milestone is of all forces alike. You change those of your own force."],
        [5, "Milestone", "Only the programme team adds milestones. Ask it to add this one."],
    ]
    page = contributor.check(
        table(
            heads,
            (live.reference, work.reference, "Go live", "2016-12", "2017-02", "Late."),
            (norfolk.reference, work.reference, "Go live", "", "2017-01", ""),
        )
    )
    assert counts(page) == (1, 1, 0, 0)
    assert contributor.confirm().url == "/register/imports/IMP-1/"
    live.refresh_from_db()
    assert live.forecast == "2017-02"
    assert "/register/files/" in text_of(contributor.client.get("/register/imports/IMP-1/"))


@pytest.mark.parametrize("kind", ["benefits", "returns"])
def test_a_contributor_imports_nothing_else(kind, kent):
    contributor = Importer(p.make_user(Role.FORCE_CONTRIBUTOR, force=kent))

    assert list(contributor.refused(table(("A",), ("b",)), kind)) == ["kind"]


def test_others_check_is_nobody_elses(editor, live):
    editor.check(table(("Reference", "Actual"), (live.reference, "2017-02")))

    other = Importer(p.make_user(Role.EDITOR))
    assert other.client.get(editor.address).status_code == 404
    assert other.client.post(editor.address).status_code == 404


def test_a_check_is_kept_for_a_day(editor, live):
    with time_machine.travel("2026-11-02 10:00", tick=False):
        editor.check(table(("Reference", "Actual"), (live.reference, "2017-02")))
        old = editor.address
    with time_machine.travel("2026-11-03 11:00", tick=False):
        editor.client.force_login(editor.user)
        editor.check(table(("Reference", "Actual"), (live.reference, "2017-03")))

        assert editor.client.get(old).status_code == 404
        assert editor.client.get(editor.address).status_code == 200


def test_the_door_of_a_new_milestone_asks_for_its_name(work, editor):
    with pytest.raises(MilestoneRefused, match="Name: say what is to be reached."):
        add(workstream=work, name=" ", by=editor.user)
    with pytest.raises(NotAllowed):
        add(workstream=work, name="New", by=p.make_user(Role.OFFICE_VIEWER))
    assert Milestone.objects.count() == 0
