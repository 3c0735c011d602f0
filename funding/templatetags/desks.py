"""What the pages of those who assess and decide need beside the house's components."""

from __future__ import annotations

from typing import Any

from django import template

from .. import assessment, state_aid
from .. import signing as signings
from ..reviewing import ReviewDesk

register = template.Library()


@register.simple_tag(takes_context=True)
def signing(context: Any, thing: Any) -> signings.Signing | None:
    """The decision one is about to sign, the delegation, and the envelope before and after."""
    return signings.signing(thing, context["request"].user)


@register.simple_tag
def award_facts(thing: Any) -> dict[str, Any]:
    """What a proposal starts from: the arithmetic of the call's rules, the jury's score, what the envelope holds."""
    from ..views import applicant_budget

    partners = list(thing.partners.select_related("organisation"))
    return applicant_budget.arithmetic(thing, partners) | {"score": assessment.file_score(thing)}


@register.simple_tag
def aid_standing(thing: Any) -> list[state_aid.Standing]:
    """Each undertaking with its check of State aid, from the assessment to the signature."""
    if not state_aid.checkable(thing):
        return []
    decision = thing.decision
    proposed = decision is not None and decision.kind == "award" and not decision.signed_at
    return state_aid.standing(thing, amount=decision.amount if proposed else None)


@register.simple_tag(takes_context=True)
def review_desk(context: Any, review: Any, form: Any = None) -> ReviewDesk:
    return ReviewDesk(review, context["request"].user, form)
