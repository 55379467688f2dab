"""E-mail alerts: who asked, who confirmed, what was sent. No part of the record and of no use to the public pages.

A reader is known by a mailbox alone. Nothing here keeps a history: what is deleted is gone.
"""

from django.db import models

from governance.choices import AlertState
from governance.models.edition import Edition

MAILBOX_LENGTH, KEY_LENGTH = 254, 32


class AlertRequest(models.Model):
    """Alerts asked for and not yet confirmed by whoever reads the mailbox; forgotten after some days."""

    #: Random. The link in the mail is this key with our signature, so that neither is of use without the other.
    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    mailbox = models.EmailField(max_length=MAILBOX_LENGTH, db_index=True)
    topics = models.JSONField()
    asked_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"Request {self.pk}"


class AlertReader(models.Model):
    """A mailbox that is told of each edition; stopping deletes the row and its topics."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    mailbox = models.EmailField(max_length=MAILBOX_LENGTH, unique=True)
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Reader {self.pk}"


class AlertTopic(models.Model):
    """One thing a reader is told of: the reference of an alliance, force, office or board, or “everything”."""

    reader = models.ForeignKey(AlertReader, models.CASCADE, related_name="topics")
    code = models.CharField(max_length=20, db_index=True)

    class Meta:
        ordering = ["reader", "code"]
        constraints = [models.UniqueConstraint(fields=["reader", "code"], name="each_topic_once_a_reader")]

    def __str__(self) -> str:
        return f"{self.reader}: {self.code}"


class AlertDelivery(models.Model):
    """One message to one reader about one edition. It outlives the reader, without a name, so that numbers stay true."""

    reader = models.ForeignKey(AlertReader, models.SET_NULL, null=True, related_name="deliveries")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=AlertState.choices)
    tries = models.PositiveSmallIntegerField(default=1)
    tried_at = models.DateTimeField()
    problem = models.CharField(max_length=60, blank=True, help_text="The kind of error, without an address.")

    class Meta:
        ordering = ["edition", "pk"]
        verbose_name_plural = "alert deliveries"
        constraints = [models.UniqueConstraint(fields=["reader", "edition"], name="one_message_a_reader_and_edition")]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_state_display()}"


class AlertCount(models.Model):
    """How often one mailbox or one source asked within a day or an hour. The mark is a keyed hash, never the address."""

    mark = models.CharField(max_length=64)
    since = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["mark", "since"], name="one_count_a_mark_and_time")]

    def __str__(self) -> str:
        return f"{self.count} since {self.since}"
