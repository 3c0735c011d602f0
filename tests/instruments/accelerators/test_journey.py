"""A project in the network in a browser, each person at their own screen: from the call of an accelerator to the last
survey."""

from datetime import timedelta

import pytest

from people.models import Mandate
from tests import cast as casting
from tests.instruments.accelerators import journey_growing as growing
from tests.instruments.accelerators import journey_selecting as selecting
from tests.instruments.accelerators import world
from workflows import clock


@pytest.fixture
def stage(site, travel, in_passing):
    """Offices that hold everywhere, for the programme that the manager will write; the people of an accelerator, and
    two citizens of its jury."""
    cast = casting.play()
    lab, _other = world.houses(cast)
    for name, first in (("citizen", "Ana"), ("second_citizen", "Léo")):
        cast.people[name] = casting.mandate(casting.user(first, "Jury"), Mandate.Role.REVIEWER)
    Mandate.objects.update(scope_kind="", scope_id="")
    return cast, lab


@pytest.mark.browser
def test_a_project_goes_from_the_call_to_its_last_survey(site, stage, travel):
    cast, lab = stage
    selecting.open_the_network(site, cast, lab)
    file = selecting.apply(site, cast)
    selecting.assess(site, cast, file)
    selecting.sit(site, cast, selecting.convene(site, cast))
    page = selecting.admit(site, cast, file).get_absolute_url()
    growing.enter(site, cast, page)
    growing.reach_a_milestone(site, cast, page)
    growing.show(site, cast, page)
    travel(clock.today() + timedelta(days=61))
    growing.graduate(site, cast, page)
    growing.be_asked(site, cast, page, travel)
    growing.read(site, cast)
    growing.in_english(site, cast, page)
