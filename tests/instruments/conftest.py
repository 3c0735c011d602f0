"""The stage of the journeys, for those of the instruments."""

import pytest

from tests.instruments.travel import Travel
from tests.journeys.conftest import browser, eyes, mail_server, pytest_runtest_makereport, seen, site
from workflows import clock

__all__ = ["browser", "eyes", "in_passing", "mail_server", "pytest_runtest_makereport", "seen", "site", "travel"]


@pytest.fixture
def travel(monkeypatch):
    """`travel(day)`: that morning, for everyone. A story begins on this day's, whatever the hour of the run."""
    found = Travel()
    monkeypatch.setattr(clock, "_set", found)
    found(clock.today())
    return found


@pytest.fixture
def in_passing(eyes):
    """A long story on pages that others look at whole: only whether each address fits the screens."""
    eyes.brief = True
    yield
    eyes.brief = False
