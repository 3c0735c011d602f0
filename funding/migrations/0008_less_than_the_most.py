from decimal import Decimal

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0007_payments_with_nothing_due"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="aid_wanted",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=14,
                null=True,
                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                verbose_name="aide demandée",
            ),
        ),
    ]
