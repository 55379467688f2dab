"""Who is signed in, read with the roles they hold: every page asks both, so both are one query."""

from itertools import islice
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import F

from programmes.models import Body, Force, Grant, User, Visit
from programmes.statements import Prepared

#: What is read of a grant: the grant itself, who holds it and when they were last here, and the office or force it is
#: bound to. One that belongs to another comes after it.
_READ: tuple[tuple[str, Any], ...] = (
    ("", Grant), ("user", User), ("user__visit", Visit), ("body", Body), ("body__force", Force), ("force", Force),
)  # fmt: skip
_FIELDS = {of: tuple(field.attname for field in model._meta.concrete_fields) for of, model in _READ}
_NAMES = [f"{of}__{name}" if of else name for of, names in _FIELDS.items() for name in names]
_GRANTS = Prepared(lambda user: Grant.objects.filter(user=user).order_by(F("pk")).values_list(*_NAMES))


class GrantsBackend(ModelBackend):
    """Django’s own, but a user comes with their grants."""

    def get_user(self, user_id: Any) -> User | None:
        """The user of a session, None for an account that is gone or not active; one without a grant is asked for apart."""
        grants = [_grant(values) for values in _GRANTS.rows([user_id])]
        if not grants:
            return super().get_user(user_id)  # type: ignore[return-value]
        user = grants[0].user
        for grant in grants:
            grant.user = user
        user.hold(grants)
        return user if self.user_can_authenticate(user) else None


def _grant(values: tuple[Any, ...]) -> Grant:
    """A grant with the records that it names, from one row."""
    left = iter(values)
    read = {}
    for of, model in _READ:
        own = list(islice(left, len(_FIELDS[of])))
        read[of] = None if own[0] is None else model.from_db("default", _FIELDS[of], own)
    grant: Any = read[""]
    for path, record in read.items():
        of, _, name = path.rpartition("__")
        if name and (holder := read[of]) is not None:
            holder._meta.get_field(name).set_cached_value(holder, record)
    return grant
