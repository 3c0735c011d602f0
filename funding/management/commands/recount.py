from __future__ import annotations

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from funding import portfolio
from funding.instrument import instruments
from funding.models import Call

SHOWN = 50  # of each instrument


class Command(BaseCommand):
    help = (
        "Prove that what each call says it committed, contracted and paid is the sum of its signed acts, and that what "
        "each instrument counts is there."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = [f"{c.code}.{column}: {kept} ≠ {counted}" for c, column, kept, counted in portfolio.recount()]
        for instrument in instruments():
            wrong += map(str, islice(instrument.recount(), SHOWN))
        if wrong:
            raise CommandError("\n".join(wrong))
        self.stdout.write(f"{Call.objects.count()} calls agree with their acts to the cent.")
