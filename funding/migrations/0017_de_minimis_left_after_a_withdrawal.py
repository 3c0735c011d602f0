from decimal import ROUND_DOWN, Decimal

import django.core.validators
from django.db import migrations, models
from django.db.models import F


def follow_withdrawals(apps, schema_editor):
    """What was withdrawn already: each entry keeps its share of the aid that is left, to the cent below."""
    awards = apps.get_model("funding", "DeMinimisAward").objects
    awards.update(kept=F("gge"))
    for award in awards.filter(decision__withdrawn__gt=0).select_related("decision"):
        decision = award.decision
        whole = decision.grant + decision.recoverable_advance
        left = award.gge * (whole - decision.withdrawn) / whole
        award.kept = left.quantize(Decimal("0.01"), rounding=ROUND_DOWN)
        award.save(update_fields=["kept"])


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0016_first_of_two_signatures_on_what_undoes"),
    ]

    operations = [
        migrations.AddField(
            model_name="deminimisaward",
            name="kept",
            field=models.DecimalField(
                decimal_places=2,
                default=0,
                max_digits=14,
                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                verbose_name="équivalent-subvention brut maintenu",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(follow_withdrawals, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="deminimisaward",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept__lte", models.F("gge"))),
                name="de_minimis_kept_up_to_what_was_granted",
                violation_error_message="On ne maintient pas plus que ce qui a été octroyé.",
            ),
        ),
    ]
