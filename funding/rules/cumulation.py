"""Several aids for the same costs, and what a regime asks beside a rate (Reg. 651/2014, art. 1, 4, 6 and 8)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .money import ZERO, amount
from .wording import Refusal, refuse


def cumulation_refusal(*, aid: Decimal, other_aid: Decimal, ceiling: Decimal) -> Refusal | None:
    """Aid for the same eligible costs, de minimis included, stays together under the highest intensity (art. 8 § 3
    and 5).

    Euros. `ceiling` is the most that the regime allows for these costs; exactly the ceiling is accepted. Raises
    `ValueRefused` for what is not an amount.
    """
    total = amount(amount(aid) + amount(other_aid))
    if total <= amount(ceiling):
        return None
    if not other_aid:
        text = _("L’aide est de %(aid)s : le régime permet %(ceiling)s au plus pour ces dépenses.")
        return refuse("above_intensity", text, aid=aid, ceiling=ceiling)
    text = _(
        "Avec les %(other_aid)s d’autres aides aux mêmes dépenses, le total serait de %(total)s : "
        "le régime permet %(ceiling)s au plus. Il reste %(left)s."
    )
    left = max(ZERO, ceiling - other_aid)
    return refuse("above_cumulation", text, other_aid=other_aid, total=total, ceiling=ceiling, left=left)


def cost_refusal(*, aid: Decimal, other_aid: Decimal, cost: Decimal) -> Refusal | None:
    """No costs are paid twice, whatever the regime: all public aid together stays under the costs."""
    total = amount(amount(aid) + amount(other_aid))
    if total <= amount(cost):
        return None
    text = _("Les aides publiques font %(total)s pour %(cost)s de dépenses : réduisez l’aide.")
    return refuse("paid_twice", text, total=total, cost=cost)


def notification_refusal(*, aid: Decimal, threshold: Decimal) -> Refusal | None:
    """Above the threshold of its category an aid is notified to the Commission first (art. 4); it may reach it."""
    if amount(aid) <= amount(threshold):
        return None
    text = _("L’aide de %(aid)s dépasse le seuil de %(threshold)s : elle se notifie d’abord à la Commission.")
    return refuse("to_be_notified", text, aid=aid, threshold=threshold)


def exclusion_refusals(*, in_difficulty: bool, recovery_order: bool) -> tuple[Refusal, ...]:
    """Whom the regulation leaves out (art. 1 § 4): undertakings in difficulty, or that owe back an unlawful aid."""
    found = []
    if in_difficulty:
        found.append(refuse("in_difficulty", _("L’entreprise est en difficulté : ce régime ne la couvre pas.")))
    if recovery_order:
        text = _("L’entreprise doit encore rembourser une aide illégale : rien ne peut lui être versé avant.")
        found.append(refuse("recovery_order", text))
    return tuple(found)


INCENTIVE_CONTENT: Mapping[str, object] = {
    "name": _("le nom de l’entreprise"),
    "size": _("sa taille"),
    "description": _("la description du projet"),
    "dates": _("ses dates"),
    "location": _("son lieu"),
    "costs": _("ses dépenses"),
    "amount": _("l’aide demandée"),
}


def content_refusal(known: Mapping[str, bool]) -> Refusal | None:
    """The written application that gives aid its incentive effect says all of this (art. 6 § 2)."""
    missing = [str(label) for key, label in INCENTIVE_CONTENT.items() if not known.get(key)]
    if not missing:
        return None
    text = _("La demande ne dit pas : %(missing)s. Sans cela, l’aide n’a pas d’effet incitatif.")
    return refuse("application_lacks", text, missing=", ".join(missing))
