"""What a file answers about its own course, and what its steps write beside the state."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from workflows import clock
from workflows.prepared import prepared

from .. import assessment, roles
from ..rules import deadlines
from .application_record import PENDING, ApplicationRecord, ApplicationState
from .decision import Decision
from .piece_request import PieceRequest
from .review import Review

S = ApplicationState
OF_A_PROJECT = frozenset({
    "propose", "propose_refusal", "send_back", "send_back_to_review", "send_back_to_check", "send_back_to_list",
    "give_visa", "refuse_visa", "sign_first",
})  # fmt: skip
REOPENS = ("reopen", "reopen_review", "reopen_check")  # after an appeal


@prepared
def _projects(application: Any) -> Any:
    return Decision.objects.filter(application=application, signed_at=None, sent_back_at=None)


class ApplicationCourse(ApplicationRecord):
    class Meta(ApplicationRecord.Meta):
        abstract = True

    @property
    def decision(self) -> Decision | None:
        """The decision in preparation, or the last one signed."""
        known = [d for d in self.decisions.all() if d.sent_back_at is None]
        return known[-1] if known else None

    @property
    def is_pending(self) -> bool:
        """From its submission to its decision."""
        return self.state in PENDING

    @property
    def was_awarded(self) -> bool:
        """Even where the aid was withdrawn since."""
        return self.state in (S.AWARDED, S.WITHDRAWN_AWARD)

    def steps_hidden_from(self, user: Any) -> frozenset[str]:
        """A project of decision is nobody's but theirs who draw it up and sign it: its very steps tell its sense."""
        if self.roles_of(user) & {roles.OFFICER, roles.MANAGER, roles.CHAIR, roles.SIGNATORY, roles.VISOR}:
            return frozenset()
        return OF_A_PROJECT

    def stage_reached(self) -> str:
        """Where the file stood on its way to a decision: to check, to assess, examined, or on the reserve list."""
        steps = ("admit", "examine", "reserve", *REOPENS)
        done = list(self.journal().filter(step__in=steps).values_list("step", flat=True))
        last = max((place for place, step in enumerate(done) if step in REOPENS), default=0)
        if "reserve" in done[last:]:
            return S.RESERVE_LIST
        return S.UNDER_DUE_DILIGENCE if "examine" in done else S.ELIGIBLE if "admit" in done else S.SUBMITTED

    def drop_project(self, attempt: Any) -> None:
        """The file ends, or silence decided: nothing waits for a signature any more, and another may be drawn up."""
        for project in _projects(self.pk):
            project.set_aside(attempt, "")

    @property
    def last_appeal(self) -> Any:
        return self.appeals.last()

    @property
    def last_withdrawal(self) -> Any:
        return self.withdrawals.last()

    @property
    def open_request(self) -> PieceRequest | None:
        return self.piece_requests.open().last()

    def move_silence(self) -> None:
        """After a request, or its answer; where silence decided already (G15), it does not decide twice."""
        if self.silence_on is not None:
            self.restart_silence()

    def restart_silence(self) -> None:
        """When silence becomes a rejection: the call's months from receipt, longer by what suspended them."""
        assert self.submitted_at is not None
        received = self.reopened_on or clock.paris_day(self.submitted_at)
        suspensions = [
            deadlines.Suspension(asked_on=r.asked_on, due_on=r.due_on, answered_on=r.answered_on or r.dropped_on)
            for r in self.piece_requests.all()
            if r.asked_on >= received
        ]
        self.silence_on = deadlines.implicit_decision(
            received_on=received, suspensions=suspensions, months=self.call.silence_months
        )

    def drop_requests(self, attempt: Any) -> None:
        """What was asked is waited for no more: the officer goes on without it, or asks anew."""
        self.piece_requests.open().update(dropped_on=clock.paris_day(attempt.at))

    def take_up_again(self, attempt: Any) -> None:
        """Silence decides once: were its day kept, the clock would reject the file again at its next tick."""
        self.drop_requests(attempt)
        self.silence_on = self.answer_due_on = None

    def ask_again(self, attempt: Any) -> None:
        """Its refusal is withdrawn: the request awaits a decision again, within the call's months from this day."""
        decision = self.decision
        if decision and decision.signed_at and self.state not in (S.IMPLICITLY_REJECTED, S.LAPSED):
            decision.retire(self, attempt)
        self.drop_requests(attempt)
        self.reopened_on, self.answer_due_on = clock.paris_day(attempt.at), None
        self.restart_silence()

    def reasons_by_criterion(self) -> list[dict[str, Any]]:
        return assessment.reasons_by_criterion(self)

    def final_reviews(self) -> list[Review]:
        return list(self.reviews.final().prefetch_related("scores__criterion"))

    @property
    def aid_rate(self) -> Decimal:
        return self.aid_requested / self.total_cost if self.total_cost else Decimal(0)
