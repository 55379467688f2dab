"""The base of each app's first migration."""

from typing import Any

from django.db import migrations
from django.db.migrations.state import ProjectState


class InitialMigration(migrations.Migration):
    """Creates all its models from one rendering of them.

    Django renders the models anew for each operation; with well over a hundred models that point to one another
    that is most of a minute for a new register, and for each run of the tests. Here they are rendered once, so
    the operations are only CreateModel, in any order.
    """

    initial = True

    def mutate_state(self, project_state: ProjectState, preserve: bool = True) -> ProjectState:
        state = project_state.clone() if preserve else project_state
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, state)
        return state

    def apply(self, project_state: ProjectState, schema_editor: Any, collect_sql: bool = False) -> ProjectState:
        before = project_state.clone()
        after = self.mutate_state(project_state, preserve=False)
        for operation in self.operations:
            if collect_sql:
                schema_editor.collected_sql += ["--", f"-- {operation.describe()}", "--"]
            operation.database_forwards(self.app_label, schema_editor, before, after)
        return after

    def unapply(self, project_state: ProjectState, schema_editor: Any, collect_sql: bool = False) -> ProjectState:
        with_all = self.mutate_state(project_state)
        for operation in reversed(self.operations):
            if collect_sql:
                schema_editor.collected_sql += ["--", f"-- Undo {operation.describe()}", "--"]
            operation.database_backwards(self.app_label, schema_editor, with_all, project_state)
        return project_state
