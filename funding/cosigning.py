"""Two signatures where a second authority co-decides (the State and a Region): one for each, by two people."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from .visas import rules_of


def second_authority(call: Any) -> Any:
    rules = rules_of(call)
    return rules.second_authority if rules else None


def authority_of(mandate: Any, call: Any) -> int:
    """For whom it signs: the structure that the mandate names, else the authority of the programme."""
    return int(mandate.organisation_id or call.programme.authority_id)


def authorities(call: Any) -> list[int]:
    other = second_authority(call)
    return [call.programme.authority_id, *([other.pk] if other else [])]


def first_awaited(application: Any) -> bool:
    """Whether the next signature of its decision is the first of two."""
    decision = application.decision
    return bool(decision) and awaits_first(decision, application.call)


def awaits_first(signed: Any, call: Any) -> bool:
    """Of a decision, or of an act that undoes one."""
    return second_authority(call) is not None and signed.first_signed_at is None


def still_to_sign(application: Any, mandates: Iterable[Any], signed: Any = None) -> list[Any]:
    """Of these mandates, those of an authority that has not signed yet: `signed`, else the decision in preparation. One
    authority alone: all of them."""
    call = application.call
    if second_authority(call) is None:
        return list(mandates)
    decision = application.decision
    if signed is None and decision is not None and decision.signed_at is None:
        signed = decision
    left = set(authorities(call))
    if signed is not None and signed.first_mandate is not None:
        left.discard(authority_of(signed.first_mandate, call))
    return [mandate for mandate in mandates if authority_of(mandate, call) in left]


def strongest(mandates: Iterable[Any]) -> Any:
    """The published before the others, then the highest ceiling; or None."""
    unlimited = Decimal("Infinity")

    def power(mandate: Any) -> tuple[bool, Decimal]:
        return mandate.published_on is not None, unlimited if mandate.ceiling is None else mandate.ceiling

    return max(mandates, key=power, default=None)
