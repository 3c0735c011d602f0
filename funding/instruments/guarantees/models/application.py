"""The guarantee's face: the borrower applies, its bank is a party, the fund's committee or the bank decides (Q1-Q5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from funding import notices as spine_notices
from funding import obstacles as so
from funding import papers as spine_papers
from funding.ball import Ball
from funding.follow_ups import ask_declarations, remind_declarations
from funding.forms import contesting as c
from funding.forms import steps as f
from funding.instrument import Panel
from funding.models import Application
from funding.models.application import SIGNABLE, K, proposes
from funding.models.application_record import REFUSED
from workflows.steps import Step

from .. import done, file_forms, filing, ledger, notices, papers, roles
from .. import obstacles as o
from ..sheet import CRITERIA, FORM
from ..terms import terms_of

S = Application.S
BEFORE_COMMITTEE = (S.SUBMITTED, S.ELIGIBLE, S.SHORTLISTED)


class GuaranteeApplication(Application):
    INSTRUMENT = "guarantees"
    INSTRUMENT_LABEL = _("Garantie")
    SOUGHT = _("La garantie d’un prêt")
    WITH_BUDGET = False
    WITH_AMOUNT = False
    SPENDS = False
    AFTER = (("offer", _("Offre")), ("cover", _("Garantie")))
    FORM = FORM
    CRITERIA: ClassVar[tuple[Any, ...]] = CRITERIA
    PIECES = (
        (_("Accord de la banque"), _("L’offre de prêt, ou la lettre d’accord de principe."), True),
        (_("Plan de financement et comptes prévisionnels"), _("Sur la durée du prêt."), True),
    )

    class Meta:
        proxy = True
        verbose_name = _("demande de garantie")

    DONE = {**Application.DONE, **done.REQUEST}

    # fmt: off
    @Step(S.DRAFT, S.SUBMITTED, by=[roles.BINDER], label=_("Déposer le dossier"), takes=f.SubmitForm,           # Q1
          unless=[so.power_unproven, so.call_closed, so.kind_not_eligible, so.territory_not_eligible,
                  so.form_incomplete, so.pieces_missing, o.borrower_unknown, o.bank_missing, o.loan_refused],
          tells=[spine_notices.received, spine_notices.new_file, notices.loan_to_confirm],
          issues=[spine_papers.receipt], then=[ask_declarations])
    def submit(self, attempt: Any, **certified: Any) -> None:
        self.submitted_at = attempt.at
        self.restart_silence()
        filing.take_in_bank(self)
        self.reference = self.take_number(attempt.at)

    confirm_loan = Step(BEFORE_COMMITTEE, None, by=[roles.BANK], label=_("Confirmer le prêt"),
                        takes=file_forms.ConfirmLoanForm, when=lambda a: not a.bank_engaged,
                        tells=[notices.loan_confirmed],
                        )(lambda application, attempt, consent: filing.engage_bank(application, attempt))

    examine = Step((S.ELIGIBLE, S.SHORTLISTED), S.UNDER_DUE_DILIGENCE, by=[roles.OFFICER],                      # Q3
                   label=_("Inscrire au comité"),
                   unless=[so.shortlist_awaited, so.reviews_missing, o.bank_not_engaged, o.terms_missing,
                           o.capacity_short],
                   tells=[notices.goes_to_committee], then=[remind_declarations])(filing.reserve_capacity)

    propose_delegated = Step(S.SUBMITTED, None, by=[roles.BANK], label=_("Proposer en délégation"),             # Q3b
                             takes=file_forms.ProposeForm, when=lambda a: a.proposer_id is None,
                             unless=[o.terms_missing, o.loan_refused, o.above_delegation, o.de_minimis_short,
                                     o.capacity_short],
                             tells=[notices.delegated_proposed],
                             )(lambda application, attempt, consent: filing.engage_bank(application, attempt))
    grant_delegated = Step(S.SUBMITTED, S.AWARDED, by=[roles.BANK_CHECKER], label=_("Accorder en délégation"),
                           takes=file_forms.GrantForm,
                           unless=[o.terms_missing, o.loan_refused, o.above_delegation, o.not_proposed,
                                   o.own_proposal, o.delegation_lapsed, o.de_minimis_short, o.capacity_short],
                           tells=[notices.guarantee_granted, notices.granted_internal],
                           issues=[papers.notification, spine_papers.de_minimis],
                           )(lambda application, attempt, consent: filing.award_delegated(application, attempt))

    award = Step(S.DECISION_PROPOSED, S.AWARDED, by=[roles.SIGNATORY], label=_("Signer la garantie"),           # Q4
                 takes=f.SignForm, when=proposes(K.AWARD),
                 unless=[*SIGNABLE, so.state_aid_unchecked, o.terms_missing, o.loan_refused, o.capacity_short],
                 tells=[notices.guarantee_granted, notices.granted_internal],
                 issues=[papers.notification, spine_papers.de_minimis],
                 )(lambda application, attempt, consent: filing.award(application, attempt))

    reject = filing.also(Application.reject, filing.set_free)                                                   # Q5
    declare_ineligible = filing.also(Application.declare_ineligible, filing.set_free)
    reserve = filing.also(Application.reserve, filing.set_free)
    fall_silent = filing.also(Application.fall_silent, filing.set_free)
    withdraw = filing.also(Application.withdraw, filing.set_free)
    resume = filing.also(Application.resume, filing.reserve_capacity, first=True)

    # An offer that does not suit is given up; what is contested is a refusal.
    @Step((S.RESERVE_LIST, *REFUSED), None, by=[roles.HOLDER, roles.BINDER], label=_("Former un recours gracieux"),
          takes=c.AppealForm, quiet=True, unless=[so.appeal_made, so.nothing_to_appeal],
          tells=[spine_notices.appeal_received, spine_notices.appeal_to_answer], issues=[spine_papers.appeal_receipt])
    def lodge_appeal(self, attempt: Any, **said: Any) -> None:
        from funding import contesting

        contesting.lodge(self, attempt, **said)

    open_withdrawal = None  # what is awarded ends by a step of its cover
    restore_award = None
    # fmt: on

    @property
    def bank_engaged(self) -> bool:
        return not self.partners.filter(is_lead=False, engaged_at=None).exists()

    @property
    def proposer_id(self) -> int | None:
        """Who of the bank proposed the guarantee in delegation."""
        last = self.journal().filter(step="propose_delegated").last()
        return last.by_id if last else None

    def committed_by(self, decision: Any) -> Decimal:
        terms = terms_of(self) if decision.kind == K.AWARD else None
        return terms.guaranteed if terms else ledger.ZERO

    def counted_aid(self, amount: Decimal) -> Any:
        """Its gross grant equivalent, by the simple method (Reg. 2023/2831, art. 4 § 6)."""
        terms = terms_of(self)
        value = terms.equivalent.value if terms else None
        return sum((p.aid for p in self.partners.all()), start=ledger.ZERO) if value is None else value

    def roles_of_user(self, user: Any, among: Collection[Any] | None = None) -> set[Any]:
        held = super().roles_of_user(user, among)
        if self.state == S.DRAFT or (among is not None and not {roles.BANK, roles.BANK_CHECKER} & set(among)):
            return held
        for bank in self.partners.filter(is_lead=False).values_list("organisation", flat=True):
            held |= roles.bank_roles(user, bank)
        return held

    @property
    def known_cover(self) -> Any:
        return getattr(self, "cover", None)

    def panels(self, user: Any) -> Iterable[Panel]:
        cover = self.known_cover
        if cover is None:
            return [Panel("guarantees/_terms.html", {"terms": terms_of(self), "application": self})]
        return [Panel("guarantees/_cover.html", {"cover": cover})]

    def stage_after(self) -> tuple[str, Any] | None:
        cover = self.known_cover
        if cover is None:
            return None
        offer_only = cover.activated_at is None
        return ("offer" if offer_only else "cover"), cover.get_state_display()

    def ball_after(self, held: Collection[Any]) -> Ball | None:
        cover = self.known_cover
        if cover is None:
            return None
        actions = [(_t("Voir la garantie"), reverse("guarantees:cover", args=[self.handle]), "shield-check")]
        if cover.activated_at is None and cover in type(cover).objects.offered():
            text = _t("Votre banque décaisse le prêt, puis le fonds met la garantie en place.")
            return Ball(False, _t("La garantie est accordée"), text, cover.offer_ends_on, actions=actions)
        over = cover.state in cover.OVER
        return Ball(False, str(cover.get_state_display()), _t("La garantie couvre votre banque."), over=over,
                    actions=actions)  # fmt: skip
