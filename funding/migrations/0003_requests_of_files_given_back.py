"""A file given back to its officer waits for no piece asked before (`drop_requests`): those of before are over."""

from django.db import migrations
from django.db.models import F

GIVEN_BACK = ("submitted", "eligible", "shortlisted", "under_due_diligence", "decision_proposed")


def drop(apps, _editor):
    open_still = apps.get_model("funding", "PieceRequest").objects.filter(answered_on=None, dropped_on=None)
    open_still.filter(application__state__in=GIVEN_BACK).update(dropped_on=F("due_on"))


class Migration(migrations.Migration):
    dependencies = [("funding", "0002_held_by_the_database")]

    operations = [migrations.RunPython(drop, migrations.RunPython.noop, elidable=True)]
