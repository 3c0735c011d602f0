"""From the reviews of a file to its score (rules.scoring), and to the reasons a decision starts from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .rules import grids, scoring

FIRST, JURY = "first", "jury"


def of_stage(criteria: Iterable[Any], stage: str) -> list[Any]:
    """The lines that an assessment marks: of its stage, and those marked each time; all where no stage is asked."""
    return [c for c in criteria if not stage or c.stage in ("", stage)]


def criteria_of(call: Any, stage: str) -> list[Any]:
    return of_stage(call.criteria.all(), stage)


def stage_of(application: Any, criteria: list[Any] | None = None) -> str:
    """Which marks count now: nothing where every criterion is marked each time; else those before the shortlist, or
    those of the jury once it is past."""
    if not any(c.stage for c in (application.call.criteria.all() if criteria is None else criteria)):
        return ""
    if application.state == "eligible":
        return FIRST
    if application.state in ("shortlisted", "under_due_diligence"):
        return JURY if application.call.with_shortlist else FIRST
    return JURY if any(r.stage == JURY for r in application.reviews.all()) else FIRST


def grid_of(criteria: Iterable[Any]) -> list[grids.Criterion]:
    return [
        grids.Criterion(key=c.key, label=c.name, weight=c.weight, threshold=c.threshold, impact=c.key == "evaluate")
        for c in criteria
    ]


def final_reviews(application: Any, stage: str) -> list[Any]:
    return [review for review in application.final_reviews() if review.stage == stage or not stage]


def file_score(application: Any) -> scoring.FileScore | None:
    """The file's weighted score over its final reviews, or None while there is none."""
    criteria = list(application.call.criteria.all())
    stage = stage_of(application, criteria)
    reviews = final_reviews(application, stage)
    if not reviews:
        return None
    scores = [
        scoring.Score(seat=str(r.pk), criterion=s.criterion.key, value=s.value, comment=s.comment)
        for r in reviews
        for s in r.scores.all()
    ]
    quorum = scoring.Quorum(seats=application.call.reviews_wanted)
    return scoring.score_file(grid=grid_of(of_stage(criteria, stage)), scores=scores, quorum=quorum)


def reasons_by_criterion(application: Any) -> list[dict[str, Any]]:
    """Per criterion: its name, mean and the reviewers' comments, to be edited by a person, then frozen."""
    score = file_score(application)
    if score is None:
        return []
    criteria = list(application.call.criteria.all())
    stage = stage_of(application, criteria)
    comments: dict[str, list[str]] = {}
    for review in final_reviews(application, stage):
        for line in review.scores.all():
            if line.comment:
                comments.setdefault(line.criterion.key, []).append(line.comment)
    return [
        {
            "criterion": c.name,
            "mean": str(score.means.get(c.key, "")),
            "threshold": str(c.threshold) if c.threshold is not None else "",
            "comments": comments.get(c.key, []),
        }
        for c in of_stage(criteria, stage)
    ]
