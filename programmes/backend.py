"""Who is signed in, read with the roles they hold: every page asks both, so both are one query."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from programmes.models import Grant, User


class GrantsBackend(ModelBackend):
    """Django’s own, but a user comes with their grants."""

    def get_user(self, user_id: Any) -> User | None:
        """The user of a session, None for an account that is gone or not active; one without a grant is asked for apart."""
        grants = list(Grant.objects.filter(user=user_id).select_related("user", "body", "force"))
        if not grants:
            return super().get_user(user_id)  # type: ignore[return-value]
        user = grants[0].user
        for grant in grants:
            grant.user = user
        user.hold(grants)
        return user if self.user_can_authenticate(user) else None
