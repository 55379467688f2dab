"""Make the demonstration's users that are not there yet."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programmes.demo import DEMO_USERS, NotADemonstration, make_demo_users


class Command(BaseCommand):
    help = "Make one user for each role, with passwords that the sign-in page shows. In a demonstration only."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = make_demo_users()
        except NotADemonstration as error:
            raise CommandError(str(error)) from error
        there = len(DEMO_USERS) - len(made)
        self.stdout.write(f"Demo users: {len(made)} made, {there} there already")
