"""A reviewer's desk: the pile, the file to read, the grid as it was last saved."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import answers, blind
from .forms.review import ScoreForm
from .models import Review
from .rules.scoring import HIGHEST, needs_comment

WORDS = (_("absent"), _("très faible"), _("faible"), _("moyen"), _("bon"), _("excellent"))
LONGEST = 4000  # characters of one text in a draft
TEXT = ("comment_", "opinion")


class ReviewDesk:
    def __init__(self, review: Review, user: Any, form: ScoreForm | None = None) -> None:
        self.review, self.user, self.form = review, user, form
        self.application = review.application
        if self.application.call.blind:
            blind.veil(self.application)

    @cached_property
    def pile(self) -> list[Review]:
        rows = Review.objects.visible_to(self.user).filter(reviewer=self.user).active()
        return list(
            rows.select_related("application__call").filter(application__call=self.application.call_id).order_by("id")
        )

    @property
    def position(self) -> int:
        return next((n for n, row in enumerate(self.pile, 1) if row.pk == self.review.pk), 1)

    @property
    def previous(self) -> Review | None:
        return self.pile[self.position - 2] if self.position > 1 else None

    @property
    def following(self) -> Review | None:
        return self.pile[self.position] if self.position < len(self.pile) else None

    @property
    def next_owed(self) -> Review | None:
        """The next of the pile that is still to be given, from here round to here."""
        rows = self.pile[self.position :] + self.pile[: self.position - 1]
        return next((row for row in rows if row.state == Review.S.ASSIGNED), None)

    @property
    def given(self) -> int:
        return sum(row.state == Review.S.SUBMITTED for row in self.pile)

    @cached_property
    def reading(self) -> dict[str, Any]:
        """Nothing of the content before the declaration of interests."""
        if self.review.no_interest_at is None:
            return {}
        partners = list(self.application.partners.select_related("organisation"))
        if not self.application.call.blind:
            return answers.reading(self.application) | {"partners": partners}
        found = answers.reading(self.application)
        blind.named(found["documents"])
        return found | {"partners": blind.partners(partners)}

    @property
    def may_score(self) -> bool:
        mine = self.review.reviewer_id == self.user.pk
        return mine and self.review.state == Review.S.ASSIGNED and self.review.no_interest_at is not None

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """One per criterion: the marks to choose from, the word of the chosen one, the comment."""
        form = self.form or ScoreForm(subject=self.review, by=self.user)
        found = []
        for criterion, mark, comment in form.rows():
            value = mark.value()
            chosen = int(value) if str(value).isdecimal() and int(value) <= HIGHEST else None
            found.append(
                {
                    "criterion": criterion,
                    "mark": mark,
                    "comment": comment,
                    "choices": list(enumerate(WORDS)),
                    "chosen": chosen,
                    "word": WORDS[chosen] if chosen is not None else "",
                    "owed": chosen is not None and needs_comment(chosen) and not comment.value(),
                }
            )
        return found

    @property
    def total(self) -> dict[str, Any]:
        return total(self.lines)


def total(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """The weighted mean of what is marked so far, and what keeps the sheet from being handed in."""
    marked = [line for line in lines if line["chosen"] is not None]
    weights = sum((line["criterion"].weight for line in marked), Decimal(0))
    points = sum((line["criterion"].weight * line["chosen"] for line in marked), Decimal(0))
    return {
        "marked": len(marked),
        "of": len(lines),
        "score": (points / weights).quantize(Decimal("0.1")) if weights else None,
        "unmarked": [n for n, line in enumerate(lines, 1) if line["chosen"] is None],
        "owed": [n for n, line in enumerate(lines, 1) if line["owed"]],
    }


def draft_from(review: Review, posted: Any) -> dict[str, str]:
    """What was typed so far, known names only; nothing is judged before it is handed in."""
    form = ScoreForm(subject=review, by=review.reviewer)
    known = {name: posted[name] for name in form.fields if name in posted and name != "no_interest"}
    clean = {name: value.replace("\x00", "")[:LONGEST] for name, value in known.items()}
    return {name: v for name, v in clean.items() if name.startswith(TEXT) or v in {str(n) for n in range(HIGHEST + 1)}}
