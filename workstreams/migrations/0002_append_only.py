"""Imports, moves, events of periods and risks, and reminders are only ever added; a submitted update never changes."""

from django.db import migrations

from programmes.append_only import refuse
from workstreams.version_trigger import KeepVersionsTogether


class Migration(migrations.Migration):
    dependencies = [("workstreams", "0001_initial"), ("programmes", "0002_append_only")]

    operations = [
        refuse("workstreams_importrow"),
        refuse("workstreams_importrun"),
        refuse("workstreams_milestonemove"),
        refuse("workstreams_periodevent"),
        refuse("workstreams_returnchase"),
        refuse("workstreams_riskevent"),
        refuse("workstreams_statusupdate", when="OLD.submitted_at IS NOT NULL"),
        KeepVersionsTogether(),
    ]
