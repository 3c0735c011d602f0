from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0008_less_than_the_most"),
    ]

    operations = [
        migrations.AddField(
            model_name="piecerequest",
            name="asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="piecerequest",
            name="dropped_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="piecerequest",
            name="time_answered_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="piecerequest",
            name="time_asked_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="piecerequest",
            name="time_asked_why",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="piecerequest",
            name="time_refused_why",
            field=models.TextField(blank=True),
        ),
    ]
