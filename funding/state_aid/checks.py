"""Making a check, and saying whether the last ones still allow a favourable decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from look.typography import day, euros_cents
from workflows import clock
from workflows.errors import NotYours, StepRefused

from .. import declaring, roles
from ..models import AidDeclaration, Application, Partner, StateAidCheck
from ..models.application_record import ApplicationState as S
from ..rules.money import split
from .citing import cite
from .evidence import NONE, Evidence
from .regimes import Given, evaluate

# From the assessment to the signature: a check that went stale is made again before signing.
CHECKABLE = (S.ELIGIBLE, S.SHORTLISTED, S.UNDER_DUE_DILIGENCE, S.DECISION_PROPOSED, S.RESERVE_LIST)
FRESH_FOR = timedelta(days=30)


def checkable(application: Any) -> bool:
    return application.state in CHECKABLE


def record(application: Any, partner: Partner, *, by: Any, given: Given) -> StateAidCheck:
    """The check of one undertaking, made by the file's officer; kept for ever, passed or not.

    Raises NotYours or StepRefused. `given` holds JSON values: the regime, the aid to check, and what it asks for.
    """
    return record_all(application, by=by, given={partner.pk: given})[0]


def record_all(application: Any, *, by: Any, given: Mapping[int, Given]) -> list[StateAidCheck]:
    """The checks of several undertakings, by the key of their partner rows, in one act."""
    with transaction.atomic():
        locked = Application.locked(application.pk)
        if roles.OFFICER not in locked.roles_of(by):
            raise NotYours(_("Le contrôle des aides d’État est fait par l’instruction du dossier."))
        if not checkable(locked):
            sentence = _("Le contrôle se fait de la recevabilité à la signature. Ici, c’est « %(state)s ».")
            raise StepRefused([sentence % {"state": locked.get_state_display()}], reason="state")
        evidence = Evidence(locked, clock.today())
        made = [keep(evidence, p, by=by, given=given[p.pk]) for p in evidence.partners if p.pk in given]
        if any(check.is_economic for check in made):
            declaring.ask(locked, by=by)
        decision = locked.decision
        if decision is not None and decision.kind == "award" and not decision.signed_at:
            cite(decision, locked)
            decision.save(update_fields=["aid_regime", "state_aid"])
    return made


def record_within(application: Any, *, by: Any, given: Mapping[int, Given]) -> list[StateAidCheck]:
    """The same, inside a step of a route that no officer instructs: the step's own roles said who may."""
    evidence = Evidence(application, clock.today())
    return [keep(evidence, p, by=by, given=given[p.pk]) for p in evidence.partners if p.pk in given]


def keep(evidence: Evidence, partner: Partner, *, by: Any, given: Given) -> StateAidCheck:
    """One more check of this undertaking, passed or not. Whoever calls it says who may."""
    found, last = evaluate(evidence, partner, given), evidence.latest.get(partner.pk)
    check = StateAidCheck.objects.create(
        application_id=evidence.application.pk, partner=partner, number=last.number + 1 if last else 1,
        regime=found.regime, checked_for=evidence.on, aid=found.aid, gge=found.gge, ceiling=found.ceiling,
        headroom=found.headroom, fits_from=found.fits_from, given=given, facts=found.facts, lines=found.lines,
        laws=found.laws, passed=found.passed, regime_text=found.text[:250], made_by=by, made_at=clock.now(),
        refusals=[{"code": r.code, "sentence": r.sentence} for r in found.refusals],
    )  # fmt: skip
    evidence.latest[partner.pk] = check  # the next one of the same act reads it
    return check


@dataclass(frozen=True)
class Standing:
    """One undertaking of a file: its last check, and what is wrong with it, or nothing."""

    partner: Partner
    check: StateAidCheck | None
    trouble: str
    declaration: AidDeclaration | None = None

    @property
    def tone(self) -> str:
        if self.check is None:
            return "you"
        return "no" if not self.check.passed else "you" if self.trouble else "ok"

    @property
    def label(self) -> str:
        if self.check is None:
            return _("À contrôler")
        if not self.check.passed:
            return _("Refusé")
        return _("À refaire") if self.trouble else _("Passé")


def standing(application: Any, *, amount: Decimal | None = None, on: date | None = None) -> list[Standing]:
    """Each undertaking with its last check. `amount` is the aid to decide, shared as the file shares it."""
    evidence = Evidence(application, on or clock.today())
    shares = shares_of(evidence.partners, amount) if amount is not None else {}
    return [
        Standing(p, evidence.latest.get(p.pk), _trouble(evidence, p, shares.get(p.pk)))
        for p in evidence.partners
    ]  # fmt: skip


def unchecked(application: Any, *, amount: Decimal | None, on: date) -> str:
    """What stands between this file and a favourable decision, or nothing."""
    found = [row.trouble for row in standing(application, amount=amount, on=on) if row.trouble]
    if not found:
        return ""
    where = _("Voyez la page « Contrôle des aides d’État » du dossier.")
    return " ".join([*found[:3], where])


def shares_of(partners: list[Partner], amount: Decimal) -> dict[int, Decimal]:
    """The decided amount, in proportion to the aid of each partner; all to the lead where none is known."""
    weights = [p.aid for p in partners]
    if not any(weights):
        weights = [Decimal(int(p.is_lead)) for p in partners]
    return dict(zip((p.pk for p in partners), split(Decimal(amount), weights=weights), strict=True))


def _trouble(evidence: Evidence, partner: Partner, share: Decimal | None) -> str:
    check, values = evidence.latest.get(partner.pk), {"name": str(partner.organisation)}
    if check is None:
        return _("%(name)s : le contrôle des aides d’État reste à faire.") % values
    if not check.passed:
        return _("%(name)s : le contrôle des aides d’État est refusé. %(why)s") % (
            values | {"why": " ".join(check.sentences)}
        )
    if check.regime == NONE:
        same = check.facts == evidence.facts(partner, check.regime)
        return "" if same else _("%(name)s a changé depuis son contrôle : refaites-le.") % values
    return _dated_trouble(evidence, partner, check, share, values)


def _dated_trouble(evidence: Evidence, partner: Partner, check: Any, share: Decimal | None, values: Any) -> str:
    """A check under dated rules holds a month, for the amount, the facts and the versions that it read."""
    values = values | {"on": day(check.checked_for), "aid": euros_cents(check.aid)}
    if share is not None and share > check.aid:
        values["share"] = euros_cents(share)
        return _("%(name)s : sa part serait de %(share)s, le contrôle porte sur %(aid)s : refaites-le.") % values
    if evidence.on - check.checked_for > FRESH_FOR:
        return _("%(name)s : le contrôle du %(on)s a plus de trente jours : refaites-le.") % values
    fresh = evaluate(evidence, partner, check.given)
    if fresh.refusals:
        return f"{values['name']} : " + " ".join(refusal.sentence for refusal in fresh.refusals)
    if fresh.law_ids != [cited["id"] for cited in check.laws]:
        return _("%(name)s : la règle a une autre version depuis le contrôle du %(on)s : refaites-le.") % values
    if fresh.facts != check.facts:
        return _("%(name)s : ce que l’on sait a changé depuis le contrôle du %(on)s : refaites-le.") % values
    return ""


def outside_of(application: Any, justification: str) -> dict[int, Given]:
    """For each structure without economic activity whose check is not passed: it is recorded as outside State aid."""
    evidence = Evidence(application, clock.today())
    return {
        p.pk: {"regime": NONE.value, "aid": str(p.aid), "justification": justification}
        for p in evidence.partners if not p.is_economic and _trouble(evidence, p, None)
    }  # fmt: skip
