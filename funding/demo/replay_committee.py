"""The past committee: two colleges, a vote, the ranking and its cut; then decisions from the minutes, in one act."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from funding import batch, minuted
from funding.deliberation import Deliberation
from funding.models import CommitteeSession, Decision

from . import checking

if TYPE_CHECKING:
    from .replay import Entry, Replay
    from .stories import Script

SEATED = 6  # experts who sit, of all those who scored


class Committee:
    def __init__(self, replay: Replay) -> None:
        self.replay, self.words = replay, replay.facts["words"]
        self.held = replay.cast.holding
        self.session: Any = None

    def plan(self, script: Script) -> None:
        sits, signed = self.replay.dates["proposed"], self.replay.dates["signed"]
        days, hours = timedelta(days=10), timedelta(hours=1)
        moments = (
            (sits - days, self.convene), (sits, self.sit), (sits + 3 * hours, self.close),
            (sits + 5 * hours, self.draw_up), (signed, self.sign),
        )  # fmt: skip
        for at, act in moments:
            script.add(at, act, act.__name__)

    @property
    def awarded(self) -> set[str]:
        return {file["reference"] for file in self.session.snapshot["files"] if Decimal(file["amount"])}

    def convene(self, at: datetime) -> None:
        replay, manager = self.replay, self.held("manager")[0]
        self.session = CommitteeSession.objects.create(
            call=replay.call, starts_at=replay.dates["proposed"], place=self.words["place"], quorum=5, duration=480,
            envelope=replay.call.envelope, quorums={"experts": 3, "administration": 1}, created_by=manager,
        )  # fmt: skip
        seats = [(self.held("chair")[0], "experts", "chair", True)]
        seats += [(self.held("officer")[0], "administration", "secretary", False)]
        seats += [(user, "administration", "member", True) for user in (manager, self.held("funder")[0])]
        seats += [(user, "experts", "member", True) for user in self.held("reviewer")[:SEATED]]
        for user, college, function, may_vote in seats:
            self.session.seat_member(
                by=manager, email=user.email, college=college, function=function, may_vote=may_vote
            )
        self.session.add_files(by=manager, everything=True)
        amounts = {entry.application.pk: entry.proposed for entry in replay.entries}
        for item in self.session.items.select_related("application"):
            proposed = min(amounts[item.application_id], item.application.aid_requested)
            item.report(by=manager, opinion=self.words["report"], proposed=proposed)
        self.session = self.session.convene(by=manager)

    def sit(self, at: datetime) -> None:
        """Everyone is there; the first of the ranking is voted on, the others follow their rank and the envelope."""
        chair, secretary = self.held("chair")[0], self.held("officer")[0]
        self.session.mark_arrivals(by=secretary, seats=[seat.pk for seat in self.session.seats.all()])
        self.session = self.session.open(by=chair)
        sitting = Deliberation(self.session)
        first = sitting.item_at(sitting.places[0])
        first.put_to_vote(by=chair, outcome="favourable", amount=first.proposed)
        for seat in sitting.voters(first):
            first.vote(by=seat.user, choice="for")
        first.close_vote(by=chair)
        self.session.adopt_ranking(by=chair, consent=True, reserve=0)

    def close(self, at: datetime) -> None:
        chair, secretary = self.held("chair")[0], self.held("officer")[0]
        self.session = self.session.close(by=chair).sign_secretary(by=secretary, consent=True)
        self.session = self.session.sign(by=chair, consent=True)
        ranked = {file["reference"]: file for file in self.session.snapshot["files"]}
        for entry in self.replay.entries:
            entry.place = ranked[entry.application.reference]

    def draw_up(self, at: datetime) -> None:
        """Each project is read and written by a person, then all are drawn up in one act."""
        officer = self.held("officer")[0]
        entries = {entry.application.pk: entry for entry in self.replay.entries}
        for line in minuted.lines(self.session, officer):
            entry = entries[line.item.application_id]
            if line.amount:
                checking.check_all(line.item.application, by=officer, outside=self.words["regime"])
            minuted.edit(line.item, by=officer, facts=line.facts | {"reasons": self.said(entry)})
        minuted.draw_up(minuted.lines(self.session, officer), by=officer)

    def said(self, entry: Entry) -> str:
        favourable = entry.application.reference in self.awarded
        return self.words["award" if favourable else "rejection"].format(
            rank=entry.place["rank"], files=len(self.replay.entries), score=entry.place["score"].replace(".", ","),
            amounts=self.replay.files.amounts(entry.row),
        )  # fmt: skip

    def sign(self, at: datetime) -> None:
        rows = Decision.objects.filter(application__call=self.replay.call, signed_at=None).order_by("pk")
        batch.sign_all(self.held("signatory")[0], [(decision, decision.imprint) for decision in rows])
