"""EdtfField: one vague date on a model, kept as EDTF, words and two indexed days."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from programmes.dates import DateNotUnderstood, VagueDate, bounds


def validate_edtf(value: str) -> None:
    """Refuse a value that is not EDTF, with the sentence that names the accepted forms."""
    try:
        bounds(value)
    except DateNotUnderstood as error:
        raise ValidationError(str(error), code="edtf") from error


#: Closes the help text of every prose field that public pages show; a test compares them with what is published.
PUBLIC_HELP = "The public reads this where the record is public."


_EDTF_HELP = "2016-04-21, 2016-04, 2016, 2016-23 (autumn) or 2017-04-01/2020-03-31. Leave empty when not known."
#: What the forms say instead: they take words as well, and people write these.
_FORM_HELP = "21/04/2016, April 2016, 2016, autumn 2016 or 1 April 2017 to 31 March 2020. Leave empty when not known."


class EdtfField(models.CharField):
    """Adds `<name>` (EDTF), `<name>_words`, `<name>_earliest`, `<name>_latest` to a model.

    The two days are computed on every save; `vague(obj, name)` gives the four as one VagueDate.
    """

    default_validators = [validate_edtf]

    def __init__(self, *args: Any, companions: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault("help_text", _EDTF_HELP)
        self.companions = companions
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        """As for every text, with the help in the forms that people write."""
        if self.help_text == _EDTF_HELP:
            kwargs.setdefault("help_text", _FORM_HELP)
        return super().formfield(**kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if not self.companions or not name:
            return
        self.companions = False  # a copy of this field (history, a child of an abstract model) brings them along
        label = str(self.verbose_name)
        words = models.CharField(
            f"{label}, words as written",
            max_length=200,
            blank=True,
            default="",
            help_text="As the source says it, for example “autumn” or “early 2020”.",
        )
        words.creation_counter = self.creation_counter
        cls.add_to_class(f"{name}_words", words)
        for end in ("earliest", "latest"):
            day = models.DateField(
                f"{label}, {end} day",
                null=True,
                blank=True,
                editable=False,
                db_index=True,
            )
            cls.add_to_class(f"{name}_{end}", day)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs["companions"] = False
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        earliest, latest = bounds(value)
        setattr(model_instance, f"{self.attname}_earliest", earliest)
        setattr(model_instance, f"{self.attname}_latest", latest)
        return value


def parts_of(name: str) -> tuple[str, str, str, str]:
    """The four columns of the vague date called `name`, in the order of VagueDate."""
    return name, f"{name}_words", f"{name}_earliest", f"{name}_latest"


def vague(obj: Any, name: str) -> VagueDate:
    """The vague date called `name` of a record."""
    return VagueDate(
        edtf=getattr(obj, name),
        words=getattr(obj, f"{name}_words"),
        earliest=getattr(obj, f"{name}_earliest"),
        latest=getattr(obj, f"{name}_latest"),
    )
