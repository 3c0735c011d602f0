"""What the committee has before it: scores without those who stepped aside, quorum, ranking, cut under the envelope.

Read once for a whole session: a handful of queries whatever the number of files and scores.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from workflows import clock

from . import assessment, recusals
from .models.seat import College
from .rules import ranking, scoring

ZERO = Decimal(0)


def completion(file: Any) -> datetime:
    """When the file was complete: received, or at the end of the day when the last pieces that were asked came."""
    answered = [r.answered_on for r in file.piece_requests.all() if r.answered_on]
    if not answered:
        return file.submitted_at  # type: ignore[no-any-return]
    return max(file.submitted_at, datetime.combine(max(answered), time.max, tzinfo=clock.PARIS))


class Deliberation:
    """A session as its members see it; `items` are all its files, in the order of the agenda."""

    def __init__(self, session: Any, items: Iterable[Any] | None = None) -> None:
        self.session, self.call = session, session.call
        if items is not None:
            self.__dict__["items"] = list(items)

    @cached_property
    def items(self) -> list[Any]:
        rows = self.session.items.select_related("application__lead", "application__commune", "rapporteur")
        return list(rows.prefetch_related("application__piece_requests", "ballots"))

    @cached_property
    def seats(self) -> list[Any]:
        return list(self.session.seats.select_related("user").prefetch_related("presences"))

    @cached_property
    def present(self) -> list[Any]:
        return [seat for seat in self.seats if any(p.left_at is None for p in seat.presences.all())]

    @cached_property
    def recused(self) -> recusals.Reasons:
        return recusals.of_session(self.session)

    def barred(self, item: Any) -> dict[int, str]:
        """Who steps aside from this file, and why."""
        return self.recused.get(item.application_id, {})

    # --- Quorum

    def voters(self, item: Any = None) -> list[Any]:
        """Who may vote now: present, with a voice, not stepping aside."""
        away = self.barred(item) if item is not None else {}
        return [seat for seat in self.present if seat.may_vote and seat.user_id not in away]

    @cached_property
    def proxies(self) -> list[Any]:
        return list(self.session.proxies(self.seats).select_related("giver__user", "holder__user"))

    def lent(self, item: Any) -> dict[Any, Any]:
        """Seat whose voice is lent on this file -> who casts it: one is absent, the other there, neither steps aside.

        Such a voice is in no quorum, and `voters` leaves it out: a quorum is of those who hear the rapporteur and the
        debate. Art. R133-10 of the CRPA counts members who gave a mandate in the commissions that it governs; a
        session's rules are its own, ask for more, and say so in its convocation and its minutes.
        """
        away, here = self.barred(item), {seat.pk for seat in self.present}
        return {
            row.giver: row.holder for row in self.proxies
            if row.giver_id not in here and row.holder_id in here and row.giver.may_vote and row.holder.may_vote
            and not {row.giver.user_id, row.holder.user_id} & set(away)
        }  # fmt: skip

    def quorum_sentences(self, item: Any = None, seats: list[Any] | None = None) -> list[str]:
        """What the quorum lacks: in all, then in each college that has one of its own."""
        here = self.voters(item) if seats is None else seats
        found = []
        if len(here) < self.session.quorum:
            found.append(
                _("Le quorum n’est pas atteint : %(present)s sur les %(needed)s voix nécessaires.")
                % {"present": len(here), "needed": self.session.quorum}
            )
        for college, needed in self.session.quorums.items():
            present = sum(seat.college == college for seat in here)
            if present < needed:
                found.append(
                    _("Le quorum du collège « %(college)s » n’est pas atteint : %(present)s sur %(needed)s.")
                    % {"college": College(college).label, "present": present, "needed": needed}
                )
        return found

    # --- Scores

    @cached_property
    def sheets(self) -> dict[int, list[tuple[int, int, str, int]]]:
        """Per file, the marks of its final reviews: (review, reviewer, criterion, value)."""
        from .models import Review, Score

        given = Score.objects.filter(review__state=Review.S.SUBMITTED)
        if self.stage:
            given = given.filter(review__stage=self.stage)
        if len(self.items) == 1:  # one file is asked about: no need of the others' marks
            given = given.filter(review__application=self.items[0].application_id)
        else:
            given = given.filter(review__application__in=self.session.items.values("application"))
        found: dict[int, list[tuple[int, int, str, int]]] = defaultdict(list)
        columns = ("review__application", "review", "review__reviewer", "criterion__key", "value")
        for file, *mark in given.values_list(*columns):
            found[file].append(tuple(mark))
        return found

    @cached_property
    def criteria(self) -> list[Any]:
        return list(self.call.criteria.all())

    @cached_property
    def stage(self) -> str:
        """A committee ranks on the marks of the jury, where the call has a grid for it."""
        staged = any(criterion.stage for criterion in self.criteria)
        return (assessment.JURY if self.call.with_shortlist else assessment.FIRST) if staged else ""

    @cached_property
    def grid(self) -> list[Any]:
        return assessment.grid_of(assessment.of_stage(self.criteria, self.stage))

    @cached_property
    def scores(self) -> dict[int, scoring.FileScore]:
        """By item, without the marks of those who step aside (AT-K1)."""
        return {item.pk: self._score(item) for item in self.items}

    def _score(self, item: Any) -> scoring.FileScore:
        marks, away = self.sheets.get(item.application_id, []), self.barred(item)
        return scoring.score_file(
            grid=self.grid,
            scores=[scoring.Score(seat=str(r), criterion=key, value=value) for r, _who, key, value in marks],
            recused={str(review) for review, reviewer, _key, _value in marks if reviewer in away},
            quorum=scoring.Quorum(seats=self.call.reviews_wanted),
        )

    # --- Ranking

    def weighs(self, item: Any) -> Decimal:
        """What the file takes of the envelope: what was retained, else what is proposed."""
        return item.amount if item.is_funded else item.proposed

    def candidate(self, item: Any) -> ranking.Candidate:
        found, file, aid = self.scores[item.pk], item.application, self.weighs(item)
        return ranking.Candidate(
            reference=str(item.pk),
            score=found.score if found.score is not None else ZERO,
            proposed=aid,
            public_cost=aid + file.other_public_aid,
            completed_at=completion(file),
            margin=found.margin,
            impact=found.impact,
        )

    @cached_property
    def places(self) -> tuple[ranking.Place, ...]:
        """Every file that may be ranked; the others have their reasons in `scores`."""
        rankable = [item for item in self.items if self.scores[item.pk].rankable]
        breaks = [ranking.TieBreak(name) for name in self.call.tie_breaks]
        return ranking.rank(map(self.candidate, rankable), tie_breaks=breaks)

    @cached_property
    def by_pk(self) -> dict[str, Any]:
        return {str(item.pk): item for item in self.items}

    def item_at(self, place: ranking.Place) -> Any:
        return self.by_pk[place.candidate.reference]

    @cached_property
    def spent(self) -> Decimal:
        return sum((item.amount for item in self.items if item.is_funded), ZERO)

    def cut(self, envelope: Decimal | None = None) -> ranking.Cut:
        """Where the line falls: over what is retained and what is proposed, in the order of the ranking."""
        set_aside = ("unfavourable", "adjourned", "reserve")
        places = [place for place in self.places if self.item_at(place).outcome not in set_aside]
        envelope = self.session.remaining if envelope is None else envelope
        return ranking.cut(places, envelope=envelope, allow_skip=self.call.allow_skip)

    def settlement(self, reserve: int | None = None) -> list[tuple[Any, str, Decimal]]:
        """What the ranking gives to each file that nobody voted on: (item, outcome, amount). `reserve` is how many the
        reserve list holds, voted ones included; the others have an unfavourable opinion. A file whose quorum or scores
        are missing is left for the committee to speak about."""
        waiting = {item.pk for item in self.items if not item.outcome and not self.quorum_sentences(item)}
        places = [place for place in self.places if self.item_at(place).pk in waiting]
        left = max(self.session.remaining - self.spent, ZERO)
        found = ranking.cut(places, envelope=left, allow_skip=self.call.allow_skip)
        settled = [(self.item_at(place), "favourable", place.candidate.proposed) for place in found.awarded]
        already = sum(item.outcome == "reserve" for item in self.items)
        listed = ranking.reserve_list(found.reserve, most=None if reserve is None else reserve - already)
        settled += [(self.item_at(p), "reserve" if p in listed else "unfavourable", ZERO) for p in found.reserve]
        eliminated = [i for i in self.items if i.pk in waiting and self.scores[i.pk].eliminated_by]
        return settled + [(item, "unfavourable", ZERO) for item in eliminated]
