"""The whole cast with one thing of each machine, built once per module; each state is forced inside a savepoint."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress

from funding import assigning, conflicts
from funding.models import (
    AgendaItem,
    Agreement,
    Appeal,
    Application,
    Call,
    CommitteeSession,
    Condition,
    Disbursement,
    Interest,
    LawVersion,
    Review,
    SigningAct,
    Visa,
    VisaLevel,
    Withdrawal,
)
from people.models import Invitation, JoinRequest, Mandate
from tests import cast as casting
from tests import sitting
from tests.house.doors import Doors, signed_in
from tests.house.forcing import (
    SECRET,
    called,
    contested,
    decided,
    doubtful,
    pursued,
    settled,
    signed,
    write,
)
from workflows import clock, outbox
from workflows.models import Effect, Message
from workflows.papers import papers_of

MACHINES = {
    "application": Application,
    "call": Call,
    "review": Review,
    "agreement": Agreement,
    "disbursement": Disbursement,
    "committeesession": CommitteeSession,
    "agendaitem": AgendaItem,
    "condition": Condition,
    "appeal": Appeal,
    "withdrawal": Withdrawal,
    "interest": Interest,
}
SITTING = ("", "_live", "_ranking", "_sheet", "_minutes", "_extract", "_screen", "_screen_live")  # pages of a session
# States in which the table depends on something else too: state, what else.
FURTHER = {
    "application": [f"decision_proposed:{kind}" for kind in ("reserve", "rejection", "ineligibility")],
    "call": ["published:endless"], "review": ["assigned:undeclared"], "disbursement": ["skipped:overpaid"],
    "appeal": ["lodged:first", "lodged:second"], "withdrawal": ["opened:first", "opened:second"],
}  # fmt: skip


class Stage(Doors):
    def __init__(self) -> None:
        self.cast = casting.play()
        cast = self.cast
        cast.people["visor"] = casting.user("Hélène", "Bureau", "Cheffe de bureau")
        self.draft = casting.application(cast, title="Un brouillon")
        self.proposed = casting.proposed(cast, title="Une décision à signer")
        self.awarded = casting.awarded(cast, title="Un dossier accordé")
        for key in Effect.objects.filter(kind="then").values_list("key", flat=True):
            outbox.deliver(key)  # the agreement alone: no paper need be drawn here
        self.agreement = Agreement.objects.get(application=self.awarded.pk)
        self.advance = self.agreement.disbursements.first()
        self.review = self.proposed.reviews.get(reviewer=cast.reviewer)
        today = clock.today()
        self.proposed.piece_requests.create(message="x", asked_on=today, due_on=today + timedelta(days=9))
        write("funding_application", self.proposed.pk, answer_due_on=today + timedelta(days=9))
        self.session = sitting.opened(cast, [sitting.deliberable(cast, "Un dossier au comité")], proxies_each=1)
        write("funding_agendaitem", self.session.items.get().pk, rapporteur_id=cast.second_reviewer.pk)
        self.item = AgendaItem.objects.get(session=self.session)
        self.open_to(cast.people)
        self.administrator = casting.user("Ada", "Ministère", is_staff=True, is_superuser=True)
        self.clients["administrator"] = signed_in(self.administrator)
        steward = casting.mandate(casting.user("Iris", "Morel"), Mandate.Role.MANAGER)
        self.clients["steward"] = signed_in(steward)  # a manager of everything: opens programmes

        everyone = [*cast.people.values(), self.administrator]
        known = [EmailAddress(user=p, email=p.email, verified=True, primary=True) for p in everyone]
        EmailAddress.objects.bulk_create(known)
        self._around()
        self._approvals()

    def _around(self) -> None:
        """What stands in addresses beside the machines: an invitation, a request to join, a message, a delivery."""
        cast, now = self.cast, clock.now()
        self.invitation, self.invitation_token = Invitation.offer(
            cast.town, by=cast.mayor, email="nouvelle@exemple.fr", role="viewer"
        )
        self.called, self.doubtful = called(cast), doubtful()
        self.interest = conflicts.declare(cast.chair, cast.call, kind="link", reason="Ma sœur.", application=self.draft)
        self.join_request = JoinRequest.ask(cast.town, by=cast.partner)
        self.to_assign = casting.eligible(cast, title="Un dossier à affecter")
        assigning.draw_up(cast.call, by=cast.officer, wanted=2, due_on=clock.today() + timedelta(days=9))
        self.effect = Effect.objects.create(kind="mail", key="lost", state="given_up", not_before=now, created_at=now)
        self.message = Message.objects.create(
            notice="received", key="m", to=cast.holder, language="fr", subject="x", body="x", sent_at=now
        )

    def _approvals(self) -> None:
        """A level of visa that has the project, and an act of signature that is over."""
        cast, now = self.cast, clock.now()
        level = VisaLevel.objects.create(call=cast.call, name="Chef de bureau", holder=cast.visor)
        Visa.objects.create(decision=self.proposed.decision, level=level, position=0, asked_at=now)
        self.visa_level = level
        self.deputy = level.deputies.create(
            user=self.administrator, valid_from=now, valid_to=now + timedelta(days=9), reference="Note n° 4"
        )
        self.condition = Condition.objects.create(
            application=self.awarded, decision=self.awarded.decision, position=1, text="Fournir le bail", due_on=now
        )
        self.appeal, self.withdrawal = contested(cast, self.awarded)
        self.minuted = settled(cast, self.proposed)
        self.signing = SigningAct.objects.create(by=cast.signatory, asked_at=now)
        self.signing.lines.create(decision=self.awarded.decision, imprint="", signed_at=now)

    def keys_of(self, name: str) -> dict[str, Any]:
        """The keys in an address, by the last part of its name."""
        cast, rows = self.cast, {}
        from tests.house.urls import OF_DRAFTS

        file = self.draft if name in OF_DRAFTS else self.awarded
        town, association = cast.town, file.partners.get(is_lead=False)
        if name.startswith("people:"):
            rows = {"pk": town.pk, "member_pk": town.memberships.get(user=cast.holder).pk,
                    "invitation_pk": self.invitation.pk, "request_pk": self.join_request.pk}  # fmt: skip
        elif name.startswith("funding:") and ("partner" in name or name.endswith("engage")):
            rows = {"pk": association.pk}
        elif name.startswith("funding:"):
            rows = {"pk": file.documents.first().pk}
        special = self.special()
        if name in special:
            rows["pk"] = special[name]().pk
        item = self.item if name == "funding:committee_sheet" else self.minuted
        return rows | {"item": item.pk}

    def token_of(self, name: str) -> str:
        return SECRET if name == "funding:pool_invitation" else self.invitation_token

    def special(self) -> dict[str, Any]:
        """What the address of a page names by its key, where that is not the file."""
        cast = self.cast
        return {
            "funding:signing_act": lambda: self.signing, "funding:sign_again": lambda: self.signing,
            "funding:stop_signing": lambda: self.signing, "funding:set_aside": lambda: self.proposed.decision,
            "funding:visa_level_end": lambda: self.visa_level, "funding:visa_deputy_end": lambda: self.deputy,
            "funding:session_decisions": lambda: self.minuted.session,
            "funding:session_decision": lambda: self.minuted.session,
            "funding:session_refusals": lambda: self.minuted.session,
            "funding:piece_accept": lambda: self.proposed.documents.first(),
            "funding:state_aid_check": lambda: self.proposed.partners.first(),
            "funding:aid_declaration": lambda: self.proposed.partners.get(is_lead=True),
            "funding:pool_resend": lambda: self.called, "funding:pool_cancel": lambda: self.called,
            "funding:sign": lambda: cast.reviewer, "api-1:interest": lambda: self.interest,
            "api-1:interest_step": lambda: self.interest,
            "funding:register_line": lambda: self.doubtful,
            "funding:law": lambda: LawVersion.objects.first(), "funding:step_preview": lambda: self.awarded,
            "people:token_revoke": lambda: cast.holder.api_tokens.first(),
            "people:invitation_accept": lambda: self.invitation,
            "people:mandate_end": lambda: cast.officer.mandates.first(), "workflows:step": lambda: self.awarded,
            "workflows:message": lambda: self.message, "workflows:retry": lambda: self.effect,
            "workflows:paper": lambda: papers_of(self.awarded).first(), "funding:review": lambda: self.review,
            "funding:reviewer": lambda: cast.reviewer, "funding:reviewer_replace": lambda: cast.reviewer,
            "funding:assignment_file": lambda: self.to_assign,
            "funding:review_draft": lambda: self.review, "api-1:review": lambda: self.review,
            "api-1:review_step": lambda: self.review, "api-1:agreement": lambda: self.agreement,
            "api-1:agreement_step": lambda: self.agreement, "api-1:disbursement": lambda: self.advance,
            "api-1:disbursement_step": lambda: self.advance, "api-1:condition": lambda: self.condition,
            "api-1:condition_step": lambda: self.condition, "api-1:appeal": lambda: self.appeal,
            "api-1:appeal_step": lambda: self.appeal, "api-1:withdrawal": lambda: self.withdrawal,
            "api-1:withdrawal_step": lambda: self.withdrawal,
            "api-1:thing": lambda: self.awarded, "api-1:thing_step": lambda: self.awarded,
            "api-1:agendaitem": lambda: self.item, "api-1:agendaitem_step": lambda: self.item,
            "api-1:committeesession": lambda: self.session, "api-1:committeesession_step": lambda: self.session,
            **{f"funding:committee{page}": lambda: self.session for page in SITTING},
        }  # fmt: skip

    def thing(self, machine: str, state: str) -> Any:
        """The row of `machine`, put in `state` ("decision_proposed:reserve" says which decision)."""
        state, _colon, decision = state.partition(":")
        thing = self._row(machine, state)
        if machine == "application":
            return decided(thing, state, self.proposed.decision, decision or "award")
        if decision == "endless":
            write("funding_call", thing.pk, kind="PERM", closes_at=None)
        if machine == "disbursement":
            ordered = self.cast.payer.pk if state in ("ordered", "paid") else None
            paid = self.cast.second_payer.pk if state == "paid" else None
            why = "Rien n’est dû." if state == "skipped" else ""
            over = 500 if decision == "overpaid" else 0
            write(
                "funding_disbursement", thing.pk, ordered_by_id=ordered, paid_by_id=paid, skipped_why=why, overpaid=over
            )
            write("funding_agreement", self.agreement.pk, **signed(self.cast), state="in_force")
        if machine == "review":
            self._in_assessment(thing, declared=decision != "undeclared")
        if machine == "condition" and state == "lifted":
            write("funding_condition", thing.pk, lifted_on=clock.today(), lifted_by_id=self.cast.officer.pk)
        if machine in ("appeal", "withdrawal"):
            pursued(self.cast, machine, thing, state, decision)
        if machine == "interest" and state == "lifted":
            facts = {"lifted_at": clock.now(), "lifted_by_id": self.cast.manager.pk, "lifted_why": "Une erreur."}
            write("funding_interest", thing.pk, **facts, state="lifted")
        if machine == "agreement":
            write("funding_agreement", thing.pk, **signed(self.cast))
        if machine == "committeesession":
            frozen = {"closed_at": clock.now(), "snapshot": "{}", "sha256": "0" * 64}
            write("funding_committeesession", thing.pk, **frozen)
        if machine == "agendaitem":
            motion = '{"outcome": "reserve", "amount": "0", "conditions": "", "secret": false}'
            write("funding_agendaitem", thing.pk, motion=motion if state == "voting" else "{}")
        casting._force(thing, state)
        return type(thing).objects.get(pk=thing.pk)

    def _in_assessment(self, review: Any, declared: bool) -> None:
        """Its file is still being assessed; the reviewer has declared to have no interest, or not yet."""
        write("funding_decision", self.proposed.decision.pk, sent_back_at=clock.now())
        casting._force(self.proposed, "eligible")
        write("funding_review", review.pk, state="assigned", no_interest_at=clock.now() if declared else None)

    def _row(self, machine: str, state: str) -> Any:
        rows = {
            "application": self.draft if state == "draft" else self.proposed,
            "call": self.cast.call,
            "review": self.review,
            "agreement": self.agreement,
            "disbursement": self.advance,
            "committeesession": self.session,
            "agendaitem": self.item,
            "condition": self.condition,
            "appeal": self.appeal,
            "withdrawal": self.withdrawal,
            "interest": self.interest,
        }
        return rows[machine]
