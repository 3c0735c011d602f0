"""From the reviews of a file to its score (rules.scoring), and to the reasons a decision starts from."""

from __future__ import annotations

from typing import Any

from .rules import grids, scoring


def grid_of(call: Any) -> list[grids.Criterion]:
    return [
        grids.Criterion(key=c.key, label=c.name, weight=c.weight, threshold=c.threshold, impact=c.key == "evaluate")
        for c in call.criteria.all()
    ]


def file_score(application: Any) -> scoring.FileScore | None:
    """The file's weighted score over its final reviews, or None while there is none."""
    reviews = application.final_reviews()
    if not reviews:
        return None
    scores = [
        scoring.Score(seat=str(r.pk), criterion=s.criterion.key, value=s.value, comment=s.comment)
        for r in reviews
        for s in r.scores.all()
    ]
    quorum = scoring.Quorum(seats=application.call.reviews_wanted)
    return scoring.score_file(grid=grid_of(application.call), scores=scores, quorum=quorum)


def reasons_by_criterion(application: Any) -> list[dict[str, Any]]:
    """Per criterion: its name, mean and the reviewers' comments, to be edited by a person, then frozen."""
    score = file_score(application)
    if score is None:
        return []
    comments: dict[str, list[str]] = {}
    for review in application.final_reviews():
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
        for c in application.call.criteria.all()
    ]
