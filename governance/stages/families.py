"""What must be so before a case becomes others: split into parts or phases, replaced by another."""

from governance.case_file.copying import lines_to_divide
from governance.case_file.figures import sum_fault
from governance.choices import CaseEventKind as Kind
from governance.models import BusinessCase
from governance.stages.facts import Facts, StageNotAllowed, Standing
from programmes.amounts import pounds
from programmes.phrases import lower_first


def check_family(case: BusinessCase, now: Standing, kind: Kind, facts: Facts) -> None:
    """The rules of the events after which other cases go on; raises StageNotAllowed at the first not kept."""
    if kind is Kind.SPLIT:
        check_split(case, now, facts)
    else:
        check_supersede(case, facts)


def check_split(case: BusinessCase, now: Standing, facts: Facts) -> None:
    """At least two children with different titles; each figure is divided for each child and its parts sum to it.

    Every line of the last version that has an amount is among the figures, at what it comes to.
    """
    titles = [c.title.strip() for c in facts.children]
    if len(titles) < 2 or not all(titles):
        raise StageNotAllowed("Cases it is split into: give at least two, each with a title.", "children")
    if len(set(titles)) < len(titles):
        raise StageNotAllowed("Cases it is split into: two have the same title.", "children")
    if any(not c.stages for c in facts.children):
        raise StageNotAllowed("Cases it is split into: choose at least one stage for each.", "children")
    for figure in facts.figures:
        if len(figure.parts) != len(facts.children):
            raise StageNotAllowed(f"Figures divided: give a part of “{figure.label}” for each new case.", "figures")
        if fault := sum_fault(figure.label, figure.total, figure.parts):
            raise StageNotAllowed(f"Figures divided: {lower_first(fault)}", "figures")
    given = {(figure.kind, figure.label): figure.total for figure in facts.figures}
    for line, total in lines_to_divide(case, now.stage):
        whole = given.get((line.kind, line.name))
        if whole is None:
            raise StageNotAllowed(
                f"Figures divided: “{line}” ({line.get_kind_display().lower()}) of {pounds(total)} is not divided; "
                "give each new case its part, 0 where it takes nothing.",
                "figures",
            )
        if whole != total:
            raise StageNotAllowed(
                f"Figures divided: “{line}” comes to {pounds(total)} in {line.document}, not {pounds(whole)}.",
                "figures",
            )


def check_supersede(case: BusinessCase, facts: Facts) -> None:
    """The case that replaces this one is another one, of no other family; or a new one is opened, not both."""
    successor = facts.successor
    if successor is None:
        return
    if facts.has("new_title"):
        raise StageNotAllowed(
            "Give the case that replaces it or the title of a new one, not both.", "successor", "new_title"
        )
    if successor.pk == case.pk:
        raise StageNotAllowed("The case that replaces it: a case cannot replace itself.", "successor")
    if successor.parent_id is not None:
        raise StageNotAllowed(
            f"The case that replaces it: {successor} comes from {successor.parent} already; choose a case of its own.",
            "successor",
        )
    above: BusinessCase | None = case
    while above is not None:
        if above.pk == successor.pk:
            raise StageNotAllowed(f"The case that replaces it: this case comes from {successor} itself.", "successor")
        above = above.parent
