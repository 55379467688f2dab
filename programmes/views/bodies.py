"""Forces, offices and other bodies, and whom to ask."""

from django.db.models import QuerySet

from programmes.filters.records import BodyFilter, ContactFilter, ForceFilter
from programmes.lists import RegisterList
from programmes.models import Body, Contact, Force
from programmes.records import RecordPage
from programmes.reports import forces
from programmes.tables.body import BodyTable, ContactTable, ForceTable


class ForceList(RegisterList):
    title = "Forces"
    lead = "The police forces that take part in collaboration."
    table_class, filter_class, csv_name = ForceTable, ForceFilter, "programmes:force-csv"

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Force.objects)


class ForcePage(RecordPage):
    list_title, list_name, report = "Forces", "programmes:force-list", forces.force_page

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Force.objects)


class BodyList(RegisterList):
    title = "Offices and bodies"
    lead = (
        "Chief constables and commissioners, each a corporation sole, and the other bodies that act or sign. "
        "The office acts; its page says who held it when."
    )
    table_class, filter_class, csv_name = BodyTable, BodyFilter, "programmes:body-csv"
    knows_as_at = True

    def get_queryset(self) -> QuerySet:
        bodies = self.reader.rows(Body.objects).in_force_on(self.reader.as_at)
        return bodies.select_related("force", "succeeded_by")


class ContactList(RegisterList):
    title = "Contacts"
    lead = "Where to ask: mailboxes of roles, and officers the sources name."
    table_class, filter_class, csv_name = ContactTable, ContactFilter, "programmes:contact-csv"

    def get_queryset(self) -> QuerySet:
        return self.reader.rows(Contact.objects)
