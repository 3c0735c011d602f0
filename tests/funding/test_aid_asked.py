"""Applicants may ask for less than the maximum: shared to the cent by the same rule, never above it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from funding import budget
from funding.forms.application import ASKED
from funding.rules.aid import AidRules, Partner, consortium_plan
from tests import cast as casting
from tests.words import plain
from workflows.errors import StepRefused

THREE = [Partner(key=key, eligible_base=Decimal(50_000), rate=Decimal(1)) for key in "abc"]


def asked(amount, **rules):
    known = {"rate": Decimal(1), "aid_ceiling": Decimal(120_000)} | rules
    return consortium_plan(partners=THREE, rules=AidRules(**known), asked=Decimal(amount))


def test_what_is_asked_is_shared_to_the_cent_as_a_ceiling_is():
    """AT-05's shares, for an aid that the applicants themselves keep below the ceiling."""
    plan = asked(100_000)
    assert [str(p.aid) for p in plan.partners.values()] == ["33333.33", "33333.33", "33333.34"]
    assert (plan.project.aid, plan.most) == (Decimal(100_000), Decimal(120_000))
    assert [line.key for line in plan.partners["a"].steps] == ["aid_by_rate", "aid_ceiling", "aid_asked"]


def test_one_cent_less_than_a_ceiling_gives_nobody_more_than_their_own_most():
    most = asked("120000")
    for cents in range(1, 10):
        plan = asked(Decimal(120_000) - Decimal(cents) / 100)
        assert plan.project.aid == Decimal(120_000) - Decimal(cents) / 100
        assert all(plan.partners[key].aid <= most.partners[key].aid for key in "abc")


def test_more_than_the_most_gives_the_most():
    assert asked(999_999).project.aid == Decimal(120_000)


def test_grant_and_advance_split_what_is_asked_in_the_parts_of_the_call():
    plan = asked(90_000, grant_parts=Decimal(2), recoverable_parts=Decimal(1))
    assert (plan.project.grant, plan.project.recoverable_advance) == (60_000, 30_000)


def test_less_than_the_least_aid_is_refused():
    plan = asked(9_999, aid_floor=Decimal(10_000))
    assert [r.code for r in plan.project.refusals] == ["aid_too_low"]
    assert plan.project.aid == 0


# --- On the page.


@pytest.fixture
def cast(db):
    return casting.play()


@pytest.fixture
def file(cast):
    return casting.application(cast)


def type_in(client, cast, file, amount, **more):
    client.force_login(cast.holder)
    url = reverse("funding:application_section", args=[file.handle, "budget"])
    form = {ASKED: amount, "own_funding": "20 000", "partner_funding": "30 000", "other_public_aid": "0"}
    for partner in file.partners.all():
        for line in partner.costs.all():
            form[f"c-{partner.pk}-{line.category}"] = str(line.amount).replace(".", ",")
    answer = client.post(url, form | {"action": "stay"} | more, follow=True)
    file.refresh_from_db()
    return " ".join(answer.content.decode().split())


def test_one_asks_for_less_and_every_partner_s_share_follows(client, cast, file):
    """70 000 € at most on 100 000 €; 50 000 € asked, four fifths of them by the town."""
    page = type_in(client, cast, file, "50 000")
    assert file.aid_requested == Decimal("50000.00")
    assert [p.aid for p in file.partners.order_by("position")] == [Decimal("40000.00"), Decimal("10000.00")]
    assert 'data-output="maximum">70' in page
    assert "demandés, sur" in page
    file.submit(by=cast.mayor, certified=True)
    assert file.state == "submitted"


def test_empty_asks_for_the_maximum(client, cast, file):
    type_in(client, cast, file, "50 000")
    type_in(client, cast, file, "", partner_funding="10 000")
    assert (file.aid_wanted, file.aid_requested) == (None, Decimal("70000.00"))


def test_above_the_maximum_is_said_and_does_not_leave(client, cast, file):
    page = type_in(client, cast, file, "70 000,01", partner_funding="10 000")
    assert "le maximum est de" in plain(page)
    assert file.aid_requested == Decimal("70000.00")
    with pytest.raises(StepRefused, match="le maximum est de"):
        file.submit(by=cast.mayor, certified=True)


def test_nobody_is_given_more_than_they_asked_for(cast, file):
    file.aid_wanted = Decimal(50_000)
    budget.recompute(file)
    proposed = {"eligible_base": Decimal(100_000), "grant": Decimal("50000.01"), "recoverable_advance": Decimal(0)}
    assert [r.code for r in budget.award_refusals(file, proposed)] == ["award_above_asked"]
    assert budget.award_refusals(file, proposed | {"grant": Decimal(50_000)}) == ()
