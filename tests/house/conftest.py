from contextlib import contextmanager

import pytest
from django.test import override_settings

from tests.house import bare
from tests.house.doors import undone
from tests.house.stage import Stage


@contextmanager
def staged(make, blocker):
    """A world that is undone at its end; what a test does in it is undone by `undone()`."""
    in_cookies = override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies")
    with in_cookies, blocker.unblock(), undone():
        yield make()


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """One per module."""
    with staged(Stage, django_db_blocker) as made:
        yield made


@pytest.fixture(scope="module")
def bare_errors():
    """Ten thousand refusals are asked for here."""
    with bare.bare_errors():
        yield
