"""Confirming: bound to the file and to what was seen, once however often asked, all of it or nothing."""

import hashlib
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from programmes.choices import Role
from programmes.files import kept_at
from programmes.models import StoredFile
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.governance.test_stages_concurrency import at_once
from tests.workstreams.import_story import Importer, counts, table, text_of
from workstreams.imports import runs
from workstreams.models import BenefitLine, ImportCheck, ImportRow, ImportRun, Milestone, MilestoneMove

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db):
    return Importer(p.make_user(Role.EDITOR, username="edith"))


def milestones(count):
    work = w.make_workstream(name="Vetting")
    return [w.make_milestone(workstream=work, name=f"Point {n}", forecast="2017-01") for n in range(count)]


def moved(rows, to="2017-06"):
    return table(("Reference", "Forecast", "Reason"), *((row.reference, to, "Late.") for row in rows))


def test_the_file_is_kept_with_its_hash_and_the_import_is_in_the_log(editor):
    rows = milestones(2)
    file = moved(rows)
    editor.check(file, name="November plan.csv")
    page = text_of(editor.client.get(editor.confirm().url))

    kept = StoredFile.objects.get(about="IMP-1")
    sha256 = hashlib.sha256(file).hexdigest()
    assert (kept.name, kept.sha256) == ("November plan.csv", sha256)
    with default_storage.open(kept_at(sha256)) as content:
        assert content.read() == file
    assert sha256 in page
    assert "2 changed, 0 new, 0 unchanged" in page
    assert text_of(editor.client.get(f"/register/files/{kept.pk}/")).encode() == file
    assert text_of(editor.client.get("/register/imports.csv")).count("November plan.csv") == 1
    assert text_of(editor.client.get("/register/imports/IMP-1/changes.csv")).splitlines()[1] == (
        f"2,{rows[0].reference},Point 0,,Forecast,2017-01,2017-06,Late."
    )
    assert "IMP-1, row 2: Late." in text_of(editor.client.get(f"/register/r/{rows[0].reference}/history/"))


def test_confirming_twice_imports_once(editor):
    rows = milestones(1)
    editor.check(moved(rows))

    assert editor.confirm().url == editor.confirm().url == "/register/imports/IMP-1/"
    assert editor.client.get(editor.address).url == "/register/imports/IMP-1/"
    assert MilestoneMove.objects.count() == 1
    assert ImportRun.objects.count() == 1


def test_what_somebody_else_changed_is_shown_and_nothing_is_imported(editor):
    first, second = milestones(2)
    editor.check(moved([first, second]))
    second.forecast = "2017-03"
    second.save()

    again = editor.client.get(editor.confirm().url)

    assert MilestoneMove.objects.count() == 0
    assert again.context["conflicts"] == [[3, second.reference, "Forecast", "2017-01", "2017-03", "2017-06"]]
    text = text_of(again)
    assert "The register changed after you checked the file" in text
    editor.address = again.request["PATH_INFO"]
    assert editor.confirm().url == "/register/imports/IMP-1/"
    second.refresh_from_db()
    assert second.forecast == "2017-06"
    assert MilestoneMove.objects.get(milestone=second).was == "2017-03"


def test_of_a_row_only_what_changed_is_shown(editor):
    (row,) = milestones(1)
    editor.check(table(("Reference", "Forecast", "Actual", "Reason"), (row.reference, "2017-06", "2017-07", "Late.")))
    row.actual = "2017-05"
    row.save()

    again = editor.client.get(editor.confirm().url)

    assert again.context["conflicts"] == [[2, row.reference, "Actual", "", "2017-05", "2017-07"]]


def test_two_milestones_do_not_get_one_name(editor):
    first, second = milestones(2)
    editor.check(table(("Reference", "Milestone"), (first.reference, "Same"), (second.reference, "Same")))

    text = text_of(editor.confirm())

    assert "Row 3: The register already holds a record with these names." in text
    assert set(Milestone.objects.values_list("name", flat=True)) == {"Point 0", "Point 1"}


def test_a_reason_has_its_length(editor):
    editor.check(moved(milestones(1)))

    assert editor.confirm(reason="x" * 2001).context["form"].errors == {
        "reason": ["This has 2,001 characters; at most 2,000 are kept."]
    }
    assert MilestoneMove.objects.count() == 0


def test_a_change_of_something_else_is_in_nobodys_way(editor):
    (row,) = milestones(1)
    editor.check(moved([row]))
    row.words = "As the plan says."
    row.save()

    assert editor.confirm().url == "/register/imports/IMP-1/"
    row.refresh_from_db()
    assert (row.forecast, row.words) == ("2017-06", "As the plan says.")


def test_a_row_that_was_taken_away_or_made_meanwhile_is_shown(editor):
    work = w.make_workstream(name="Vetting")
    heads = ("Reference", "Workstream", "Milestone", "Force", "Forecast")
    editor.check(table(heads, ("", work.reference, "New", "", "2017")))
    made = w.make_milestone(workstream=work, name="New", forecast="2018")

    again = editor.client.get(editor.confirm().url)

    assert again.context["conflicts"] == [
        [2, made.reference, "Milestone", "", "New", "New"],
        [2, made.reference, "Forecast", "", "2018", "2017"],
        [2, made.reference, "Workstream", "", work.reference, work.reference],
    ]
    assert Milestone.objects.count() == 1


def test_a_file_that_is_no_longer_there_is_asked_for_again(editor):
    editor.check(moved(milestones(1)))
    check = ImportCheck.objects.get()
    default_storage.delete(f"held/{check.sha256}")
    default_storage.delete(kept_at(check.sha256))

    assert "The file is no longer kept here: it waits for a day. Choose it again." in text_of(editor.confirm())
    assert MilestoneMove.objects.count() == 0


def test_a_file_that_was_changed_on_the_disk_is_not_imported(editor):
    editor.check(moved(milestones(1)))
    check = ImportCheck.objects.get()
    default_storage.delete(kept_at(check.sha256))
    with default_storage.open(f"held/{check.sha256}", "wb") as held:
        held.write(b"Reference,Forecast\nMIL-1,2040\n")

    assert "The file is no longer kept here" in text_of(editor.confirm())
    default_storage.delete(f"held/{check.sha256}")


def test_what_a_door_refuses_at_the_end_takes_all_of_it_back(editor):
    """A new milestone takes the name to which an earlier row renames another: only the door can see that."""
    (row,) = milestones(1)
    heads = ("Reference", "Workstream", "Milestone", "Force")
    work = row.workstream.reference
    editor.check(table(heads, (row.reference, work, "Go live", ""), ("", work, "Go live", "")))

    text = text_of(editor.confirm())

    assert "Nothing was imported: some rows were refused." in text
    assert "Row 3: Name: Vetting has this milestone already." in text
    row.refresh_from_db()
    assert (row.name, row.version) == ("Point 0", 1)
    assert ImportRun.objects.count() == ImportRow.objects.count() == 0


def test_a_long_import_says_how_far_it_has_come(editor):
    rows = milestones(300)
    page = editor.check(moved(rows))
    assert counts(page) == (0, 300, 0, 0)
    assert len(page.context["rows"]) == 100
    assert editor.client.get(f"{editor.address}?page=3").context["rows"][-1]["number"] == 301
    assert editor.client.get(f"{editor.address}?page=4").status_code == 400

    answer = editor.confirm()
    assert answer.streaming
    text = text_of(answer)

    assert text.index("<li>Checked 250 of 300 rows.</li>") < text.index("<li>Imported 250 of 300 rows.</li>")
    assert 'href="/register/imports/IMP-1/">See what it did</a>' in text
    assert text.rstrip().endswith("</html>")
    assert ImportRow.objects.count() == 300
    assert "The first 100 of 300 rows of the file" in text_of(editor.client.get("/register/imports/IMP-1/"))


def test_a_long_check_says_how_far_it_has_come(editor, monkeypatch):
    from workstreams.views import importing

    monkeypatch.setattr(importing, "LONG_FILE", 10)
    text = text_of(editor.send(moved(milestones(2))))
    assert "<li>Checked 2 of 2 rows.</li>" in text
    assert (
        f'href="/register/imports/check/{ImportCheck.objects.get().token}">See what the file would change</a>' in text
    )

    text = text_of(editor.send(b"Reference,Forecast\n,\n,,,,\n"))
    assert "There is no row below the headings, so there is nothing to import. Nothing was changed." in text


def test_a_long_import_that_is_refused_says_so_at_the_end_of_its_page(editor, monkeypatch):
    from workstreams.views import importing

    monkeypatch.setattr(importing, "LONG_WRITING", 0)
    first, _ = milestones(2)
    editor.check(moved([first]))
    first.forecast = "2017-03"
    first.save()
    text = text_of(editor.confirm())
    assert "Nothing was imported: the register changed after the file was checked." in text

    assert "See what changed" in text
    editor.check(moved([first]))
    monkeypatch.setattr(runs, "MOST_WRITTEN", {connection.vendor: 0})
    assert "One import changes at most 0 rows; this file changes more." in text_of(editor.client.get(editor.address))
    assert "This file changes more than 0 rows. Split it" in text_of(editor.confirm())
    assert MilestoneMove.objects.count() == 0


def test_an_import_that_changes_nothing_is_not_confirmed(editor):
    (row,) = milestones(1)
    editor.check(table(("Reference", "Forecast"), (row.reference, "2017-01")))

    assert "This file changes nothing, so there is nothing to confirm." in text_of(editor.confirm())
    assert ImportRun.objects.count() == 0


# Ends in the middle --------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_closed_midway_leaves_nothing():
    editor = Importer(p.make_user(Role.EDITOR))
    rows = milestones(600)
    editor.check(moved(rows))
    answer = editor.confirm()
    told = []
    for part in answer.streaming_content:
        told.append(part.decode())
        if "Imported 500 of 600" in told[-1]:
            break
    assert "Imported 500 of 600" in told[-1]
    assert MilestoneMove.objects.count() == 500  # within the transaction that never ends

    answer.close()

    assert MilestoneMove.objects.count() == 0
    assert set(Milestone.objects.values_list("forecast", "version")) == {("2017-01", 1)}
    assert ImportRun.objects.count() == ImportRow.objects.count() == 0
    assert editor.client.get(editor.address).status_code == 200
    assert "IMP-1" in text_of(editor.confirm())
    assert MilestoneMove.objects.count() == 600


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_dies_midway_leaves_nothing():
    editor = Importer(p.make_user(Role.EDITOR))
    rows = milestones(300)
    editor.check(moved(rows))
    answer = editor.confirm()
    told = ""
    for part in answer.streaming_content:
        told += part.decode()
        if "Imported 250 of 300" in part.decode():
            connection.connection.close()  # as when the database or the network goes away

    assert "Something went wrong and the import was given up. Nothing was changed. Try it again." in told
    connection.close()
    assert MilestoneMove.objects.count() == 0
    assert ImportRun.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_import_once():
    by = p.make_user(Role.EDITOR)
    Importer(by).check(moved(milestones(3)))
    check = ImportCheck.objects.get()

    results = at_once(*[lambda: runs.finish(runs.confirm(check=check, by=by))] * 4)

    assert {result.reference for result in results} == {"IMP-1"}
    assert MilestoneMove.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_files_about_the_same_line_at_once_leave_one_line_and_say_so():
    by, benefit = p.make_user(Role.EDITOR), w.make_benefit()
    p.make_force(name="Kent")
    heads = ("Benefit", "Force", "Financial year", "Target")
    checks = []
    for figure in ("1", "2"):
        Importer(by).check(table(heads, (benefit.reference, "Kent", "2016/17", figure)), "benefits")
        checks.append(ImportCheck.objects.latest("pk"))

    results = at_once(*[lambda check=check: runs.finish(runs.confirm(check=check, by=by)) for check in checks])

    (refused,) = [result for result in results if isinstance(result, runs.ImportRefused)]
    (run,) = [result for result in results if isinstance(result, ImportRun)]
    line = BenefitLine.objects.get()
    assert (line.version, f"{line.target:.0f}") == (1, run.rows.get().cells[0][2].removesuffix(".00"))
    assert "Nothing was imported" in str(refused)


def test_a_line_that_is_changed_between_comparing_and_writing_is_not_written_over(editor):
    """Where databases let others write meanwhile, a line may change after it was compared: here the same person does it."""
    line = w.make_benefit_line(target="1")
    editor.check(table(("Reference", "Target"), (line.reference, "2")), "benefits")
    steps = runs.confirm(check=ImportCheck.objects.get(), by=editor.user)
    assert [str(next(steps)) for _ in range(3)][-1] == "Imported 0 of 1 rows"
    line.target = "3"
    line.save()

    with pytest.raises(runs.ImportRefused) as refused:
        runs.finish(steps)

    assert [fault.row for fault in refused.value.faults] == [2]
    assert "was changed by somebody else" in refused.value.faults[0].sentence


# The command line ----------------------------------------------------------------------------------------------------


def test_the_command_shows_first_and_imports_when_told(editor, tmp_path):
    (row,) = milestones(1)
    file = tmp_path / "plan.csv"
    file.write_bytes(moved([row]))
    said = StringIO()
    call_command("import_rows", file, kind="milestones", by="edith", dry_run=True, stdout=said)
    assert said.getvalue().splitlines() == [
        "Checked 0 of 1 rows.", "Checked 1 of 1 rows.",
        f"Row 2, {row.reference} Point 0, Forecast: '2017-01' -> '2017-06'",
        "0 rows unchanged, 1 changed, 0 new, 0 with errors.", "Nothing was changed; --confirm imports it.",
    ]  # fmt: skip
    assert MilestoneMove.objects.count() == 0

    call_command("import_rows", file, kind="milestones", by="edith", confirm=True, stdout=said)
    assert said.getvalue().splitlines()[-1] == "Imported: IMP-1."
    call_command("import_rows", file, kind="milestones", by="edith", confirm=True, stdout=said)
    assert said.getvalue().splitlines()[-1] == "There is nothing to import."
    assert MilestoneMove.objects.get().recorded_by == editor.user


@pytest.mark.parametrize(
    ("options", "content", "said"),
    [
        ({"by": "nobody"}, b"a", "There is no user nobody."),
        ({"by": "viewer"}, b"Reference,Forecast\nMIL-1,2017\n", "Your role does not let you edit the record."),
        ({"kind": "returns"}, b"a", "Returns are for a period: name it with --period, such as --period PER-3."),
        ({}, b"", "“plan.csv” is empty. Choose the file that holds the document."),
        ({}, b"Reference,Forecast\nMIL-9,2017\n", "Nothing was changed. Mend the errors and try again."),
        ({}, b"Reference,Forecast\nMIL-1,2017-06\n", "Reason: say why the dates or figures change."),
    ],
)
def test_the_command_refuses_in_sentences(editor, tmp_path, options, content, said):
    p.make_user(Role.OFFICE_VIEWER, username="viewer")
    milestones(1)
    file = tmp_path / "plan.csv"
    file.write_bytes(content)
    asked = {"kind": "milestones", "by": "edith", "confirm": True} | options

    with pytest.raises(CommandError) as refused:
        call_command("import_rows", file, stdout=StringIO(), **asked)
    assert str(refused.value) == said


def test_the_command_says_when_a_file_is_not_there(editor, tmp_path):
    with pytest.raises(CommandError, match="gone.csv cannot be read: No such file or directory."):
        call_command("import_rows", tmp_path / "gone.csv", kind="milestones", by="edith")
