from __future__ import annotations

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from funding.instruments.guarantees import recount
from funding.instruments.guarantees.models import Cover, Entry

SHOWN = 50


class Command(BaseCommand):
    help = "Prove that each debit of a guarantee fund has its credit, and that covers say what the ledger says."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(islice(recount.gaps(), SHOWN))
        if found:
            raise CommandError("\n".join(map(str, found)))
        entries, covers = Entry.objects.count(), Cover.objects.count()
        self.stdout.write(f"{entries} entries balance; {covers} covers agree with them to the cent.")
