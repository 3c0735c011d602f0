"""The visas of a project of decision: who has it, since when, what is missing before anyone may sign."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from workflows import clock
from workflows.prepared import prepared

from . import roles
from .models.approval import ApprovalRules, Visa, VisaDeputy

SERIAL = ApprovalRules.Order.SERIAL


def rules_of(call: Any) -> ApprovalRules | None:
    return getattr(call, "approval_rules", None)


def ask(decision: Any, at: Any) -> None:
    """The levels of the call as they are when the project is drawn up: the first, or all at once."""
    rules = rules_of(decision.application.call)
    levels = list(decision.application.call.visa_levels.filter(ended_at=None)) if rules else []
    Visa.objects.bulk_create(
        Visa(
            decision=decision,
            level=level,
            position=position,
            asked_at=at if rules.order != SERIAL or position == 0 else None,
        )
        for position, level in enumerate(levels)
    )


def of(decision: Any) -> list[Visa]:
    """In order, read once for a page; a list of decisions prefetches `visas__level__holder`."""
    known = getattr(decision, "_prefetched_objects_cache", {}).get("visas")
    return list(known if known is not None else decision.visas.select_related("level__holder", "by", "deputy"))


def waiting(decision: Any) -> list[Visa]:
    """Those who have it now, the longest waiting first; nobody once enough were given."""
    if decision is None or missing(decision) == 0:
        return []
    return sorted((visa for visa in of(decision) if visa.asked_at and not visa.opinion), key=lambda v: v.asked_at)


def missing(decision: Any) -> int:
    """How many visas are still to be given."""
    rows = of(decision)
    return max(0, wanted(decision, rows) - sum(visa.opinion == Visa.Opinion.GIVEN for visa in rows))


def wanted(decision: Any, rows: list[Visa]) -> int:
    """All of them, or the n of m that the call asks."""
    rules = rules_of(decision.application.call) if rows else None
    return min(rules.wanted, len(rows)) if rules and rules.wanted else len(rows)


def out_of_reach(decision: Any) -> Visa | None:
    """The refusal after which the visas can no longer be enough."""
    rows = of(decision)
    refused = [visa for visa in rows if visa.opinion == Visa.Opinion.REFUSED]
    return refused[-1] if refused and len(rows) - len(refused) < wanted(decision, rows) else None


def awaited_of(decision: Any, user: Any) -> Visa | None:
    """The visa that `user` may give now on this project, as holder or deputy; None when it is not theirs to give."""
    return Visa.objects.awaited().of(user).filter(decision=decision).order_by("position").first() if decision else None


def answer(application: Any, attempt: Any, opinion: str, reason: str = "") -> None:
    """Written once: the level has spoken. One after another, the next is asked."""
    visa = awaited_of(application.decision, attempt.by)
    if visa is None:
        return
    visa.opinion, visa.reason, visa.at, visa.by = opinion, reason, attempt.at, attempt.by
    if visa.level.holder_id != attempt.by.pk:
        deputies = VisaDeputy.objects.in_force(clock.paris_day(attempt.at))
        visa.deputy = deputies.filter(level=visa.level, user=attempt.by).first()
    visa.save()
    if opinion == Visa.Opinion.GIVEN:
        following = Visa.objects.filter(decision=visa.decision, asked_at=None).order_by("position").first()
        if following is not None:
            following.asked_at = attempt.at
            following.save(update_fields=["asked_at"])


def rows_of(user: Any) -> Any:
    """Every visa asked of `user` or given by them: what opens the files to them."""
    return Visa.objects.of(user)


def roles_on(application: Any, user: Any) -> set[Any]:
    """Four eyes: who follows the file gives no visa on it, nor who drew the project up."""
    if application.officer_id == user.pk or not user.known("visas", True):
        return set()
    return {roles.VISOR} if _asked_of(user.pk, clock.today(), application.pk) else set()


@prepared
def _asked_of(user: Any, day: Any, application: Any) -> Any:
    asked = Visa.objects.of(user, day).filter(decision__application=application)
    return asked.exclude(decision__drafted_by=user).values_list("pk")


def asked_by(entry: Any, decision: Any) -> list[Any]:
    """Whom this very step asked: holders, and their deputies of the day."""
    rows = [visa for visa in decision.visas.select_related("level__holder") if visa.asked_at == entry.at]
    return givers(rows, clock.paris_day(entry.at))


def givers(rows: Iterable[Visa], day: date) -> list[Any]:
    """Who may give these visas on that day: holders of their levels, and deputies."""
    rows = list(rows)
    deputies = VisaDeputy.objects.in_force(day).filter(level__in=[v.level_id for v in rows])
    return [*(visa.level.holder for visa in rows), *(deputy.user for deputy in deputies.select_related("user"))]
