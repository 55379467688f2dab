"""Pages of docs/ that are made from the code are what the code says now."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from governance.management.commands import access_table, local_decision_diagram, state_diagram
from programmes.management.commands import agreement_diagram

MADE = [
    (state_diagram, "state_diagram"),
    (local_decision_diagram, "local_decision_diagram"),
    (agreement_diagram, "agreement_diagram"),
    (access_table, "access_table"),
]


@pytest.mark.parametrize(("module", "command"), MADE)
def test_the_page_is_what_the_code_says(module, command):
    written = Path(settings.BASE_DIR, module.FILE).read_text(encoding="utf-8")

    assert written == module.page(), f"{module.FILE} is out of date: run manage.py {command}"


@pytest.mark.parametrize(("module", "command"), MADE)
def test_the_command_writes_the_page(module, command, settings, tmp_path, capsys):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()

    call_command(command)

    assert (tmp_path / module.FILE).read_text(encoding="utf-8") == module.page()
    assert capsys.readouterr().out == f"{module.FILE} written.\n"


def test_the_diagram_draws_what_is_known():
    page = state_diagram.page()

    for line in (
        "    [*] --> drafting: commission",
        "    drafting --> circulated: circulate",
        "    on_agenda --> drafting: agree",
        "    on_agenda --> local_decisions: agree",
        "    drafting --> drafting: waive",
        "    local_decisions --> local_decisions: rescope",
        "    local_decisions --> approved: approve",
        "    live --> live: go_live",
        "    reviewed --> [*]",
    ):
        assert page.splitlines().count(line) == 1, line
    assert "drafting --> local_decisions: waive" not in page


def drawn(page: str, *lines: str) -> None:
    for line in lines:
        assert page.splitlines().count(line) == 1, line


def test_the_diagram_of_a_local_decision_draws_what_is_known():
    page = local_decision_diagram.page()

    drawn(
        page,
        "    [*] --> awaiting: ask",
        "    awaiting --> approved_with_conditions: approve_with_conditions",
        "    deferred --> approved: approve",
        "    approved --> awaiting: ask_again",
        "    deferred --> not_required: leave_out",
        "    deferred --> not_required: close",
        "    approved --> [*]",
    )
    assert "not_required --> approved" not in page
    assert "approved --> not_required: close" not in page


def test_the_diagram_of_an_agreement_draws_what_is_known():
    page = agreement_diagram.page()

    drawn(
        page,
        "    [*] --> draft: drafted",
        "    [*] --> signed: signed",
        "    out_for_signature --> signed: signed",
        "    signed --> in_force: in_force",
        "    in_force --> notice_given: notice_given",
        "    superseded --> [*]",
        "    ended --> [*]",
    )
    assert "draft --> signed: signed" not in page
    assert ": party_signed" not in page


def test_the_table_says_who_moves_a_case():
    rows = [line for line in access_table.page().splitlines() if line.startswith("| take a case through its stages")]

    assert rows == ["| take a case through its stages | yes | – | – | – | – | – | – |"]
