"""The cover of one loan: offered, in force, in default, paid, recovered. The rows follow Q6 to Q17 of the domain.

Until the offer, a guarantee is a file on the spine (`application.py`, Q1 to Q5).
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from funding.by_two import by_two
from workflows.steps import Step

from .. import commissions, covering, done, filing, forms, notices, papers, roles
from .. import obstacles as o
from .cover_record import IN_DEFAULT, LIVE, OWING, RECOVERING, CoverQuerySet, CoverRecord, CoverState

S = CoverState
UNDECIDED = (S.DEFAULT_NOTIFIED, S.CALLED)


class Cover(CoverRecord):
    objects = CoverQuerySet.as_manager()

    class Meta(CoverRecord.Meta):
        abstract = False

    DONE = done.COVER

    # fmt: off
    declare_disbursement = Step(S.OFFERED, None, by=[roles.BANK], label=_("Déclarer le décaissement"),         # Q6
                                takes=forms.DisbursementForm, unless=[o.offer_over],
                                tells=[notices.disbursement_declared])(covering.declare_disbursement)
    record_commission = Step((S.OFFERED, *OWING), None, by=[roles.FINANCE], label=_("Constater la commission reçue"),
                             takes=forms.CommissionForm, when=lambda c: c.commission_due > 0,
                             tells=[notices.commission_received])(commissions.record)
    ask_commission = Step(LIVE, None, by=[roles.BY_CLOCK], label=_("Appeler la commission de l’année"),
                          due="years_opened", when=lambda c: c.next_fee_on is not None,
                          tells=[notices.commission_asked])(commissions.ask)
    activate = Step(S.OFFERED, S.ACTIVE, by=[roles.OFFICER, roles.FINANCE], label=_("Mettre en place la garantie"),
                    unless=[o.disbursement_missing, o.disbursed_late, o.commission_unpaid, o.disbursed_otherwise],
                    tells=[notices.cover_active], issues=[papers.guarantee_act])(covering.activate)
    expire = Step(S.OFFERED, S.OFFER_EXPIRED, by=[roles.BY_CLOCK], label=_("Constater la fin de l’offre"),     # Q7
                  due="offers_over", unless=[o.disbursed_in_time],
                  tells=[notices.offer_expired], then=[filing.give_back_aid])(covering.free)
    cancel = Step(S.OFFERED, S.CANCELLED, by=[roles.BANK_CHECKER], label=_("Renoncer à la garantie"), risky=True,
                  takes=forms.ReasonForm, tells=[notices.offer_given_up], then=[filing.give_back_aid],
                  explains=_("Le prêt ne se fera pas. Ce que le fonds réservait redevient disponible."))(covering.free)

    watch = Step(S.ACTIVE, S.WATCH, by=[roles.BANK, roles.OFFICER], label=_("Mettre sous surveillance"),       # Q8
                 takes=forms.WatchForm, tells=[notices.cover_watched])(covering.watch)
    unwatch = Step(S.WATCH, S.ACTIVE, by=[roles.BANK, roles.OFFICER], label=_("Lever la surveillance"),
                   takes=forms.ReasonForm, tells=[notices.cover_unwatched])(covering.unwatch)
    amortise = Step(LIVE, None, by=[roles.BANK], label=_("Déclarer le capital restant dû"), quiet=True,
                    takes=forms.OutstandingForm)(covering.amortise)

    notify_default = Step(LIVE, S.DEFAULT_NOTIFIED, by=[roles.BANK], label=_("Déclarer une défaillance"),      # Q9
                          takes=forms.DefaultForm, risky=True, tells=[notices.default_notified],
                          explains=_("Redressement, liquidation ou déchéance du terme : le fonds est prévenu "
                                     "aujourd’hui."))(covering.notify_default)
    prepare_call = Step(S.DEFAULT_NOTIFIED, None, by=[roles.BANK], label=_("Préparer l’appel en garantie"),
                        takes=forms.PrepareCallForm, tells=[notices.call_prepared])(covering.prepare_call)
    call = Step(S.DEFAULT_NOTIFIED, S.CALLED, by=[roles.BANK_CHECKER], label=_("Appeler la garantie"),         # Q10
                takes=forms.ConsentForm, unless=[o.call_unprepared, o.own_preparation, o.call_too_early],
                tells=[notices.cover_called], issues=[papers.call_receipt])(covering.call)

    calculate_provision = Step(S.CALLED, None, by=[roles.FINANCE], label=_("Calculer la provision"),           # Q11
                               takes=forms.ProvisionForm, unless=[o.measure_running, o.cap_reached],
                               tells=[notices.payment_calculated])(covering.calculate_provision)
    pay_provision = Step(S.CALLED, S.PROVISIONALLY_PAID, by=[roles.SECOND_SIGNATORY], risky=True,
                         label=_("Libérer la provision"), when=lambda c: c.claim.provision and not c.claim.final_by,
                         unless=[o.measure_running, o.earlier_call_waits, o.cap_exceeded],
                         tells=[notices.provision_paid], issues=[papers.provision_order],
                         explains=_("Vous confirmez le calcul : l’ordre part au comptable."))(covering.pay_provision)
    return_calculation = Step((S.CALLED, S.PROVISIONALLY_PAID), None, by=[roles.SECOND_SIGNATORY], risky=True,
                              label=_("Renvoyer à qui l’a calculé"), takes=forms.ReasonForm,
                              when=covering.awaits_release,
                              tells=[notices.calculation_returned])(covering.return_calculation)

    open_forfeiture = Step(UNDECIDED, None, by=[roles.OFFICER], label=_("Envisager la déchéance"),             # Q12
                           takes=forms.GrievanceForm, quiet=True, unless=[o.measure_running],
                           tells=[notices.measure_envisaged])(covering.open_forfeiture)
    answer = Step((*LIVE, *UNDECIDED), None, by=[roles.BANK, roles.HOLDER], label=_("Présenter des observations"),
                  takes=forms.AnswerForm, when=covering.awaits_answer,
                  tells=[notices.measure_answered])(covering.answer)
    drop_measure = Step((*LIVE, *UNDECIDED), None, by=[roles.OFFICER], label=_("Classer sans suite"), risky=True,
                        when=covering.measure_runs, tells=[notices.measure_dropped])(covering.drop_measure)
    reject_call = Step(UNDECIDED, S.CALL_REJECTED, by=[roles.SIGNATORY], label=_("Prononcer la déchéance"),
                       takes=forms.MeasureForm, risky=True,
                       unless=[o.measure_missing, o.hearing_running, o.opener_signs, o.mandate_missing],
                       tells=[notices.call_rejected], issues=[papers.forfeiture])(covering.reject_call)
    sign_first_forfeiture, send_back_forfeiture, reject_call = by_two(
        reject_call, of=covering.measure_of, first=_("Signer la déchéance en premier"),
        back=_("Renvoyer le projet de déchéance"))

    calculate_settlement = Step((S.CALLED, S.PROVISIONALLY_PAID), None, by=[roles.FINANCE],                    # Q13
                                label=_("Arrêter la perte définitive"), takes=forms.SettlementForm,
                                unless=[o.measure_running], tells=[notices.payment_calculated],
                                )(covering.calculate_settlement)
    settle = Step((S.CALLED, S.PROVISIONALLY_PAID), S.SETTLED, by=[roles.SECOND_SIGNATORY], risky=True,
                  label=_("Régler définitivement"), when=lambda c: c.claim.final_by_id is not None,
                  unless=[o.measure_running, o.earlier_call_waits, o.cap_exceeded],
                  tells=[notices.cover_settled], issues=[papers.final_statement],
                  explains=_("Le décompte est définitif : le complément part, ou le trop-versé est demandé."),
                  )(covering.settle)
    record_refund = Step(RECOVERING, None, by=[roles.FINANCE], label=_("Constater le reversement de la banque"),
                         takes=forms.ReceivedForm, when=lambda c: c.claim.refund_open,
                         tells=[notices.refund_received])(covering.record_refund)

    report_recovery = Step(RECOVERING, S.IN_RECOVERY, by=[roles.BANK], label=_("Déclarer une récupération"),   # Q14
                           takes=forms.RecoveryForm, unless=[o.recovery_waits],
                           tells=[notices.recovery_reported])(covering.report_recovery)
    receive_recovery = Step(S.IN_RECOVERY, None, by=[roles.FINANCE], label=_("Constater la part du fonds"),
                            takes=forms.ReceivedForm, when=lambda c: c.pending_recovery is not None,
                            tells=[notices.recovery_received],
                            issues=[papers.recovery_statement])(covering.receive_recovery)
    write_off = Step(RECOVERING, S.WRITTEN_OFF, by=[roles.FINANCE], label=_("Clore les récupérations"), risky=True,
                     takes=forms.ReasonForm, unless=[o.recovery_waits, o.refund_waits],
                     tells=[notices.written_off])

    release = Step(LIVE, S.RELEASED, by=[roles.BANK_CHECKER], label=_("Déclarer le prêt remboursé"),           # Q15
                   takes=forms.ReleaseForm, risky=True, unless=[o.measure_running], tells=[notices.cover_released],
                   issues=[papers.release])(covering.release)
    reach_term = Step(S.ACTIVE, S.RELEASED, by=[roles.BY_CLOCK], label=_("Constater le terme"), due="past_term",
                      unless=[o.measure_running], tells=[notices.cover_released],
                      issues=[papers.release])(covering.reach_term)

    open_voidance = Step(LIVE, None, by=[roles.OFFICER], label=_("Envisager l’annulation pour fraude"),        # Q16
                         takes=forms.GrievanceForm, quiet=True, unless=[o.measure_running],
                         tells=[notices.measure_envisaged])(covering.open_voidance)
    void = Step(LIVE, S.VOIDED, by=[roles.SIGNATORY], label=_("Annuler la garantie pour fraude"), risky=True,
                takes=forms.MeasureForm,
                unless=[o.measure_missing, o.hearing_running, o.opener_signs, o.mandate_missing],
                tells=[notices.cover_voided], issues=[papers.voidance],
                then=[filing.withdraw_file])(covering.void)
    sign_first_voidance, send_back_voidance, void = by_two(
        void, of=covering.measure_of, first=_("Signer l’annulation pour fraude en premier"),
        back=_("Renvoyer le projet d’annulation pour fraude"))

    ask_amendment = Step(LIVE, None, by=[roles.BANK], label=_("Demander un avenant"), takes=forms.AmendmentForm,  # Q17
                         unless=[o.amendment_waits], tells=[notices.amendment_asked])(covering.ask_amendment)
    amend = Step(LIVE, None, by=[roles.SIGNATORY], label=_("Signer l’avenant"), takes=forms.AmendForm,
                 when=covering.amendment_waits, unless=[o.amendment_beyond_rules, o.mandate_missing_to_amend],
                 tells=[notices.cover_amended], issues=[papers.amendment])(covering.amend)
    sign_first_amendment, send_back_amendment, amend = by_two(
        amend, of=covering.amendment_of, first=_("Signer l’avenant en premier"), back=_("Renvoyer le projet d’avenant"))
    refuse_amendment = Step(LIVE, None, by=[roles.SIGNATORY], label=_("Refuser l’avenant"), takes=forms.ReasonForm,
                            risky=True, when=covering.amendment_waits,
                            tells=[notices.amendment_refused])(covering.refuse_amendment)
    # fmt: on

    @property
    def pending_recovery(self) -> Any:
        return self.recoveries.filter(received_on=None).first()

    @property
    def pending_amendment(self) -> Any:
        return self.amendments.filter(signed_at=None, refused_at=None).first()

    @property
    def measure(self) -> Any:
        """The measure that is envisaged and not decided yet."""
        return self.grievances.running().last()


__all__ = ["IN_DEFAULT", "Cover"]
