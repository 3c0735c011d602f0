# Generated by Django 5.2.19 on 2026-11-22 03:03

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('funding', '0002_published_questions_are_frozen'),
    ]

    operations = [
        migrations.AddField(
            model_name='programme',
            name='court_address',
            field=models.TextField(blank=True, verbose_name='adresse du tribunal'),
        ),
        migrations.AddField(
            model_name='programme',
            name='head',
            field=models.CharField(blank=True, help_text='Par exemple : le directeur général du Fonds.', max_length=200, verbose_name='qui décide'),
        ),
        migrations.AddField(
            model_name='programme',
            name='place',
            field=models.CharField(default='Paris', max_length=80, verbose_name='fait à'),
        ),
    ]
