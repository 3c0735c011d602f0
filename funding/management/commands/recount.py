from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from funding import portfolio
from funding.models import Call


class Command(BaseCommand):
    help = "Prove that what each call says it committed, contracted and paid is the sum of its signed acts."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = [f"{c.code}.{column}: {kept} ≠ {counted}" for c, column, kept, counted in portfolio.recount()]
        if wrong:
            raise CommandError("\n".join(wrong))
        self.stdout.write(f"{Call.objects.count()} calls agree with their acts to the cent.")
