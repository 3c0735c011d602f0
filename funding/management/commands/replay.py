from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from funding.demo import replay_report as report
from funding.demo.replay import Replay
from workflows import pdf

CALLS = ("territoires-innovation",)


class Command(BaseCommand):
    help = "Play a past call again through the gate, at its true dates: files, marks, ranking, decisions, agreements."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("call", choices=CALLS)
        parser.add_argument("--no-papers", action="store_true", help="do not make the PDF decisions")

    def handle(self, *args: Any, call: str, no_papers: bool, **options: Any) -> None:
        replay = Replay(call)
        if replay.known:
            raise CommandError("This call was replayed here already: its programme and its files exist.")
        started = time.perf_counter()
        taken = replay.play(self.progress)
        self.heading(f"{replay.call.title}: {len(replay.entries)} files, {taken} moments, {since(started)}")
        self.lines(report.dates(replay))
        self.heading("Ranking (marks are illustrative; « confidence » says what is known of the row)")
        self.lines(report.ranking(replay))
        self.heading("Portfolio")
        self.lines(report.portfolio(replay))
        if not no_papers:
            self.papers(replay)

    def papers(self, replay: Replay) -> None:
        self.heading("Decisions")
        if why := pdf.available():
            self.stdout.write(f"No PDF was made: {why}")
            return
        started, folder = time.perf_counter(), Path(settings.VAR_DIR) / "replay"
        made = list(report.write_decisions(replay, folder))
        weight = sum(path.stat().st_size for path in made) // 1024
        self.stdout.write(f"{len(made)} PDF decisions in {folder}, {weight} KB, {since(started)}.")
        if len(made) != len(replay.committee.awarded):
            raise CommandError("Some decisions could not be made: see the outbox.")

    def heading(self, text: str) -> None:
        self.stdout.write("\n" + self.style.MIGRATE_HEADING(text))

    def lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)

    def progress(self, done: int, total: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{done * 100 // total} %", ending="" if done < total else "\r")


def since(started: float) -> str:
    return f"{time.perf_counter() - started:.1f} s"
