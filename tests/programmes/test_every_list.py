"""Every list, with some rows of every kind: what it may be asked shares out its rows, and its columns can be chosen."""

import pytest
from django.test import Client
from django.urls import reverse

from programmes.choices import Marking, Role
from tests.architecture.test_query_counts import add_one_of_everything
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.programmes.lists import LISTS, Asked, csv_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everything")]

#: Values that ask for rows in words of their own; `is` and `is not recorded` may then be the same.
OVERLAPPING = {("governance:case-list", "state", value) for value in ("none", "not_closed")}


@pytest.fixture(scope="module")
def everything(made_once):
    made_once(make_everything)


def make_everything() -> None:
    for _ in range(2):
        add_one_of_everything()
    for marking in (Marking.SENSITIVE, Marking.PUBLIC):
        p.make_agreement(marking=marking, signed="2016-23", scope="the dogs")
        w.make_milestone(marking=marking, baseline="2016", actual="2017-03")
        g.make_business_case(marking=marking, sponsor="A sponsor")
        p.make_programme(marking=marking, starts="2016-04-21")


@pytest.mark.parametrize("role", [Role.OFFICE_VIEWER, Role.EDITOR])
@pytest.mark.parametrize("name", LISTS)
def test_is_and_is_not_and_not_recorded_share_out_what_the_reader_may_read(name, role):
    asked = Asked(name, role)
    everyone, form = asked.rows(), asked.filter()
    fields = {**form.listed_fields, **(form.own_fields if form.has_operators else {})}
    for field in fields:
        operators = fields[field].operators
        blank = asked.rows(f"{field}__empty=1") if "empty" in operators else []
        if "empty" in operators:
            assert sorted(blank + asked.rows(f"{field}__empty=0")) == everyone, field
        for value in asked.values(field):
            matching, others = asked.rows(f"{field}={value}"), asked.rows(f"{field}__not={value}")
            if (name, field, value) in OVERLAPPING:
                assert sorted(matching + others) == everyone, (field, value)
            else:
                assert sorted(matching + others + blank) == everyone, (field, value)
            if "before" in operators:
                before, after = asked.rows(f"{field}__before={value}"), asked.rows(f"{field}__after={value}")
                assert not set(before) & set(after)
                assert set(before) | set(after) <= set(others)


@pytest.mark.parametrize("name", LISTS)
def test_columns_are_chosen_and_ordered_on_every_list(name):
    client = Client()
    client.force_login(p.make_user(Role.EDITOR))
    table = LISTS[name].table_class
    shown = [name for name, column in table.base_columns.items() if column.visible]  # others stand in the CSV alone
    names = list(reversed(shown))[:3]
    if table.row_header not in names:
        names.append(table.row_header)

    response = client.get(reverse(name), {"columns": ",".join(names)})

    assert [column.name for column in response.context["table"].columns] == names
    csv_name = LISTS[name].csv_name
    headings = [str(column.header) for column in response.context["table"].columns]
    assert csv_rows(client, f"{reverse(csv_name)}?columns={','.join(names)}")[0] == headings
