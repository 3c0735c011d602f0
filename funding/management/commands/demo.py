from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from funding.demo import logins, texts
from funding.demo.loading import Demo
from funding.models import Application
from workflows import clock


class Command(BaseCommand):
    help = "Fill an empty database with a demonstration: programmes, calls, people and some sixty files in every state."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--logins", action="store_true", help="only show who may sign in, and with what")
        parser.add_argument("--no-logins", action="store_true", help="write var/logins.txt, and do not print it")
        parser.add_argument("--force", action="store_true", help="add the demonstration to a database that is in use")

    def handle(self, *args: Any, logins: bool, no_logins: bool, force: bool, **options: Any) -> None:
        if not logins:
            self.load(force=force)
        text = self.write_logins()
        if not no_logins:
            self.stdout.write("\n" + text)

    def load(self, *, force: bool) -> None:
        if get_user_model().objects.exists() and not force:
            raise CommandError(
                "This database has people in it already: the demonstration is for an empty one (--force)."
            )
        started, demo = time.perf_counter(), Demo(clock.now())
        if demo.has_been_loaded():
            raise CommandError("The demonstration is there already: its programmes exist.")
        taken = demo.load(self.progress)
        states = Counter(Application.objects.values_list("state", flat=True))
        labels = dict(Application.S.choices)
        shown = ", ".join(f"{count} {str(labels[state]).lower()}" for state, count in sorted(states.items()))
        self.stdout.write(
            f"{sum(states.values())} files through {taken} steps and drafts, {time.perf_counter() - started:.0f} s."
        )
        self.stdout.write(f"{shown}.")

    def progress(self, done: int, total: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{done * 100 // total} %", ending="" if done < total else "\r")

    def write_logins(self) -> str:
        text = logins.told(logins.groups(), texts.toml("cast")["password"])
        path = Path(settings.VAR_DIR) / "logins.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return text
