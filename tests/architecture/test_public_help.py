"""Whoever writes prose that the public reads is told so beside the field, and nobody is told so wrongly."""

from django.apps import apps
from django.db.models import TextField

from programmes.fields import PUBLIC_HELP
from tests.architecture.test_canary import PUBLISHED

APPS = ("programmes", "workstreams", "governance")

#: Published for some kinds of event only; its help text names them.
SAID_IN_OTHER_WORDS = {"CaseEvent.reason"}


def prose() -> dict[str, str]:
    """The help text of each free text of several lines, by “Model.field”."""
    return {
        f"{model.__name__}.{column.name}": str(column.help_text)
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.startswith("Historical")
        for column in model._meta.concrete_fields
        if isinstance(column, TextField) and not column.choices
    }


def test_prose_that_is_published_says_so_and_no_other_does():
    told = {name for name, words in prose().items() if words.endswith(PUBLIC_HELP)}

    assert told == {name for name in prose() if name in PUBLISHED} - SAID_IN_OTHER_WORDS


def test_the_notes_that_are_public_are_these():
    found = {name for name, words in prose().items() if name.endswith(".note") and PUBLIC_HELP in words}

    assert found == {
        "Agreement.note", "Alliance.note", "AreaPlan.note", "Board.note", "Body.note", "Holder.note", "Meeting.note",
        "SavingsFigure.note", "Source.note",
    }  # fmt: skip
    assert PUBLIC_HELP == "The public reads this where the record is public."


def test_the_reason_of_a_case_event_names_the_kinds_whose_reason_the_public_reads():
    assert prose()["CaseEvent.reason"] == (
        "The public reads this of a commission, deferral, return, rejection, split, new scope, go-live, stop, waiver or "
        "correction, where the record is public."
    )
