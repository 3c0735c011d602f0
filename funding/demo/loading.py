"""The demonstration as a whole: made in one transaction, so that it is there entirely or not at all."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import override

from funding.models import Programme
from people import territories
from people.models import Commune
from workflows import clock
from workflows.actors import CLOCK
from workflows.models import Message

from . import logins, organisations, programmes, texts
from .acts import Acts
from .cast import Cast
from .drafts import Drafts
from .sessions import Committee
from .stories import Calendar, Script

SEED = 20150424  # the day the report was handed over
SINCE = timedelta(days=1100)
FRESH = timedelta(days=6)  # notices older than this were read

Progress = Callable[[int, int], None]


class Demo:
    """`load()` fills an empty database; the same day and hour give the same data, draft codes and hashes aside."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = (now or clock.now()).astimezone(clock.PARIS).replace(second=0, microsecond=0)
        self.today = self.now.date()
        self.rng = random.Random(SEED)  # noqa: S311 (a story, not a secret)
        self.script = Script()
        self.calls: dict[str, Any] = {}

    @staticmethod
    def has_been_loaded() -> bool:
        codes = [programme["code"] for programme in texts.toml("programmes")["programme"]]
        return Programme.objects.filter(code__in=codes).exists()

    def load(self, each: Progress = lambda done, total: None) -> int:
        with override("fr"), transaction.atomic():
            if not Commune.objects.exists():
                territories.load()
            with clock.at(self.now - SINCE):
                self._people()
            self._calls()
            self._projects()
            for module in logins.modules():
                if hasattr(module, "load"):
                    module.load(self)
            Committee(self.cast, self.calls, self.now).plan(self.script)
            taken = self.script.play(each=each)
            self.cast.give_password()
            self._read_messages()
        return taken

    def _people(self) -> None:
        known = organisations.demo()
        self.programmes = programmes.make_all(known, self.today)
        self.cast = Cast(known, rng=self.rng, since=self.today - SINCE)
        self.cast.enter(self.programmes)
        self.acts, self.drafts = Acts(self.cast, self.rng), Drafts(self.cast, self.rng)

    def _calls(self) -> None:
        for facts in texts.toml("calls")["call"]:
            opens = timedelta(days=facts["opens"])
            written = min(self.now + opens, self.now) - timedelta(days=20)
            with clock.at(written):
                call = programmes.draft_call(facts, self.programmes[facts["programme"]], self.today)
            self.calls[facts["key"]] = call
            if facts.get("publish", True):
                self.script.add(written + timedelta(days=14), partial(self._publish, call))
            if call.closes_at and call.closes_at < self.now:
                self.script.add(call.closes_at + timedelta(seconds=20), partial(self._close, call))

    def _publish(self, call: Any, at: datetime) -> None:
        call.publish(by=self.cast.holding("manager")[0])

    def _close(self, call: Any, at: datetime) -> None:
        call.close(by=CLOCK)

    def _projects(self) -> None:
        calendar = Calendar(self.now, self.rng)
        for facts in texts.toml("calls")["call"]:
            call = self.calls[facts["key"]]
            for project in texts.projects(facts["key"]):
                self._project(call, facts, project, calendar.of(project, call))

    def _project(self, call: Any, facts: dict[str, Any], project: dict[str, Any], path: list[Any]) -> None:
        """The draft some days before it is filed, then each step at its date."""
        filed = path[0][1] if path else self.now - timedelta(days=project["filed"])
        begun = max(call.opens_at + timedelta(minutes=40), filed - timedelta(days=self.rng.uniform(2, 16)))
        made: list[Any] = []

        def draft(at: datetime) -> None:
            made.append(self.drafts.make(call, facts, project, at))

        def act(step: str, at: datetime) -> None:
            self.acts.take_step(step, made[0], project, at)

        self.script.add(min(begun, filed - timedelta(minutes=30)), draft, f"draft {project['title']}")
        for step, at in path:
            self.script.add(at, partial(act, step), f"{step} {project['title']}")

    def _read_messages(self) -> None:
        """What is old was read the same day; of the last days, every other one waits."""
        unread = Message.objects.filter(to__in=self.cast.made)
        unread.filter(sent_at__lt=self.now - FRESH).update(read_at=F("sent_at") + timedelta(hours=3))
        recent = unread.filter(read_at=None).order_by("pk").values_list("pk", flat=True)
        Message.objects.filter(pk__in=list(recent)[::2]).update(read_at=F("sent_at") + timedelta(minutes=17))
