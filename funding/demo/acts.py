"""One method a step: who takes it, with which words and figures. Each goes through the gate."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any

from funding import conflicts, files
from funding.models import Agreement, Disbursement, Note, Review
from workflows import clock
from workflows.actors import CLOCK

from . import checking, pdf, texts
from .cast import Cast
from .marks import Marks
from .stories import ANSWER_DAYS

CHECKS = ("complete", "on_time", "in_scope", "not_started", "no_conflict")
CENT = Decimal("0.01")
# Of the retained costs, what is justified when an interim payment is asked for.
JUSTIFIED = Decimal("0.70")


class Acts:
    def __init__(self, cast: Cast, rng: random.Random) -> None:
        self.cast, self.rng, self.words = cast, rng, texts.toml("answers")
        self.marks = Marks(rng, self.words["reviews"])

    def take_step(self, name: str, file: Any, project: dict[str, Any], at: datetime) -> None:
        getattr(self, name)(file, project, at)

    def one_of(self, *path: str) -> str:
        found: Any = self.words
        for name in path:
            found = found[name]
        return str(self.rng.choice(found))

    # Who acts.

    def officer(self, file: Any) -> Any:
        officers = self.cast.holding("officer")
        return file.officer or officers[file.pk % len(officers)]

    def signatory(self, amount: Decimal, file: Any) -> Any:
        """The first whose delegation reaches so far."""
        return next(
            user
            for user in self.cast.holding("signatory")
            if (mandate := file.signing_mandate(user)) and mandate.allows(amount)
        )

    # Filing and checking.

    def submit(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        promise = {"republican_commitment": True} if file.lead.kind == "association" else {}
        file.submit(by=self.cast.binder(file.lead), certified=True, **promise)

    def take(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        file.take_charge(by=self.officer(file))

    def ask(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        message = self.one_of("requests", "messages")
        due_on = clock.paris_day(at) + timedelta(days=ANSWER_DAYS)
        file.request_pieces(by=self.officer(file), pieces=[file.call.pieces.first()], message=message, due_on=due_on)

    def answer(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        for piece in file.piece_requests.last().pieces.all():
            upload = pdf.upload(piece.label, file.title, self.words["mark"], "Version corrigée")
            files.add(file, upload, by=file.created_by, piece=piece)
        file.complete(by=self.cast.binder(file.lead))

    def admit(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        file.admit(by=self.officer(file), **dict.fromkeys(CHECKS, True))

    # Assessing.

    def assign(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        known = list(file.reviews.all())
        wanted = file.call.reviews_wanted - sum(review.state not in Review.OVER for review in known)
        left = [user for user in self.cast.holding("reviewer") if user.pk not in {r.reviewer_id for r in known}]
        due_on, chosen = clock.paris_day(at) + timedelta(days=21), self.rng.sample(left, wanted)
        file.assign(by=self.officer(file), reviewers=chosen, due_on=due_on)
        for person in chosen:
            conflicts.declare(person, file.call, kind="none")

    def review(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        review = file.reviews.waiting().first()
        if review.due_on < clock.paris_day(at):
            review.extend(by=self.officer(file), due_on=clock.paris_day(at))
        review.submit(by=review.reviewer, **self.marks.of(file.call, project.get("quality", 3.7)))

    def decline(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        review = file.reviews.waiting().last()
        review.decline(by=review.reviewer, reason=self.one_of("reviews", "declines", "reasons"))

    def stand_down(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        review = file.reviews.waiting().last()
        review.stand_down(by=review.reviewer, reason=self.words["reviews"]["stands_down"])

    def shortlist(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        file.shortlist(by=self.cast.holding("chair")[0])

    def examine(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        file.examine(by=self.officer(file))

    # Deciding.

    def propose_award(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        checking.check_all(file, by=self.officer(file), outside=self.words["decisions"]["outside"])
        partners = list(file.partners.all())
        kept = Decimal(project.get("kept", "1"))
        file.propose(
            by=self.officer(file),
            kind="award",
            grant=part(sum(p.grant for p in partners), kept),
            recoverable_advance=part(sum(p.recoverable_advance for p in partners), kept),
            eligible_base=part(file.total_cost, kept),
            reasons=self.one_of("decisions", "award"),
            conditions=self.one_of("decisions", "conditions"),
        )

    def propose_rejection(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        file.propose(by=self.officer(file), kind="rejection", reasons=self.one_of("decisions", "rejection"))

    def propose_reserve(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        valid_until = clock.paris_day(at) + timedelta(days=365)
        reasons = self.one_of("decisions", "reserve")
        file.propose(by=self.officer(file), kind="reserve", rank=project["rank"], valid_until=valid_until,
                     reasons=reasons)  # fmt: skip

    def propose_ineligible(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        file.propose_refusal(by=self.officer(file), reasons=self.one_of("decisions", "ineligibility"))

    def set_aside(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        file.propose_refusal(by=self.officer(file), reasons=self.one_of("decisions", "rejection"))

    def send_back(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        signatory = self.signatory(file.decision.amount, file)
        file.send_back(by=signatory, reason=self.words["decisions"]["send_back"])

    def _signed(step: str) -> Any:  # type: ignore[misc]
        def sign(self: Acts, file: Any, project: dict[str, Any], at: datetime) -> None:
            getattr(file, step)(by=self.signatory(file.decision.amount, file), consent=True)

        return sign

    award, reject, reserve = _signed("award"), _signed("reject"), _signed("reserve")
    declare_ineligible = _signed("declare_ineligible")

    # What the clock does, and what applicants change their mind about.

    def fall_silent(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        file.fall_silent(by=CLOCK)

    def lapse(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        file.lapse(by=CLOCK)

    def resume(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        steps = {"submitted": file.resume_check, "eligible": file.resume_review}
        steps.get(file.stage_reached(), file.resume)(by=self.officer(file))

    def withdraw(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        file.withdraw(by=self.cast.binder(file.lead))

    def note(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        rank = self.rng.randrange(len(self.words["notes"]["holder"]))
        Note.write(file, by=file.created_by, body=self.words["notes"]["holder"][rank], by_applicant=True)
        if self.rng.random() < 0.5:
            with clock.at(at + timedelta(minutes=4)):
                body = self.words["notes"]["officer"][rank]
                Note.write(file, by=self.officer(file), body=body, by_applicant=False)

    # After the decision.

    def offer(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        starts_on = max(file.starts_on, clock.paris_day(at))
        ends_on = starts_on + timedelta(days=30 * file.months + 5)
        agreement(file).offer(by=self.officer(file), starts_on=starts_on, ends_on=ends_on)

    def waive(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        agreement(file).waive(by=self.officer(file))

    def sign(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        by = self.cast.binder(file.lead)
        agreement(file).sign(by=by, quality=by.quality, consent=True)

    def countersign(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        known = agreement(file)
        known.countersign(by=self.signatory(known.amount, file), consent=True)

    def order_advance(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        for condition in file.conditions.open():
            condition.file_evidence(by=file.created_by, note=self.words["decisions"]["evidence"])
            condition.lift(
                by=self.officer(file), lifted_on=clock.paris_day(at), answer=self.words["decisions"]["lifted"]
            )
        self._order(file, "advance")

    def order_interim(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        self._order(file, "interim", JUSTIFIED)

    def skip_interim(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        """A fifth of the costs is justified: less than the advance."""
        payment = payment_of(file, "interim")
        cost = part(payment.agreement.eligible_base, Decimal("0.2"))
        reason = self.words["payments"]["skipped"]
        payment.skip(by=self.cast.holding("finance")[0], reason=reason, justified_cost=cost)

    def order_balance(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        self._order(file, "balance", Decimal(project.get("ratio_final", "1")))

    def _order(self, file: Any, kind: str, justified: Decimal | None = None) -> None:
        payment = payment_of(file, kind)
        cost = {} if justified is None else {"justified_cost": part(payment.agreement.eligible_base, justified)}
        payment.order(by=self.cast.holding("finance")[0], basis=self.words["payments"][kind], **cost)

    def release_advance(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        payment_of(file, "advance").release(by=self.cast.holding("finance")[1])

    def release_interim(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        payment_of(file, "interim").release(by=self.cast.holding("finance")[1])

    def release_balance(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        payment_of(file, "balance").release(by=self.cast.holding("finance")[1])

    # What contests a decision, or ends an award.

    def lodge_appeal(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        file.lodge_appeal(by=self.cast.binder(file.lead), reasons=self.words["contest"]["appeal"])

    def open_withdrawal(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        words, due_on = self.words["contest"], clock.paris_day(at) + timedelta(days=30)
        said = {"facts": words["facts"], "rule": words["rule"], "measure": "total"}
        file.open_withdrawal(by=self.officer(file), due_on=due_on, **said)

    def add_nothing(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        file.last_withdrawal.waive(by=self.cast.binder(file.lead))

    def sign_withdrawal(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        found = file.last_withdrawal
        signatory, reasons = self.signatory(found.decision.amount, file), self.words["contest"]["reasons"]
        found.withdraw(by=signatory, amount=found.envisaged, reasons=reasons, why_not_followed="", consent=True)

    def close(self, file: Any, project: dict[str, Any], at: datetime) -> None:
        agreement(file).close(by=self.cast.holding("finance")[0])


def agreement(file: Any) -> Agreement:
    return Agreement.objects.get(application=file.pk)


def payment_of(file: Any, kind: str) -> Disbursement:
    return Disbursement.objects.get(agreement__application=file.pk, kind=kind)


def part(amount: Any, share: Decimal) -> Decimal:
    return (Decimal(amount) * share).quantize(CENT, rounding=ROUND_DOWN)
