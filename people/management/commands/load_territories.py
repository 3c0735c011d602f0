from typing import Any

from django.core.management.base import BaseCommand

from people import territories


class Command(BaseCommand):
    help = "Loads the regions, departments, intercommunalities and communes of France; may be run again."

    def handle(self, *args: Any, **options: Any) -> None:
        for label, (rows, changed) in territories.load().items():
            self.stdout.write(f"{label}: {rows} rows, {changed} new or changed")
