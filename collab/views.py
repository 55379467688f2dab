"""The frame's own pages: sign-in, health and errors."""

import importlib
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from programmes.plain_forms import say_plainly


def demo_users() -> list[Any]:
    """The demonstration's users, for the table on the sign-in page; none outside demo mode."""
    if not settings.DEMO:
        return []
    return list(importlib.import_module("programmes.demo").DEMO_USERS)


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Sign-in with name and password."""

    template_name = "registration/login.html"

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        say_plainly(form.fields.values())
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, demo_users=demo_users())


def _plain(sentence: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", content_type="text/plain; charset=utf-8", status=status)


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return _plain("ok")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can do its work: the database answers and no migration is waiting."""
    alias = "public" if settings.PUBLIC_SITE else DEFAULT_DB_ALIAS
    connection = connections[alias]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not settings.PUBLIC_SITE:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return _plain("migrations are waiting", status=503)
    except DatabaseError:
        return _plain("the database does not answer", status=503)
    return _plain("ready")
