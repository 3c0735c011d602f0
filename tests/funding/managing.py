"""What the tests of the managers' pages share."""

import pytest
from django.test import Client

from people.models import Mandate
from tests import cast as casting
from tests.words import plain
from workflows import clock

NEW = {
    "title": "Tiers-lieux", "code": "TL-2027", "kind": "AAP", "summary": "Des lieux.", "description": "Pour tous.",
    "opens_at": "2027-01-04T09:00:00", "closes_at": "2027-03-31T23:59:59", "envelope": "500 000", "aid_rate": "70",
}  # fmt: skip


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def manager(cast):
    client = Client()
    client.force_login(cast.manager)
    return client


@pytest.fixture
def chief(cast):
    """Who manages every programme."""
    client = Client()
    client.force_login(casting.mandate(casting.user("Ada", "Chef"), Mandate.Role.MANAGER))
    return client


@pytest.fixture
def draft(cast):
    made = casting.call(cast.programme, clock.now(), code="NEUF", envelope=0)
    casting._force(made, "draft")
    return made


def text_of(response):
    return plain(response.content.decode())
