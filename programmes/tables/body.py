"""Forces, offices and other bodies, their holders and contacts."""

import django_tables2 as tables

from programmes.choices import BodyKind, ContactKind, HolderCapacity
from programmes.tables.columns import DateColumn, RecordColumn, ReferenceColumn, TagColumn, WordsColumn
from programmes.tables.records import RecordTable


class ForceTable(RecordTable):
    noun, noun_plural, row_header = "force", "forces", "name"

    name = RecordColumn(words="name", verbose_name="Force", order="name")
    official_name = WordsColumn("official_name", verbose_name="Official name", orderable=True)
    ons_code = WordsColumn("ons_code", verbose_name="ONS code", orderable=True)
    in_seven_force = tables.Column(verbose_name="One of the seven forces")
    reference = ReferenceColumn()

    def value_in_seven_force(self, record: object) -> str:
        return "Yes" if record.in_seven_force else "No"  # type: ignore[attr-defined]

    render_in_seven_force = value_in_seven_force


class BodyTable(RecordTable):
    noun, noun_plural, row_header = "body", "bodies", "name"

    name = RecordColumn(words="name", verbose_name="Office or body", order="name")
    kind = TagColumn("kind", BodyKind)
    force = RecordColumn("force", verbose_name="Force", order="force__name")
    starts = DateColumn("starts", verbose_name="From")
    ends = DateColumn("ends", verbose_name="To")
    succeeded_by = RecordColumn("succeeded_by", verbose_name="Succeeded by")
    reference = ReferenceColumn()

    def render_succeeded_by(self, value: object, record: object) -> object:
        if value is None:
            return "–"
        return self.columns["succeeded_by"].column.render(value, record, self)


class HolderTable(RecordTable):
    noun, noun_plural, row_header = "holder", "holders", "name"

    name = tables.Column(verbose_name="Name")
    capacity = TagColumn("capacity", HolderCapacity)
    starts = DateColumn("starts", verbose_name="From")
    ends = DateColumn("ends", verbose_name="To")
    seen = DateColumn("seen", verbose_name="Seen in office")
    note = WordsColumn("note", verbose_name="Note")


class ContactTable(RecordTable):
    noun, noun_plural, row_header = "contact", "contacts", "role"

    role = tables.Column(verbose_name="Role or mailbox", empty_values=(), order_by=("role",))
    name = WordsColumn("name", verbose_name="Name", orderable=True)
    organisation = WordsColumn("organisation", verbose_name="Organisation", orderable=True)
    kind = TagColumn("kind", ContactKind)
    email = WordsColumn("email", verbose_name="E-mail")
    phone = WordsColumn("phone", verbose_name="Telephone")

    def value_role(self, record: object) -> str:
        return record.role or "Mailbox"  # type: ignore[attr-defined]

    render_role = value_role
