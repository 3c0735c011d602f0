"""A committee that sits today: prepared last week, convened yesterday, open since a few minutes, a vote under way."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from funding.deliberation import Deliberation
from funding.models import AgendaItem, CommitteeSession

from . import texts
from .cast import Cast


class Committee:
    """Its four moments, for the call with the most files to deliberate on at that time."""

    def __init__(self, cast: Cast, calls: dict[str, Any], now: datetime) -> None:
        self.cast, self.calls, self.now = cast, calls, now
        self.words = texts.toml("answers")["committee"]
        self.session: Any = None

    def plan(self, script: Any) -> None:
        hours, minutes = timedelta(hours=20), timedelta(minutes=1)
        for before, act in ((hours, self.convene), (14 * minutes, self.open), (9 * minutes, self.speak)):
            script.add(self.now - before, act, act.__name__)

    def convene(self, at: datetime) -> None:
        chosen = max(self.calls.values(), key=self._deliberable)
        if not self._deliberable(chosen):
            return
        chosen.refresh_from_db()
        manager = self.cast.holding("manager")[0]
        session = CommitteeSession.objects.create(
            call=chosen, starts_at=self.now - timedelta(minutes=14), place=self.words["place"], link=self.words["link"],
            envelope=chosen.remaining, quorum=3, quorums={"experts": 2}, created_by=manager,
        )  # fmt: skip
        experts = [(user, "experts", "member", True) for user in self.cast.holding("reviewer")[:4]]
        chair, officer = self.cast.holding("chair")[0], self.cast.holding("officer")[0]
        seats = [(chair, "administration", "chair", True), (officer, "administration", "secretary", False), *experts]
        for user, college, function, may_vote in seats:
            session.seat_member(by=manager, email=user.email, college=college, function=function, may_vote=may_vote)
        session.add_files(by=manager, everything=True)
        self.session = session.convene(by=manager)

    @staticmethod
    def _deliberable(call: Any) -> int:
        probe = CommitteeSession(call=call, envelope=Decimal(0))
        return int(AgendaItem.candidates(probe).count())

    def open(self, at: datetime) -> None:
        if self.session is None:
            return
        secretary = self.cast.holding("officer")[0]
        self.session.mark_arrivals(by=secretary, seats=[seat.pk for seat in self.session.seats.all()[:5]])
        self.session.open(by=self.cast.holding("chair")[0])

    def speak(self, at: datetime) -> None:
        """The best of the files that may be put to the vote is; two experts have voted, the others are awaited."""
        sitting = Deliberation(self.session) if self.session else None
        places = map(sitting.item_at, sitting.places) if sitting else ()
        item = next((found for found in places if self._ready(found)), None)
        if item is None:
            return
        experts = [user for user in self.cast.holding("reviewer")[:3] if item.roles_of(user)]
        item.report(by=self.cast.holding("officer")[0], opinion=self.words["opinion"], proposed=item.proposed,
                    rapporteur=experts[0].pk)  # fmt: skip
        item.put_to_vote(by=self.cast.holding("chair")[0], outcome="favourable", amount=item.proposed)
        for user in experts[:2]:
            item.vote(by=user, choice="for")

    def _ready(self, item: Any) -> bool:
        if item.application.state not in item.DELIBERABLE:  # it was proposed since the session was convened
            return False
        fits = item.proposed <= self.session.remaining
        return fits and not Deliberation(self.session, [item]).quorum_sentences(item)
