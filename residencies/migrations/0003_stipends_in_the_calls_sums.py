"""Stipends that were signed and paid before the calls' sums told of them."""

from decimal import Decimal

from django.db import migrations
from django.db.models import F, Sum
from django.db.models.functions import Greatest

NONE = Decimal(0)


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

    operations = [migrations.RunPython(enter, migrations.RunPython.noop, elidable=True)]
