"""What is withheld: said on the page with its ground, in no byte of the edition, with review, history and refusals."""

import dataclasses
import datetime as dt
import json

import pytest
from django.utils import timezone

from governance import publication
from governance.choices import ExemptGround
from governance.models import EditionPage, Withholding
from governance.publication import PublicationError
from governance.publication.composing import compose_pages
from governance.publication.pages import RecordPage
from governance.publication.withholding import WithholdingNotAllowed, keep, lift, withheld_now, withhold
from governance.publication.withholding.names import ROWS, model_of, page_type_of, parts_of_record
from programmes.access import NotAllowed
from programmes.choices import Marking
from programmes.history import Record, Reference
from tests.architecture.test_canary import PUBLISHED
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories import workstreams as w
from tests.factories.marked import Tokens, World
from tests.factories.telling import make_editor, publish_record

pytestmark = pytest.mark.django_db
PUBLIC = {"marking": Marking.PUBLIC}
PURPOSE = "One vetting unit for the seven forces, from the autumn of 2016."


def review_day() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=90)


def hold(about: str, part: str = "purpose", *, ground=ExemptGround.COMMERCIAL, by=None, **more):
    facts = {"reason": "The tender is out.", "review_on": review_day()} | more
    return withhold(about=about, part=part, ground=ground, by=by or make_editor(), **facts)


@pytest.fixture
def case():
    programme = p.make_programme(short_name="7F", alliance=p.make_alliance(short_name="Seven", **PUBLIC), **PUBLIC)
    return g.make_business_case(title="Vetting", purpose=PURPOSE, programme=programme, **PUBLIC)


def path_of(case) -> str:
    return f"/cases/{case.reference}/"


def everything() -> str:
    return "\n".join(EditionPage.objects.values_list("payload", flat=True))


def test_the_page_says_withheld_and_on_which_ground(client, case):
    hold(case.reference)
    edition = publish_record()

    body = client.get(path_of(case)).content.decode()

    assert "Withheld (commercial)" in body
    assert PURPOSE not in body
    assert PURPOSE not in everything()
    assert "The tender is out." not in everything() + body
    assert edition.pages.get(path=path_of(case)).payload.count("Withheld (commercial)") == 1


def test_what_is_not_there_is_not_said_to_be_withheld(case):
    for part in ("scope", "workstream", "parent", "decisions"):
        hold(case.reference, part, by=make_editor())
    page = json.loads(compose_pages()[path_of(case)].payload)
    assert [part for part in ("scope", "workstream", "parent", "decisions") if part in page] == []


def test_what_is_lifted_is_told_from_the_next_edition_on(client, case):
    editor = make_editor()
    hold(case.reference, by=editor)
    publish_record()
    lift(about=case.reference, part="purpose", reason="The contract is let.", by=editor)
    publish_record()

    assert PURPOSE in client.get(path_of(case)).content.decode()
    assert PURPOSE not in client.get(f"/editions/1{path_of(case)}").content.decode()
    steps = Withholding.objects.order_by("pk").values_list("step", "ground", "reason", "recorded_by")
    assert list(steps) == [
        ("withheld", "commercial", "The tender is out.", editor.pk),
        ("lifted", "", "The contract is let.", editor.pk),
    ]
    assert withheld_now() == {}


def test_a_review_keeps_it_withheld_on_its_ground(case):
    editor = make_editor()
    hold(case.reference, by=editor)
    later = review_day() + dt.timedelta(days=90)
    keep(
        about=case.reference,
        part="purpose",
        ground=ExemptGround.LEGAL,
        reason="Counsel advises.",
        review_on=later,
        by=editor,
    )
    held = withheld_now(case.reference)[case.reference]["purpose"]
    assert (held.words, held.ground_words, held.review_on) == ("Withheld (legal privilege)", "Legal privilege", later)


@pytest.mark.parametrize(
    ("change", "sentence", "field"),
    [
        ({"about": "CASE-999"}, "Record: there is none with this reference.", "about"),
        ({"part": "marking"}, "What is withheld: choose one from the list.", "part"),
        ({"part": "path"}, "What is withheld: choose one from the list.", "part"),
        ({"part": ""}, "What is withheld: choose one from the list.", "part"),
        ({"ground": "shy"}, "Ground: choose one; the public reads it.", "ground"),
        ({"reason": " "}, "Reason: say why; it stays inside the register.", "reason"),
        ({"review_on": None}, "Review by: give the day by which this is looked at again.", "review_on"),
        ({"review_on": dt.date(2016, 1, 1)}, "Review by: give a day after today.", "review_on"),
    ],
)
def test_withholding_is_refused_with_a_sentence(case, change, sentence, field):
    with pytest.raises(WithholdingNotAllowed) as refused:
        hold(**{"about": case.reference} | change)
    assert (str(refused.value), refused.value.fields) == (sentence, (field,))
    assert not Withholding.objects.exists()


def test_the_same_again_is_one_step_and_another_ground_asks_for_a_review(case):
    editor = make_editor()
    hold(case.reference, by=editor)
    hold(case.reference, by=editor)
    assert Withholding.objects.count() == 1
    with pytest.raises(WithholdingNotAllowed, match="it is withheld already; record its review instead"):
        hold(case.reference, ground=ExemptGround.LEGAL, by=editor)


def test_what_is_not_withheld_is_neither_kept_nor_lifted(case):
    editor = make_editor()
    with pytest.raises(WithholdingNotAllowed, match="It is not withheld now"):
        lift(about=case.reference, part="purpose", reason="Let.", by=editor)
    with pytest.raises(WithholdingNotAllowed, match="It is not withheld now"):
        keep(about=case.reference, part="purpose", ground="legal", reason="Yes.", review_on=review_day(), by=editor)


@pytest.mark.parametrize("role", ["auditor", "office_viewer", "administrator"])
def test_the_programme_team_alone_withholds(case, role):
    with pytest.raises(NotAllowed):
        hold(case.reference, by=p.make_user(role))


def test_words_that_stand_elsewhere_too_keep_the_edition_from_being_composed(case):
    words = "A long reason that names the supplier whose bid is not yet accepted."
    case.purpose = words
    case.save()
    w.make_workstream(purpose=f"Also: {words}", programme=case.programme, **PUBLIC)
    hold(case.reference)
    with pytest.raises(PublicationError, match=f"“purpose” of {case.reference} stands on /workstreams/"):
        publication.compose(by=make_editor())


# Everything that the public may read -------------------------------------------------------------------------------


@pytest.fixture
def world():
    return World("public", Marking.PUBLIC, Tokens())


def told_records(world) -> list[Record]:
    found = [thing for thing in world.made.values() if isinstance(thing, Record)]
    return [thing for thing in found if parts_of_record(type(thing))]


def test_every_field_of_every_page_can_be_withheld(world):
    editor = make_editor()
    missing, tried, kinds = [], 0, set()
    for thing in told_records(world):
        model = type(thing)
        if (page := page_type_of(model._meta.model_name)) is None:
            continue
        kinds.add(page.KIND)
        before = pages_now()
        path = next(path for path, one in before.items() if one["kind"] == page.KIND and thing.reference in path)
        for part in parts_of_record(model):
            hold(thing.reference, part, by=editor)
        content = pages_now()[path]
        for part in parts_of_record(model):
            own = part in {field.name for field in dataclasses.fields(page)} and before[path].get(part)
            tried += bool(own)
            if own and "Withheld (commercial)" not in json.dumps(content.get(part), ensure_ascii=False):
                missing.append(f"{page.KIND}.{part}")
            lift(about=thing.reference, part=part, reason="Tried.", by=editor)
    assert missing == []
    assert {"programme", "alliance", "force", "workstream", "case", "decision", "agreement", "source"} <= kinds
    assert tried > 80


def pages_now() -> dict[str, dict]:
    return {path: json.loads(page.payload) for path, page in compose_pages().items()}


def test_no_withheld_column_of_any_record_is_in_any_byte(world):
    """Each text that the canary test lists, of a record with a page or a row: withheld, its token is nowhere."""
    editor = make_editor()
    told, left = [], []
    for thing in told_records(world):
        model = type(thing)
        for part in parts_of_record(model):
            hold(thing.reference, part, by=editor)
        payloads = "\n".join(page.payload for page in compose_pages().values())
        for token, (_, name, column) in world.tokens.places.items():
            if name == model.__name__ and f"{name}.{column}" in PUBLISHED and token in str(getattr(thing, column)):
                told.append(f"{name}.{column}")
                if token in payloads:
                    left.append(f"{name}.{column}")
        for part in parts_of_record(model):
            lift(about=thing.reference, part=part, reason="Tried.", by=editor)
    assert len(told) > 70
    assert left == []


def test_a_whole_row_is_withheld(world):
    editor = make_editor()
    for name in ("milestone", "risk", "local_decision", "contact", "funding", "savings_figure"):
        thing = getattr(world, name)
        hold(thing.reference, "", by=editor, ground=ExemptGround.PERSONAL)
        payloads = "\n".join(page.payload for page in compose_pages().values())
        tokens = [t for t, (_, model, _) in world.tokens.places.items() if model == type(thing).__name__]
        assert [token for token in tokens if token in payloads] == [], name
        assert "Withheld (personal data)" in payloads
        lift(about=thing.reference, part="", reason="Tried.", by=editor)


def test_what_may_be_named_is_what_pages_and_rows_tell():
    kinds = set(Reference.objects.values_list("kind", flat=True)) | {
        f"governance.{n}" for n in ("businesscase", "decision")
    }
    for kind in kinds:
        parts = parts_of_record(model_of(kind))
        assert not {"path", "reference", "marking"} & set(parts)
    assert "wording" in parts_of_record(model_of("governance.localdecision"))
    assert "exempt" in parts_of_record(model_of("governance.localdecision"))
    assert all(issubclass(page_type_of(name), RecordPage) for name in ("programme", "businesscase", "agreement"))
    assert set(ROWS) >= {"localdecision", "milestone", "risk"}
