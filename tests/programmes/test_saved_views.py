"""Saved views: kept from a list, offered at its head, shared without showing more, opened with, never lost."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from programmes import saved_views
from programmes.access import NotAllowed
from programmes.choices import AgreementKind, Marking, Role
from programmes.models import SavedView, ViewDefault
from tests.architecture.test_query_counts import LISTS, MOST_OF_A_LIST
from tests.factories import programmes as p

pytestmark = pytest.mark.django_db
VIEWS, AGREEMENTS, PAGE = "/register/views/", "/register/agreements/", "programmes:agreement-list"


class Person:
    """Somebody signed in."""

    def __init__(self, role: str) -> None:
        self.user, self.client = p.make_user(role), Client()
        self.client.force_login(self.user)

    def get(self, address: str, **data: Any) -> Any:
        return self.client.get(address, data)

    def post(self, address: str, **data: Any) -> Any:
        return self.client.post(address, data)

    def keeps(self, **fields: Any) -> SavedView:
        return p.make_saved_view(owner=self.user, **fields)


#: Lists that are computed each time they are read, with filters of their own: they keep no views.
COMPUTED = ("governance:clock-list",)


@pytest.fixture
def anna():
    return Person(Role.OFFICE_VIEWER)


@pytest.fixture
def ben():
    return Person(Role.OFFICE_VIEWER)


@pytest.fixture
def editor():
    return Person(Role.EDITOR)


def shown(response: Any) -> list[tuple[str, bool]]:
    return [(link.label, link.is_current) for link in response.context["view_links"]]


def test_a_view_is_kept_from_the_list_it_shows_and_offered_at_its_head(anna):
    page = anna.get(f"{AGREEMENTS}?kind__not=mou&sort=-title&columns=title,kind&page=1")
    sent = {name: page.context["to_save"][name] for name in ("page", "query")}

    answer = anna.post(VIEWS, **sent, name="  Not   MoU ")

    assert answer.url == f"{AGREEMENTS}?kind__not=mou&sort=-title&columns=title%2Ckind"
    kept = SavedView.objects.get()
    assert (kept.owner, kept.name, kept.is_shared) == (anna.user, "Not MoU", False)
    opened = anna.get(answer.url)
    assert "The view “Not MoU” is kept." in opened.content.decode()
    assert shown(opened) == [("Whole list", False), ("Not MoU", True)]
    assert shown(anna.get(AGREEMENTS)) == [("Whole list", True), ("Not MoU", False)]
    assert shown(anna.get(f"{AGREEMENTS}?kind=mou")) == [("Whole list", False), ("Not MoU", False)]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"name": ""}, "Give the view a name, such as “Cases that wait for us”."),
        ({"name": "Taken"}, "There is a view “Taken” of this list already; give another name."),
        ({"name": "x" * 61}, "Ensure this value has at most 60 characters"),
        ({"name": "New", "over": "{kept}"}, "Give a new name or choose a view to replace, not both."),
        ({"name": "New", "query": "q=" + "x" * 2000}, "This list asks too much to be kept as a view"),
        ({"name": "", "over": "999"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(sent, sentence, anna):
    kept = anna.keeps(name="Taken", page=PAGE, query="kind=mou")
    sent = {name: value.format(kept=kept.pk) for name, value in sent.items()}

    answer = anna.post(VIEWS, **{"page": PAGE, "query": "kind=s22a", **sent})

    assert answer.status_code == 200
    text = answer.content.decode()
    assert sentence in text
    assert f'value="{sent["name"]}"' in text or not sent["name"]
    assert SavedView.objects.get().query == "kind=mou"


def test_the_name_of_a_first_view_is_not_called_optional(anna):
    first = anna.post(VIEWS, page=PAGE, query="kind=s22a", name="").content.decode()
    anna.keeps(name="Taken", page=PAGE, query="kind=mou")
    second = anna.post(VIEWS, page=PAGE, query="kind=s22a", name="").content.decode()

    optional = 'Name of the view <span class="field-optional">(optional)</span>'
    assert "Give the view a name, such as “Cases that wait for us”." in first
    assert optional not in first
    assert optional in second  # there, a view of one's own can be replaced instead


def test_a_view_is_replaced_by_what_the_list_shows_now(anna):
    kept = anna.keeps(name="Mine", query="kind=mou")

    anna.post(VIEWS, page=PAGE, query="kind=s22a&page=2", over=kept.pk)

    kept.refresh_from_db()
    assert (kept.name, kept.query) == ("Mine", "kind=s22a")


@pytest.mark.parametrize("page", ["", "programmes:nothing", "governance:home", "governance:chase-log", "public:front"])
def test_no_view_is_kept_of_what_is_no_list_or_no_list_of_theirs(page, anna):
    assert anna.post(VIEWS, page=page, name="New").status_code == 400
    assert not SavedView.objects.exists()


def test_a_private_view_is_its_owners_alone(anna, ben, editor):
    kept = anna.keeps(name="Secret plan", query="kind=mou")
    address = reverse("programmes:saved-view-change", args=[kept.pk])

    for person in (ben, editor):
        assert "Secret plan" not in person.get(AGREEMENTS).content.decode()
        assert "Secret plan" not in person.get(VIEWS).content.decode()
        assert person.get(address).status_code == 404
        assert person.post(address, do="delete").status_code == 404
        assert person.post(address, do="opens", is_default="on").status_code == 404
    assert anna.get(address).status_code == 200
    assert SavedView.objects.count() == 1
    assert not ViewDefault.objects.exists()


def test_a_shared_view_shows_each_reader_what_they_may_read(editor, anna):
    editor.keeps(name="All MoU", query="kind=mou", is_shared=True)
    p.make_agreement(title="Open", kind=AgreementKind.MOU)
    p.make_agreement(title="Hidden", kind=AgreementKind.MOU, marking=Marking.SENSITIVE)

    link = next(link for link in anna.get(AGREEMENTS).context["view_links"] if link.label == "All MoU")
    text = anna.get(link.url).content.decode()

    assert "Open" in text
    assert "Hidden" not in text


@pytest.mark.parametrize("query", ["alliance={hidden}", "alliance__not={hidden}"])
def test_a_shared_view_that_names_a_record_is_not_offered_to_who_may_not_read_it(query, editor, anna):
    hidden = p.make_alliance(short_name="Nightjar", marking=Marking.SENSITIVE)
    kept = editor.keeps(name="Nightjar’s", query=query.format(hidden=hidden.reference), is_shared=True)

    assert shown(editor.get(AGREEMENTS))[1][0] == "Nightjar’s"
    for address in (AGREEMENTS, VIEWS):
        text = anna.get(address).content.decode()
        assert "Nightjar" not in text
        assert hidden.reference not in text
    assert anna.get(reverse("programmes:saved-view-change", args=[kept.pk])).status_code == 404


def test_a_shared_view_of_one_hidden_case_is_not_offered(editor, anna):
    from tests.factories import governance as g

    case = g.make_business_case(title="Nightjar", marking=Marking.SENSITIVE)
    open_case = g.make_business_case(title="Kennels")
    editor.keeps(page="governance:decision-list", name="Of Nightjar", query=f"case={case.reference}", is_shared=True)
    editor.keeps(
        page="governance:decision-list", name="Of kennels", query=f"case={open_case.reference}", is_shared=True
    )

    text = anna.get("/register/decisions/").content.decode()

    assert "Of kennels" in text
    assert "Nightjar" not in text


def test_a_list_opens_with_the_view_chosen_for_it_and_can_be_shown_whole(anna):
    p.make_agreement(title="Dogs", kind=AgreementKind.MOU)
    p.make_agreement(title="Horses", kind=AgreementKind.S22A)
    anna.post(VIEWS, page=PAGE, query="kind=mou", name="MoU", is_default="on")

    moved = anna.get(AGREEMENTS)
    assert moved.url == f"{AGREEMENTS}?kind=mou"
    opened = anna.get(moved.url)
    text = opened.content.decode()
    assert "This list opens with the view “MoU”" in text
    assert f'<a href="{AGREEMENTS}?view=all">Show all</a>' in text
    assert [chip.remove_url for chip in opened.context["chips"]] == [f"{AGREEMENTS}?view=all"]
    assert opened.context["clear_url"] == f"{AGREEMENTS}?view=all"
    whole = anna.get(f"{AGREEMENTS}?view=all")
    assert "2 agreements" in whole.content.decode()
    assert shown(whole) == [("Whole list", True), ("MoU", False)]
    assert anna.get(f"{AGREEMENTS}?sort=title").status_code == 200
    assert anna.get(f"{AGREEMENTS}?q=&kind=&kind__how=is").url == f"{AGREEMENTS}?view=all"
    assert "2 agreements" in anna.get(f"{AGREEMENTS}?view=all&kind=").content.decode()
    assert anna.get(f"{AGREEMENTS}?view=mine").status_code == 400


def test_an_editor_chooses_what_a_list_opens_with_for_everybody_and_each_may_choose_another(anna, ben, editor):
    kept = anna.keeps(name="MoU", query="kind=mou", is_shared=True)
    address = reverse("programmes:saved-view-change", args=[kept.pk])

    ben.post(address, do="opens", for_all="on")
    assert ben.get(AGREEMENTS).status_code == 200
    editor.post(address, do="opens", for_all="on")
    assert ben.get(AGREEMENTS).url == f"{AGREEMENTS}?kind=mou"
    assert "chosen for everybody" in ben.get(f"{AGREEMENTS}?kind=mou").content.decode()
    ben.post(VIEWS, page=PAGE, query="", name="Everything", is_default="on")
    assert ben.get(AGREEMENTS).status_code == 200
    editor.post(address, do="opens")
    assert editor.get(AGREEMENTS).status_code == 200


def test_what_everybody_opens_with_is_not_kept_to_its_owner(anna, editor):
    kept = anna.keeps(name="MoU", query="kind=mou", is_shared=True)
    address = reverse("programmes:saved-view-change", args=[kept.pk])
    editor.post(address, do="opens", for_all="on")

    text = anna.post(address, do="change", name="MoU").content.decode()

    assert "The list opens with this view for everybody; end that before you keep it to yourself." in text
    kept.refresh_from_db()
    assert kept.is_shared


def test_a_view_that_is_shared_no_longer_leaves_the_others(anna, ben):
    kept = anna.keeps(name="MoU", query="kind=mou", is_shared=True)
    address = reverse("programmes:saved-view-change", args=[kept.pk])
    ben.post(address, do="opens", is_default="on")
    assert ben.get(AGREEMENTS).status_code == 302

    anna.post(address, do="change", name="MoU only")

    assert shown(anna.get(AGREEMENTS))[1][0] == "MoU only"
    assert ben.get(AGREEMENTS).status_code == 200
    assert not ViewDefault.objects.exists()


def test_a_view_is_deleted_by_its_owner_and_a_shared_one_by_an_editor_alone(anna, ben, editor):
    mine, shared = anna.keeps(), anna.keeps(is_shared=True)
    where = {view: reverse("programmes:saved-view-change", args=[view.pk]) for view in (mine, shared)}

    assert ben.post(where[shared], do="delete").status_code == 403
    assert ben.post(where[shared], do="change", name="Mine now").status_code == 403
    assert editor.post(where[shared], do="delete").url == VIEWS
    assert anna.post(where[mine], do="delete").url == VIEWS
    assert anna.post(where[mine], do="delete").status_code == 404
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("colour=red&kind=mou", "“colour” is nothing this list knows any more."),
        ("kind=treaty", "Kind: “treaty” is not there to choose any more."),
    ],
)
def test_a_view_that_is_not_understood_any_more_says_so_and_is_kept(query, sentence, anna):
    kept = anna.keeps(name="Old", query=query)
    saved_views.open_with(by=anna.user, view=kept, is_default=True)
    address = reverse("programmes:saved-view-change", args=[kept.pk])

    page = anna.get(AGREEMENTS)
    text = page.content.decode()

    assert page.status_code == 200
    assert f"This list cannot open with the view “Old”: {sentence} So it is shown whole." in text
    assert [(link.label, link.url, link.note) for link in page.context["view_links"]][1:] == [
        ("Old", address, "no longer understood")
    ]
    assert sentence in anna.get(VIEWS).content.decode()
    changed = anna.get(address).content.decode()
    assert sentence in changed
    assert "<code>kind</code>" in changed
    assert SavedView.objects.get().query == query


def test_a_view_of_a_list_that_is_no_longer_there_is_kept_and_said(anna):
    anna.keeps(name="Old", page="programmes:gone-list")

    assert "The list is no longer there for you." in anna.get(VIEWS).content.decode()


def test_nobody_without_the_right_to_read_keeps_views():
    administrator = Person(Role.ADMINISTRATOR)

    assert administrator.get(VIEWS).status_code == 403
    with pytest.raises(NotAllowed):
        saved_views.save(by=administrator.user, page=PAGE, name="Mine", query="")


def test_the_door_refuses_what_the_page_does_not_offer(anna, ben, editor):
    kept = anna.keeps(name="Mine")
    shared = anna.keeps(name="Ours", is_shared=True)

    with pytest.raises(NotAllowed):
        saved_views.open_for_all(by=anna.user, view=shared, is_default=True)
    with pytest.raises(NotAllowed):
        saved_views.delete(by=ben.user, view=kept)
    with pytest.raises(NotAllowed):
        saved_views.delete(by=editor.user, view=kept)
    with pytest.raises(NotAllowed):
        saved_views.open_with(by=ben.user, view=kept, is_default=True)
    with pytest.raises(saved_views.ViewRefused, match="Share the view first"):
        saved_views.open_for_all(by=editor.user, view=kept, is_default=True)
    with pytest.raises(saved_views.ViewRefused, match="no such view of yours"):
        saved_views.save(by=ben.user, page=PAGE, name="", query="", over=kept.pk)
    with pytest.raises(saved_views.ViewRefused, match="Give the view a name"):
        saved_views.save(by=ben.user, page=PAGE, name=" ", query="")
    with pytest.raises(saved_views.ViewRefused, match="longer than 60"):
        saved_views.save(by=ben.user, page=PAGE, name="x" * 61, query="")
    assert saved_views.save(by=ben.user, page=PAGE, name="Mine", query="").owner == ben.user


def test_the_database_refuses_a_second_default(anna):
    kept = anna.keeps(is_shared=True)
    for user in (anna.user, None):
        ViewDefault.objects.create(user=user, page=PAGE, view=kept)
        with pytest.raises(IntegrityError), transaction.atomic():
            ViewDefault.objects.create(user=user, page=PAGE, view=kept)


@pytest.mark.parametrize("name", [name for name in LISTS if name not in COMPUTED])
def test_every_list_keeps_views_and_asks_as_few_questions_with_many(name, django_assert_max_num_queries):
    editor = Person(Role.EDITOR)
    other = Person(Role.EDITOR)
    for number in range(4):
        kept = editor.keeps(page=name, name=f"Mine {number}", query="sort=-reference")
        shared = other.keeps(page=name, name=f"Ours {number}", query="", is_shared=True)
    saved_views.open_with(by=editor.user, view=kept, is_default=True)
    saved_views.open_with(by=other.user, view=shared, is_default=True)
    saved_views.open_for_all(by=editor.user, view=shared, is_default=True)
    editor.get(f"{reverse(name)}?view=all")

    with django_assert_max_num_queries(MOST_OF_A_LIST):
        page = editor.get(f"{reverse(name)}?view=all")

    assert [label for label, _ in shown(page)] == [
        "Whole list", *[f"Mine {n}" for n in range(4)], *[f"Ours {n}" for n in range(4)]
    ]  # fmt: skip
    assert page.context["to_save"]["page"] == name


def test_a_list_that_asks_too_much_to_be_kept_still_opens(anna):
    assert anna.get(f"{AGREEMENTS}?q={'x' * 2100}").status_code == 200
