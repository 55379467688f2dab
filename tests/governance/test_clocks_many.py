"""Clocks when there are many: a page of them is what the whole has there, and what is remembered is what is counted."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from governance.clocks import ANY, Wanted, clocks_for, clocks_read_by
from programmes import clock_memory
from programmes.agreements import record
from programmes.choices import ClockKind, ClockStage
from programmes.clock_memory import remembered
from programmes.clocks import Clock, Order, agreement_clocks, in_order
from programmes.models import Agreement
from programmes.reading import Reader
from programmes.working_days import working_days_after
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.programmes.agreement_story import asked, at, bodies

DAYS = st.dates(min_value=dt.date(2012, 1, 1), max_value=dt.date(2030, 12, 31))
OVERDUE, SOON, LATER = ClockStage.OVERDUE, ClockStage.SOON, ClockStage.LATER


@given(
    today=DAYS, near=st.integers(-40, 40), since=st.none() | st.integers(-60, 60),
    stages=st.sampled_from([(OVERDUE,), (SOON,), (LATER,), (OVERDUE, SOON), (SOON, LATER), (OVERDUE, SOON, LATER)]),
)  # fmt: skip
def test_the_days_of_deciding_that_are_read_are_those_whose_notice_is_wanted(today, near, since, stages):
    decided = today + dt.timedelta(days=near)
    wanted = Wanted(stages=stages, on=today, since=None if since is None else today + dt.timedelta(days=since))
    clock = Clock(ClockKind.DECISION_NOTICE, "LOC-1", "", "", working_days_after(decided, 10), "")

    first, end = wanted.decided()

    assert ((first is None or first <= decided) and (end is None or decided < end)) == wanted.has(clock)


@given(first=DAYS, later=st.integers(0, 400))
def test_what_is_decided_later_is_due_no_earlier(first, later):
    assert working_days_after(first, 10) <= working_days_after(first + dt.timedelta(days=later), 10)


@pytest.fixture
def reader(db):
    """Eleven notices missing, some of them due on one day, and an agreement, a programme and a case with clocks."""
    kent, essex = p.make_body(kind="pcc", name="Kent PCC"), p.make_body(kind="pcc", name="Essex PCC")
    for n, day in enumerate(("06", "07", "08", "09", "10", "11", "06", "07", "20", "21", "22")):
        case = g.make_business_case("local_decisions", "fbc", title=f"Case {n}")
        local = g.make_local_decision(case=case, body=essex if n % 3 else kent)
        g.make_local_decision_event(local_decision=local, outcome="approved", on=f"2019-09-{day}")
    at("in_force")
    for until in ("2019-09-20", "2019-09-23", "2019-10-01"):
        p.make_programme(funded_until=until)
    return Reader.for_user(p.make_user("editor"))


def test_any_slice_is_that_of_the_whole(reader):
    found = clocks_read_by(reader)
    whole = list(found)

    assert len(whole) == len(found) > 14
    assert whole == in_order(whole)
    assert sum(clock.kind == ClockKind.DECISION_NOTICE for clock in whole) == 11
    for start in range(len(whole) + 1):
        for stop in range(start, len(whole) + 2):
            assert found[start:stop] == whole[start:stop]
    assert found[3] == whole[3]


def test_what_is_wanted_is_what_the_whole_has_of_it(reader):
    whole = list(clocks_read_by(reader))
    today = dt.date(2019, 9, 25)
    kent = next(clock.bodies for clock in whole if clock.title == "Kent PCC on Case 0")

    for wanted in (
        ANY, Wanted(kind="funding"), Wanted(kind="decision_notice"), Wanted(stages=(OVERDUE, SOON), on=today),
        Wanted(stages=(LATER,), on=today), Wanted(since=today), Wanted(offices=(kent,)),
        Wanted("decision_notice", (SOON,), today, offices=(kent,)),
    ):  # fmt: skip
        assert list(clocks_read_by(reader, wanted)) == [clock for clock in whole if wanted.has(clock)]


@pytest.mark.parametrize("is_descending", [False, True])
@pytest.mark.parametrize("by", ["due", "title", "kind"])
def test_any_slice_in_an_order_is_that_of_the_whole(reader, by, is_descending):
    order = Order(by, is_descending)
    whole = in_order(clocks_read_by(reader), order)
    found = clocks_read_by(reader, Wanted(order=order))

    assert list(found) == whole
    for start in range(0, len(whole), 3):
        assert found[start : start + 4] == whole[start : start + 4]


@pytest.mark.parametrize(
    "words", [("kent", "case"), ("notice",), ("kent", "notice", "9"), ("agreement",), ("nowhere",)]
)
def test_words_stand_in_all_that_is_found_and_in_nothing_else(reader, words):
    wanted = Wanted(words=words)
    found = clocks_read_by(reader, wanted)

    assert list(found) == [clock for clock in clocks_read_by(reader) if wanted.has(clock)]
    assert len(found) == len(list(found))
    assert found[1:3] == list(found)[1:3]


def test_a_list_by_two_columns_goes_by_the_first_first(reader, client):
    client.force_login(reader.user)

    table = client.get("/register/clocks/?sort=-title,kind").context["table"]
    text = b"".join(client.get("/register/clocks.csv?sort=-title,kind").streaming_content).decode()

    listed = [row.record for row in table.rows]
    titles = [clock.title for clock in listed]
    assert titles == sorted(titles, reverse=True)
    assert [line.rpartition(",")[2] for line in text.split("\r\n")[1:-1]] == [clock.code for clock in listed]


def test_what_was_drawn_is_drawn_anew_when_it_is_much(reader, monkeypatch):
    monkeypatch.setattr(clock_memory, "MOST", 1)

    for kind in ("review", "expiry", "review"):
        assert all(clock.kind == kind for clock in clocks_read_by(reader, Wanted(kind=kind)))


def test_a_page_reads_no_more_notices_than_it_shows(reader):
    with CaptureQueriesContext(connection) as asked_for:
        shown = clocks_read_by(reader, Wanted(kind="decision_notice"))[2:5]

    assert len(shown) == 3
    assert any("LIMIT 3 OFFSET 2" in query["sql"] for query in asked_for)


def kept_and_counted():
    kept = remembered(agreement_clocks, ("public", "internal", "sensitive"))
    return in_order(kept), in_order(clock for _, _, clock in agreement_clocks())


@pytest.mark.django_db
def test_what_is_remembered_is_what_is_counted_after_each_change():
    editor = p.make_user("editor")
    agreement = at("in_force")
    party = agreement.parties.get(body=bodies(agreement)["Kent PCC"])

    def save(record_, **fields):
        record_.refresh_from_db()
        for name, value in fields.items():
            setattr(record_, name, value)
        record_.save()

    seen = [kept_and_counted()[0]]
    for change in (
        lambda: save(agreement, ends="2020-03-31"),
        lambda: save(agreement, review_months=12),
        lambda: save(agreement, title="Renamed"),
        lambda: save(party, published="2016"),
        lambda: record(**asked(agreement, "reviewed", editor, "2019-03-31", words="It goes on.")),
        lambda: save(party.body, succeeded_by=p.make_body(name="Kent Mayor", kind="pfcc", force=party.body.force)),
        lambda: save(p.make_party(agreement=Agreement.objects.get(pk=agreement.pk)), left=""),
    ):
        change()
        kept, counted = kept_and_counted()
        assert kept == counted
        assert kept != seen[-1]
        seen.append(kept)


@pytest.mark.django_db
@pytest.mark.parametrize("most", [300, 1])
def test_only_agreements_that_changed_are_counted_anew_unless_they_are_many(monkeypatch, most):
    monkeypatch.setattr(clock_memory, "MOST_CHANGED", most)
    agreements = [at("in_force") for _ in range(3)]
    counted = []

    def count(keys=None):
        counted.append(keys)
        return agreement_clocks(keys)

    def read():
        return in_order(remembered(count, ("public", "internal", "sensitive")))

    clock_memory.forget()
    read()
    for change in (agreements[:1], agreements[1:2], agreements[:2]):
        for agreement in change:
            agreement.title += " anew"
            agreement.save()
        assert read() == in_order(clock for _, _, clock in agreement_clocks())
    one, two = agreements[1].pk, {agreements[0].pk, agreements[1].pk}
    assert counted == [None, None, {one}, two if most > 1 else None]


@pytest.mark.django_db
def test_what_was_undone_is_forgotten():
    agreement = at("in_force")
    before = kept_and_counted()[0]
    with transaction.atomic():
        agreement.title = "Undone"
        agreement.save()
        assert kept_and_counted()[0] != before
        transaction.set_rollback(True)

    assert kept_and_counted() == (before, before)
    agreement = Agreement.objects.get(pk=agreement.pk)
    agreement.title = "Done"
    agreement.save()
    kept, counted = kept_and_counted()
    assert {clock.title for clock in kept} == {"Done"}
    assert kept == counted


@pytest.mark.django_db
def test_sensitive_agreements_are_remembered_for_those_who_read_them():
    agreement = at("in_force")
    agreement.marking = "sensitive"
    agreement.save()

    assert [c.code for c in clocks_read_by(Reader.for_user(p.make_user("auditor")))] != []
    viewer = p.make_user("office_viewer", body=bodies(agreement)["Kent PCC"])
    assert list(clocks_read_by(Reader.for_user(viewer))) == []
    assert list(clocks_for(Reader.for_user(viewer))) == []
