"""Lines of the benefit ledger from a file: exact pence, reasons, and validation that falls with the figure."""

import datetime as dt
from decimal import Decimal as D

import pytest

from programmes.choices import Role
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.workstreams.import_story import Importer, counts, table, text_of, workbook
from workstreams.models import BenefitLine, ImportRow

pytestmark = pytest.mark.django_db

HEADS = ("Reference", "Benefit", "Force", "Financial year", "Predicted at FBC", "Delivered", "Evidence", "Reason")


@pytest.fixture
def editor():
    return Importer(p.make_user(Role.EDITOR, username="edith"))


@pytest.fixture
def kent():
    return p.make_force(name="Kent")


@pytest.fixture
def benefit():
    return w.make_benefit(title="Fewer buildings", kind="cashable")


@pytest.fixture
def line(benefit, kent):
    return w.make_benefit_line(
        benefit=benefit, force=kent, financial_year="2016/17", predicted_fbc="600.10", delivered="100.10",
        validated_by="CFO of Kent", validated_on=dt.date(2017, 5, 2),
    )  # fmt: skip


def test_lines_change_and_are_added_to_the_penny(editor, line, benefit, kent):
    file = table(
        HEADS,
        (line.reference, benefit.reference, "Kent", "2016/17", "£1,600.10", "99.05", "Budget book", "Counted twice."),
        ("", benefit.reference, "kent", "2017/18", "-20", "", "", ""),
    )
    page = editor.check(file, "benefits")
    assert counts(page) == (0, 1, 1, 0)
    assert editor.cells(page) == [
        (2, line.reference, "Predicted at FBC", "600.10", "1600.10"),
        (2, line.reference, "Delivered", "100.10", "99.05"),
        (2, line.reference, "Evidence", "", "Budget book"),
        (2, line.reference, "Validated", "By CFO of Kent, 2 May 2017", "Not validated"),
        (3, "", "Predicted at FBC", "", "-20.00"),
        (3, "", "Benefit", "", benefit.reference),
        (3, "", "Force", "", "Kent"),
        (3, "", "Financial year", "", "2017/18"),
    ]

    editor.confirm()

    line.refresh_from_db()
    assert (line.predicted_fbc, line.delivered, line.evidence) == (D("1600.10"), D("99.05"), "Budget book")
    assert (line.delivered_by, line.validated_by, line.validated_on, line.version) == (editor.user, "", None, 2)
    assert line.history.latest().history_change_reason == "IMP-1, row 2: Counted twice."
    new = BenefitLine.objects.exclude(pk=line.pk).get()
    assert (new.force, new.financial_year, new.predicted_fbc, new.delivered) == (kent, "2017/18", D("-20.00"), None)
    assert [row.reference for row in ImportRow.objects.all()] == [line.reference, new.reference]
    assert counts(editor.check(file, "benefits")) == (2, 0, 0, 0)


def test_an_empty_cell_takes_a_figure_back_and_a_column_left_out_leaves_it(editor, line):
    page = editor.check(table(("Reference", "Delivered", "Reason"), (line.reference, "", "Not known.")), "benefits")
    assert editor.cells(page)[0] == (2, line.reference, "Delivered", "100.10", "")
    editor.confirm()

    line.refresh_from_db()
    assert (line.delivered, line.predicted_fbc) == (None, D("600.10"))


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        (("BLN-99", "", "", "", "", "", "", ""), "Reference",
         "The register has no line BLN-99 that you may read. Leave this empty for a new one."),
        (("", "BEN-99", "Kent", "2016/17", "1", "", "", ""), "Benefit",
         "There is no benefit BEN-99 that you may read. Write its reference, such as BEN-3."),
        (("", "{benefit}", "", "2016/17", "1", "", "", ""), "Force",
         "Say which force gains. Write its name as the list does, such as Kent."),
        (("", "{benefit}", "Kent", "2016", "1", "", "", ""), "Financial year", "Write the financial year as 2016/17."),
        (("{line}", "{benefit}", "Kent", "2016/17", "ten", "100.10", "", ""), "Predicted at FBC",
         "“ten” is no figure in pounds. Write it as 1234.50."),
        (("{line}", "{benefit}", "Kent", "2016/17", "1.005", "100.10", "", ""), "Predicted at FBC",
         "Give pounds and whole pence, such as 1234.50."),
        (("{line}", "{benefit}", "Kent", "2016/17", "1e20", "100.10", "", ""), "Predicted at FBC",
         "Give a figure in pounds of at most 13 digits before the point."),
        (("{line}", "{benefit}", "Kent", "2016/17", "NaN", "100.10", "", ""), "Predicted at FBC",
         "Give a figure in pounds of at most 13 digits before the point."),
        (("{line}", "{benefit}", "Kent", "2017/18", "", "100.10", "", ""), "Financial year",
         "This says which line {line} is; an import does not change it: write “2016/17”."),
        (("{line}", "{benefit}", "Kent", "2016/17", "=1+1", "100.10", "", ""), "Predicted at FBC",
         "This cell holds a formula. Put the value itself there: copy the cell, then paste it as a value. A text that "
         "begins with = is written with an apostrophe before it."),
    ],
)  # fmt: skip
def test_every_error_stands_at_its_row_and_column(editor, line, benefit, row, column, sentence):
    names = {"line": line.reference, "benefit": benefit.reference}

    found = editor.errors(table(HEADS, [cell.format(**names) for cell in row]), "benefits")

    assert found == [[2, column, sentence.format(**names)]]


def test_a_row_that_names_no_line_has_its_other_cells_looked_at_too(editor, benefit, kent):
    file = table(
        HEADS,
        ("", benefit.reference, "Narnia", "2016/17", "ten", "1.005", "", ""),
        ("BLN-99", "", "", "", "1e20", "20", "", ""),
    )

    assert editor.errors(file, "benefits") == [
        [2, "Force", "There is no force “Narnia”. Write its name as the list does, such as Kent."],
        [2, "Predicted at FBC", "“ten” is no figure in pounds. Write it as 1234.50."],
        [2, "Delivered", "Give pounds and whole pence, such as 1234.50."],
        [3, "Reference", "The register has no line BLN-99 that you may read. Leave this empty for a new one."],
        [3, "Predicted at FBC", "Give a figure in pounds of at most 13 digits before the point."],
    ]


def test_a_delivered_figure_changes_only_with_a_reason(editor, line):
    editor.check(table(("Reference", "Delivered"), (line.reference, "5")), "benefits")

    assert editor.confirm().context["form"].errors == {"reason": ["Say why the dates or figures change."]}
    line.refresh_from_db()
    assert (line.delivered, line.validated_by) == (D("100.10"), "CFO of Kent")


def test_a_workbook_gives_figures_and_its_formulas_are_refused(editor, line):
    file = workbook(
        ("Reference", "Predicted at FBC", "Target", "Net, as stated"),
        (line.reference, 1234.1, 20, "=B2*2"),
        title="Benefit ledger",
    )
    page = editor.check(file, "benefits", name="ledger.xlsx")

    assert [fault[:2] for fault in page.context["check"].faults] == [[2, "Net, as stated"]]
    assert page.context["check"].faults[0][2].startswith("This cell holds a formula.")


def test_validation_is_not_imported(editor, line):
    page = editor.check(table(("Reference", "Validated"), (line.reference, "By me, today")), "benefits")

    assert counts(page) == (1, 0, 0, 0)
    assert "Benefit title, Validated (for reading)" in text_of(page)


def test_who_entered_a_figure_by_an_import_does_not_validate_it(editor, line):
    editor.check(table(("Reference", "Delivered", "Reason"), (line.reference, "5", "Counted twice.")), "benefits")
    editor.confirm()

    answer = editor.client.post(
        f"/register/benefit-lines/{line.reference}/validate", {"validated_by": "CFO", "validated_on": "2026-01-01"}
    )
    assert "You entered this figure; somebody else validates it." in text_of(answer)


def test_a_figure_that_nobody_validated_changes_alone(editor, benefit, kent):
    line = w.make_benefit_line(benefit=benefit, force=kent, financial_year="2016/17", delivered="1")
    page = editor.check(table(("Reference", "Delivered", "Reason"), (line.reference, "2", "Counted.")), "benefits")

    assert editor.cells(page) == [(2, line.reference, "Delivered", "1.00", "2.00")]
