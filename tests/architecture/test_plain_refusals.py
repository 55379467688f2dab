"""Every form of the register and of the desk refuses in sentences that name the field and say what to do.

Each page that a role may open is read as that role, and each of its forms is sent off twice: with nothing in it, and
with “!” in every box. Forms that stand on no page reached here are held to the same by their class.
"""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from django import forms
from django.contrib import admin
from django.urls import reverse

from governance.choices import CaseEventKind
from governance.panel_desk import SLUGS
from programmes.choices import AgreementEventKind, Role
from programmes.plain_forms import PlainFields, PlainForm
from tests.architecture.test_urls import ADDRESSES, OWN, address_of, one_of_each  # noqa: F401
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.governance.case_story import Story
from tests.programmes.agreement_story import lawful

#: What Django says by itself.
STOCK = re.compile(
    r"This field is required|Enter a valid (?!username)|Enter a number|Enter a whole number|Enter a list of values"
)
#: Forms that are no form to fill in: filters and search boxes, which are sent by address and answer 400 in a sentence.
NOT_FILLED_IN = {"ClockFilterForm"}


class _Forms(HTMLParser):
    """The POST forms of a page: where each goes, and the boxes one can write into."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.is_open = False

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self.is_open = (a.get("method") or "").lower() == "post"
            if self.is_open:
                self.found.append((a.get("action") or "", {}, {}))
        elif self.is_open and a.get("name") and "disabled" not in a:
            _, hidden, boxes = self.found[-1]
            if tag == "input" and a.get("type") == "hidden":
                hidden[a["name"]] = a.get("value") or ""
            elif tag in ("input", "textarea", "select") and a.get("type") not in ("submit", "button"):
                boxes[a["name"]] = "!"

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_open = False


def wrong_at(client, address):
    """What is wrong with the refusals of the forms at an address, in words."""
    page = client.get(address)
    if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
        return 0, []
    reader = _Forms()
    reader.feed(page.content.decode())
    said, wrong = 0, []
    for action, hidden, boxes in reader.found:
        target = urljoin(address, action)
        if target.startswith(("/accounts/logout", "/admin/logout")):
            continue
        nothing = {} if "TOTAL_FORMS" not in " ".join(hidden) else hidden
        for given in (nothing, dict.fromkeys(boxes, "") | hidden, boxes | hidden):
            answer = client.post(target, given)
            if answer.status_code != 200:
                continue
            text = answer.content.decode()
            said += "errorlist" in text
            wrong += [f"{target}: {match}" for match in STOCK.findall(text)]
            if 'class="errorlist' in text and not re.search('class="(error-summary|errornote)"', text):
                wrong.append(f"{target}: nothing above the form says that something is wrong")
    return said, wrong


def walk(client, addresses):
    """How many refusals were read at these addresses, and what is wrong with them."""
    read, wrong = 0, []
    for address in addresses:
        said, found = wrong_at(client, address)
        read, wrong = read + said, wrong + found
    return read, wrong


def own_forms(kind=forms.BaseForm):
    for form in kind.__subclasses__():
        yield form
        yield from own_forms(form)


def test_every_form_of_the_register_speaks_plainly():
    ours = ("programmes.", "workstreams.", "governance.", "collab.")
    silent = [
        f"{form.__module__}.{form.__qualname__}"
        for form in own_forms()
        if form.__module__.startswith(ours)
        and not issubclass(form, PlainFields)
        and not form.__module__.startswith("programmes.filters")
        and form.__name__ not in NOT_FILLED_IN
    ]
    assert silent == []


def test_every_form_of_the_desk_speaks_plainly():
    silent = []
    for model, desk in admin.site._registry.items():
        parts = [desk, *desk.inlines]
        silent += [
            f"{model.__name__}: {part}"
            for part in parts
            if not issubclass(part.form, PlainFields)
            and "View" not in str(getattr(part, "__mro__", type(part).__mro__))
        ]
    assert silent == []


class EveryField(PlainForm):
    """A field of each kind that words its refusals for programmers."""

    words = forms.CharField()
    day = forms.DateField(required=False)
    number = forms.IntegerField(required=False)
    amount = forms.DecimalField(required=False)
    address = forms.URLField(required=False, assume_scheme="https")
    mail = forms.EmailField(required=False)
    choice = forms.ChoiceField(required=False, choices=[("a", "A")])
    own = forms.CharField(error_messages={"required": "Choose at least one."})


def test_each_kind_of_field_says_what_to_write():
    names = ("day", "number", "amount", "address", "mail", "choice")
    assert EveryField(dict.fromkeys(names, "!")).errors == {
        "words": ["Fill this in; it is needed."],
        "day": ["Write the date as 2016-04-21 (year, month, day)."],
        "number": ["Write a whole number in figures, such as 12."],
        "amount": ["Write a number in figures, such as 1250 or 12.5."],
        "address": ["Write the whole address, such as https://www.example.org/page."],
        "mail": ["Write an e-mail address, such as name@example.org."],
        "choice": ["Select a valid choice. What was sent is not on the list."],
        "own": ["Choose at least one."],
    }


def test_a_field_added_late_speaks_as_plainly():
    form = EveryField({"words": "x", "own": "x"})
    form.fields["late"] = forms.CharField()

    assert form.errors == {"late": ["Fill this in; it is needed."]}


@pytest.mark.django_db
def test_forms_under_register(client, one_of_each):  # noqa: F811
    client.force_login(p.make_user(Role.EDITOR))
    addresses = [
        address_of(name, pattern, one_of_each)
        for name, route, pattern in OWN
        if "register/" in route and "edition-" not in name
    ]

    read, wrong = walk(client, addresses)

    assert wrong == []
    assert read > 0


@pytest.mark.django_db
def test_forms_of_an_office_and_of_a_force(client):
    story = Story().put("local_decisions", "fbc")
    own = story.offices("Kent")[0]
    local = g.make_local_decision(case=story.case, body=own)
    condition = g.make_condition(local_decision=g.make_local_decision(body=own))
    client.force_login(p.make_user(Role.OFFICE_RECORDER, body=own))

    read, wrong = walk(
        client,
        [
            reverse("governance:local-decision-record", args=[local.reference]),
            reverse("governance:condition-close", args=[condition.reference]),
        ],
    )

    assert wrong == []
    assert read > 0


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["drafting", "circulated", "oversight", "on_agenda", "local_decisions", "approved"])
def test_forms_of_the_events_of_a_case(client, state):
    story = Story().put(state, "fbc")
    client.force_login(story.editor)

    addresses = [
        reverse("admin:governance_businesscase_event", args=[story.case.pk, kind.value]) for kind in CaseEventKind
    ]
    read, wrong = walk(client, addresses)

    assert wrong == []
    assert read > 0


@pytest.mark.django_db
def test_forms_of_the_events_of_an_agreement_and_of_a_panel_item(client):
    agreement, item = lawful(), g.make_panel_item()
    p.make_agreement_event(agreement=agreement, kind="in_force", sets_state="in_force", on="2016-10-10")
    client.force_login(p.make_user(Role.EDITOR))
    desk = f"/admin/programmes/agreement/{agreement.pk}"

    addresses = [f"{desk}/event/{kind.value}/" for kind in AgreementEventKind]
    addresses += [f"{desk}/signatures/", f"{desk}/variation/"]
    addresses += [reverse("admin:governance_panelitem_step", args=[item.pk, slug]) for slug in (*SLUGS, "back")]
    read, wrong = walk(client, addresses)

    assert wrong == []
    assert read > 6


@pytest.mark.django_db
def test_forms_of_the_desk_for_a_case_a_document_a_board_and_a_meeting(client):
    document = g.make_case_document()
    story = Story()
    client.force_login(story.editor)
    meeting, board = story.meeting, story.summit
    parts = ("options", "lines", "funding", "risks", "plan")
    addresses = [
        *(f"/admin/governance/casedocument/{document.pk}/part/{part}/" for part in parts),
        f"/admin/governance/casedocument/{document.pk}/attachments/",
        f"/admin/governance/businesscase/{story.case.pk}/version/",
        f"/admin/governance/businesscase/{story.case.pk}/duty/",
        f"/admin/governance/businesscase/{story.case.pk}/agreement/",
        f"/admin/governance/board/{board.pk}/series/",
        *(f"/admin/governance/meeting/{meeting.pk}/{page}/" for page in ("agenda", "record", "minutes")),
    ]

    read, wrong = walk(client, addresses)

    assert wrong == []
    assert read > 5


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR])
def test_empty_forms_of_the_desk(client, role):
    client.force_login(p.make_user(role, is_staff=True))
    addresses = [reverse(name) for name, _, _ in ADDRESSES if name.endswith("_add")] + ["/admin/password_change/"]

    read, wrong = walk(client, addresses)

    assert wrong == []
    assert read > 0
