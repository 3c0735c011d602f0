"""A loan may be repaid by constant instalments: its nominal rate shapes the schedule, and the fund's curve."""

from decimal import Decimal

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guarantees", "0002_ledger_holds")]
    operations = [
        migrations.AddField(
            model_name="cover",
            name="loan_rate",
            field=models.DecimalField(
                decimal_places=6,
                default=Decimal("0"),
                max_digits=7,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(Decimal("1")),
                ],
                verbose_name="taux nominal du prêt",
            ),
        ),
        migrations.AlterField(
            model_name="cover",
            name="repayment",
            field=models.CharField(
                choices=[
                    ("linear", "Échéances de capital égales"),
                    ("annuity", "Échéances constantes, capital et intérêts"),
                    ("bullet", "En une fois, à la fin"),
                ],
                max_length=10,
                verbose_name="remboursement",
            ),
        ),
        migrations.AddConstraint(
            model_name="cover",
            constraint=models.CheckConstraint(
                condition=models.Q(("repayment", "annuity"), ("loan_rate", 0), _connector="OR"),
                name="cover_rate_of_constant_instalments",
                violation_error_message="Le taux du prêt ne compte que pour des échéances constantes.",
            ),
        ),
        migrations.RemoveIndex(model_name="cover", name="cover_curve"),
        migrations.AddIndex(
            model_name="cover",
            index=models.Index(
                condition=models.Q(("state__in", ["active", "watch"])),
                fields=["fund"],
                include=("exposure", "repays_from", "ends_on", "loan_rate"),
                name="cover_curve",
            ),
        ),
    ]
