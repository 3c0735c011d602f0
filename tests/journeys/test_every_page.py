"""Every page as everyone: nothing for axe to say, nothing wider than the screen, a title, focus that shows.

The test client opens all addresses as each person; the browser then looks at each page that is built differently.
"""

import re

import pytest

from tests.journeys.world import APPLICANTS, STAFF, World

WORDS = re.compile(r">[^<]+<")
VALUES = re.compile(r'\s(?!class|type|role|lang|disabled|scope)[\w-]+(="[^"]*")?')


@pytest.fixture
def world(site):
    return World()


def built(html):
    """Of what a page is made, whatever it says: siblings that repeat count once."""
    main = html.partition("<main")[2].partition("</main>")[0]
    tags = re.findall(r"<[a-z][^>]*>", WORDS.sub("><", main))
    shapes = [VALUES.sub("", tag) for tag in tags]
    return "".join(dict.fromkeys(shapes))


def pages_of(world, role):
    """The addresses that `role` may open, each with what it is built of; a 5xx is a fault at once."""
    client = world.client(role)
    for name, address in world.addresses():
        answer = client.get(address)
        assert answer.status_code < 500, (role, address)
        html = answer.headers.get("Content-Type", "").startswith("text/html")
        if html and answer.status_code == 200 and not address.startswith("/compte/logout"):
            yield name, address, built(answer.content.decode())


def walk(site, world, roles):
    known, faults = set(), []
    for role in roles:
        someone = site.visitor() if role == "anybody" else site.person(getattr(world.cast, role))
        for _name, address, shape in pages_of(world, role):
            if shape not in known:
                known.add(shape)
                someone.open(address)
        faults += someone.faults
    return len(known), faults


@pytest.mark.parametrize("roles", [("anybody",), APPLICANTS, STAFF[:3], STAFF[3:]], ids=lambda roles: roles[0])
def test_every_page(site, world, roles):
    looked_at, faults = walk(site, world, roles)
    print(looked_at, "pages")
    assert looked_at > 10
    assert not faults, "\n".join(faults)
