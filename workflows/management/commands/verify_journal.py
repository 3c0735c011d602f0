from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from workflows import journal
from workflows.models import Stateful, Transition


class Command(BaseCommand):
    help = "Recompute the hashes of the whole journal; name the first row that does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        for entry, what in journal.broken_rows():
            raise CommandError(f"{entry} (row {entry.pk}, {entry.at:%Y-%m-%d %H:%M}): {what}.")
        models = [m for m in apps.get_models() if issubclass(m, Stateful) and not m._meta.proxy]
        for subject, what in journal.cut_chains(models):
            raise CommandError(f"{subject.subject_type()} {subject.pk}: {what}.")
        for known in journal.broken_seals():
            raise CommandError(f"The seal of {known.day} does not hold.")
        self.stdout.write(f"{Transition.objects.count()} rows hold, and so do their seals.")
