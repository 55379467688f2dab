"""`manage.py make_user NAME --role administrator`: the first people of a register; after that the desk does it."""

import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from programmes.choices import Role
from programmes.models import Grant, User

#: Roles that are bound to no office or force; the others are granted on the desk.
UNBOUND = (Role.ADMINISTRATOR, Role.EDITOR, Role.PUBLISHER, Role.AUDITOR)
STAFF = (Role.ADMINISTRATOR, Role.EDITOR, Role.PUBLISHER)


class Command(BaseCommand):
    help = "Make an account with a role, asking for its password; an account's rights come from its roles alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=[role.value for role in UNBOUND])
        parser.add_argument("--name", default="", help="Full name, as the register shows it.")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User(username=options["username"], first_name=options["name"], is_staff=options["role"] in STAFF)
        if User.objects.filter(username=user.username).exists():
            raise CommandError(f"There is an account named {user.username} already; grant it roles on the desk.")
        password = getpass.getpass("Password: ")
        if getpass.getpass("Password, again: ") != password:
            raise CommandError("The two passwords differ; nothing was made.")
        try:
            validate_password(password, user)
            user.set_password(password)
            user.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        with transaction.atomic():
            user.save()
            Grant(user=user, role=options["role"], starts=timezone.localdate()).save()
        self.stdout.write(f"{user.username} may sign in as {Role(options['role']).label.lower()}.")
