"""Private calendar addresses: shown once, kept hashed, and reading what their owner may read at that moment."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from programmes import calendar_addresses
from programmes.access import NotAllowed
from programmes.choices import Role
from programmes.models import CalendarAddress
from tests.factories import governance as g
from tests.factories import programmes as p

pytestmark = pytest.mark.django_db
MINE, ALL = "/register/calendars/{}/mine.ics", "/register/calendars/{}/all.ics"


@pytest.fixture
def kent():
    return p.make_body(kind="pcc", name="Kent PCC")


@pytest.fixture
def viewer(kent):
    return p.make_user(Role.OFFICE_VIEWER, body=kent)


def reviewed(title, body, **fields):
    """An agreement in force whose annual review comes due."""
    agreement = p.make_agreement(title=title, review_months=12, **fields)
    p.make_party(agreement=agreement, body=body)
    p.make_agreement_event(agreement=agreement, kind="signed", sets_state="in_force", on="2016-10-10")
    return agreement


def read(address):
    """What a calendar programme gets: no session, no cookie."""
    return Client().get(address)


def unfolded(response):
    return response.content.decode().replace("\r\n ", "")


def test_an_address_is_made_on_the_page_shown_once_and_kept_hashed(client, viewer):
    client.force_login(viewer)
    page = "/register/calendar-addresses/"
    assert "You have no calendar addresses." in client.get(page).content.decode()

    made = client.post(page, {"do": "renew"})

    token = re.search(r"/register/calendars/([A-Za-z0-9_-]{54})/mine\.ics", made.content.decode())[1]
    row = CalendarAddress.objects.get()
    assert (row.user, row.selector) == (viewer, token[:11])
    assert len(row.secret_hash) == 64
    assert token[11:] not in f"{row.secret_hash}{row.selector}"
    assert made.headers["Cache-Control"] == "private, no-store"
    assert token not in client.get(page).content.decode()
    assert read(MINE.format(token)).status_code == 200


def test_the_answer_is_a_calendar_that_nobody_keeps_or_finds(viewer, kent):
    reviewed("Kent and Essex firearms", kent)

    response = read(ALL.format(calendar_addresses.renew(user=viewer)))

    assert {name: response.headers[name] for name in ("Content-Type", "Cache-Control", "X-Robots-Tag")} == {
        "Content-Type": "text/calendar; charset=utf-8", "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex, nofollow",
    }  # fmt: skip
    assert response.cookies == {}
    assert "Kent and Essex firearms" in unfolded(response)


def test_a_viewers_token_gives_no_other_offices_and_no_sensitive_thing(viewer, kent):
    essex = p.make_body(kind="pcc", name="Essex PCC")
    reviewed("Ours", kent)
    reviewed("Theirs", essex)
    reviewed("Secret of ours", kent, marking="sensitive")
    token = calendar_addresses.renew(user=viewer)

    mine, everything = unfolded(read(MINE.format(token))), unfolded(read(ALL.format(token)))

    assert [title for title in ("Ours", "Theirs", "Secret of ours") if title in mine] == ["Ours"]
    assert [title for title in ("Ours", "Theirs", "Secret of ours") if title in everything] == ["Ours", "Theirs"]


def test_a_token_reads_no_sensitive_board_and_no_sensitive_meeting(viewer):
    board, hidden = g.make_board(name="Summit"), g.make_board(name="Secret board", marking="sensitive")
    g.make_meeting(board=board, held="2030-01-07", place="Ampthill")
    g.make_meeting(board=board, held="2030-02-07", place="Secret place", marking="sensitive")
    at = f"/register/calendars/{calendar_addresses.renew(user=viewer)}/boards/"

    seen, unseen = read(f"{at}{board.reference}.ics"), read(f"{at}{hidden.reference}.ics")

    assert "Ampthill" in unfolded(seen)
    assert "Secret place" not in unfolded(seen)
    assert (unseen.status_code, unseen.headers["Cache-Control"]) == (404, "private, no-store")


def test_an_expired_role_sees_nothing(viewer, kent):
    reviewed("Ours", kent)
    board = g.make_board(name="Summit")
    token = calendar_addresses.renew(user=viewer)
    grant = viewer.grants.get()
    grant.ends = timezone.localdate() - dt.timedelta(days=1)
    grant.starts = grant.ends
    grant.save()

    for address in (MINE, ALL):
        response = read(address.format(token))
        assert response.status_code == 200
        assert "BEGIN:VEVENT" not in response.content.decode()
    assert read(f"/register/calendars/{token}/boards/{board.reference}.ics").status_code == 404


def test_a_closed_account_and_a_stopped_address_are_not_there(client, viewer):
    token = calendar_addresses.renew(user=viewer)
    viewer.is_active = False
    viewer.save()
    assert read(MINE.format(token)).status_code == 404
    viewer.is_active = True
    viewer.save()
    assert read(MINE.format(token)).status_code == 200

    client.force_login(viewer)
    client.post("/register/calendar-addresses/", {"do": "stop"})

    assert read(MINE.format(token)).status_code == 404


def test_renewing_stops_the_address_before(viewer):
    old, new = calendar_addresses.renew(user=viewer), calendar_addresses.renew(user=viewer)

    assert (read(MINE.format(old)).status_code, read(MINE.format(new)).status_code) == (404, 200)
    assert CalendarAddress.objects.filter(stopped_at=None).count() == 1


@pytest.mark.parametrize("spoil", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: t[:-1],
                                   lambda t: t + "A", lambda t: "A" * 54, lambda t: "A"])  # fmt: skip
def test_a_wrong_token_is_not_there_and_is_not_logged(viewer, spoil, caplog):
    cache.clear()
    wrong = spoil(calendar_addresses.renew(user=viewer))

    answers = [read(MINE.format(wrong)) for _ in range(2)]

    assert [a.status_code for a in answers] == [404, 404]
    assert [r.getMessage() for r in caplog.records] == [
        "A calendar address was refused; 1 in this hour in this process.",
        "A calendar address was refused; 2 in this hour in this process.",
    ]
    assert wrong not in caplog.text or wrong == "A"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "head", "options"])
def test_a_token_does_nothing_but_get(viewer, method):
    token = calendar_addresses.renew(user=viewer)

    assert getattr(Client(), method)(MINE.format(token)).status_code == 405


def test_a_token_opens_no_page(viewer):
    token = calendar_addresses.renew(user=viewer)
    stranger = Client()
    stranger.get(MINE.format(token))

    assert stranger.get("/register/clocks/").status_code == 302
    assert stranger.get(f"/register/clocks/?token={token}").status_code == 302


def test_who_may_not_read_gets_no_address():
    administrator = p.make_user(Role.ADMINISTRATOR)

    with pytest.raises(NotAllowed):
        calendar_addresses.renew(user=administrator)
    assert not CalendarAddress.objects.exists()
