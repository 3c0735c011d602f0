"""Every page of each instrument as those it concerns, looked at as test_every_page.py looks at the shared ones."""

import pytest

from tests import cast as casting
from tests.instruments import houses
from tests.journeys.test_every_page import look, opened


class Played:
    """The cast with an instrument's scene."""

    def __init__(self, name):
        house, self.cast = houses.house(name), casting.play()
        scene = house.scene(self.cast)
        self.addresses = list(dict.fromkeys(houses.pages(house, scene)))
        self.people = houses.people(self.cast, scene)

    def client(self, role):
        from django.test import Client

        made = Client()
        if role != "anybody":
            made.force_login(self.people[role], backend="django.contrib.auth.backends.ModelBackend")
        return made


def pages(played):
    """(role, address, HTML): an address is read by everyone, for each may be shown something else."""
    for role in ("anybody", *played.people):
        for address, html in opened(played.client(role), played.addresses):
            yield role, address, html


class Seats(dict):
    """Everyone before a screen of their own, from when something is to be seen on it."""

    def __init__(self, site, played):
        self.site, self.played = site, played

    def __missing__(self, role):
        self[role] = self.site.visitor() if role == "anybody" else self.site.person(self.played.people[role])
        return self[role]


@pytest.mark.parametrize("name", houses.names())
def test_every_page_of_an_instrument(site, eyes, seen, caplog, name):
    caplog.set_level("CRITICAL", "django.request")  # a refusal is an answer like another here
    played = Played(name)
    look(eyes, seen, pages(played), Seats(site, played), played.client)
