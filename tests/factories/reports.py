"""Makers of reports: drafted and approved through the doors, by two persons."""

from typing import Any

from governance.models import Report, ReportSection
from governance.papers import documents, doors
from programmes.choices import Role
from programmes.models import User
from tests.factories.programmes import make_programme, make_user


def make_report(*, by: User | None = None, **fields: Any) -> Report:
    """A report drafted from the record by an editor: a Panel report as at 2016-10 unless told otherwise."""
    fields = {"kind": "panel", "as_at": "2016-10", "title": "Report", "marking": "public"} | fields
    if not {"programme", "alliance", "body", "panel_item"} & set(fields):
        fields["programme"] = make_programme()
    return doors.draft(report=Report(**fields), by=by or make_user(Role.EDITOR))


def write(report: Report, code: str, text: str, by: User | None = None, **fields: Any) -> ReportSection:
    """Write the text of a section."""
    section = report.sections.get(code=code)
    section.text = text
    for name, value in fields.items():
        setattr(section, name, value)
    doors.edit_section(section=section, by=by or make_user(Role.EDITOR), reason="")
    return section


def fill(report: Report, words: str = "Written by hand.") -> Report:
    """Write words into every section that is empty."""
    for section in report.sections.exclude(heading="").filter(text=""):
        write(report, section.code, words)
    return report


def approve(report: Report, by: User | None = None, token: str = "") -> Report:
    """Approve the working text as it stands, as somebody who did not write it."""
    sections, figures = report.sections.all(), report.figures.all()
    seen = documents.working(report, sections, figures).sha256
    by = by or make_user(Role.PUBLISHER)
    doors.approve(report=report, by=by, seen=seen, token=token or f"{report.pk}-{seen[:24]}")
    return report


def make_approved_report(**fields: Any) -> Report:
    return approve(fill(make_report(**fields)))
