"""A reader asks for alerts, confirms them from the mailbox, is told of an edition, and stops them with one click."""

import re
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import ROOT
from tests.journeys.test_axe import faults
from tests.journeys.test_case_to_public import compose, fill, let_out


def mail_to(register: Any, mailbox: str) -> list[Any]:
    """The messages that this demonstration wrote to files for a mailbox, in the order of writing."""
    files = sorted(Path(register.environ["MAIL_ROOT"]).iterdir(), key=lambda file: file.stat().st_mtime_ns)
    parts = [part for file in files for part in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n") if part.strip()]
    found = [message_from_bytes(part, policy=policy.default) for part in parts]
    return [message for message in found if message["To"] == mailbox]


def link_in(message: Any, kind: str) -> str:
    return re.search(rf"/alerts/{kind}/\S+", message.get_content())[0]


def heading_is(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_reader_asks_confirms_is_told_and_stops(register, visit, sign_in, complaints):
    if not register.environ:
        pytest.skip("The mail of a register in service elsewhere is not at hand")
    mailbox = "panel-member@example.org"
    page = visit("/", java_script_enabled=False)
    page.get_by_role("link", name="E-mail alerts").click()
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("alert")).to_contain_text("Your e-mail address – Fill this in; it is needed.")
    page.get_by_label("Your e-mail address").fill(mailbox)
    page.get_by_label("Kent", exact=True).check()
    page.get_by_role("button", name="Send me the link").click()
    heading_is(page, "Look in your mailbox")
    expect(page.get_by_role("main")).to_contain_text("This demonstration sends no mail")

    seen = visit("/alerts/")
    confirm = link_in(mail_to(register, mailbox)[0], "confirm")
    seen.goto(confirm)
    assert faults(seen) == []
    complaints.said.clear()  # axe itself sets styles, which the policy reports
    page.goto(confirm)
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_text(["Kent"])
    page.get_by_role("button", name="Confirm my alerts").click()
    heading_is(page, "Your alerts are set up")

    editor = sign_in("editor", "/admin/governance/businesscase/?q=Criminal+Justice")
    editor.get_by_role("link", name="7F Criminal Justice").first.click()
    fill(editor, Purpose="One way of working for criminal justice.", **{"Reason for the change": "It was not said."})
    editor.get_by_role("button", name="Save", exact=True).click()
    edition = compose(editor, "Compose an edition", "Compose the edition", {"Note for the public": ""})
    let_out(sign_in("publisher"), edition)
    send_alerts(register)
    send_alerts(register)

    _, alert = mail_to(register, mailbox)
    assert edition.lower() in alert["Subject"]
    assert "Changed: 7F Criminal Justice\n  Purpose: One way of working for criminal justice.\n" in alert.get_content()
    stop = link_in(alert, "stop")
    assert alert["List-Unsubscribe"].strip() == f"<http://127.0.0.1:8000{stop}>"
    assert alert["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    seen.goto(stop)
    assert faults(seen) == []
    complaints.said.clear()
    numbers = sign_in("editor", "/register/editions/alerts/").get_by_role("main")
    expect(numbers.get_by_role("row", name="Kent FOR-")).to_contain_text("1")

    answer = page.request.post(stop, form={"List-Unsubscribe": "One-Click"})
    assert (answer.status, "Your alerts are stopped" in answer.text()) == (200, True)
    page.goto(stop)
    heading_is(page, "Your alerts are stopped")


def send_alerts(register: Any) -> None:
    """Run the command as a timer does."""
    command = [sys.executable, "manage.py", "send_alerts"]
    done = subprocess.run(command, cwd=ROOT, env=register.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
