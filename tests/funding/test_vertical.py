"""One grant from draft to last payment, through the gate alone."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests import cast as casting
from workflows import clock, outbox
from workflows.models import Effect, Message, Paper

pytestmark = pytest.mark.django_db


def test_a_grant_travels_from_draft_to_advance():
    cast = casting.play()
    file = casting.awarded(cast)
    assert file.state == "awarded"
    assert file.reference == "LIT-2026-0001"
    cast.call.refresh_from_db()
    assert cast.call.committed == Decimal("70000.00")
    outbox.drain()
    assert not Effect.objects.exclude(state="done").exclude(kind="paper").exists(), list(
        Effect.objects.exclude(state="done").values_list("key", "last_error")
    )
    agreement = file.agreement
    today = clock.today()
    agreement.offer(by=cast.officer, starts_on=today, ends_on=today + timedelta(days=500))
    agreement.sign(by=cast.mayor, quality="Maire", consent=True)
    agreement.countersign(by=cast.signatory, consent=True)
    advance = agreement.disbursements.first()
    assert advance.amount == Decimal("21000.00")
    advance.order(by=cast.payer, basis="Convention signée")
    advance.release(by=cast.second_payer)
    cast.call.refresh_from_db()
    assert (cast.call.contracted, cast.call.paid) == (Decimal("70000.00"), Decimal("21000.00"))
    assert Message.objects.filter(notice="received").count() == 3
    assert set(Paper.objects.values_list("kind", flat=True)) >= {"D01", "D03", "D07", "D10", "D12"}
