"""A guarantee in the browser, each person at their own screen: from the call and its fund to the closed account."""

from __future__ import annotations

from datetime import timedelta

import pytest

from people.models import Mandate
from tests import cast as casting
from tests.instruments.guarantees import journey_claiming as claiming
from tests.instruments.guarantees import journey_opening as opening
from tests.instruments.guarantees import playing
from workflows import clock


@pytest.fixture
def scene(site, travel, in_passing):
    """Offices that hold everywhere, for the programme that the manager will write."""
    scene = playing.around(casting.play())
    Mandate.objects.update(scope_kind="", scope_id="")
    return scene


@pytest.mark.browser
def test_a_guarantee_goes_from_its_call_to_its_closed_account(site, scene, travel):
    opening.open_the_fund(site, scene)
    file = opening.apply(site, scene)
    cover = opening.grant(site, scene, file)
    opening.put_in_force(site, scene, cover)
    travel(clock.today() + timedelta(days=95))
    claiming.report(site, scene, cover)
    travel(clock.today() + timedelta(days=30))
    claiming.call(site, scene, cover)
    claiming.pay(site, scene, cover)
    travel(clock.today() + timedelta(days=200))
    claiming.settle(site, scene, cover)
    claiming.read(site, scene)
    claiming.in_english(site, scene, cover)
