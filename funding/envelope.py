"""What acts commit, contract and pay under a call (ADR 8): its sums move with them, in their transaction."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import F

from workflows.errors import StepRefused

from .obstacles.assessing import envelope_sentence

ZERO = Decimal(0)


def move(
    call: Any, *, committed: Decimal = ZERO, contracted: Decimal = ZERO, paid: Decimal = ZERO, short: Any = None
) -> None:
    """Euros more, or less, under the lock of the call whose key is `call`: nothing that waits may follow, but for the
    counter of an act's number, which is taken last.

    What commits more reads first what is left. Raises StepRefused, with the sentence `short` or with what is left, when
    the envelope no longer has the amount: of two signatures racing for its last euros one wins.
    """
    from .models import Call

    if committed > 0:
        locked = Call.objects.select_for_update().get(pk=call)
        if committed > locked.remaining:
            raise StepRefused([short or envelope_sentence(locked, committed)], reason="obstacles")
    moved = {"committed": committed, "contracted": contracted, "paid": paid}
    Call.objects.filter(pk=call).update(**{column: F(column) + euros for column, euros in moved.items() if euros})
