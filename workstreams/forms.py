"""The form in which a force says when its milestones are expected and when they were reached."""

from programmes.editing import ReasonedForm
from workstreams.models import Milestone


class MilestoneDatesForm(ReasonedForm):
    """Forecast and actual date of one milestone; the baseline is the programme’s."""

    class Meta:
        model = Milestone
        fields = ("forecast", "forecast_words", "actual", "actual_words")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["change_reason"]
        reason.label = "Reason"
        reason.help_text = "Needed when a date that was given before moves. It is kept and shown."
