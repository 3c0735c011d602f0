"""What a reviewer gives and writes: marks around the quality of the project, words where the grid wants them."""

from __future__ import annotations

import random
from typing import Any

from funding.rules.scoring import needs_comment

LOW, HIGH = 2, 5
# A project of this quality is not undone by one severe mark.
SOUND = 3.0


class Marks:
    def __init__(self, rng: random.Random, words: dict[str, Any]) -> None:
        self.rng, self.words = rng, words

    def of(self, call: Any, quality: float) -> dict[str, Any]:
        least = LOW if quality >= SOUND else 0
        given = {c.key: min(HIGH, max(least, round(self.rng.gauss(quality, 0.7)))) for c in call.criteria.all()}
        return self.written(given)

    def written(self, marks: dict[str, int]) -> dict[str, Any]:
        """The review's form: marks, comments, an opinion that goes with their mean."""
        data: dict[str, Any] = {f"mark_{key}": value for key, value in marks.items()}
        for key, value in marks.items():
            if needs_comment(value) or self.rng.random() < 0.5:
                data[f"comment_{key}"] = self.words[self.tone(value)][key]
        mean = sum(marks.values()) / len(marks)
        return data | {"opinion": self.rng.choice(self.words["opinions"][self.tone(mean)]), "no_interest": True}

    @staticmethod
    def tone(value: float) -> str:
        if value <= 2.6:
            return "low"
        return "middle" if value < 4.2 else "high"
