"""The returns of a period from a file: drafts, submitting, and what is submitted, which changes by a correction alone."""

import pytest
import time_machine

from tests.factories.workstreams import make_workstream
from tests.workstreams.import_story import Importer, counts, table, text_of
from tests.workstreams.round_story import AMBER, GREEN, TODAY, Round
from workstreams.models import ImportRun, StatusUpdate
from workstreams.round import periods

pytestmark = pytest.mark.django_db

HEADS = ("Workstream", "RAG", "No change", "Status", "Reason when not green", "What is being done", "Back to green by",
         "Submit", "Correct because")  # fmt: skip


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def cast():
    return Round()


@pytest.fixture
def editor(cast):
    return Importer(cast.editor)


def send(editor, cast, *rows, heads=HEADS):
    return editor.check(table(heads, *rows), "returns", period=cast.november.reference)


def test_drafts_are_begun_and_returns_submitted(editor, cast):
    other = make_workstream(name="Firearms")
    rows = (
        (cast.workstream.reference, "Green: on track", "", "On course.", "", "", "", "yes", ""),
        (other.reference, "amber", "", "Slow.", "Late.", "", "", "", ""),
    )
    page = send(editor, cast, *rows)
    assert counts(page) == (0, 0, 2, 0)
    assert editor.cells(page) == [
        (2, cast.workstream.reference, "RAG", "", "green"),
        (2, cast.workstream.reference, "Status", "", "On course."),
        (2, cast.workstream.reference, "Stands", "Not begun", "Submitted"),
        (3, other.reference, "RAG", "", "amber"),
        (3, other.reference, "Status", "", "Slow."),
        (3, other.reference, "Reason when not green", "", "Late."),
        (3, other.reference, "Stands", "Not begun", "Draft"),
    ]

    editor.confirm()

    done = StatusUpdate.objects.current().get()
    assert (done.workstream, done.rag, done.public_text, done.submitted_by) == (
        cast.workstream, "green", "On course.", cast.editor,
    )  # fmt: skip
    assert done.as_at == "2026-11-23"
    entries = done.history.order_by("history_id").values_list("history_change_reason", flat=True)
    assert list(entries)[-1] == "IMP-1, row 2"
    draft = StatusUpdate.objects.drafts().get()
    assert (draft.workstream, draft.rag, draft.rag_reason) == (other, "amber", "Late.")
    assert ImportRun.objects.get().marking == "sensitive"
    assert counts(send(editor, cast, *rows)) == (2, 0, 0, 0)


def test_a_return_of_a_late_period_describes_its_due_date(editor, cast):
    file = table(HEADS, (cast.workstream.reference, "green", "", "On course.", "", "", "", "yes", ""))
    editor.check(file, "returns", period=cast.october.reference)

    editor.confirm()

    assert StatusUpdate.objects.current().get().as_at == "2026-10-30"


def test_what_lacks_something_is_not_submitted_and_every_lack_is_said(editor, cast):
    page = send(editor, cast, (cast.workstream.reference, "amber", "", "Slow.", "", "", "", "yes", ""))

    assert page.context["check"].faults == [
        [2, "Reason when not green", "Say why it is amber."],
        [2, "What is being done", "Say what is being done so that it is green again."],
        [2, "Back to green by", "Give the date by which it is green again."],
    ]


def test_what_is_submitted_is_left_alone_unless_the_file_says_why(editor, cast):
    first = cast.returned()
    code = cast.workstream.reference
    assert send(editor, cast, (code, "red", "", "On course.", "", "", "", "", "")).context["check"].faults == [
        [2, "RAG", "edith submitted this return on 23 November 2026, and it does not change. Put back what stood there, "
                   "or say under “Correct because” what was wrong."]
    ]  # fmt: skip
    row = (code, "amber", "", "On course.", "Late.", "Calls.", "2027-01", "yes", "The colour was wrong.")
    page = send(editor, cast, row)
    assert editor.cells(page)[0] == (2, first.reference, "RAG", "green", "amber")
    assert counts(page) == (0, 1, 0, 0)

    editor.confirm()

    first.refresh_from_db()
    assert (first.rag, first.public_text) == ("green", "On course.")
    now = StatusUpdate.objects.current().get()
    assert (now.corrects, now.correction_reason, now.rag) == (first, "The colour was wrong.", "amber")
    assert counts(send(editor, cast, row)) == (1, 0, 0, 0)


def test_no_change_repeats_the_last_status_and_the_same_file_again_changes_nothing(editor, cast):
    cast.returned(period=cast.october, **AMBER)
    row = (cast.workstream.reference, "", "yes", "", "", "", "", "yes", "")
    send(editor, cast, row)
    editor.confirm()

    now = StatusUpdate.objects.current().get(period=cast.november)
    assert (now.public_text, now.rag, now.unchanged_since) == ("The supplier is slow.", "amber", "October 2026")
    assert counts(send(editor, cast, row)) == (1, 0, 0, 0)
    fuller = (cast.workstream.reference, "", "yes", "Other words.", "", "", "", "yes", "Wrong words.")
    assert send(editor, cast, fuller).context["check"].faults == [
        [2, "No change", "You ticked “no change” and typed a new status as well. Keep the one or the other."]
    ]
    anew = (
        cast.workstream.reference,
        "amber",
        "no",
        "The supplier is slow.",
        "Late.",
        "Calls.",
        "2027-02",
        "yes",
        "It moved.",
    )
    assert counts(send(editor, cast, anew)) == (0, 1, 0, 0)
    editor.confirm()
    now = StatusUpdate.objects.current().get(period=cast.november)
    assert (now.is_unchanged, now.public_text, now.green_by, now.unchanged_since) == (
        False, "The supplier is slow.", "2027-02", "",
    )  # fmt: skip


def test_a_return_that_says_no_change_is_corrected_and_still_says_so(editor, cast):
    cast.returned(period=cast.october, **AMBER)
    cast.returned(is_unchanged=True)
    row = (
        cast.workstream.reference,
        "red",
        "yes",
        "The supplier is slow.",
        "Later still.",
        "Calls.",
        "2027-03",
        "yes",
        "Red.",
    )
    assert counts(send(editor, cast, row)) == (0, 1, 0, 0)
    editor.confirm()

    now = StatusUpdate.objects.current().get(period=cast.november)
    assert (now.rag, now.is_unchanged, now.public_text, now.unchanged_since) == (
        "red", True, "The supplier is slow.", "October 2026",
    )  # fmt: skip


def test_an_empty_date_leaves_the_one_that_stands(editor, cast):
    draft = cast.draft(**GREEN, as_at="2026-11-20")
    heads = ("Workstream", "As at", "Next steps")
    page = send(editor, cast, (cast.workstream.reference, "", "Train."), heads=heads)
    assert editor.cells(page) == [
        (2, draft.reference, "Next steps", "Go live.", "Train."),
    ]
    editor.confirm()
    draft.refresh_from_db()
    assert (draft.as_at, draft.next_steps) == ("2026-11-20", "Train.")


def test_what_a_return_answers_and_cannot_be_kept_takes_the_import_back(editor, cast):
    milestone = cast.filled()["milestone"]
    cast.draft(**GREEN, answers={"milestones": {milestone.reference: {"forecast": "2027-05"}}})
    send(editor, cast, (cast.workstream.reference, "green", "", "Other words.", "", "", "", "yes", ""))

    text = text_of(editor.confirm())

    assert "Nothing was imported: some rows were refused." in text
    assert f"Row 2, Submit: {milestone.reference}: Say why the date moves (forecast)." in text
    assert StatusUpdate.objects.get().public_text == "On course."


def test_a_draft_that_is_being_written_is_continued(editor, cast):
    draft = cast.draft(**GREEN)
    page = send(editor, cast, (cast.workstream.reference, "green", "", "On course.", "", "", "", "yes", ""))
    assert editor.cells(page) == [(2, draft.reference, "Stands", "Draft", "Submitted")]
    editor.confirm()

    draft.refresh_from_db()
    assert draft.submitted_by == cast.editor
    assert draft.next_steps == "Go live."


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        (("WS-99", "green", "", "A.", "", "", "", "", ""), "Workstream",
         "There is no workstream WS-99 that you may read. Write its reference, such as WS-12."),
        (("", "green", "", "A.", "", "", "", "", ""), "Workstream",
         "Say which work it is. Write its reference, such as WS-12."),
        (("{ended}", "green", "", "A.", "", "", "", "", ""), "Workstream",
         "It was not under way in November 2026, so no return is asked of it."),
        (("{work}", "blue", "", "A.", "", "", "", "", ""), "RAG", "“blue” is none of green, amber, red."),
        (("{work}", "green", "perhaps", "A.", "", "", "", "", ""), "No change", "“perhaps” is neither yes nor no."),
        (("{work}", "green", "", "A.", "", "", "", "later", ""), "Submit", "“later” is neither yes nor no."),
        (("{work}", "green", "yes", "", "", "", "", "yes", ""), "No change",
         "There is no earlier status to repeat. Take the tick away and say how it stands."),
    ],
)  # fmt: skip
def test_every_error_stands_at_its_row_and_column(editor, cast, row, column, sentence):
    ended = make_workstream(name="Over", ends="2016")
    names = {"work": cast.workstream.reference, "ended": ended.reference}
    found = send(editor, cast, [cell.format(**names) for cell in row]).context["check"].faults

    assert [2, column, sentence] in found
    assert {fault[0] for fault in found} == {2}


def test_a_locked_period_takes_nothing(editor, cast):
    file = table(HEADS, (cast.workstream.reference, "green", "", "On course.", "", "", "", "yes", ""))
    page = editor.check(file, "returns", period=cast.november.reference)
    assert counts(page) == (0, 0, 1, 0)
    with time_machine.travel("2026-11-30 10:00", tick=False):
        periods.lock(period=cast.november, by=cast.other)
        editor.client.force_login(cast.editor)

        assert editor.refused(file, "returns", period=cast.november.reference) == {
            "period": ["Select a valid choice. What was sent is not on the list."]
        }
    answer = editor.confirm()
    assert "November 2026 is locked and takes no return. An editor can reopen it, with a reason." in text_of(answer)
    assert StatusUpdate.objects.count() == 0


def test_returns_are_for_a_period(editor, cast):
    assert editor.refused(table(("Workstream",), ("WS-1",)), "returns") == {
        "period": ["Choose the period that the returns are for."]
    }


def test_the_table_to_edit_has_a_row_for_each_workstream_and_comes_back_unchanged(editor, cast):
    cast.returned(period=cast.october, **AMBER)
    cast.returned(is_unchanged=True)
    other = make_workstream(name="Armed policing")
    cast.draft(
        other,
        rag="red",
        public_text="=1+1\r\nnext line",
        internal_note="-ours",
        as_at="2026-11",
        as_at_words="November",
    )
    make_workstream(name="Zones")
    make_workstream(name="Over", ends="2016")
    for form in ("csv", "xlsx"):
        answer = editor.client.get(f"/register/periods/{cast.november.reference}/to-edit.{form}")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        page = editor.check(content, "returns", f"returns.{form}", period=cast.november.reference)
        assert counts(page) == (3, 0, 0, 0), form


def test_a_return_submitted_after_the_check_is_shown_and_kept(editor, cast):
    send(editor, cast, (cast.workstream.reference, "red", "", "Ours.", "", "", "", "", ""))
    cast.returned()

    again = editor.client.get(editor.confirm().url)

    assert "The register changed after you checked the file" in text_of(again)
    assert again.context["check"].faults[0][1] == "RAG"
    assert StatusUpdate.objects.current().get().rag == "green"
