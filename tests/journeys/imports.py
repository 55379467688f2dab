"""Imports for the journeys: one that was confirmed, a check with errors, and one that waits to be confirmed."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile


def make_imports(editor: Any) -> list[str]:
    """Make them, and give the addresses of their pages."""
    from programmes import files
    from tests.factories.workstreams import make_milestone
    from tests.workstreams.import_story import table
    from workstreams.imports import runs

    milestone = make_milestone(name="Made to look at", forecast="2027-01", marking="internal")

    def check(*rows: Any) -> Any:
        content = table(("Reference", "Workstream", "Milestone", "Force", "Forecast", "Reason"), *rows)
        held = files.hold(SimpleUploadedFile("November plan.csv", content))
        return runs.finish(runs.check_file(kind="milestones", held=held, by=editor))

    work = milestone.workstream.reference
    done = check(
        (milestone.reference, work, "Made to look at", "", "2027-03", "Late."), ("", work, "New", "", "2028", "")
    )
    run = runs.finish(runs.confirm(check=done, by=editor))
    checks = [
        check((milestone.reference, work, "Made to look at", "", "2027-06", "")),
        check(("MIL-0", "", "", "", "soon", ""), (milestone.reference, work, "Other name", "", "2027-06", "")),
    ]
    waiting = [f"/register/imports/check/{one.token}" for one in checks]
    return [*waiting, f"{waiting[1]}?show=changes", f"/register/imports/{run.reference}/"]
