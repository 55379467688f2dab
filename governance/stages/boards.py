"""What a board may decide (S4: the Summit decides in principle only; Oversight advises and recommends)."""

from governance.choices import DecisionKind, MayDecide
from governance.models import Board
from governance.stages.facts import StageNotAllowed
from programmes.phrases import lower_first

#: What a board must be for to decide so; all else any board may record.
_NEEDS: dict[str, tuple[str, ...]] = {
    DecisionKind.IN_PRINCIPLE: (MayDecide.IN_PRINCIPLE, MayDecide.FINAL),
    DecisionKind.IN_PART: (MayDecide.IN_PRINCIPLE, MayDecide.FINAL),
    DecisionKind.REJECTED: (MayDecide.IN_PRINCIPLE, MayDecide.FINAL),
    DecisionKind.FINAL: (MayDecide.FINAL,),
}


def check_board_may(board: Board, outcome: DecisionKind) -> None:
    """Raise StageNotAllowed when the board may not decide so, or nobody has said what it may decide."""
    needed = _NEEDS.get(outcome)
    if needed is None or board.may_decide in needed:
        return
    if board.is_summit and MayDecide.IN_PRINCIPLE in needed:
        return
    what = f"“{outcome.label}”"
    if not board.may_decide:
        raise StageNotAllowed(
            f"Outcome: what {board} may decide is not stated, so {what} cannot be recorded there. Say it on the board "
            "first, or record what was noted or recommended.",
            "outcome",
        )
    does = MayDecide(board.may_decide).label
    raise StageNotAllowed(
        f"Outcome: {board} {lower_first(does)}; it may not decide {what}. Record what it noted or recommended, "
        "or the decision at the board that took it.",
        "outcome",
    )
