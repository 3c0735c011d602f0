"""Who bears a loss: by tranche, the first in line first; within a tranche, in proportion to what each brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from funding.rules.money import ZERO, amount, split
from funding.rules.wording import ValueRefused, refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """A contributor's part: the place of its tranche (the lowest bears first), what it brought, what it has lost."""

    key: int
    tranche: int
    brought: Decimal
    lost: Decimal = ZERO

    @property
    def left(self) -> Decimal:
        return self.brought - self.lost


def share_loss(*, loss: Decimal, stakes: Sequence[Stake]) -> dict[int, Decimal]:
    """Each contributor's part of a loss, euros: they sum to it. A tranche is used up before the next one bears.

    Raises `ValueRefused` where the loss is more than all stakes hold: a fund pays no more than it has.
    """
    return _pour(amount(loss), stakes, first=min, room=lambda stake: stake.left)


def share_return(*, returned: Decimal, stakes: Sequence[Stake]) -> dict[int, Decimal]:
    """What comes back (a recovery, a refund) goes up the same steps: to the last tranche that lost first. Raises
    `ValueRefused` where nobody lost that much.
    """
    return _pour(amount(returned), stakes, first=max, room=lambda stake: stake.lost)


def share_result(*, result: Decimal, stakes: Sequence[Stake]) -> dict[int, Decimal]:
    """A commission, an income or a fee: in proportion to what each brought, whatever its tranche."""
    shares = split(amount(result), weights=[stake.brought for stake in stakes])
    return dict(zip((stake.key for stake in stakes), shares, strict=True))


def _pour(total: Decimal, stakes: Sequence[Stake], *, first, room) -> dict[int, Decimal]:  # type: ignore[no-untyped-def]
    found = {stake.key: ZERO for stake in stakes}
    tranches, left = {stake.tranche for stake in stakes}, total
    while left and tranches:
        here = first(tranches)
        tranches.remove(here)
        rows = [stake for stake in stakes if stake.tranche == here]
        part = min(left, sum((room(stake) for stake in rows), ZERO))
        if part:
            for stake, share in zip(rows, split(part, weights=[room(stake) for stake in rows]), strict=True):
                found[stake.key] = share
        left -= part
    if left:
        text = _("Il manque %(gap)s : les parts des contributeurs ne suffisent pas.")
        raise ValueRefused(refuse("stakes_short", text, gap=left))
    return found
