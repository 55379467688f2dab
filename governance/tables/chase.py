"""The log of reminders of open decisions."""

from programmes.access import Capability
from programmes.tables.columns import RecordColumn
from programmes.tables.log import ReminderLogTable


class ChaseTable(ReminderLogTable):
    row_header = "office"
    takes_back, take_back = Capability.MOVE_CASE, "governance:chase-correct"

    office = RecordColumn("local_decision__body", verbose_name="Office", order="local_decision__body__name")
    case = RecordColumn("local_decision__case", verbose_name="Business case", order="local_decision__case__title")

    class Meta:
        order_by = "-on"
        sequence = ("on", "office", "case", "...")
