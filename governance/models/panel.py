"""Items that go to a Police and Crime Panel and back (PRSRA 2011 s5, s28; S3 4.2, 4.3)."""

from django.db import models
from django.db.models import Q

from governance.choices import PanelMatter
from governance.models.board import Board
from governance.models.business_case import BusinessCase
from governance.models.meeting import Meeting
from programmes.fields import EdtfField
from programmes.history import Record
from programmes.models import Body
from programmes.visibility import RecordQuerySet


class PanelItem(Record):
    """A forthcoming decision or plan variation put to a Panel, each step with its date."""

    PREFIX = "PIT"

    title = models.CharField(max_length=200)
    matter = models.CharField(max_length=14, choices=PanelMatter.choices, blank=True, help_text="Empty: not stated.")
    case = models.ForeignKey(BusinessCase, models.PROTECT, null=True, blank=True, related_name="panel_items+")
    notify_by = EdtfField("to be notified by")
    panel = models.ForeignKey(Board, models.PROTECT, related_name="panel_items")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="panel_items+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="panel_items")
    words = models.TextField(blank=True)
    notified = EdtfField("notified")
    sent = EdtfField("draft sent")
    reviewed = EdtfField("reviewed by the Panel")
    recommendation = models.TextField(blank=True)
    made_none = models.BooleanField("the Panel made no report or recommendation", default=False)
    answer_by = EdtfField("response due")
    regard_had = EdtfField("regard had")
    responded = EdtfField("response given")
    response = models.TextField(blank=True)
    response_published = EdtfField("response published")
    response_url = models.CharField("response, address", max_length=500, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_earliest", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(response_published="") | (~Q(response="") & ~Q(response_url="")),
                name="published_response_has_words_and_address",
                violation_error_message="Response and its address: give both once it is published.",
            ),
            models.CheckConstraint(
                condition=Q(made_none=False) | Q(recommendation=""),
                name="panel_recommended_something_or_nothing",
                violation_error_message="Recommendation: it has words here, so the Panel made one. Take away the words "
                "or the mark that it made none.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
