"""One command makes a demonstration register: tables, record, users, first edition; run again it adds nothing."""

import io
import socket

import pytest
from django.core.management import CommandError, call_command

from collab.environment import demo_port, read_environment
from governance.management.commands.start import keep_port
from governance.models import Edition, Publication
from programmes.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record_db")]


def start(**options: object) -> list[str]:
    out = io.StringIO()
    call_command("start", stdout=out, prepare_only=True, **options)
    return out.getvalue().splitlines()


def test_prepared_once_and_found_the_second_time() -> None:
    first = start()
    assert first[1:4] == ["Tables: up to date", "The record: reading the sources", "The record: nothing new"]
    assert first[4] == "Demo users: 8 made"
    assert first[6].startswith("Public site: edition 1 published, ")
    second = start()
    assert second[4:6] == ["Demo users: there already", "Public site: edition 1 is published"]
    assert (User.objects.count(), Edition.objects.count(), Publication.objects.count()) == (8, 1, 1)


def test_the_first_edition_is_composed_and_approved_by_two_people() -> None:
    start()
    events = Edition.objects.get().events.order_by("pk").values_list("kind", "by_id_number")
    people = {u.username: u.pk for u in User.objects.all()}
    assert list(events) == [
        ("composed", people["editor"]),
        ("approved", people["publisher"]),
        ("published", people["publisher"]),
    ]


def test_a_register_in_earnest_is_not_started_so(settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="In production run `migrate` and `load_record`"):
        start()


@pytest.mark.parametrize("said", ["eighty", "-1"])
def test_a_port_that_is_no_number_is_told(monkeypatch, said: str) -> None:
    monkeypatch.setenv("PORT", said)
    with pytest.raises(CommandError, match="give a number, such as 8000"):
        start()


def test_a_port_in_use_is_told_before_any_work(monkeypatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(CommandError, match=f"Port {port} cannot be used .* PORT={port + 1} make run"):
            call_command("start", stdout=io.StringIO())
    assert not User.objects.exists()


def test_mails_of_commands_lead_to_the_port_last_served_at(tmp_path, settings, monkeypatch) -> None:
    settings.PORT_FILE = tmp_path / "data" / "port"
    monkeypatch.delenv("PORT", raising=False)
    assert demo_port(read_environment(), settings.PORT_FILE) == "8000"
    keep_port(8134)
    assert demo_port(read_environment(), settings.PORT_FILE) == "8134"
    monkeypatch.setenv("PORT", "9000")
    assert demo_port(read_environment(), settings.PORT_FILE) == "9000"
