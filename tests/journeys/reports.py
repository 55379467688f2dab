"""Two reports to look at: a board update being written, with a figure whose record changed since, and an approved one."""

from typing import Any


def make_reports(editor: Any) -> list[str]:
    """Their pages and the forms of what may be done with them, for an editor; the last is for a publisher."""
    from governance.models import Board
    from programmes.models import Alliance, Programme
    from tests.factories.reports import approve, fill, make_report

    programme = Programme.objects.get(reference="PRG-3")
    draft = make_report(
        kind="board", as_at="2016-09-21", title="Board update", programme=programme, by=editor, marking="internal",
        alliance=Alliance.objects.get(reference="ALL-2"), board=Board.objects.get(reference="BRD-7"),
    )  # fmt: skip
    figure = draft.figures.get(key="MIL-5.forecast")
    figure.words = "December 2016"
    figure.save()
    done = approve(fill(make_report(title="Panel report", programme=programme, by=editor, marking="internal")))
    base, other = f"/register/reports/{draft.reference}", f"/register/reports/{done.reference}"
    sections = [f"{base}/sections/{row.reference}" for row in draft.sections.all()[:2]]
    return [
        f"{base}/", f"{other}/", f"{base}/facts", *sections, f"{base}/figures/{figure.reference}", f"{other}/version",
        f"{other}/agenda", f"{base}/approve",
    ]  # fmt: skip
