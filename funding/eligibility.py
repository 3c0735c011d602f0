"""« Suis-je éligible ? »: six answers held against a call's rules, one verdict a rule, and what to do.

Nothing is stored and nothing binds the administration: the file itself is judged on its papers.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from look.typography import euros, percent

from . import call_facts
from .budget import own_share_of
from .catalogue import Place
from .rules.money import at_most

YES, MAYBE, NO = "yes", "maybe", "no"


@dataclass(frozen=True)
class Answers:
    kind: str
    place: Place
    cost: Decimal
    months: int
    started: bool
    own: Decimal


@dataclass(frozen=True)
class Verdict:
    """One rule: yes, maybe or no; the sentence, and the way out when there is one."""

    outcome: str
    rule: str
    sentence: str
    remedy: str = ""


@dataclass(frozen=True)
class Outcome:
    verdicts: tuple[Verdict, ...]

    @property
    def outcome(self) -> str:
        found = {verdict.outcome for verdict in self.verdicts}
        return NO if NO in found else MAYBE if MAYBE in found else YES

    @property
    def tone(self) -> str:
        return {YES: "ok", MAYBE: "warn", NO: "bad"}[self.outcome]


def examine(call: Any, answers: Answers) -> Outcome:
    rules = (kind_of_structure, territory, total_cost, duration, not_begun, money)
    return Outcome(tuple(rule(call, answers) for rule in rules))


def kind_of_structure(call: Any, answers: Answers) -> Verdict:
    rule = _("Votre structure")
    if not call.eligible_kinds or answers.kind in call.eligible_kinds:
        return Verdict(YES, rule, _("Votre type de structure peut déposer un dossier."))
    return Verdict(
        NO, rule,
        _("Cet appel est ouvert à : %(who)s.") % {"who": ", ".join(map(call_facts.small, call_facts.who(call)))},
        _("Rapprochez-vous d’une structure de cette liste : elle peut déposer, et vous être son partenaire."),
    )  # fmt: skip


def territory(call: Any, answers: Answers) -> Verdict:
    rule = _("Votre territoire")
    if not call.eligible_departments or answers.place.department in call.eligible_departments:
        return Verdict(YES, rule, _("%(place)s est dans le périmètre de l’appel.") % {"place": answers.place.label})
    return Verdict(
        NO, rule,
        _("L’appel concerne les départements : %(codes)s.") % {"codes": ", ".join(call.eligible_departments)},
        _("Cherchez un appel ouvert à votre territoire dans la liste."),
    )  # fmt: skip


def total_cost(call: Any, answers: Answers) -> Verdict:
    rule = _("Le coût du projet")
    cost, low, high = answers.cost, call.min_total_cost, call.max_total_cost
    if low is not None and cost < low:
        return Verdict(
            NO, rule, _("Le projet coûte au moins %(low)s dans cet appel : il manque %(gap)s.")
            % {"low": euros(low), "gap": euros(low - cost)},
            _("Regroupez-vous avec d’autres structures pour un projet plus large."),
        )  # fmt: skip
    if high is not None and cost > high:
        return Verdict(
            NO, rule, _("Le projet coûte au plus %(high)s dans cet appel : vous dépassez de %(gap)s.")
            % {"high": euros(high), "gap": euros(cost - high)},
            _("Déposez une première tranche du projet, qui tienne sous ce plafond."),
        )  # fmt: skip
    return Verdict(YES, rule, _("%(cost)s : ce coût est dans les bornes de l’appel.") % {"cost": euros(cost)})


def duration(call: Any, answers: Answers) -> Verdict:
    rule = _("La durée")
    if call.min_months <= answers.months <= call.max_months:
        return Verdict(YES, rule, _("%(count)s mois : cette durée convient.") % {"count": answers.months})
    remedy = (
        _("Gardez pour cet appel ce qui tient dans ce délai.")
        if answers.months > call.max_months
        else _("Prévoyez aussi le temps du bilan et de la diffusion.")
    )
    return Verdict(NO, rule, _("Un projet dure ici %(months)s.") % {"months": call_facts.months(call)}, remedy)


def not_begun(call: Any, answers: Answers) -> Verdict:
    """Spending before the deposit has no incentive effect (RGEC, art. 6)."""
    rule = _("Le démarrage")
    if not answers.started:
        return Verdict(YES, rule, _("Vous n’avez rien engagé : attendez d’avoir déposé pour commencer."))
    return Verdict(
        MAYBE, rule, _("Ce qui a été commandé ou payé avant le dépôt n’est pas aidé."),
        _("Retirez ces dépenses du budget, ou déposez pour la suite du projet."),
    )  # fmt: skip


def money(call: Any, answers: Answers) -> Verdict:
    """What is left to find, against the most that the call's rules allow."""
    rule = _("Le financement")
    needed = answers.cost - answers.own
    if needed <= 0:
        return Verdict(
            NO, rule, _("Votre apport couvre déjà tout le coût du projet : il n’y a rien à demander."),
            _("Vérifiez les deux montants saisis."),
        )  # fmt: skip
    return too_much(call, answers, needed) or too_little(call, needed) or own_share(call, answers, needed)


def too_much(call: Any, answers: Answers, needed: Decimal) -> Verdict | None:
    rates = [call.aid_rate, *(Decimal(str(value)) for value in call.rates_by_size.values())]
    most = at_most(answers.cost, share=max(rates))
    if call.max_aid is not None:
        most = min(most, call.max_aid)
    if needed <= most:
        return None
    return Verdict(
        MAYBE, _("Le financement"),
        _("L’aide est de %(most)s au plus pour ce projet : il manque %(gap)s.")
        % {"most": euros(most), "gap": euros(needed - most)},
        _("Augmentez votre apport, ou trouvez un partenaire qui paie cette part."),
    )  # fmt: skip


def too_little(call: Any, needed: Decimal) -> Verdict | None:
    if call.min_aid is None or needed >= call.min_aid:
        return None
    return Verdict(
        NO, _("Le financement"),
        _("Vous demanderiez %(needed)s : cet appel n’accorde pas moins de %(least)s.")
        % {"needed": euros(needed), "least": euros(call.min_aid)},
        _("Voyez si votre structure peut payer seule, ou élargissez le projet."),
    )  # fmt: skip


def own_share(call: Any, answers: Answers, needed: Decimal) -> Verdict:
    """A local authority keeps a fifth of the public money to itself (L1111-10 III CGCT); the call may ask for more."""
    rule = _("Le financement")
    share = own_share_of(call, answers.kind, own=answers.own, public=needed)
    if share.missing:
        says = (
            _("Pour un investissement, une collectivité paie au moins %(rate)s : il manque %(gap)s d’apport.")
            if share.legal_basis
            else _("Cet appel demande au porteur un apport d’au moins %(rate)s : il manque %(gap)s.")
        )
        return Verdict(
            MAYBE, rule, says % {"rate": percent(share.floor_rate), "gap": euros(share.missing)},
            _("Augmentez votre apport de cette somme (%(basis)s).")
            % {"basis": share.legal_basis or _("règlement de l’appel")},
        )  # fmt: skip
    return Verdict(
        YES, rule,
        _("Vous pourriez demander %(needed)s, soit %(rate)s du coût.")
        % {"needed": euros(needed), "rate": percent((needed / answers.cost).quantize(Decimal("0.0001")))},
    )  # fmt: skip
