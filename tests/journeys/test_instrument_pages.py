"""Every page of each instrument as those it concerns, looked at as test_every_page.py looks at the shared ones."""

import pytest

from tests import cast as casting
from tests.instruments import houses
from tests.journeys.test_every_page import look_in_both_languages, reading


class Played:
    """The cast with an instrument's scene, as `reading` asks for it."""

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
    """(role, address) of each build of page; an address is looked at as each person for whom it is built otherwise."""
    known = set()
    for role in ("anybody", *played.people):
        for address, shape in reading(played, role, played.addresses):
            if shape not in known:
                known.add(shape)
                yield role, address


@pytest.mark.parametrize("name", houses.names())
def test_every_page_of_an_instrument(site, eyes, caplog, name):
    caplog.set_level("CRITICAL", "django.request")  # a refusal is an answer like another here
    played = Played(name)
    looked = list(pages(played))
    assert looked
    look_in_both_languages(eyes, looked, lambda: seated(site, played, looked))


def seated(site, played, looked):
    roles = dict.fromkeys(role for role, _address in looked)
    return {role: site.visitor() if role == "anybody" else site.person(played.people[role]) for role in roles}
