"""The staff pages of editions, through the web: compose, preview, difference, approve, publish, correct, withdraw."""

import datetime as dt
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from governance import publication
from governance.models import Edition, EditionPage
from governance.public.reading import day_words
from governance.publication.states import current_edition
from programmes.choices import Marking, Role
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories.programmes import make_user
from tests.factories.telling import make_editor, make_publisher, publish, publish_record

pytestmark = pytest.mark.django_db
PUBLIC = {"marking": Marking.PUBLIC}


@pytest.fixture
def case():
    programme = p.make_programme(short_name="7F", alliance=p.make_alliance(short_name="Seven", **PUBLIC), **PUBLIC)
    return g.make_business_case(title="Vetting", programme=programme, **PUBLIC)


@pytest.fixture
def editor():
    return make_editor(first_name="Edith", last_name="Editor")


@pytest.fixture
def publisher():
    return make_publisher(first_name="Paul", last_name="Publisher")


def url(name, *args):
    return reverse(f"governance:edition-{name}", args=args)


def text(response):
    return response.content.decode()


def test_edition_goes_from_composing_to_the_public(client, case, editor, publisher):
    client.force_login(editor)
    assert "No edition has been composed yet." in text(client.get(url("list")))
    assert client.get(url("compose")).status_code == 200
    composed = client.post(url("compose"), {"note": "The first."}, follow=True)
    assert "Edition 1 is composed." in text(composed)
    assert "You composed Edition 1" not in text(composed)
    assert "Your role does not let you approve, publish" in text(composed)

    client.force_login(publisher)
    edition = Edition.objects.get()
    detail = text(client.get(url("detail", 1)))
    assert "Edith Editor (Editor)" in detail
    assert edition.sha256 in detail
    assert "has not been approved yet" in detail
    approved = client.post(url("approve", 1), {"sha256": edition.sha256}, follow=True)
    assert "Edition 1 is approved." in text(approved)
    published = client.post(url("publish", 1), follow=True)
    assert "Edition 1 is public now." in text(published)

    assert current_edition() == edition
    listed = text(client.get(url("list")))
    assert "Public now" in listed
    assert "Paul Publisher" in listed
    assert "The first." in listed


def test_forms_posted_twice_do_no_harm(client, case, editor, publisher):
    client.force_login(editor)
    for _ in range(2):
        client.post(url("compose"), {"note": ""})
    assert Edition.objects.count() == 1
    client.force_login(publisher)
    for _ in range(2):
        assert client.post(url("approve", 1), {"sha256": Edition.objects.get().sha256}).status_code == 302
    for _ in range(2):
        assert client.post(url("publish", 1)).status_code == 302


def test_preview_is_what_the_public_will_see(client, case, editor, publisher):
    edition = publication.compose(by=editor)
    path = f"/cases/{case.reference}/"
    client.force_login(editor)
    preview = client.get(f"/register/editions/1/preview{path}")

    assert preview.headers["Cache-Control"] == "no-store"
    publish(edition, by=publisher)
    day = day_words(current_edition().publication.moved_at)
    seen, previewed = (
        re.sub('<p class="quiet small permalink">(.*?)</p>', "", words, count=1)
        for words in (text(client.get(path)).replace(f", published {day}", ""), text(preview))
    )
    # In the head a preview asks search engines to leave it, and has no address of its own to tell them.
    previewed, seen = (words[words.index("<body") :] for words in (previewed, seen))
    assert previewed.replace("/register/editions/1/preview/", "/") == seen
    assert f"Once published, this page stands at {path}, and for ever at /editions/1{path}." in text(preview)
    assert f'href="/editions/1{path}"' not in text(preview)
    assert client.get("/register/editions/1/preview/").status_code == 200
    assert client.get("/register/editions/1/preview/cases/CASE-99/").status_code == 404
    assert client.get(url("preview", 9)).status_code == 404


def test_difference_is_shown_in_words(client, case, editor):
    publish_record(by=editor)
    case.title = "Vetting of staff"
    case.save()
    g.make_business_case(title="New case", programme=case.programme, **PUBLIC)
    publication.compose(by=editor)
    client.force_login(editor)

    body = text(client.get(url("detail", 2)))

    assert "Compared with" in body
    assert "Changed: " in body
    assert "Added: " in body
    assert '<span class="before">Vetting</span>' in body
    assert "<strong>Vetting of staff</strong>" in body
    assert "New case" in body


def test_author_sees_why_not_and_is_refused(client, case):
    both = make_editor()
    p.make_grant(user=both, role=Role.PUBLISHER)
    client.force_login(both)
    client.post(url("compose"))
    edition = Edition.objects.get()

    assert "You composed Edition 1. Somebody else" in text(client.get(url("detail", 1)))
    refused = client.post(url("approve", 1), {"sha256": edition.sha256})
    assert refused.status_code == 409
    assert "Not done" in text(refused)
    assert "You composed Edition 1. Somebody else" in text(refused)


COMPOSES = ("compose", "correct", "withdraw", "restore")
WHO_APPROVES = "Somebody else must approve it: whoever composes an edition cannot approve it."


@pytest.mark.parametrize("page", COMPOSES)
def test_form_that_composes_says_beforehand_that_somebody_else_approves(client, editor, publisher, page):
    for person in (editor, publisher):
        client.force_login(person)
        p.make_user(Role.PUBLISHER)

        form = text(client.get(url(page)))

        assert WHO_APPROVES in form
        assert 'aria-describedby="who-approves"' in form
        assert "Nobody else can approve it" not in form


@pytest.mark.parametrize("page", COMPOSES)
def test_only_publisher_is_warned_before_composing(client, page):
    ended, gone, future = (p.make_user(Role.PUBLISHER) for _ in range(3))
    ended.grants.update(ends=timezone.localdate() - dt.timedelta(days=1))
    future.grants.update(starts=timezone.localdate() + dt.timedelta(days=1))
    gone.is_active = False
    gone.save()
    client.force_login(p.make_user(Role.PUBLISHER))

    form = text(client.get(url(page)))

    assert WHO_APPROVES in form
    assert "Nobody else can approve it" in form
    assert (
        "You are the only one who may approve editions, and you cannot approve what you compose yourself. Let somebody else "
        "compose it, or ask an administrator to make somebody else a publisher."
    ) in form


def test_editor_is_warned_where_nobody_may_approve(client):
    client.force_login(make_editor())

    form = text(client.get(url("compose")))

    assert "Nobody may approve editions now. Ask an administrator to make somebody a publisher." in form
    p.make_user(Role.PUBLISHER)
    assert "Nobody may approve editions now." not in text(client.get(url("compose")))


def test_changed_register_refuses_publishing_in_a_sentence(client, case, editor, publisher):
    edition = publication.compose(by=editor)
    publication.approve(edition=edition, by=publisher, sha256=edition.sha256)
    case.marking = Marking.INTERNAL
    case.save()
    client.force_login(publisher)

    refused = client.post(url("publish", 1))

    assert refused.status_code == 409
    assert f"“Vetting” ({case.reference}) is now marked internal" in text(refused)
    assert current_edition() is None


def test_nothing_to_compose_is_said_and_what_was_typed_stays(client, case, editor):
    publish_record()
    client.force_login(editor)

    response = client.post(url("compose"), {"note": "What I typed"})

    assert response.status_code == 200
    assert "Nothing that may be public has changed since Edition 1" in text(response)
    assert "What I typed" in text(response)


def test_correction_withdrawal_and_restoration(client, case, editor, publisher):
    path = f"/cases/{case.reference}/"
    publish_record()
    case.title = "Vetting of staff"
    case.save()
    client.force_login(editor)
    assert "There is a problem" in text(client.post(url("correct"), {"note": ""}))
    client.post(url("correct"), {"note": "The title was wrong."})
    publish(Edition.objects.get(number=2), by=publisher)

    assert f'value="{path}" selected' in text(client.get(url("withdraw"), {"path": path}))
    client.post(url("withdraw"), {"path": path, "reason": "Not ours."})
    publish(Edition.objects.get(number=3), by=publisher)
    assert client.get(path).status_code == 410
    assert "Withdrawn: 1 page" in text(client.get(url("detail", 3)))

    assert path in text(client.get(url("restore")))
    client.post(url("restore"), {"path": path, "reason": "It is ours."})
    publish(Edition.objects.get(number=4), by=publisher)
    assert client.get(path).status_code == 200
    assert "public now" in text(client.get(url("detail", 4))).lower()


def test_lists_cannot_be_chosen_for_withdrawal(client, case, editor):
    publish_record()
    client.force_login(editor)

    response = client.post(url("withdraw"), {"path": "/cases/", "reason": "Why"})

    assert response.status_code == 200
    assert "Select a valid choice. What was sent is not on the list." in text(response)


def test_empty_and_impossible_notes_are_refused_with_what_to_do(client, case, editor):
    publish_record()
    client.force_login(editor)

    assert "Fill this in; it is needed." in text(client.post(url("correct"), {"note": " "}))
    answer = text(client.post(url("correct"), {"note": "One\x00two"}))
    assert "What was wrong and what is right – There is a character in it that cannot be kept" in answer
    assert "Two words" in text(client.post(url("withdraw"), {"path": "", "reason": "Two words"}))


def test_edition_is_abandoned_and_steps_go(client, case, editor):
    publication.compose(by=editor)
    client.force_login(editor)

    response = client.post(url("abandon", 1), follow=True)

    assert "Edition 1 is abandoned." in text(response)
    assert "What comes next" not in text(response)


def test_overtaken_edition_says_so(client, case, editor, publisher):
    publication.compose(by=editor)
    publish(publication.compose(by=make_editor()), by=publisher)
    client.force_login(publisher)

    assert "Edition 1 does not follow Edition 2" in text(client.get(url("detail", 1)))


def test_steps_are_taken_by_post_only(client, case, editor, publisher):
    publication.compose(by=editor)
    client.force_login(publisher)

    for step in ("approve", "publish"):
        assert client.get(url(step, 1)).headers["Location"] == url("detail", 1)


@pytest.mark.parametrize(
    ("role", "reads", "composes", "publishes"),
    [
        (Role.EDITOR, True, True, False),
        (Role.PUBLISHER, True, True, True),
        (Role.AUDITOR, True, False, False),
        (Role.OFFICE_VIEWER, False, False, False),
        (Role.OFFICE_RECORDER, False, False, False),
        (Role.FORCE_CONTRIBUTOR, False, False, False),
        (Role.ADMINISTRATOR, False, False, False),
    ],
)
def test_each_role_gets_its_pages(client, case, editor, role, reads, composes, publishes):
    publish_record(by=editor)
    case.title = "Vetting of staff"
    case.save()
    publication.compose(by=editor)
    client.force_login(make_user(role))

    for page in (url("list"), url("detail", 2), url("preview", 2), url("preview", 2) + "cases/"):
        assert client.get(page).status_code == (200 if reads else 403), page
    for page in ("compose", "correct", "withdraw", "restore"):
        assert client.get(url(page)).status_code == (200 if composes else 403), page
    for page in ("approve", "publish"):
        assert client.post(url(page, 2)).status_code == (409 if publishes else 403), page


def test_strangers_are_asked_to_sign_in(client, case, editor):
    publication.compose(by=editor)
    for page in (url("list"), url("detail", 1), url("preview", 1), url("compose")):
        assert client.get(page).status_code == 302


@pytest.mark.parametrize("editions", [1, 3])
def test_list_asks_the_same_questions_for_one_and_three(client, case, editor, editions, django_assert_max_num_queries):
    for _ in range(editions):
        publication.compose(by=make_editor())
    client.force_login(editor)

    with django_assert_max_num_queries(8):
        client.get(url("list"))


def test_commands_publish_the_first_edition_and_verify_the_chain(case, capsys):
    with pytest.raises(CommandError, match="There is no user called “editor”"):
        call_command("first_edition")
    make_editor(username="editor")
    make_publisher(username="publisher")
    call_command("first_edition")
    call_command("verify_editions")

    assert "Edition 1 is public" in capsys.readouterr().out
    EditionPage.objects.create(edition=current_edition(), path="/x/", kind="about", title="X", payload="{}", sha256="0")
    with pytest.raises(CommandError, match="2 problems found"):
        call_command("verify_editions")


def test_first_edition_by_one_person_is_refused(case):
    one = make_editor(username="one")
    p.make_grant(user=one, role=Role.PUBLISHER)

    with pytest.raises(CommandError, match="You composed Edition 1"):
        call_command("first_edition", editor="one", publisher="one")
