"""The budget as a table, with its arithmetic in the words of the rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from look.typography import euros, euros_cents, number, percent

from .. import budget
from ..forms.application import RESOURCES, BudgetForm, cost_name

ZERO = Decimal(0)


def figure(value: Decimal) -> str:
    return number(value, 0 if value == value.to_integral_value() else 2)


def money(value: Decimal) -> str:
    """Cents only where there are some."""
    return euros(value) if value == value.to_integral_value() else euros_cents(value)


def table(thing: Any, form: BudgetForm) -> dict[str, Any]:
    """Categories × partners, then who pays, then how the aid is computed."""
    partners, call = form.partners, thing.call
    known = {category["key"] for category in call.cost_categories}
    left_over = sorted({key for _p, key in form.lines if key not in known})
    categories = [*call.cost_categories, *({"key": key, "label": key} for key in left_over)]
    rows = [_row(form, category) for category in categories]
    totals = [sum((row["amounts"][i] for row in rows), ZERO) for i in range(len(partners))]
    return {
        "partners": partners,
        "rows": rows,
        "totals": [{"partner": p, "id": f"t-{p.pk}", "text": figure(t)} for p, t in zip(partners, totals, strict=True)],
        "grand_total": figure(sum(totals, ZERO)),
        "resources": [form[name] for name in RESOURCES if name in form.fields],
        "may_fill": bool(form.fields),
        **arithmetic(thing, partners),
    }


def _row(form: BudgetForm, category: dict[str, Any]) -> dict[str, Any]:
    cells, amounts = [], []
    for partner in form.partners:
        line = form.lines.get((partner.pk, category["key"]))
        value, name = line.amount if line else ZERO, cost_name(partner.pk, category["key"])
        amounts.append(value)
        bound = form[name] if name in form.fields else None
        cells.append({"partner": partner, "bound": bound, "name": name, "text": figure(value)})
    return {
        "category": category,
        "cells": cells,
        "amounts": amounts,
        "total": figure(sum(amounts, ZERO)),
        "id": f"r-{category['key']}",
    }


def arithmetic(thing: Any, partners: list[Any]) -> dict[str, Any]:
    """What the call's rules give, step by step; refusals and gaps as sentences."""
    plan = budget.plan_of(thing)
    gap = budget.resources_gap(thing)
    refusals = [refusal.sentence for refusal in plan.project.refusals] if thing.total_cost else []
    lines = [
        {"partner": partner, "plan": plan.partners[str(partner.pk)], "steps": plan.partners[str(partner.pk)].steps}
        for partner in partners
        if str(partner.pk) in plan.partners and partner.cost
    ]
    return {
        "plan": plan.project,
        "lines": lines,
        "refusals": refusals,
        "gap": gap,
        "gap_sentence": gap_sentence(gap) if thing.total_cost else "",
        "own": budget.own_share(thing),
        "aid": money(thing.aid_requested),
        "most": money(plan.most),
        "rate": percent(thing.aid_rate) if thing.aid_requested else "",
        "ceiling_rate": percent(max([thing.call.aid_rate, *map(Decimal, map(str, thing.call.rates_by_size.values()))])),
        "bar": _bar(thing),
        "reached": budget.resources(thing),
    }


def gap_sentence(gap: Decimal) -> str:
    if gap > 0:
        sentence = _(
            "Il manque %(gap)s : les ressources doivent égaler les dépenses. "
            "Augmentez un apport ou réduisez une dépense."
        )
        return sentence % {"gap": money(gap)}
    if gap < 0:
        return _("Les ressources dépassent les dépenses de %(gap)s : réduisez un apport.") % {"gap": money(-gap)}
    return ""


def _bar(thing: Any) -> list[dict[str, Any]]:
    parts = [
        (_("Aide demandée"), thing.aid_requested),
        (_("Chef de file"), thing.own_funding),
        (_("Partenaires"), thing.partner_funding),
        (_("Autres aides"), thing.other_public_aid),
    ]
    return [{"label": label, "value": value} for label, value in parts if value]


def live(request: HttpRequest, thing: Any, form: BudgetForm) -> dict[str, Any]:
    """For the page that is being typed in: each total by the id of its output, and the arithmetic as HTML."""
    facts = table(thing, form)
    outputs = {row["id"]: row["total"] for row in facts["rows"]}
    outputs |= {total["id"]: total["text"] for total in facts["totals"]} | {
        "total": facts["grand_total"],
        "aide": facts["aid"],
        "maximum": facts["most"],
    }
    context = facts | {"thing": thing, "call": thing.call}
    return {
        "outputs": outputs,
        "parts": {
            "balance": render_to_string("funding/application/_balance.html", context, request),
            "arithmetic": render_to_string("funding/application/_arithmetic.html", context, request),
        },
    }
