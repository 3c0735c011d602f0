"""The reasons of a decision, criterion by criterion: prepared from the scores, edited by a person, printed (L211-5)."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from . import assessment

PASS = Decimal(3)  # a mean under it is a weakness that a refusal must name
KEYS = ("criterion", "mean", "threshold", "comments")


def clean(rows: Any) -> list[dict[str, Any]]:
    """The rows as the letter prints them, or nothing when they are not such rows."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("criterion") for row in rows):
        return []
    return [
        {
            "criterion": str(row["criterion"])[:150],
            "mean": str(row.get("mean", ""))[:10],
            "threshold": str(row.get("threshold", ""))[:10],
            "comments": [str(text)[:4000] for text in row.get("comments", []) if str(text).strip()],
        }
        for row in rows[:50]
    ]


def failed(row: dict[str, Any]) -> bool:
    """Under the eliminatory threshold, or under three of five: a refusal gives a reason for it (G13)."""
    if not row["mean"]:
        return False
    return Decimal(row["mean"]) < Decimal(row["threshold"] or PASS)


def prepared(application: Any, means: dict[str, str], away: Collection[int] = ()) -> list[dict[str, Any]]:
    """From the frozen means of a session and the reviewers' comments, but for those of the members who were `away`
    (recused). Reads `reviews__scores__criterion` and the call's criteria, which a list prefetches."""
    criteria = list(application.call.criteria.all())
    stage = assessment.stage_of(application, criteria)
    comments: dict[str, list[str]] = {}
    for review in application.reviews.all():
        if review.state == review.S.SUBMITTED and review.reviewer_id not in away and review.stage == stage:
            for score in review.scores.all():
                comments.setdefault(score.criterion.name, []).extend([score.comment] if score.comment else [])
    rows = [
        {
            "criterion": criterion.name,
            "mean": means.get(criterion.key, ""),
            "threshold": "" if criterion.threshold is None else str(criterion.threshold),
            "comments": comments.get(criterion.name, []),
        }
        for criterion in assessment.of_stage(criteria, stage)
    ]
    for row in rows:
        if failed(row) and not row["comments"]:
            row["comments"] = [_("Ce point est jugé insuffisant au regard du critère.")]
    return rows


def missing(rows: list[dict[str, Any]]) -> list[str]:
    """Failed criteria without a reason."""
    return [row["criterion"] for row in rows if failed(row) and not row["comments"]]
