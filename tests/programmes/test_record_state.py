"""Parts of a page are worked out anew when a table that their questions named has changed, and only then."""

from threading import Event, Thread

import pytest

from governance.models import BusinessCase, LocalDecision
from programmes import record_state as record_module
from programmes.models import Force, Programme, Reference
from programmes.record_state import each, part, question_of, record_state, remembered
from tests.factories import governance as g
from tests.factories import programmes as p

pytestmark = pytest.mark.django_db


class Counting:
    """A part that gives what it reads, and how often it was worked out."""

    def __init__(self, key, read):
        self.key, self.read, self.times = key, read, 0

    def work_out(self):
        self.times += 1
        return list(self.read())

    def __call__(self):
        return part(record_state(), ("test", self.key), self.work_out), self.times


def test_a_part_rests_on_the_tables_it_asked():
    forces = Counting("forces", lambda: Force.objects.order_by("name").values_list("name", flat=True))
    kent = p.make_force(name="Kent")
    assert forces() == (["Kent"], 1)
    p.make_programme(name="Of no matter")
    assert forces() == (["Kent"], 1)
    kent.name = "Kent Police"
    kent.save()
    assert forces() == (["Kent Police"], 2)


@pytest.mark.parametrize(
    ("read", "change"),
    [
        (lambda: BusinessCase.objects.with_stage().values_list("state"), lambda case: g.make_case_event(case=case)),
        (
            lambda: BusinessCase.objects.values_list("participating_forces__name"),
            lambda case: case.participating_forces.add(p.make_force()),
        ),
        (
            lambda: LocalDecision.objects.with_outcome().values_list("outcome"),
            lambda case: g.make_local_decision_event(local_decision=g.make_local_decision(case=case)),
        ),
    ],
)
def test_what_the_database_keeps_of_events_and_who_takes_part_count_too(read, change):
    case = g.make_business_case()
    found = Counting(question_of(read()), read)
    before = found()[0]
    change(case)
    after, times = found()
    assert times == 2
    assert after != before


def test_a_part_of_a_part_is_what_the_whole_rests_on_though_it_was_remembered():
    forces = Counting("inner", lambda: Force.objects.order_by("name").values_list("name", flat=True))
    both = Counting("outer", lambda: [*forces()[0], Programme.objects.count()])
    p.make_force(name="Kent")
    forces()
    assert both() == (["Kent", 0], 1)
    p.make_force(name="Avon")
    assert both() == (["Avon", "Kent", 0], 2)


def test_what_no_history_tells_of_rests_on_the_whole_record():
    codes = Counting("codes", lambda: Reference.objects.order_by().values_list("title", flat=True))
    assert codes() == ([], 1)
    p.make_force(name="Kent")
    assert codes() == (["Kent"], 2)
    assert codes() == (["Kent"], 2)


def test_a_question_without_answer_has_a_name():
    assert question_of(Force.objects.none()) == ()


def test_what_another_thread_asks_meanwhile_is_its_own():
    state, begun, done = record_state(), Event(), Event()

    def wait():
        begun.set()
        done.wait(10)

    def read():
        programmes = Programme.objects.count()
        other.start()
        begun.wait(10)
        return [*Force.objects.values_list("name", flat=True), programmes]

    other = Thread(target=lambda: part(state, ("test", "waits"), wait))
    p.make_force(name="Kent")
    assert part(record_state(), ("test", "both"), read) == ["Kent", 0]
    done.set()
    other.join(10)
    p.make_force(name="Avon")
    assert part(record_state(), ("test", "both"), lambda: ["read anew"]) == ["read anew"]


class Interrupted(str):
    """A key at which, when it is looked up, a slower thread comes in that read the state before the change."""

    meanwhile = None

    def __hash__(self):
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            meanwhile()
        return hash(str(self))


def test_an_answer_of_an_older_state_is_never_given_for_a_newer():
    before = record_state()
    p.make_force(name="Kent")
    after, key = record_state(), Interrupted("home")
    assert remembered(after, "home", lambda: "new") == "new"

    key.meanwhile = lambda: remembered(before, "home", lambda: "old")

    assert remembered(after, key, lambda: "new") == "new"
    assert remembered(after, "home", lambda: "new") == "new"


def test_the_name_of_an_account_counts_and_that_somebody_signs_in_does_not(client):
    ann = p.make_user(first_name="Ann", last_name="Lee")
    state = record_state()
    client.force_login(ann)
    assert record_state() == state
    assert ann.history.count() == 1

    ann.refresh_from_db()
    ann.last_name = "Moss"
    ann.save()
    assert record_state() != state


@pytest.mark.parametrize("limit", ["MOST", "MOST_PARTS"])
def test_more_than_is_remembered_is_worked_out_anew_and_right(limit, monkeypatch):
    record_module.forget()
    monkeypatch.setattr(record_module, limit, 2)
    keep = remembered if limit == "MOST" else part
    state, worked_out = record_state(), []

    def ask(number):
        return keep(state, ("test of limits", limit, number), lambda: worked_out.append(number) or number * 10)

    assert [ask(number) for number in (1, 2, 2, 3, 3, 1)] == [10, 20, 20, 30, 30, 10]
    assert worked_out == [1, 2, 3, 1]


def test_of_several_answers_those_alone_are_worked_out_whose_tables_changed(monkeypatch):
    monkeypatch.setattr(record_module, "MOST_PARTS", 2)
    rests_on = {name: frozenset({f"programmes_{name}"}) for name in ("force", "alliance", "body")}
    asked = []

    def ask(*names):
        wanted = {("test of each", name): rests_on[name] for name in names}
        return each(record_state(), wanted, lambda keys: asked.append([key[1] for key in keys]) or [k[1] for k in keys])

    assert ask("force", "alliance") == ["force", "alliance"]
    assert ask("force", "alliance") == ["force", "alliance"]
    p.make_alliance()
    assert ask("force", "alliance") == ["force", "alliance"]
    assert ask("body") == ["body"]
    assert asked == [["force", "alliance"], ["alliance"], ["body"]]
