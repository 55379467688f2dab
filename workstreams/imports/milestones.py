"""Milestones from a file: dates move with a reason; a force contributor moves the forecast and actual of their own."""

from typing import Any

from django.utils import timezone

from programmes.access import Capability, grants_of
from programmes.models import Force
from programmes.sheets.reading import Sheet, SheetRow
from workstreams.choices import MilestoneDate
from workstreams.imports import columns as c
from workstreams.imports.kinds import REFERENCE, Kind, chunks
from workstreams.imports.plan import RowPlan
from workstreams.milestones import add, move
from workstreams.models import Milestone, Workstream

_OWN = {"forecast", "forecast_words", "actual", "actual_words"}


class Milestones(Kind):
    name, title, noun = "milestones", "Milestones", "milestone"
    capability = (Capability.EDIT, Capability.UPDATE_OWN_FORCE)
    keys = ("Workstream", "Milestone", "Force")
    columns = (
        c.fixed(
            REFERENCE, "The milestone’s own reference. Leave it empty for a new one.", "MIL- and a number, or nothing.",
            lambda m: m.reference,
        ),
        c.fixed("Workstream", "The reference of its work.", "WS- and a number.", lambda m: m.workstream.reference),
        c.unread("Workstream name", "What that work is called.", lambda m: m.workstream.name),
        c.text("Milestone", "name", "What is to be reached.", most=200, needed=True),
        c.fixed(
            "Force", "The force whose milestone it is. Empty: all forces alike.",
            "The name or reference of a force, or nothing.", lambda m: m.force.name if m.force_id else "",
        ),
        *(
            column
            for which in MilestoneDate
            for column in (
                c.date(which.label, which.value, f"The {which.label.lower()} date."),
                c.words(
                    f"{which.label}, as written", f"{which.value}_words",
                    f"The {which.label.lower()} date in the words of its source, where they say more.",
                ),
            )
        ),
        c.text("Words as written", "words", "What the source says of it.", width=50),
        c.reason("Reason", "Why dates that were given before move. It is kept and shown."),
    )  # fmt: skip
    notes = (
        "A date that was given before moves only with a reason: in its row, or once for all when the import is confirmed.",
        "An empty cell empties what stands there; a column that is left out changes nothing.",
    )

    def records(self) -> Any:
        return self.reader.rows(Milestone.objects).select_related("workstream", "force")

    def prepare(self, sheet: Sheet) -> None:
        self.known_forces = self.forces()
        self.own = {grant.force_id for grant in grants_of(self.by) if grant.force_id}
        self.by_code: dict[str, Milestone] = {}
        self.by_key: dict[Any, Milestone] = {}
        self.workstreams: dict[str, Workstream] = {}
        for codes in chunks(row.cells.get(REFERENCE, "") for row in sheet.rows):
            self._keep(self.records().filter(reference__in=codes))
        named = {row.cells.get("Workstream", "") for row in sheet.rows}
        for codes in chunks(named | {m.workstream.reference for m in self.by_code.values()}):
            self.workstreams |= {
                w.reference: w for w in self.reader.rows(Workstream.objects).filter(reference__in=codes)
            }
            self._keep(self.records().filter(workstream__reference__in=codes))

    def _keep(self, rows: Any) -> None:
        for milestone in rows:
            first = self.by_code.setdefault(milestone.reference, milestone)
            self.by_key[self._key(milestone)] = first

    def key_of(self, record: Any) -> Any:
        return record.reference or self._key(record)

    def _key(self, milestone: Milestone) -> Any:
        return milestone.workstream_id, milestone.name, milestone.force_id

    def find(self, row: SheetRow, plan: RowPlan) -> Milestone | None:
        code = row.cells.get(REFERENCE, "")
        if code:
            found = self.by_code.get(code)
            if found is None:
                plan.fault(REFERENCE, self.unknown(code))
            return found
        workstream = self.workstreams.get(row.cells.get("Workstream", ""))
        if workstream is None:
            said = row.cells.get("Workstream", "")
            sentence = (
                f"There is no workstream {said[:20]} that you may read." if said else "Say which work it belongs to."
            )
            plan.fault("Workstream", f"{sentence} Write its reference, such as WS-12.")
        force = self._force(row)
        if force is None and row.cells.get("Force"):
            said = row.cells["Force"][:40]
            plan.fault("Force", f"There is no force “{said}”. Write its name as the list does, such as Kent.")
        name = row.cells.get("Milestone", "")
        if not name:
            plan.fault("Milestone", "Fill this in; it is needed.")
        if workstream is None or not name or any(fault.column == "Force" for fault in plan.faults):
            return None
        new = Milestone(workstream=workstream, name=name, force=force)
        if (stored := self.by_key.get(self._key(new))) is not None:
            return stored
        plan.is_new = True
        return new

    def _force(self, row: SheetRow) -> Force | None:
        """The force a new row names; none where it names none, or one that is not known."""
        return self.known_forces.get(row.cells.get("Force", "").casefold())

    def judge(self, row: SheetRow, plan: RowPlan) -> None:
        for which in MilestoneDate.values:
            if which in self._given(row):
                self.settle_date(which, row, plan)
        if plan.is_new:
            plan.change("Workstream", "", plan.record.workstream.reference)
            if plan.record.force:
                plan.change("Force", "", str(plan.record.force))
        self._check_name(plan)
        if not self.is_editor and plan.cells:
            self._check_own(row, plan)
        plan.needs_reason = bool(plan.cells) and not plan.is_new and any(
            which in plan.values and (getattr(plan.record, which) or getattr(plan.record, f"{which}_words"))
            for which in MilestoneDate.values
        )  # fmt: skip

    def _given(self, row: SheetRow) -> list[str]:
        return [which.value for which in MilestoneDate if {which.label, f"{which.label}, as written"} & set(row.cells)]

    def _check_name(self, plan: RowPlan) -> None:
        """A new name must not be that of another milestone of the same work and force."""
        if "name" not in plan.values:
            return
        key = plan.record.workstream_id, plan.values["name"], plan.record.force_id
        other = self.by_key.get(key)
        if other is not None and other is not plan.record and not plan.is_new:
            plan.fault("Milestone", f"{other.reference} has this name already. Choose another.")

    def _check_own(self, row: SheetRow, plan: RowPlan) -> None:
        """A contributor moves the forecast and actual date of their own force’s milestones, and nothing else."""
        if plan.is_new:
            plan.fault("Milestone", "Only the programme team adds milestones. Ask it to add this one.")
        elif plan.record.force_id not in self.own:
            whose = plan.record.force.name if plan.record.force_id else "all forces alike"
            head = REFERENCE if REFERENCE in row.cells else "Force"
            plan.fault(head, f"This milestone is of {whose}. You change those of your own force.")
        else:
            for column in self.columns:
                if column.attr in plan.values and column.attr not in _OWN:
                    plan.fault(column.head, "Only the programme team changes this. Write what stood there.")

    def write(self, plan: RowPlan, reason: str) -> Milestone:
        if plan.is_new:
            made = plan.record
            return add(workstream=made.workstream, force=made.force, by=self.by, reason=reason, **plan.values)
        milestone = plan.record
        for name, value in plan.values.items():
            setattr(milestone, name, value)
        milestone._history_user = self.by
        move(milestone=milestone, by=self.by, on=timezone.localdate(), reason=reason)
        return milestone
