import django.db.models.deletion
from django.db import migrations, models

import workflows.models.stateful


class Migration(migrations.Migration):
    initial = True
    dependencies = [("funding", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="VoucherApplication", fields=[], options={"proxy": True, "indexes": [], "constraints": []},
            bases=("funding.application",),
        ),
        migrations.CreateModel(
            name="Voucher",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                ("state", workflows.models.stateful.StateField(db_index=True, default="ready", max_length=32)),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="voucher", to="funding.application"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
    ]  # fmt: skip
