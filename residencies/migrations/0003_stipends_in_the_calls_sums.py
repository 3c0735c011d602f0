"""Calls of teams have an envelope, which their form did not ask; stipends that were signed and paid enter its sums."""

from decimal import Decimal

from django.db import migrations
from django.db.models import F, Sum
from django.db.models.functions import Greatest

NONE = Decimal(0)


def open_envelopes(apps, _editor):
    """What the programme gave to none of its calls, for the first that has nothing."""
    calls = apps.get_model("funding", "Call").objects.filter(programme__instrument="residency_teams")
    for call in calls.filter(envelope=0).select_related("programme").order_by("opens_at", "pk"):
        given = calls.filter(programme=call.programme).aggregate(s=Sum("envelope"))["s"] or NONE
        calls.filter(pk=call.pk).update(envelope=max(NONE, call.programme.envelope - given))


def enter(apps, _editor):
    residencies = apps.get_model("residencies", "Residency").objects.exclude(signed_at=None)
    instalments = apps.get_model("residencies", "Instalment").objects.filter(state="paid")
    for row in residencies.select_related("round"):
        cancelled, back = row.cancelled_at is not None, row.repaid_on is not None
        kept = (row.earned or NONE) + (NONE if back else row.to_repay) if cancelled else row.stipend
        paid = instalments.filter(residency=row).aggregate(s=Sum("amount"))["s"] or NONE
        paid -= row.to_repay if back else NONE
        # What was signed stands: an envelope that could be overdrawn until now is raised to it.
        apps.get_model("funding", "Call").objects.filter(pk=row.round.team_call_id).update(
            envelope=Greatest(F("envelope"), F("committed") + kept),
            committed=F("committed") + kept, contracted=F("contracted") + kept, paid=F("paid") + paid,
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("residencies", "0002_two_signatures")]

    operations = [
        migrations.RunPython(open_envelopes, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(enter, migrations.RunPython.noop, elidable=True),
    ]
