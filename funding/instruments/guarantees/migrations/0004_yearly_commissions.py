"""A bank's agreement may have the commission paid each year: one row per cover and year, asked by the clock."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


def euros(name, **facts):
    return models.DecimalField(
        decimal_places=2,
        max_digits=14,
        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
        verbose_name=name,
        **facts,
    )


class Migration(migrations.Migration):
    dependencies = [("guarantees", "0003_constant_instalments")]
    operations = [
        migrations.AddField(
            model_name="bankagreement",
            name="fee_basis",
            field=models.CharField(
                choices=[
                    ("flat", "Une fois, sur le montant garanti"),
                    ("yearly", "Chaque année, sur l’encours garanti à son ouverture"),
                ],
                default="flat",
                max_length=10,
                verbose_name="la commission se paie",
            ),
        ),
        migrations.AlterField(
            model_name="bankagreement",
            name="fee_rate",
            field=models.DecimalField(
                decimal_places=6,
                max_digits=7,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0")),
                    django.core.validators.MaxValueValidator(Decimal("1")),
                ],
                verbose_name="commission",
            ),
        ),
        migrations.AddField(
            model_name="cover",
            name="next_fee_on",
            field=models.DateField(blank=True, null=True, verbose_name="prochaine commission le"),
        ),
        migrations.AddIndex(
            model_name="cover",
            index=models.Index(
                condition=models.Q(("state__in", ["active", "watch"])), fields=["next_fee_on"], name="cover_years"
            ),
        ),
        migrations.AddIndex(
            model_name="cover",
            index=models.Index(
                condition=models.Q(("commission_paid__lt", models.F("commission"))),
                fields=["agreement"],
                name="cover_owes",
            ),
        ),
        migrations.CreateModel(
            name="YearlyCommission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                ("due_on", models.DateField(verbose_name="échue le")),
                ("base", euros("encours garanti à l’ouverture")),
                ("amount", euros("commission")),
                ("paid", euros("reçu", default=Decimal("0.00"))),
                (
                    "cover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="years", to="guarantees.cover"
                    ),
                ),
            ],
            options={
                "verbose_name": "commission annuelle",
                "ordering": ["year"],
                "constraints": [
                    models.UniqueConstraint(fields=("cover", "year"), name="one_commission_per_cover_and_year"),
                    models.CheckConstraint(
                        condition=models.Q(("paid__lte", models.F("amount"))),
                        name="year_paid_up_to_its_commission",
                        violation_error_message="On ne reçoit pas plus que la commission due.",
                    ),
                ],
            },
        ),
    ]
