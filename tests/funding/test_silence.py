"""Silence rejects (G14), the officer may take the file up again (G15), and the clock leaves it alone then."""

from datetime import timedelta

import pytest

from tests import cast as casting
from workflows import clock, ticks
from workflows.errors import StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def silent(cast):
    file = casting.eligible(cast)
    with clock.at(clock.now() + timedelta(days=63)):
        assert ticks.tick() >= 1
    file.refresh_from_db()
    assert file.state == "implicitly_rejected"
    return file


def test_a_file_taken_up_again_is_not_rejected_twice(cast, silent):
    with clock.at(clock.now() + timedelta(days=70)):
        silent.resume_review(by=cast.officer)
        ticks.tick()
        silent.refresh_from_db()
        assert silent.state == "eligible"
        assert silent.silence_on is None


def test_after_four_months_it_is_too_late(cast, silent):
    with clock.at(clock.now() + timedelta(days=200)), pytest.raises(StepRefused, match="pouvait être reprise"):
        silent.resume_review(by=cast.officer)
