"""Pages of docs/ that are made from the code are what the code says now."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from governance.management.commands import access_table, state_diagram

MADE = [(state_diagram, "state_diagram"), (access_table, "access_table")]


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


def test_the_table_says_who_moves_a_case():
    rows = [line for line in access_table.page().splitlines() if line.startswith("| take a case through its stages")]

    assert rows == ["| take a case through its stages | yes | – | – | – | – | – | – |"]
