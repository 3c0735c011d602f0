"""Every page as everyone: nothing for axe to say, nothing wider than the screen, a title, focus that shows.

The test client opens all addresses as each person; the browser then looks at each page that is built differently.
"""

import re

import pytest
from django.utils import translation

from people.models import User
from tests.journeys.world import APPLICANTS, STAFF, World

EVERYONE = [("anybody",), APPLICANTS, STAFF[:3], STAFF[3:]]
WORDS = re.compile(r">[^<]+<")
VALUES = re.compile(r'\s(?!class|type|role|lang|disabled|scope)[\w-]+(="[^"]*")?')


@pytest.fixture
def world(site, caplog):
    caplog.set_level("CRITICAL", "django.request")  # a refusal is an answer like another here
    return World()


def built(html):
    """Of what a page is made, whatever it says: siblings that repeat count once."""
    main = html.partition("<main")[2].partition("</main>")[0]
    tags = re.findall(r"<[a-z][^>]*>", WORDS.sub("><", main))
    return "".join(dict.fromkeys(VALUES.sub("", tag) for tag in tags))


def pages_of(world, role, addresses):
    """The addresses that `role` may open, each with what it is built of; a 5xx is a fault at once."""
    client = world.client(role)
    for address in addresses:
        answer = client.get(address, headers={"accept-language": translation.get_language()})
        assert answer.status_code < 500, (role, address)
        html = answer.headers.get("Content-Type", "").startswith("text/html")
        if html and answer.status_code == 200:
            yield address, built(answer.content.decode())


def walk(site, world, roles, look):
    """Everyone opens every page; each build of page is looked at once. Gives how many were."""
    known, addresses = set(), list(world.addresses())
    for role in roles:
        someone = site.visitor() if role == "anybody" else site.person(getattr(world.cast, role))
        for address, shape in pages_of(world, role, addresses):
            if shape not in known:
                known.add(shape)
                look(someone, address)
    return len(known)


@pytest.mark.parametrize("roles", EVERYONE, ids=lambda roles: roles[0])
def test_every_page(site, world, eyes, roles):
    eyes.thorough = True
    try:
        assert walk(site, world, roles, lambda someone, address: someone.open(address)) > 10
    finally:
        eyes.thorough = False


@pytest.mark.parametrize("roles", EVERYONE, ids=lambda roles: roles[0])
def test_every_page_in_english(site, world, roles):
    """The words are longer or shorter: nothing may run off a phone, and the page says its language."""
    with translation.override("en"):
        if translation.gettext("Se connecter") == "Se connecter":
            pytest.skip("the English catalogue is not compiled")
        User.objects.update(language="en")
        walk(site, world, roles, read_in_english)


def read_in_english(someone, address):
    someone.page.set_viewport_size({"width": 390, "height": 844})
    someone.page.goto(someone.site.url + address)
    assert someone.page.evaluate("() => document.documentElement.lang") == "en", address
    someone.faults += [f"{address}: {fault}" for fault in someone.page.evaluate("() => trameSideways()")]
