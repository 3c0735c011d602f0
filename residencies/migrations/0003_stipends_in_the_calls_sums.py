"""Calls of teams have an envelope, which their form did not ask; the stipends signed and paid are its sums."""

from decimal import Decimal

from django.db import migrations
from django.db.models import Sum

NONE = Decimal(0)
UNBOUND = ("match_refused", "cancelled")


def sums(residencies, instalments):
    """Of a round: kept by its agreements, and paid, net of what came back; as residencies/money.py counts."""
    kept = paid = NONE
    for row in residencies.exclude(signed_at=None):
        owed = NONE if row.repaid_on else row.to_repay
        kept += (row.earned or NONE) + owed if row.cancelled_at else row.stipend
        paid -= row.to_repay - owed
    return kept, paid + (
        instalments.filter(residency__in=residencies, state="paid").aggregate(s=Sum("amount"))["s"] or NONE
    )


def enter(apps, _editor):
    """What was signed stands, and what is bound can be signed: no envelope is under that. The latest call of a
    programme has the rest of what its funders voted."""
    calls = apps.get_model("funding", "Call").objects.filter(programme__instrument="residency_teams")
    residencies = apps.get_model("residencies", "Residency").objects
    instalments = apps.get_model("residencies", "Instalment").objects
    for call in calls.exclude(state="draft").select_related("programme").order_by("opens_at", "pk"):
        mine = residencies.filter(round__team_call=call)
        call.committed, call.paid = sums(mine, instalments)
        call.contracted = call.committed
        bound = mine.filter(signed_at=None).exclude(state__in=UNBOUND).select_related("round")
        needed = call.committed + sum((row.round.stipend for row in bound), NONE)
        later = calls.filter(programme=call.programme, opens_at__gt=call.opens_at).exclude(state="draft")
        if call.envelope == 0 and not later.exists():
            given = calls.filter(programme=call.programme).aggregate(s=Sum("envelope"))["s"] or NONE
            call.envelope = call.programme.envelope - given
        call.envelope = max(call.envelope, needed)
        call.save(update_fields=["envelope", "committed", "contracted", "paid"])


class Migration(migrations.Migration):
    dependencies = [("residencies", "0002_two_signatures")]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop, elidable=True)]
