"""What an applicant of the stories answers to a question, by its kind; as the form of the page keeps it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from funding import territories
from people.identifiers import siret_of

from . import texts
from .organisations import fictional_siren


class Answers:
    def __init__(self, application: Any, project: dict[str, Any], rng: random.Random, on: date) -> None:
        self.application, self.project, self.rng, self.on = application, project, rng, on
        self.theme = texts.toml("answers")["themes"].get(project.get("theme", ""), {})

    def to(self, questions: list[dict[str, Any]]) -> dict[str, Any]:
        found = {q["key"]: getattr(self, f"_{q['kind']}")(q, q.get("demo")) for q in questions if q["kind"] != "file"}
        return {key: value for key, value in found.items() if value not in (None, "", [])}

    def _text(self, _question: dict[str, Any], how: Any) -> str:
        if isinstance(how, list):
            return str(self.rng.choice(how))
        return str(self.project.get(how) or self.theme.get(how) or "")

    _short = _long = _text

    def _number(self, _question: dict[str, Any], how: list[int]) -> int:
        low, high = how
        value = int(low * (high / low) ** self.rng.random())
        return value if value < 200 else round(value, -1)

    def _amount(self, _question: dict[str, Any], how: list[int]) -> str:
        return f"{self._number(_question, how)}.00"

    def _date(self, _question: dict[str, Any], how: int) -> str:
        start = self.application.starts_on or self.on
        return (start + timedelta(days=how + self.rng.randrange(-20, 20))).isoformat()

    def _yes_no(self, _question: dict[str, Any], how: list[bool]) -> bool:
        return self.rng.choice(how)

    def _one(self, question: dict[str, Any], _how: Any) -> str:
        return str(self.rng.choice(question["options"])["key"])

    def _many(self, question: dict[str, Any], _how: Any) -> list[str]:
        keys = [option["key"] for option in question["options"]]
        chosen = set(self.rng.sample(keys, self.rng.randint(2, 3)))
        return [key for key in keys if key in chosen]

    def _territory(self, _question: dict[str, Any], _how: Any) -> dict[str, str]:
        return territories.of_commune(self.application.commune).facts()

    def _siret(self, _question: dict[str, Any], _how: Any) -> str:
        return siret_of(fictional_siren(900 + self.rng.randrange(90)))

    def _table(self, question: dict[str, Any], _how: Any) -> list[dict[str, Any]]:
        steps = texts.toml("answers")["steps"]["what"]
        start, months = self.application.starts_on or self.on, self.application.months or 12
        cost = Decimal(self.application.total_cost or 0)
        rows = []
        for rank, what in enumerate(steps, 1):
            when = start + timedelta(days=30 * months * rank // len(steps))
            rows.append({"what": what, "when": when.isoformat(), "cost": f"{cost * rank / len(steps):.2f}"})
        return rows
