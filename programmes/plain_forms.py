"""Forms that refuse in sentences that say what to do, whatever kind of field refuses.

Django words its refusals for programmers and in general terms. `say_plainly` gives a form's fields the register's own;
`PlainFields` does so whenever the form is checked, so that fields added late speak as plainly as the first.
"""

from collections.abc import Iterable

from django import forms
from django.core.validators import EmailValidator, URLValidator

#: What a person reads at a field left empty that must not be.
NEEDED = "Fill this in; it is needed."
#: What Django says of a choice that is none, which repeats whatever was sent, at any length.
_STOCK_CHOICE_WORDS = (
    forms.ChoiceField.default_error_messages["invalid_choice"],
    forms.ModelChoiceField.default_error_messages["invalid_choice"],
)
_INVALID_CHOICE = "Select a valid choice. What was sent is not on the list."
_NULL = "There is a character in it that cannot be kept (a null character). Type it again."
#: What is said of a value of the wrong kind, by the kind of field; the first that fits.
_INVALID: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.DateTimeField, "Write the day and time as 2016-04-21 14:30."),
    (forms.DateField, "Write the date as 2016-04-21 (year, month, day)."),
    (forms.TimeField, "Write the time as 14:30."),
    (forms.DecimalField, "Write a number in figures, such as 1250 or 12.5."),
    (forms.IntegerField, "Write a whole number in figures, such as 12."),
    (forms.URLField, "Write the whole address, such as https://www.example.org/page."),
    (forms.EmailField, "Write an e-mail address, such as name@example.org."),
)
_STOCK_INVALID = {
    *(str(kind.default_error_messages.get("invalid", "")) for kind, _ in _INVALID),
    str(URLValidator.message),
    str(EmailValidator.message),
    "",
}


def say_plainly(fields: Iterable[forms.Field]) -> None:
    """Let fields refuse in sentences that say what to do; a field that words its own refusal keeps it."""
    for field in fields:
        said = field.error_messages
        if said.get("required") == forms.Field.default_error_messages["required"]:
            said["required"] = NEEDED
        said["null_characters_not_allowed"] = _NULL
        if said.get("invalid_choice") in _STOCK_CHOICE_WORDS:
            said["invalid_choice"] = _INVALID_CHOICE
        plain = next((words for kind, words in _INVALID if isinstance(field, kind)), "")
        if plain and str(said.get("invalid", "")) in _STOCK_INVALID:
            said["invalid"] = plain


class PlainFields:
    """Put before a form's own base: its fields speak plainly, those added after it was made too."""

    fields: dict[str, forms.Field]

    def full_clean(self) -> None:
        say_plainly(self.fields.values())
        super().full_clean()  # type: ignore[misc]


class PlainForm(PlainFields, forms.Form):
    """A form that refuses in sentences that say what to do."""


class PlainModelForm(PlainFields, forms.ModelForm):
    """A form on a record that refuses in sentences that say what to do."""
