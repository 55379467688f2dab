"""Events are only ever added, and a reference is never used again."""

from django.db import migrations

from programmes.append_only import refuse


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]

    operations = [
        refuse("programmes_agreementevent"),
        refuse("programmes_storedfile"),
        refuse("programmes_remindersent"),
        refuse("programmes_opportunityreview"),
        refuse("programmes_reference", on=("DELETE",)),
        refuse("programmes_referenceseries", on=("DELETE",)),
        refuse("programmes_referenceseries", on=("UPDATE",), when="NEW.last < OLD.last"),
    ]
