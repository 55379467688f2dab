"""The completeness checklist: what guidance and real agreements say an agreement covers (domain section 2).

Headings of the statutory guidance of October 2012, the SEERPIC agreement of 2021 and the NPCC agreement of 2017.
"""

from typing import Any

from django.db import transaction

from programmes.access import Capability, check
from programmes.models import Agreement, ChecklistItem

TOPICS: tuple[str, ...] = (
    "Parties",
    "Legal framework and recitals",
    "Purpose, scope and functions",
    "Definitions",
    "Commencement and duration",
    "Review cycle",
    "Variation",
    "Governance, board and voting",
    "Accountability",
    "Direction and control, lead force",
    "Workforce: transfer, secondment, terms, police powers for staff",
    "Premises",
    "Assets: ownership and beneficial shares",
    "Contracts and procurement",
    "Policies",
    "Funding and budget, cost share, over- and underspend",
    "Insurance",
    "Liabilities and indemnities",
    "Complaints and conduct",
    "Health and safety",
    "Data protection, information sharing and RIPA authorisation",
    "Freedom of information and transparency",
    "Confidentiality",
    "Records",
    "Audit and inspection",
    "Dispute resolution",
    "New parties",
    "Withdrawal: notice and costs",
    "Termination, its consequences and the exit plan",
    "Equality",
)


def start_checklist(*, agreement: Agreement, by: Any) -> int:
    """Give an agreement the topics of the checklist that it has not yet, none of them checked; how many were added.

    Raises NotAllowed.
    """
    check(by, Capability.EDIT)
    with transaction.atomic():
        agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
        there = set(agreement.checklist.values_list("topic", flat=True))
        for position, topic in enumerate(TOPICS, start=1):
            if topic not in there:
                item = ChecklistItem(agreement=agreement, topic=topic, position=position, marking=agreement.marking)
                item._history_user = by
                item.save()
    return len(set(TOPICS) - there)
