"""The connection the public pages read through, kept open from one request to the next."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connections

DATABASE = "public"

P = ParamSpec("P")
R = TypeVar("R")


def asked_again_when_lost(read: Callable[P, R]) -> Callable[P, R]:
    """Ask once more on a new connection when the old one was lost; reading twice does no harm."""

    @wraps(read)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        connection = connections[DATABASE]
        was_open = connection.connection is not None
        try:
            return read(*args, **kwargs)
        except (OperationalError, InterfaceError):
            if not was_open or connection.in_atomic_block:
                raise
            connection.close()
            return read(*args, **kwargs)

    return asked
