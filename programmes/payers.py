"""Who pays for a force: its policing body, through which all its money comes (Policing Protocol Order 2011, 16; L20)."""

from collections.abc import Iterable

from programmes.choices import BodyKind
from programmes.models import Body

POLICING_BODIES = (BodyKind.PCC, BodyKind.PFCC)


def advice(payers: Iterable[Body]) -> list[str]:
    """A sentence for each chief constable chosen as payer, naming the commissioner to choose; a warning, no bar."""
    chiefs = sorted({body for body in payers if body.kind == BodyKind.CHIEF_CONSTABLE}, key=str)
    if not chiefs:
        return []
    rows = Body.objects.filter(
        force__in=[chief.force_id for chief in chiefs], kind__in=POLICING_BODIES, succeeded_by=None
    )
    commissioners = {body.force_id: body for body in rows}
    said = []
    for chief in chiefs:
        right = commissioners.get(chief.force_id)
        instead = f"choose {right}" if right else "choose the policing body of its force"
        said.append(f"Payer: {chief} has no fund of its own; {instead} (Policing Protocol, 16).")
    return said
