"""Which files are read, and what is said of those that are not."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.choices import Role
from programmes.files import CSV
from programmes.sheets import reading
from programmes.sheets.cells import plain
from programmes.sheets.reading import read
from programmes.sheets.writing import XLSX, Heading, csv_lines, workbook
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.workstreams import import_story as story
from tests.workstreams.import_story import Importer, counts, table


@pytest.fixture
def editor(db):
    return Importer(p.make_user(Role.EDITOR))


@pytest.fixture
def milestone(db):
    return w.make_milestone(name="Go live", forecast="2017-01")


@pytest.mark.parametrize(
    ("mark", "bom", "heads"),
    [
        (",", False, ("Reference", "Actual")),
        (";", True, ("reference", " ACTUAL ")),
        ("\t", False, ("Reference", "Actual")),
    ],
)
def test_csv_is_read_with_comma_or_semicolon_with_or_without_mark(editor, milestone, mark, bom, heads):
    page = editor.check(table(heads, (milestone.reference, "2017-02"), ("", ""), mark=mark, bom=bom))

    assert editor.cells(page) == [(2, milestone.reference, "Actual", "", "2017-02")]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plan.pdf", b"%PDF-1.4\n", "“plan.pdf” is no CSV or Excel (.xlsx) file. Save the table as one of these."),
        ("plan.csv", b"%PDF-1.4\n", "“plan.csv” is no CSV table in UTF-8. In Excel choose “Save as” and “CSV UTF-8”, or save "
                                    "it as .xlsx."),
        ("plan.csv", "Reference\nÉ".encode("latin-1"), "“plan.csv” is no CSV table in UTF-8. In Excel choose “Save as” and "
                                                       "“CSV UTF-8”, or save it as .xlsx."),
        ("plan.xlsx", b"Reference\n", "“plan.xlsx” holds no Excel workbook without macros. Save the table as .xlsx, or "
         "as CSV."),
        ("plan.csv", b"", "“plan.csv” is empty. Choose the file that holds the document."),
        ("plan.csv", b"\n\n", "The first row is blank. It holds the names of the columns; download the list to see them."),
        ("plan.csv", b"Reference,Forecast\n,\n", "There is no row below the headings, so there is nothing to import."),
        ("plan.csv", b'Reference\n"' + b"x" * 140_000 + b'"', "Line 2 cannot be read as CSV (field larger than field limit "
                                                            "(131072)). Save the table anew."),
    ],
)  # fmt: skip
def test_files_that_are_no_table_are_refused_with_what_to_do(editor, name, content, said):
    assert editor.refused(content, name=name) == {"file": [said]}


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ({"Secret": lambda sheet: setattr(sheet, "sheet_state", "hidden")},
         "The workbook has a hidden sheet, “Secret”. Show it or delete it: what is hidden is not read."),
        ({"Second": lambda sheet: sheet.append(["a"])},
         "The workbook should have one sheet beside “Notes”; it has “Milestones”, “Second”. Delete the others."),
        ({"first": lambda sheet: sheet.merge_cells("A2:B2")},
         "The sheet “Milestones” has merged cells. Unmerge them, so that each row stands alone."),
    ],
)  # fmt: skip
def test_workbooks_with_hidden_or_merged_parts_are_refused(editor, milestone, made, said):
    file = story.workbook(("Reference", "Forecast"), (milestone.reference, "2017"), **made)

    assert editor.refused(file, name="plan.xlsx") == {"file": [said]}


def test_a_damaged_workbook_is_refused(editor, milestone):
    whole = story.workbook(("Reference", "Forecast"), (milestone.reference, "2017"))
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as old, zipfile.ZipFile(kept, "w") as new:
        for part in old.namelist():
            new.writestr(part, b"<broken" if "sheet1" in part else old.read(part))

    assert editor.refused(kept.getvalue(), name="plan.xlsx") == {
        "file": ["This workbook is damaged and cannot be read. Save it anew, or save it as CSV."]
    }


def test_a_workbook_that_breaks_off_is_refused(editor, milestone):
    whole = story.workbook(("Reference", "Forecast"), *[(milestone.reference, "2017")] * 50)
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as old, zipfile.ZipFile(kept, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, content[: len(content) // 2] if "sheet1" in part else content)

    assert editor.refused(kept.getvalue(), name="plan.xlsx") == {
        "file": ["This workbook is damaged and cannot be read. Save it anew, or save it as CSV."]
    }


def test_headings_that_cannot_be_read_are_refused(editor):
    assert editor.refused(b'"' + b"x" * 140_000 + b'",a\nb,c\n') == {
        "file": ["Line 1 cannot be read as CSV (field larger than field limit (131072)). Save the table anew."]
    }


def test_a_form_without_a_file_asks_for_one(editor):
    answer = editor.client.post(story.START, {"kind": "milestones"})

    assert dict(answer.context["form"].errors) == {"file": ["Choose a file; it is needed."]}


def test_error_cells_ticks_and_formulas_of_a_workbook(editor, milestone):
    file = story.workbook(
        ("Reference", "Workstream", "Milestone", "Force", "Actual"),
        ("", "=A1", "New", "", ""),
        (milestone.reference, milestone.workstream.reference, True, "", "#REF!"),
    )
    page = editor.check(file, name="plan.xlsx")

    faults = page.context["check"].faults
    assert [fault[:2] for fault in faults] == [[2, "Workstream"], [3, "Actual"]]
    assert faults[0][2].startswith("This cell holds a formula.")
    assert faults[1][2] == "This cell holds the error #REF!. Put the value itself there, or empty it."


def test_a_workbook_that_unpacks_too_far_is_refused(editor, milestone, monkeypatch):
    monkeypatch.setattr(reading, "MOST_UNPACKED", 1000)

    assert editor.refused(story.workbook(("Reference",), ("MIL-1",)), name="plan.xlsx") == {
        "file": ["This workbook unpacks to more than can be read. Save the sheet as CSV."]
    }


def test_more_rows_than_can_be_read_are_refused(editor, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 2)

    assert editor.refused(table(("Reference",), *[("MIL-1",)] * 3)) == {
        "file": ["The file has more than 2 rows. Split it, and import one part after another."]
    }


def test_formulas_and_errors_in_cells_are_said_where_they_stand(editor, milestone):
    file = story.workbook(
        ("Reference", "Forecast", "Actual", "Milestone"), (milestone.reference, "=TODAY()", "2017", "=A1")
    )
    faults = editor.errors(file, name="plan.xlsx")

    assert [fault[:2] for fault in faults] == [[2, "Forecast"], [2, "Milestone"]]
    assert faults[0][2] == (
        "This cell holds a formula. Put the value itself there: copy the cell, then paste it as a value. A text that begins "
        "with = is written with an apostrophe before it."
    )


def test_unknown_double_and_missing_columns_are_said_with_what_may_be_meant(editor, milestone):
    assert editor.errors(table(("Reference", "Forcast", "Reference", "x"), (milestone.reference, "2017", "", ""))) == [
        [1, "Forcast", "There is no such column. Is “Forecast” meant?"],
        [1, "Reference", "This column stands twice. Take one of them out."],
        [1, "x", "There is no such column. The columns are Reference, Workstream, Workstream name, Milestone, Force, "
                 "Baseline, Baseline, as written, Forecast, Forecast, as written, Actual, Actual, as written, Words as "
                 "written, Reason."],
    ]  # fmt: skip
    words = "This column is missing. Without it, or “Reference”, no row says which milestone it is about."
    assert editor.errors(table(("Forecast",), ("2017",))) == [
        [1, "Workstream", words], [1, "Milestone", words], [1, "Force", words],
    ]  # fmt: skip
    assert editor.errors(table(("Reference", "Actual", ""), (milestone.reference, "2017", "stray"))) == [
        [2, "Column 3", "This cell stands in a column without a heading."]
    ]


def test_the_workbook_to_edit_names_its_columns_and_keeps_the_heads_in_sight(editor, milestone):
    from openpyxl import load_workbook

    milestone.words = "=cmd()"
    milestone.save()
    answer = editor.client.get("/register/milestones/to-edit.xlsx")
    book = load_workbook(BytesIO(answer.content))

    assert answer["Content-Disposition"] == 'attachment; filename="milestones-to-edit.xlsx"'
    assert book.sheetnames == ["Milestones", "Notes"]
    sheet, notes = book.worksheets
    assert [cell.value for cell in sheet[1]][:5] == ["Reference", "Workstream", "Workstream name", "Milestone", "Force"]
    assert sheet.freeze_panes == "B2"
    assert (sheet["L2"].value, sheet["L2"].data_type) == ("=cmd()", "s")
    assert [cell.value for cell in notes[2]] == [
        "Reference", "The milestone’s own reference. Leave it empty for a new one.", "MIL- and a number, or nothing.",
    ]  # fmt: skip
    assert counts(editor.check(answer.content, name="milestones.xlsx")) == (1, 0, 0, 0)


def test_the_csv_to_edit_is_inert_and_follows_the_filters_of_the_list(editor, milestone):
    milestone.name = "=cmd()"
    milestone.save()
    w.make_milestone(name="Other")
    text = story.text_of(
        editor.client.get(f"/register/milestones/to-edit.csv?workstream={milestone.workstream.reference}")
    )

    assert text.count("\r\n") == 2
    assert ",'=cmd(),,,,2017-01" in text
    assert counts(editor.check(text.encode())) == (1, 0, 0, 0)
    page = story.text_of(editor.client.get(f"/register/milestones/?workstream={milestone.workstream.reference}"))
    assert f'href="/register/milestones/to-edit.xlsx?workstream={milestone.workstream.reference}"' in page


def test_a_list_longer_than_an_import_is_to_be_filtered_first(editor, milestone, monkeypatch):
    from workstreams.views import import_tables

    monkeypatch.setattr(import_tables, "MOST_ROWS", 0)
    answer = editor.client.get("/register/milestones/to-edit.csv")

    assert answer.status_code == 400
    assert "More than 0 rows cannot be edited in one file. Filter the list first." in story.text_of(answer)


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)


@given(st.lists(st.tuples(_TEXTS, _TEXTS), min_size=1, max_size=5))
def test_any_text_comes_back_as_it_was_written(rows):
    """Apart from blanks at its ends, control characters and kinds of line break, which no text is kept by."""
    rows = [("x" + plain(one), plain(other)) for one, other in rows]
    columns = [Heading("One", "", ""), Heading("Other", "", "")]

    for content, kind in (
        ("".join(csv_lines(["One", "Other"], rows)).encode(), CSV),
        (workbook("T", columns, rows, ()), XLSX),
    ):
        found = [tuple(row.cells.values()) for row in read(content, kind, ["One", "Other"]).rows]
        assert found == rows


def test_the_import_is_reached_from_the_lists_the_period_and_the_desk(editor):
    period = w.make_period()
    for address, link in (
        ("/register/milestones/", "/register/imports/new?kind=milestones"),
        ("/register/benefits/", "/register/imports/new?kind=benefits"),
        (f"/register/periods/{period.reference}/", f"/register/imports/new?kind=returns&amp;period={period.reference}"),
        ("/register/imports/", "/register/imports/new?kind=milestones"),
        ("/admin/", "/register/imports/new"),
    ):
        assert f'href="{link}"' in story.text_of(editor.client.get(address)), address
    viewer = Importer(p.make_user(Role.OFFICE_VIEWER)).client
    for address in ("/register/milestones/", "/register/benefits/", f"/register/periods/{period.reference}/"):
        page = story.text_of(viewer.get(address))
        assert "/register/imports/new" not in page
        assert "to-edit" not in page
