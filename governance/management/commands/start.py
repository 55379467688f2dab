"""Make a demonstration register, whole, and serve it on this machine."""

import os
import socket
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from governance.models import Publication
from governance.publication import publish_first_edition
from programmes.demo import make_demo_users
from programmes.models import User
from programmes.record import RecordFault, load_record

HOST = "127.0.0.1"
THREADS = 8


class Command(BaseCommand):
    help = "Prepare a demonstration register (tables, record, users, first edition) and serve it on 127.0.0.1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, help="Where to serve (default: PORT, or 8000).")
        parser.add_argument("--prepare-only", action="store_true", help="Do not serve.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "`start` makes a demonstration (DEMO=true). In production run `migrate` and `load_record`, then serve "
                "with gunicorn; README.md says how."
            )
        port = _port(options["port"])
        if not options["prepare_only"]:
            _check_free(port)
        begun = time.monotonic()
        self.migrate()
        self.load()
        self.users()
        self.first_edition()
        self.stdout.write(f"Ready in {time.monotonic() - begun:.1f} seconds")
        if not options["prepare_only"]:
            self.serve(port)

    def migrate(self) -> None:
        if connection.vendor == "sqlite":
            Path(connection.settings_dict["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        self.stdout.write(f"Database: {connection.vendor}, {connection.settings_dict['NAME']}")
        if waiting:
            self.stdout.write(f"Tables: {waiting} migrations to run")
            call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write("Tables: up to date")

    def load(self) -> None:
        self.stdout.write("The record: reading the sources")
        try:
            loaded = load_record(say=lambda line: self.stdout.write(f"  {line}"))
        except RecordFault as fault:
            raise CommandError(f"The record cannot be loaded.\n{fault}") from fault
        self.stdout.write(f"The record: {sum(loaded.values())} rows loaded" if loaded else "The record: nothing new")

    def users(self) -> None:
        made = make_demo_users()
        self.stdout.write(f"Demo users: {len(made)} made" if made else "Demo users: there already")

    def first_edition(self) -> None:
        current = Publication.objects.select_related("edition").first()
        if current:
            self.stdout.write(f"Public site: edition {current.edition.number} is published")
            return
        self.stdout.write("Public site: composing the first edition")
        people = User.objects.in_bulk(["editor", "publisher"], field_name="username")
        edition = publish_first_edition(editor=people["editor"], publisher=people["publisher"])
        self.stdout.write(f"Public site: edition {edition.number} published, {edition.pages.count()} pages")

    def serve(self, port: int) -> None:
        """Serve until interrupted; the last line printed is the address."""
        from gunicorn.app.base import BaseApplication  # here: needed to serve only, and not on Windows

        out = self.stdout

        class Register(BaseApplication):
            def load_config(self) -> None:
                chosen = {
                    "bind": f"{HOST}:{port}",
                    "worker_class": "gthread",
                    "threads": THREADS,
                    "graceful_timeout": 3,
                    "control_socket_disable": True,
                    "loglevel": "warning",
                    "when_ready": lambda _: out.write(
                        f"\nThe register: http://{HOST}:{port}/register/   "
                        f"(public site: http://{HOST}:{port}/ , stop with Ctrl-C)"
                    ),
                }
                for name, value in chosen.items():
                    self.cfg.set(name, value)

            def load(self) -> Any:
                return get_wsgi_application()

        keep_port(port)
        connections.close_all()
        Register().run()


def keep_port(port: int) -> None:
    """Keep the port, so that the mails of commands run beside this process lead to it."""
    settings.PORT_FILE.parent.mkdir(parents=True, exist_ok=True)
    settings.PORT_FILE.write_text(f"{port}\n")


def _port(given: int | None) -> int:
    said = os.environ.get("PORT") or "8000"
    if given is None and not said.isdigit():
        raise CommandError(f"PORT is “{said}”; give a number, such as 8000.")
    return given or int(said)


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). Choose another: PORT={port + 1} make run"
            ) from error
