"""A past call played again, through the same gate and at its true dates.

What was found is told apart from what is illustrative, row by row: `data/replay/<call>.csv` has the rows,
`<call>.toml` the dates, the rules and the words.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import override

from funding import assigning, conflicts
from funding.models import Call, ReviewerProfile
from people import territories
from people.models import Commune
from workflows import clock
from workflows.actors import CLOCK

from . import programmes, texts
from .acts import CHECKS
from .cast import Cast
from .marks import Marks
from .organisations import Organisations
from .replay_committee import Committee
from .replay_files import Files
from .stories import Script

SEED = 20190913  # the day of the announcement
# Marks given to the first of the ranking, all criteria and experts together; the others follow, one point apart.
BEST_TOTAL = 124
LAUREATE = "laureate"
CAPACITY = 14  # files that an expert may be given: twelve of them, 144 reviews


@dataclass
class Entry:
    """One file of the past call: its row of data, its application, where it came and with what."""

    row: dict[str, str]
    order: int  # its place among the files by quality: illustrative
    application: Any = None
    place: Any = None  # its part of the minutes: rank, score, amount

    @property
    def proposed(self) -> Decimal:
        return Decimal(self.row["grant"])


class Replay:
    def __init__(self, name: str) -> None:
        self.name = name
        self.facts = texts.toml(f"replay/{name}")
        self.rows = list(texts.rows(f"replay/{name}"))
        self.rng = random.Random(SEED)  # noqa: S311 (a story, not a secret)
        self.dates = {key: value.astimezone(clock.PARIS) for key, value in self.facts["dates"].items()}
        self.script = Script()

    @property
    def known(self) -> bool:
        return Call.objects.filter(code=self.facts["call"]["code"]).exists()

    def play(self, each: Callable[[int, int], None] = lambda done, total: None) -> int:
        """All of it or nothing. Afterwards `call`, `entries` (by rank) and `committee` tell how it went."""
        with override("fr"), transaction.atomic():
            if not Commune.objects.exists():
                territories.load()
            with clock.at(self.dates["written"]):
                self._set_up()
            self._file()
            self._assess()
            self.committee.plan(self.script)
            taken = self.script.play(each=each)
            self.cast.give_password()
        self.call.refresh_from_db()
        self.entries.sort(key=lambda entry: entry.place["rank"])
        return taken

    def _set_up(self) -> None:
        today = self.dates["written"].date()
        known = Organisations(self.facts["organisations"], series="0003")
        programme = programmes.make(self.facts["common"] | self.facts["programme"], known, today)
        self.cast = Cast(known, rng=self.rng, since=programme.starts_on)
        self.cast.enter({programme.code: programme}, self.facts["people"])
        self.call = programmes.draft_call(self.facts["call"], programme, today, data=f"replay/{self.name}")
        self.marks = Marks(self.rng, texts.toml("answers")["reviews"])
        self.files = Files(self.cast, self.facts, self.rng)
        self.entries = self._ordered()
        self.committee = Committee(self)
        manager = self.cast.holding("manager")[0]
        published = self.call.opens_at - timedelta(hours=14)
        self.script.add(published, lambda at: self.call.publish(by=manager), "publish")
        assert self.call.closes_at is not None
        self.script.add(self.call.closes_at, lambda at: self.call.close(by=CLOCK), "close")

    def _ordered(self) -> list[Entry]:
        """Laureates before the others, in an order that was drawn: nobody published the true ranking."""
        rows = self.rng.sample(self.rows, len(self.rows))
        rows.sort(key=lambda row: row["fate"] != LAUREATE)
        return [Entry(row, order) for order, row in enumerate(rows)]

    # The spine, all files together.

    def _file(self) -> None:
        """In the order in which they came; the receipt counts, and the last one had three minutes left."""
        arrivals = spread(self.dates["first_filing"], self.dates["last_filing"], len(self.entries))
        for entry, at in zip(self.rng.sample(self.entries, len(self.entries)), arrivals, strict=True):
            self.script.add(at - timedelta(days=12), partial(self._draft, entry), f"draft {entry.row['title']}")
            self.add(entry, at, self._submit)

    def _assess(self) -> None:
        self.script.add(self.dates["assigned"], self._assign, "assign")
        for number, entry in enumerate(self.entries):
            step = timedelta(hours=number)
            self.add(entry, self.dates["checked"] + 5 * step, self._check)
            self.add(entry, self.dates["reviewed"] + 8 * step, self._review)
            self.add(entry, self.dates["examined"] + 2 * step, self._examine)

    def add(self, entry: Entry, at: datetime, act: Callable[[Entry, datetime], None]) -> None:
        self.script.add(at, partial(act, entry), f"{act.__name__} {entry.row['title']}")

    def _draft(self, entry: Entry, at: datetime) -> None:
        entry.application = self.files.make(self.call, entry.row, at)

    def _submit(self, entry: Entry, at: datetime) -> None:
        file = entry.application
        promise = {"republican_commitment": True} if file.lead.kind == "association" else {}
        file.submit(by=self.cast.binder(file.lead), certified=True, **promise)

    def _check(self, entry: Entry, at: datetime) -> None:
        officer = self.cast.holding("officer")[0]
        entry.application.take_charge(by=officer)
        entry.application.admit(by=officer, **dict.fromkeys(CHECKS, True))

    def _assign(self, at: datetime) -> None:
        """The whole call in one proposal, sent in one act; who has a link with a file is not proposed for it."""
        officer, experts = self.cast.holding("officer")[0], self.cast.holding("reviewer")
        ReviewerProfile.objects.bulk_create(ReviewerProfile(user=person, capacity=CAPACITY) for person in experts)
        for person in experts:
            conflicts.declare(person, self.call, kind="none")
        linked = next(entry.application for entry in self.entries if entry.row["confidence"] == "illustrative")
        conflicts.declare(experts[0], self.call, kind="link", reason=self.facts["words"]["link"], application=linked)
        due_on = self.dates["examined"].date()
        plan = assigning.draw_up(self.call, by=officer, wanted=self.call.reviews_wanted, due_on=due_on)
        assigning.send(plan, by=officer)

    def _review(self, entry: Entry, at: datetime) -> None:
        criteria = [c.key for c in self.call.criteria.all()]
        reviews = list(entry.application.reviews.waiting())
        marks = shared(BEST_TOTAL - entry.order, len(reviews) * len(criteria), self.rng)
        for number, review in enumerate(reviews):
            given = marks[number * len(criteria) : (number + 1) * len(criteria)]
            review.submit(by=review.reviewer, **self.marks.written(dict(zip(criteria, given, strict=True))))

    def _examine(self, entry: Entry, at: datetime) -> None:
        entry.application.examine(by=self.cast.holding("officer")[0])


def spread(first: datetime, last: datetime, count: int) -> list[datetime]:
    """Ever closer to the end, as filings are."""
    whole = last - first
    return [first + whole * (1 - (1 - number / (count - 1)) ** 2) for number in range(count)]


def shared(total: int, parts: int, rng: random.Random) -> list[int]:
    """`parts` marks from 0 to 5 that sum to `total`, uneven as people are."""
    marks = [total // parts + (number < total % parts) for number in range(parts)]
    rng.shuffle(marks)
    for _turn in range(parts // 2):
        up, down = rng.sample(range(parts), 2)
        if marks[up] < 5 and marks[down] > 2:
            marks[up], marks[down] = marks[up] + 1, marks[down] - 1
    return marks
