"""What a grant call gives: base × rate, under its ceilings, split between grant and recoverable advance.

The steps of the calculation come with the result, so that the page shows them while figures are typed. A
plan that is refused gives nothing: its amounts are zero and `refusals` says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .money import ZERO, amount, at_most, floor_cents, rate, split
from .wording import Line, Refusal, Text, refuse

WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The lowest and highest amounts that a call accepts; each is accepted itself, unless `strictly`
    excludes it.

    « Plus de 1 M€ » is `Bounds(lowest=Decimal(1_000_000), strictly_above=True)`.
    """

    lowest: Decimal | None = None
    highest: Decimal | None = None
    strictly_above: bool = False
    strictly_below: bool = False

    def too_low(self, value: Decimal) -> bool:
        if self.lowest is None:
            return False
        return value < self.lowest or (self.strictly_above and value == self.lowest)

    def too_high(self, value: Decimal) -> bool:
        if self.highest is None:
            return False
        return value > self.highest or (self.strictly_below and value == self.highest)


ANY_AMOUNT = Bounds()


@dataclass(frozen=True, slots=True, kw_only=True)
class AidRules:
    """What a call says about money, in euros and shares.

    `rate` is the most that aid may be of the eligible base; `aid_ceiling` and `aid_floor` bound the aid of
    a whole project; `grant_parts` : `recoverable_parts` splits the aid (2 : 1, 60 : 40; by default all is
    grant); `grant_rate_of_base` is the most that the grant may be of the base, the rest being a recoverable
    advance. `total_cost` and `base` are the bounds outside which a project is not admissible.
    """

    rate: Decimal
    aid_ceiling: Decimal | None = None
    aid_floor: Decimal | None = None
    grant_parts: Decimal = WHOLE
    recoverable_parts: Decimal = Decimal(0)
    grant_rate_of_base: Decimal = WHOLE
    total_cost: Bounds = ANY_AMOUNT
    base: Bounds = ANY_AMOUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class AidPlan:
    """What may be given, in euros and cents; `grant + recoverable_advance == aid`. Zero where it is
    refused.
    """

    eligible_base: Decimal
    aid: Decimal
    grant: Decimal
    recoverable_advance: Decimal
    steps: tuple[Line, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def admissible(self) -> bool:
        return not self.refusals


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One partner's eligible base and rate; `aid_ceiling` is its own, apart from the project's."""

    key: str
    eligible_base: Decimal
    rate: Decimal
    aid_ceiling: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsortiumPlan:
    """The plan of each partner, by its key and in the given order, and of the project: the sum of theirs."""

    partners: dict[str, AidPlan]
    project: AidPlan
    most: Decimal = ZERO  # the largest aid that the rules allow, whatever is asked; zero where it is refused


def grant_plan(*, eligible_base: Decimal, rules: AidRules, total_cost: Decimal | None = None) -> AidPlan:
    """The largest aid that a call's rules allow for one applicant.

    `eligible_base` and `total_cost` are euros; without a `total_cost` the base is the whole cost. The aid
    is a maximum: it is cut to the cent below. Of a grant : advance split that falls between two cents the
    advance gets the cent. Raises `ValueRefused` for what is not an amount.
    """
    cost = eligible_base if total_cost is None else total_cost
    refusals = _bounds_refusals(cost=amount(cost), eligible_base=amount(eligible_base), rules=rules)
    aid, steps = _aid(eligible_base=eligible_base, share=rules.rate, ceiling=rules.aid_ceiling)
    return _finished(eligible_base=eligible_base, aid=aid, rules=rules, steps=steps, refusals=refusals)


def consortium_plan(
    *,
    partners: Sequence[Partner],
    rules: AidRules,
    total_cost: Decimal | None = None,
    asked: Decimal | None = None,
) -> ConsortiumPlan:
    """Each partner's aid by its own rate (at most the call's), then the project's ceiling shared in
    proportion.

    Bounds and ceilings of `rules` hold for the project as a whole. `asked` is what the applicants ask for when
    it is less than the maximum: shared in proportion to what each could have. The shares sum to the project to the
    cent (AT-05), and the ceiling never gives a partner more than its own rate does. Raises `ValueRefused`
    for what is not an amount.
    """
    base = sum((amount(partner.eligible_base) for partner in partners), ZERO)
    cost = base if total_cost is None else amount(total_cost)
    refusals = _bounds_refusals(cost=cost, eligible_base=amount(base), rules=rules)
    own = [
        _aid(eligible_base=p.eligible_base, share=min(rate(p.rate), rules.rate), ceiling=p.aid_ceiling)
        for p in partners
    ]
    capped = _shared_ceiling([aid for aid, _steps in own], ceiling=rules.aid_ceiling)
    most, given = sum(capped, ZERO), _shared_ceiling(capped, ceiling=asked)
    total = sum(given, ZERO)
    refusals += _floor_refusals(aid=total, rules=rules)
    alone = replace(rules, aid_floor=None)
    plans = {
        partner.key: _finished(
            eligible_base=partner.eligible_base,
            aid=aid,
            rules=alone,
            steps=steps + _ceiling_line(before=uncapped, after=ceiled) + _asked_line(before=ceiled, after=aid),
            refusals=refusals,
        )
        for partner, (uncapped, steps), ceiled, aid in zip(partners, own, capped, given, strict=True)
    }
    project = _summed(base=base, plans=plans, refusals=refusals)
    return ConsortiumPlan(partners=plans, project=project, most=ZERO if refusals else most)


def _aid(*, eligible_base: Decimal, share: Decimal, ceiling: Decimal | None) -> tuple[Decimal, tuple[Line, ...]]:
    """Base × rate, then the ceiling where it bites."""
    aid = at_most(eligible_base, share=share)
    by_rate = Line(
        key="aid_by_rate",
        label=_("Aide au taux de l’appel"),
        template=_("%(base)s × %(aid_rate)s"),
        values={"base": eligible_base, "aid_rate": share},
        value=aid,
    )
    if ceiling is None or aid <= floor_cents(ceiling):
        return aid, (by_rate,)
    return floor_cents(ceiling), (by_rate, *_ceiling_line(before=aid, after=floor_cents(ceiling)))


def _ceiling_line(*, before: Decimal, after: Decimal) -> tuple[Line, ...]:
    if before == after:
        return ()
    line = Line(
        key="aid_ceiling",
        label=_("Aide ramenée au plafond"),
        template=_("%(before)s, plafonné à %(after)s"),
        values={"before": before, "after": after},
        value=after,
    )
    return (line,)


def _asked_line(*, before: Decimal, after: Decimal) -> tuple[Line, ...]:
    if before == after:
        return ()
    line = Line(
        key="aid_asked",
        label=_("Part de l’aide demandée"),
        template=_("%(after)s demandés, sur %(before)s au plus"),
        values={"before": before, "after": after},
        value=after,
    )
    return (line,)


def _shared_ceiling(aids: Sequence[Decimal], *, ceiling: Decimal | None) -> Sequence[Decimal]:
    if ceiling is None or sum(aids, ZERO) <= floor_cents(ceiling):
        return aids
    return split(floor_cents(ceiling), weights=aids)


def _finished(
    *,
    eligible_base: Decimal,
    aid: Decimal,
    rules: AidRules,
    steps: tuple[Line, ...],
    refusals: tuple[Refusal, ...],
) -> AidPlan:
    """The plan with its split; emptied of its amounts when anything refuses it."""
    refusals += _floor_refusals(aid=aid, rules=rules)
    by_parts, _advance = split(aid, weights=(rules.grant_parts, rules.recoverable_parts))
    highest = at_most(eligible_base, share=rules.grant_rate_of_base)
    grant = min(by_parts, highest)
    if rules.recoverable_parts or rules.grant_rate_of_base < WHOLE:
        steps += _split_lines(eligible_base=eligible_base, aid=aid, grant=grant, rules=rules)
    if refusals:
        return AidPlan(
            eligible_base=eligible_base,
            aid=ZERO,
            grant=ZERO,
            recoverable_advance=ZERO,
            steps=steps,
            refusals=refusals,
        )
    return AidPlan(eligible_base=eligible_base, aid=aid, grant=grant, recoverable_advance=aid - grant, steps=steps)


def _split_lines(*, eligible_base: Decimal, aid: Decimal, grant: Decimal, rules: AidRules) -> tuple[Line, ...]:
    whole = rules.grant_parts + rules.recoverable_parts
    return (
        Line(
            key="grant",
            label=_("Dont subvention"),
            template=_grant_template(rules),
            values={
                "aid": aid,
                "parts": f"{rules.grant_parts.normalize():f} / {whole.normalize():f}",
                "base": eligible_base,
                "grant_rate": rules.grant_rate_of_base,
            },
            value=grant,
        ),
        Line(
            key="recoverable_advance",
            label=_("Dont avance récupérable"),
            template=_("%(aid)s − %(grant)s"),
            values={"aid": aid, "grant": grant},
            value=aid - grant,
        ),
    )


def _grant_template(rules: AidRules) -> Text:
    if rules.grant_rate_of_base == WHOLE:
        return _("%(aid)s × %(parts)s")
    if not rules.recoverable_parts:
        return _("%(aid)s, au plus %(base)s × %(grant_rate)s")
    return _("%(aid)s × %(parts)s, au plus %(base)s × %(grant_rate)s")


def _summed(*, base: Decimal, plans: dict[str, AidPlan], refusals: tuple[Refusal, ...]) -> AidPlan:
    return AidPlan(
        eligible_base=base,
        aid=sum((plan.aid for plan in plans.values()), ZERO),
        grant=sum((plan.grant for plan in plans.values()), ZERO),
        recoverable_advance=sum((plan.recoverable_advance for plan in plans.values()), ZERO),
        refusals=refusals,
    )


def _bounds_refusals(*, cost: Decimal, eligible_base: Decimal, rules: AidRules) -> tuple[Refusal, ...]:
    found: list[Refusal] = []
    if rules.total_cost.too_low(cost):
        text = _("Le coût total est de %(cost)s : cet appel demande au moins %(limit)s.")
        found.append(refuse("total_cost_too_low", text, cost=cost, limit=rules.total_cost.lowest or ZERO))
    if rules.total_cost.too_high(cost):
        text = _("Le coût total est de %(cost)s : cet appel s’arrête à %(limit)s.")
        found.append(refuse("total_cost_too_high", text, cost=cost, limit=rules.total_cost.highest or ZERO))
    if rules.base.too_low(eligible_base):
        text = _("Les dépenses éligibles sont de %(base)s : cet appel en demande plus, à partir de %(limit)s.")
        found.append(refuse("base_too_low", text, base=eligible_base, limit=rules.base.lowest or ZERO))
    if rules.base.too_high(eligible_base):
        text = _("Les dépenses éligibles sont de %(base)s : cet appel s’arrête à %(limit)s.")
        found.append(refuse("base_too_high", text, base=eligible_base, limit=rules.base.highest or ZERO))
    return tuple(found)


def _floor_refusals(*, aid: Decimal, rules: AidRules) -> tuple[Refusal, ...]:
    if rules.aid_floor is None or aid >= rules.aid_floor:
        return ()
    text = _("L’aide serait de %(aid)s : cet appel n’accorde pas moins de %(floor)s.")
    return (refuse("aid_too_low", text, aid=aid, floor=rules.aid_floor),)
