from decimal import Decimal

import django.core.validators
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0006_waiting_and_awarded_by_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="disbursement",
            name="overpaid",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("0"),
                max_digits=14,
                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                verbose_name="trop-perçu",
            ),
        ),
        migrations.AddField(
            model_name="disbursement",
            name="repaid_on",
            field=models.DateField(blank=True, null=True, verbose_name="reversé le"),
        ),
        migrations.AddField(
            model_name="disbursement",
            name="repayment",
            field=models.CharField(blank=True, max_length=100, verbose_name="référence du reversement"),
        ),
        migrations.AddField(
            model_name="disbursement",
            name="skipped_why",
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name="disbursement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "skipped"), _negated=True),
                    models.Q(("skipped_why", ""), _negated=True),
                    _connector="OR",
                ),
                name="payment_skipped_with_reason",
                violation_error_message="Un versement sans objet a un motif.",
            ),
        ),
    ]
