"""The one base of lists: same text as the stock template, steady order, words."""

import datetime as dt
from decimal import Decimal
from typing import Any

import django_tables2 as tables
import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.html import format_html

from programmes.models import Force, User
from programmes.tables.base import RegisterTable, changed_query, count_words, page_links
from tests.factories.programmes import make_force, make_user

ROWS = [
    {
        "name": "Vetting & <b>",
        "on": dt.date(2016, 7, 26),
        "amount": Decimal("1234.50"),
        "is_open": True,
        "link": "/a?b=1&c",
    },
    {"name": "", "on": None, "amount": None, "is_open": False, "link": None},
]


def columns() -> dict[str, Any]:
    return {
        "name": tables.Column(linkify=lambda record: record["link"]),
        "on": tables.Column(verbose_name="Last event", attrs={"td": {"class": "nowrap", "title": "50 %"}}),
        "amount": tables.Column(
            localize=True, attrs={"td": {"data-sign": lambda record: "+" if record["amount"] else None}}
        ),
        "is_open": tables.BooleanColumn(),
        "short": tables.Column(accessor="name__upper", localize=False),
        "words": tables.Column(accessor="name", default="unknown"),
        "absent": tables.Column(accessor="nothing__here"),
        "render_on": lambda self, value, record: format_html("<b>{}</b>", value.year),
        "render_words": lambda self, value, **rest: f"{value} {len(rest)}",
        "render_absent": lambda self, value, other: "never",
    }


class Meta:
    order_by = "-name"


def table_of(base: type, **extra: Any) -> Any:
    return type("ExampleTable", (base,), {**columns(), "Meta": Meta, **extra})


def rendered(table: Any) -> str:
    request = RequestFactory().get("/list", {"force": "kent", "page": "2"})
    return Template("{% load django_tables2 %}{% render_table table %}").render(
        Context({"table": table, "request": request})
    )


def stock_cells(table: Any) -> list[list[str]]:
    shown = Template(
        "{% load l10n %}{% if l is None %}{{ c }}{% elif l %}{{ c|localize }}{% else %}{{ c|unlocalize }}{% endif %}"
    )
    return [
        [shown.render(Context({"c": cell, "l": column.localize})) for column, cell in row.items()] for row in table.rows
    ]


def test_lean_rows_equal_the_stock_rendering() -> None:
    assert list(table_of(RegisterTable)(ROWS).lean_rows()) == stock_cells(table_of(tables.Table)(ROWS))


def test_exported_values_equal_the_stock_ones() -> None:
    lean, stock = table_of(RegisterTable)(ROWS), table_of(tables.Table)(ROWS)
    assert list(lean.as_values()) == list(stock.as_values())
    assert next(iter(lean.as_values())) == ["Name", "Last event", "Amount", "Is open", "Short", "Words", "Absent"]


@pytest.mark.django_db
def test_lean_rows_equal_the_stock_rendering_for_records() -> None:
    make_user(username="rachel", first_name="<Rachel>")
    make_user(username="tom", last_login=dt.datetime(2016, 7, 26, 9, tzinfo=dt.UTC))
    made = {
        "username": tables.Column(linkify=lambda record, value: f"/users/{value}"),
        "full": tables.Column(accessor="get_full_name"),
        "groups": tables.ManyToManyColumn(),
        "last_login": tables.Column(),
        "delete": tables.Column(accessor="delete"),
        "odd": tables.Column(accessor="username__0"),
    }
    lean = type("LeanTable", (RegisterTable,), made)(User.objects.all())
    stock = type("StockTable", (tables.Table,), made)(User.objects.order_by("pk"))
    assert list(lean.lean_rows()) == stock_cells(stock)


def test_cells_keep_their_attributes_also_when_they_depend_on_the_row() -> None:
    first, second = table_of(RegisterTable, row_header="name")(ROWS).html_rows()
    assert first.startswith('<tr><th scope="row"><a href="/a?b=1&amp;c">Vetting &amp; &lt;b&gt;</a></th>')
    assert '<td data-label="Last event" class="nowrap" title="50 %"><b>2016</b></td>' in first
    assert '<td data-label="Amount" data-sign="+">' in first
    assert '<td data-label="Amount" data-sign="+">' not in second


def test_rows_carry_their_own_attributes() -> None:
    class StruckTable(RegisterTable):
        name = tables.Column()

        class Meta:
            row_attrs = {"class": lambda record: "struck" if record["is_open"] else None}

    first, second = StruckTable(ROWS).html_rows()
    assert first.startswith('<tr class="struck"><td')
    assert second == '<tr><td data-label="Name">—</td></tr>'


def test_the_template_has_caption_scope_sort_and_label() -> None:
    html = rendered(table_of(RegisterTable, caption="Business cases")(ROWS, request=RequestFactory().get("/list")))
    assert '<table class="table table-stack" id="table">\n<caption id="table-caption">' in html
    assert 'role="region" aria-labelledby="table-caption" tabindex="0"' in html
    assert '<th scope="col" class="desc orderable" aria-sort="descending"><a href="?force=kent&amp;sort=name">' in html
    assert "2 items" in html.lower()


def test_an_empty_table_says_so_in_a_sentence() -> None:
    assert "There are no cases to show." in rendered(table_of(RegisterTable, noun="case")([]))


def test_the_caption_may_be_given_to_one_table_and_another_template_named() -> None:
    table = table_of(RegisterTable)([], caption="This meeting’s cases", template_name="other.html")
    assert (table.caption, table.template_name) == ("This meeting’s cases", "other.html")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("queryset", "sort", "order"),
    [
        (lambda: User.objects.order_by("username"), None, ("username", "pk")),
        (lambda: User.objects.order_by("-pk"), None, ("-pk",)),
        (lambda: User.objects.order_by(), None, ("pk",)),
        (lambda: User.objects.all(), "-username", ("-username", "pk")),
    ],
)
def test_the_order_ends_in_the_primary_key(queryset: Any, sort: str | None, order: tuple[str, ...]) -> None:
    class UserTable(RegisterTable):
        username = tables.Column()

    table = UserTable(queryset(), order_by=sort)
    assert table.data.data.query.order_by == order
    if "username" in order[0]:
        assert table.headers()[0].sort == ("descending" if sort else "ascending")


@pytest.mark.django_db
def test_the_models_own_order_and_names_are_kept() -> None:
    make_force()

    class ForceTable(RegisterTable):
        pk = tables.Column()

    table = ForceTable(Force.objects.all())
    assert Force._meta.ordering[-1] == "pk"
    assert table.data.data.query.order_by == ()
    assert table.pages().words == f"1 {Force._meta.verbose_name}"
    assert list(ForceTable(Force.objects.all()[:1]).html_rows())


def test_page_words_and_links() -> None:
    params = QueryDict("sort=name&page=5")
    pages = page_links(page=Paginator(range(1, 1205), 100).page(5), params=params, singular="case", plural="cases")
    assert pages.words == "Showing 401 to 500 of 1,204 cases"
    assert [link.number for link in pages.links] == [1, 2, 3, 4, 5, 6, 7, None, 13]
    assert (pages.previous_url, pages.next_url) == ("?sort=name&page=4", "?sort=name&page=6")
    assert [link.number for link in pages.links if link.is_current] == [5]


def test_one_page_has_words_and_no_links() -> None:
    pages = page_links(page=Paginator(["one"], 100).page(1), params=QueryDict(), singular="case", plural="cases")
    assert (pages.words, pages.links) == ("1 case", ())


@pytest.mark.parametrize(("count", "words"), [(0, "0 cases"), (1, "1 case"), (312, "312 cases")])
def test_count_words(count: int, words: str) -> None:
    assert count_words(count, "case", "cases") == words


def test_changed_query_keeps_repeated_parameters_and_drops_what_is_none() -> None:
    assert changed_query(QueryDict("a=1&a=2&page=3"), page=None, sort="x") == "?a=1&a=2&sort=x"
