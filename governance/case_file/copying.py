"""A new version of a case's document: it begins as a copy of the last one, parts and all."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from governance.case_file.figures import total_of
from governance.case_file.parts import CASE_FIELDS, ROW_FIELDS, FileParts, parts_of
from governance.choices import STAGE_SHORT, CaseEventKind, CaseRelation, Stage
from governance.models import BusinessCase, CaseAmount, CaseDocument, CaseLine
from programmes.access import Capability, check


class VersionNotAllowed(Exception):
    """A new version cannot be begun; the sentence says why."""


def last_version(case: BusinessCase, stage: Stage) -> CaseDocument | None:
    """The newest version of a stage, else of the latest stage before it."""
    order = list(Stage)
    rows = [d for d in case.documents.all() if order.index(Stage(d.stage)) <= order.index(stage)]
    return max(rows, key=lambda d: (order.index(Stage(d.stage)), d.number), default=None)


def new_version(*, case: BusinessCase, stage: Stage, by: Any, title: str = "") -> CaseDocument:
    """Begin the next version of a stage as a copy of the last one, of this stage or an earlier one.

    The first version of a case that a split opened begins with its part of the figures divided; one submitted again or
    replacing another begins as a copy of the last version of that case. Raises NotAllowed, VersionNotAllowed.
    """
    check(by, Capability.EDIT)
    with transaction.atomic():
        case = BusinessCase.objects.select_for_update().get(pk=case.pk)
        before = last_version(case, stage)
        if before is not None and before.stage == stage and not before.frozen_at:
            raise VersionNotAllowed(f"{before} is still a working version; change that one.")
        if stage not in case.needed_stages():
            raise VersionNotAllowed(f"Stage: this case needs no {STAGE_SHORT[stage]}.")
        if before is None and case.parent is not None and case.relation in _COPIED_FROM_PARENT:
            before = last_version(case.parent, stage)
        number = before.number + 1 if before is not None and (before.case_id, before.stage) == (case.pk, stage) else 1
        document = CaseDocument(
            case=case, stage=stage, number=number, based_on=before, marking=before.marking if before else case.marking,
            title=title.strip() or _title(case, stage, before),
        )  # fmt: skip
        if before is not None:
            # The date, address and summary are of the paper that was; what is proposed is carried on.
            for name in ("recommends", *CASE_FIELDS, "pir_due_words"):
                setattr(document, name, getattr(before, name))
        document._history_user = by
        document._change_reason = f"Begun as a copy of {before.reference}" if before is not None else None
        document.save()
        if before is not None:
            copy_parts(parts_of(before), document, by)
        else:
            begin_with_share(document, by)
    return document


_COPIED_FROM_PARENT = (CaseRelation.RESUBMITTED, CaseRelation.REPLACEMENT)


def _title(case: BusinessCase, stage: Stage, before: CaseDocument | None) -> str:
    if before is not None and before.case_id == case.pk and before.stage == stage:
        return before.title
    return f"{case.title[:190]}: {STAGE_SHORT[stage]}"


def copy_parts(parts: FileParts, document: CaseDocument, by: Any) -> None:
    """Write a copy of every row of another version under a document."""
    lines: dict[int, CaseLine] = {}
    for kind in ("options", "lines", "funding", "risks", "steps", "attachments"):
        rows = getattr(parts, kind)
        if not rows:
            continue
        model = type(rows[0])
        columns = [f.attname for f in model._meta.concrete_fields if _is_copied(f.name, ROW_FIELDS[model])]
        copies = [model(document=document, version=1, **{c: getattr(row, c) for c in columns}) for row in rows]
        _add(copies, model, by)
        if kind == "lines":
            made = {(line.kind, line.name): line for line in document.lines.all()}
            lines = {row.pk: made[row.kind, row.name] for row in rows}
    amounts = [
        CaseAmount(
            document=document, version=1, line=lines[row.line_id], force_id=row.force_id,
            financial_year=row.financial_year, amount=row.amount,
        )
        for row in parts.amounts
    ]  # fmt: skip
    _add(amounts, CaseAmount, by)


def _is_copied(name: str, fields: tuple[str, ...]) -> bool:
    return name in fields or name == "position" or any(name.startswith(f"{f}_") for f in fields)


def _add(rows: list[Any], model: Any, by: Any) -> None:
    if rows:
        bulk_create_with_history(rows, model, default_user=by, default_change_reason="Copied from the version before")


def begin_with_share(document: CaseDocument, by: Any) -> None:
    """Give the first version of a part of a split the lines of the figures that were divided, at its own share.

    Each becomes a line with the total that the split gave this case; what the label does not say stays empty.
    """
    rows = [
        CaseLine(document=document, version=1, position=place, kind=kind, name=name, total=amount)
        for place, (kind, name, amount) in enumerate(shares_of(document.case))
        if kind
    ]
    _add(rows, CaseLine, by)


def shares_of(case: BusinessCase) -> list[tuple[str, str, Decimal]]:
    """The figures that a split gave this case: the kind of line (empty when not said), its label, the amount."""
    if case.parent is None or case.relation not in _DIVIDED:
        return []
    split = case.parent.events.steps().filter(kind=CaseEventKind.SPLIT).order_by("-seq").first()
    if split is None:
        return []
    place = list(case.parent.children.filter(relation__in=_DIVIDED).order_by("pk").values_list("pk", flat=True)).index(
        case.pk
    )
    figures = split.detail.get("figures", [])
    return [(figure.get("kind", ""), figure["label"], Decimal(figure["parts"][place])) for figure in figures]


_DIVIDED = (CaseRelation.PART, CaseRelation.PHASE)


def lines_to_divide(case: BusinessCase, stage: Stage) -> list[tuple[CaseLine, Decimal]]:
    """The lines of the last version that come to something, each with its amount: what a split divides."""
    document = last_version(case, stage)
    if document is None:
        return []
    parts = parts_of(document)
    found = [(line, total_of(line, parts)) for line in parts.lines]
    return [(line, total) for line, total in found if total is not None]
