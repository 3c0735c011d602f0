"""Reads the national register of de minimis aid from a CSV file, and says what was flagged."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from funding import register
from funding.models import RegisteredAid


class Command(BaseCommand):
    help = "Importe le registre national des aides de minimis (CSV) et dit ce qui a été signalé."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with file.open("rb") as stream:
                made = register.load(stream, name=file.name)
        except OSError as error:
            raise CommandError(f"{file} : {error.strerror}") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{made.lines} lignes, {made.countable} comptées, {made.flagged} signalées.")
        for code, count in sorted(made.found.items(), key=lambda item: -item[1]):
            self.stdout.write(f"{count:8} {RegisteredAid.Anomaly(code).label}")
