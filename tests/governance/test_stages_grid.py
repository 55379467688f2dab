"""In which state which event is possible, and where it leads: the whole grid by hand, through the door."""

import pytest
from django.db import transaction

from governance.choices import CaseEventKind, CaseState
from governance.models import CaseEvent
from governance.stages import StageNotAllowed, next_events
from tests.governance.case_story import Story

pytestmark = pytest.mark.django_db

# A case at its outline business case, which needs a full business case too. “=” the state stays, “-” not possible,
# “>” drafting of the full business case.
#              new         circulated   on agenda      approved       reviewed    stopped
#              |  drafting |  oversight |   deferred   |   implem.    |  rejected |
#              |  |        |  |  recomm.|   |   local  |   |   live   |   |  split |
GRID = """
commission     D  -        -  -   -     -   -   -      -   -   -      -   -  -    -
circulate      -  C        -  -   -     -   -   -      -   -   -      -   -  -    -
revise         -  -        D  -   -     -   -   -      -   -   -      -   -  -    -
refer          -  O        O  -   -     -   -   -      -   -   -      -   -  -    -
recommend      -  -        -  R   -     -   -   -      -   -   -      -   -  -    -
send_back      -  -        -  D   -     -   -   -      -   -   -      -   -  -    -
schedule       -  A        A  A   A     -   A   -      -   -   -      -   -  -    -
agree          -  -        -  -   -     >   -   -      -   -   -      -   -  -    -
agree_in_part  -  -        -  -   -     >   -   -      -   -   -      -   -  -    -
defer          -  -        -  -   -     F   -   -      -   -   -      -   -  -    -
return         -  -        -  -   -     D   -   -      -   -   -      -   -  -    -
reject         -  -        -  -   -     X   -   X      -   -   -      -   -  -    -
waive          -  >        -  -   -     -   -   -      -   -   -      -   -  -    -
rescope        -  -        -  -   -     -   -   =      -   -   -      -   -  -    -
approve        -  -        -  -   -     -   -   -      -   -   -      -   -  -    -
implement      -  -        -  -   -     -   -   -      I   -   -      -   -  -    -
go_live        -  -        -  -   -     -   -   -      -   V   V      -   -  -    -
review         -  -        -  -   -     -   -   -      -   -   W      -   -  -    -
split          -  S        S  S   S     S   S   S      S   S   -      -   -  -    -
stop           -  Z        Z  Z   Z     Z   Z   Z      Z   Z   Z      -   -  -    -
note           -  =        =  =   =     =   =   =      =   =   =      =   =  =    =
correct        -  =        =  =   =     =   =   =      =   =   =      =   =  =    =
"""
STATES = ["new", "drafting", "circulated", "oversight", "recommended", "on_agenda", "deferred", "local_decisions"]
STATES += ["approved", "implementing", "live", "reviewed", "rejected", "split", "stopped"]
LABELS = ["not yet commissioned", "drafting", "circulated for comment", "with Oversight", "recommended to the Summit"]
LABELS += ["on a Summit agenda", "deferred", "local decisions", "approved", "implementing", "live", "reviewed"]
LABELS += ["rejected", "split", "stopped"]
LABEL_OF = dict(zip(STATES, LABELS, strict=True))
LETTERS = {
    "D": "drafting", "C": "circulated", "O": "oversight", "R": "recommended", "A": "on_agenda", "F": "deferred",
    "I": "implementing", "V": "live", "W": "reviewed", "X": "rejected", "S": "split", "Z": "stopped",
}  # fmt: skip
LEADS_TO = {line.split()[0]: dict(zip(STATES, line.split()[1:], strict=True)) for line in GRID.strip().splitlines()}


def test_the_grid_names_every_state_and_event():
    assert set(STATES) == {"new", *CaseState.values}
    assert set(LEADS_TO) == set(CaseEventKind.values)


def expected(state: str, cell: str) -> tuple[str, str]:
    if cell == ">":
        return "fbc", "drafting"
    return "obc", state if cell == "=" else LETTERS[cell]


@pytest.mark.parametrize("state", STATES)
def test_in_a_state_the_events_of_its_column_are_possible_and_no_others(state):
    story = Story()
    if state != "new":
        story.put(state)
    for kind, column in LEADS_TO.items():
        with transaction.atomic():
            try_event(story, state, kind, column[state])
            transaction.set_rollback(True)


def try_event(story: Story, state: str, kind: str, cell: str) -> None:
    before = story.case.events.count()
    if cell == "-":
        with pytest.raises(StageNotAllowed) as refusal:
            story.do(kind)
        assert str(refusal.value) == (
            "A case is approved by its offices’ decisions, never by hand."
            if kind == "approve"
            else f"“{CaseEventKind(kind).label}” is not possible: the case is {LABEL_OF[state]}."
        )
        assert CaseEvent.objects.filter(case=story.case).count() == before
    else:
        event = story.do(kind)
        assert (event.stage, event.state) == expected(state, cell), kind
        assert story.place == expected(state, cell), kind
        assert (event.seq, event.kind, event.recorded_by) == (before + 1, kind, story.editor)


@pytest.mark.parametrize("state", STATES)
def test_the_buttons_are_those_of_the_column(state):
    story = Story()
    if state != "new":
        story.put(state)
    story.document("obc")

    offered = next_events(story.case, story.editor)

    assert {e.kind.value for e in offered} == {k for k, column in LEADS_TO.items() if column[state] != "-"}
    assert [e.why_not for e in offered if not e.is_possible] == []
    assert [e.label for e in offered] == [CaseEventKind(e.kind).label for e in offered]


@pytest.mark.parametrize("kind", ["agree", "agree_in_part"])
def test_agreement_of_the_last_stage_leads_to_local_decisions(kind):
    story = Story().put("on_agenda", "fbc")

    story.do(kind)

    assert story.place == ("fbc", "local_decisions")


def test_a_case_that_needs_one_stage_alone_goes_from_it_to_local_decisions():
    story = Story(needs_obc=True, needs_fbc=False).put("on_agenda", "obc")

    story.do("agree")

    assert story.place == ("obc", "local_decisions")


def test_a_case_of_three_stages_goes_through_them_in_order():
    story = Story(needs_soc=True)
    assert story.do("commission").stage == "soc"
    story.do("schedule")

    story.do("agree")

    assert story.place == ("obc", "drafting")
