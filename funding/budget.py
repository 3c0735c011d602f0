"""From the rows of a file to the pure rules of money, and back. The arithmetic itself is in `rules/`."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows import clock

from . import law
from .rules import aid, own_funding
from .rules.wording import Refusal, refuse

ZERO = Decimal(0)
LOCAL_AUTHORITIES = ("commune", "epci", "department", "region")


def rules_of(call: Any) -> aid.AidRules:
    """A call's columns as the rules read them."""
    return aid.AidRules(
        # The call's own rate is a ceiling; a rate by size may be the higher of the two for small partners.
        rate=max([call.aid_rate, *(Decimal(str(value)) for value in call.rates_by_size.values())]),
        aid_ceiling=call.max_aid,
        aid_floor=call.min_aid,
        grant_parts=call.grant_share_of_aid,
        recoverable_parts=1 - call.grant_share_of_aid,
        grant_rate_of_base=call.max_grant_rate if call.max_grant_rate is not None else Decimal(1),
        total_cost=aid.Bounds(lowest=call.min_total_cost, highest=call.max_total_cost),
    )


def plan_of(application: Any) -> aid.ConsortiumPlan:
    """The most that the call's rules allow for these partners and costs, with the arithmetic step by step."""
    call = application.call
    partners = [
        aid.Partner(key=str(p.pk), eligible_base=p.cost, rate=call.rate_for(p.size)) for p in application.partners.all()
    ]
    plan = aid.consortium_plan(partners=partners, rules=rules_of(call), asked=application.aid_wanted)
    if plan.project.refusals:
        return plan
    return replace(plan, project=replace(plan.project, refusals=_asked_too_much(application.aid_wanted, plan.most)))


def recompute(application: Any) -> aid.ConsortiumPlan:
    """Write what the cost lines give: each partner's cost, rate and aid, and the file's totals. Saves them.

    Call it inside the transaction that wrote the cost lines, with the file's row locked.
    """
    partners = list(application.partners.prefetch_related("costs"))
    for partner in partners:
        partner.cost = sum((line.amount for line in partner.costs.all()), ZERO)
        partner.aid_rate = application.call.rate_for(partner.size)
    plan = aid.consortium_plan(
        partners=[aid.Partner(key=str(p.pk), eligible_base=p.cost, rate=p.aid_rate) for p in partners],
        rules=rules_of(application.call),
        asked=application.aid_wanted,
    )
    for partner in partners:
        own = plan.partners[str(partner.pk)]
        partner.aid, partner.grant, partner.recoverable_advance = own.aid, own.grant, own.recoverable_advance
        partner.save(update_fields=["cost", "aid_rate", "aid", "grant", "recoverable_advance"])
    application.total_cost = sum((p.cost for p in partners), ZERO)
    application.aid_requested = plan.project.aid
    application.save(update_fields=["total_cost", "aid_requested"])
    return plan


def _asked_too_much(wanted: Decimal | None, most: Decimal) -> tuple[Refusal, ...]:
    if wanted is None or wanted <= most:
        return ()
    text = _("Vous demandez %(wanted)s : le maximum est de %(most)s. Réduisez l’aide demandée, ou videz la case.")
    return (refuse("asked_above_most", text, wanted=wanted, most=most),)


def resources(application: Any) -> Decimal:
    a = application
    return a.aid_requested + a.own_funding + a.partner_funding + a.other_public_aid


def resources_gap(application: Any) -> Decimal:
    """Costs less resources, in euros: positive when money is missing, zero when the budget balances."""
    return application.total_cost - resources(application)


def payment_terms(application: Any, grant: Decimal, on: Any) -> dict[str, Any]:
    """What bounds the payments of `grant`, decided on the day `on`: the keywords of `rules.payments`."""
    return {
        "grant": grant, "months": application.months or 12, "on": on, "call_rate": application.call.advance_rate,
    }  # fmt: skip


def own_share(application: Any) -> own_funding.OwnFunding | None:
    """What the lead must pay itself: L1111-10 III CGCT for a local authority (AT-06), the call's own floor for all."""
    a = application
    if not a.aid_requested:
        return None
    return own_share_of(a.call, a.lead.kind, own=a.own_funding, public=a.aid_requested + a.other_public_aid)


def own_share_of(call: Any, kind: str, *, own: Decimal, public: Decimal) -> own_funding.OwnFunding:
    on, binds = clock.today(), kind in LOCAL_AUTHORITIES
    return own_funding.own_funding(
        own=own,
        other_public=public,
        on=on,
        law_binds=binds,
        call_rate=call.own_funding_floor,
        law=law.own_funding_floor(on) if binds else own_funding.OWN_FUNDING_FLOOR,
    )


def own_funding_refusal(application: Any) -> Refusal | None:
    share = own_share(application)
    return share.refusal if share else None


def award_refusals(application: Any, proposed: dict[str, Any]) -> tuple[Refusal, ...]:
    """Why a proposed award breaks the call's rules: above the rate on the retained costs, or above a ceiling."""
    most = aid.grant_plan(
        eligible_base=proposed["eligible_base"],
        total_cost=application.total_cost,
        rules=rules_of(application.call),
    )
    if most.refusals:
        return most.refusals
    amount = proposed["grant"] + proposed["recoverable_advance"]
    found = []
    if proposed["eligible_base"] > application.total_cost:
        text = _("Les dépenses retenues dépassent celles du dossier, %(cost)s.")
        found.append(refuse("base_above_cost", text, cost=application.total_cost))
    if amount > most.aid:
        text = _("L’aide proposée est de %(amount)s : les règles de l’appel permettent %(most)s au plus.")
        found.append(refuse("award_above_rules", text, amount=amount, most=most.aid))
    elif amount > application.aid_requested:
        text = _("L’aide proposée est de %(amount)s : le porteur n’a demandé que %(asked)s.")
        found.append(refuse("award_above_asked", text, amount=amount, asked=application.aid_requested))
    elif proposed["grant"] > most.grant and application.call.grant_share_of_aid < 1:
        text = _("La subvention proposée est de %(amount)s : elle ne peut pas dépasser %(most)s.")
        found.append(refuse("grant_above_rules", text, amount=proposed["grant"], most=most.grant))
    return tuple(found)
