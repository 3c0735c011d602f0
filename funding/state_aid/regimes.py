"""What the rules answer for one undertaking under one regime. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from look.typography import euros_cents

from .. import law
from ..models import AidDeclaration, Partner, StateAidCheck
from ..rules import cumulation, de_minimis
from ..rules.dated import NoLawInForce
from ..rules.intensities import BlockExemption, Category, Cost, aid_ceiling, incentive_refusal
from ..rules.wording import Refusal, refuse
from . import grouping
from .evidence import DE_MINIMIS, NONE, Evidence, Facts

ZERO = Decimal(0)
Given = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    regime: str
    aid: Decimal
    gge: Decimal = ZERO
    ceiling: Decimal | None = None
    headroom: Decimal | None = None
    fits_from: date | None = None
    facts: Facts
    lines: list[dict[str, str]] = field(default_factory=list)
    laws: list[dict[str, Any]] = field(default_factory=list)
    refusals: tuple[Refusal, ...] = ()
    text: str = ""

    @property
    def passed(self) -> bool:
        return not self.refusals

    @property
    def law_ids(self) -> list[int]:
        return [cited["id"] for cited in self.laws]


def evaluate(evidence: Evidence, partner: Partner, given: Given) -> Outcome:
    """`given` is what the officer said, as JSON values; everything else comes from the evidence."""
    regime = given["regime"]
    blank = Outcome(regime=regime, aid=Decimal(given["aid"]), facts=evidence.facts(partner, regime))
    try:
        if regime == NONE:
            return _outside(given, blank)
        found = _de_minimis if regime in DE_MINIMIS else _block_exemption
        return found(evidence, partner, given, blank)
    except NoLawInForce as missing:
        return replace(blank, gge=blank.aid, refusals=(missing.refusal,), text=_("Aucune règle en vigueur"))


def _outside(given: Given, blank: Outcome) -> Outcome:
    why = given.get("justification", "").strip()
    refusals = () if why else (refuse("justification_missing", _("Dites pourquoi l’activité n’est pas économique.")),)
    text = _("Hors champ des aides d’État : %(why)s") % {"why": why}
    return replace(blank, refusals=refusals, text=text[:250])


def _de_minimis(evidence: Evidence, partner: Partner, given: Given, blank: Outcome) -> Outcome:
    regime = DE_MINIMIS[StateAidCheck.Regime(given["regime"])]
    ceilings = evidence.book.ceilings(regime)
    past = evidence.past(blank.facts)
    found = de_minimis.check(requested=blank.aid, on=evidence.on, past=past, regime=regime, ceilings=ceilings)
    cost = None  # an aid in kind, or for no costs of its own, is cumulated with nothing
    if evidence.application.WITH_BUDGET:
        cost = cumulation.cost_refusal(aid=blank.aid, other_aid=_amount(given, "other_aid"), cost=partner.cost)
    refusals = [refusal for refusal in (_undeclared(blank.facts, evidence.on), found.refusal, cost) if refusal]
    names = [law.REGIMES[wider] for wider in de_minimis.COUNTED_IN[regime]]
    basis = evidence.book.row(law.REGIMES[regime]).legal_basis
    return replace(
        blank,
        gge=blank.aid, ceiling=found.ceiling, headroom=found.headroom, fits_from=found.fits_from,
        lines=[
            line(_("Aides de minimis de trois ans"), str(len(past)), found.used),
            line(_("Plafond"), found.legal_basis, found.ceiling),
            line(_("Marge avant cette aide"), _("plafond − aides de trois ans"), found.headroom),
            line(_("Cette aide, en équivalent-subvention brut"), _("montant entier, sans actualisation"), blank.aid),
        ],
        laws=evidence.book.cited(*names),
        refusals=tuple(refusals),
        text=_("Aide de minimis, %(basis)s") % {"basis": basis[:1].lower() + basis[1:]},
    )  # fmt: skip


def _undeclared(facts: Facts, on: date) -> Refusal | None:
    """The register is not complete before it has three years: the undertaking declares too (décret 2025-1361)."""
    if not facts["siren"]:
        return refuse("no_siren", _("%(name)s n’a pas de SIREN : complétez sa fiche."), name=facts["name"])
    if not facts["declaration"]:
        text = _("%(name)s n’a pas déclaré ses aides de trois ans : demandez-lui de remplir sa déclaration de minimis.")
        return refuse("undeclared", text, name=facts["name"])
    declared_on = date.fromisoformat(facts["declared_on"])
    if (on - declared_on).days <= AidDeclaration.HOLDS_DAYS:
        return None
    text = _("La déclaration de minimis de %(name)s, du %(day)s, a plus de six mois : demandez-lui-en une autre.")
    return refuse("declared_long_ago", text, name=facts["name"], day=declared_on)


def _block_exemption(evidence: Evidence, partner: Partner, given: Given, blank: Outcome) -> Outcome:
    table, sizes = evidence.book.table(law.BLOCK_EXEMPTION), evidence.book.table(law.SIZE)
    costs = [Cost(category=Category(key), amount=Decimal(value)) for key, value in given["costs"].items()]
    declared, before = blank.facts.get("enterprises", []), blank.facts.get("year_before")
    group = grouping.group_of(given, declared, before, on=evidence.on, sizes=sizes)
    found_size = group.size
    alone = grouping.size_words(group.alone)
    together = replace(evidence.collaboration, may_publish=given.get("may_publish", False))
    found = aid_ceiling(costs=costs, size=found_size, on=evidence.on, collaboration=together, law=table)
    other = _amount(given, "other_aid")
    refusals = [
        *found.refusals,
        *_costs(costs, partner),
        *_incentive(evidence, blank.facts),
        *cumulation.exclusion_refusals(
            in_difficulty=given.get("in_difficulty", False), recovery_order=given.get("recovery_order", False)
        ),
        cumulation.cumulation_refusal(aid=blank.aid, other_aid=other, ceiling=found.highest),
        _to_notify(blank.aid, costs, table.at(evidence.on).value),
    ]
    scheme, basis = given.get("scheme", ""), table.at(evidence.on).legal_basis
    return replace(
        blank,
        gge=blank.aid, ceiling=found.highest, headroom=max(ZERO, found.highest - other - blank.aid),
        lines=[
            line(_("Taille"), _("%(staff)s personnes") % {"staff": given["staff"]}, None, alone),
            *(grouping.lines(group) if group.counted else []),
            *grouping.year_lines(group),
            *[line(str(part.label), part.formula, part.value) for part in found.lines],
            line(_("Aide au plus"), "", found.highest),
            line(_("Autres aides aux mêmes dépenses"), _("cumul, article 8"), other),
            line(_("Cette aide, en équivalent-subvention brut"), "", blank.aid),
            *_to_publish(blank.aid, table.at(evidence.on).value),
        ],
        laws=evidence.book.cited(law.BLOCK_EXEMPTION, law.SIZE),
        refusals=tuple(refusal for refusal in refusals if refusal),
        text=(_("Régime cadre exempté %(scheme)s, %(basis)s") if scheme else "%(basis)s")
        % {"scheme": scheme, "basis": basis},
    )  # fmt: skip


def _costs(costs: list[Cost], partner: Partner) -> list[Refusal]:
    total = sum((cost.amount for cost in costs), ZERO)
    if not total:
        return [refuse("no_costs", _("Répartissez les dépenses de l’entreprise entre les catégories."))]
    if total <= partner.cost:
        return []
    text = _("Les catégories font %(total)s : l’entreprise ne porte que %(cost)s de dépenses.")
    return [refuse("costs_beyond", text, total=total, cost=partner.cost)]


def _incentive(evidence: Evidence, facts: Facts) -> list[Refusal]:
    said = cumulation.content_refusal(
        {
            "name": bool(facts["name"]), "size": bool(facts["declared_size"]), "description": facts["described"],
            "dates": bool(facts["starts_on"] and facts["months"]), "location": bool(facts["located"]),
            "costs": Decimal(facts["cost"]) > 0, "amount": Decimal(facts["asked"]) > 0,
        }
    )  # fmt: skip
    begun = None
    if facts["starts_on"]:
        begun = incentive_refusal(
            submitted_on=date.fromisoformat(facts["submitted_on"]),
            works_start_on=date.fromisoformat(facts["starts_on"]),
        )
    return [refusal for refusal in (said, begun) if refusal]


def _to_notify(aid: Decimal, costs: list[Cost], rules: BlockExemption) -> Refusal | None:
    """The threshold of the category that bears most of the costs (art. 4 § 1 i)."""
    main = max(costs, key=lambda cost: cost.amount, default=None)
    threshold = rules.notify_above.get(main.category) if main else None
    return cumulation.notification_refusal(aid=aid, threshold=threshold) if threshold else None


def _to_publish(aid: Decimal, rules: BlockExemption) -> list[dict[str, str]]:
    """A duty that follows the award, not an obstacle to it (art. 9)."""
    if aid <= rules.publish_above:
        return []
    return [line(_("Publication de l’aide individuelle"), _("dans les six mois, article 9"), None, _("due"))]


def _amount(given: Given, key: str) -> Decimal:
    return Decimal(given.get(key) or 0)


def line(label: Any, formula: Any, value: Decimal | None, said: str = "") -> dict[str, str]:
    return {"label": str(label), "formula": str(formula), "value": euros_cents(value) if value is not None else said}
