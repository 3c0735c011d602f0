"""Every page as everyone: nothing for axe to say, nothing wider than the screen, a title, focus that shows.

The test client opens all addresses as each person; the browser then looks at each page that is built differently.
"""

import re

import pytest
from django.utils import translation

from people.models import User
from tests.house.bare import bare_errors
from tests.house.test_urls import read
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


def reading(world, role, addresses):
    """(address, what it is built of) of those that `role` may open; a 5xx is a fault at once. What a page asks for in
    the background is no page."""
    client = world.client(role)
    for address in list(addresses):
        with bare_errors():
            answer = read(client, address)
        assert answer.status_code < 500, (role, address)
        if answer.status_code == 405:
            addresses.remove(address)  # only sent to, whoever sends
        elif answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html"):
            html = answer.content.decode()
            if "<html" in html:
                yield address, built(html)


def pages(world, roles):
    """(role, address) of each build of page. A file is read by everyone; other pages by the first who may."""
    addresses, known = list(world.addresses()), set()
    of_files = {file.get_absolute_url() for file in world.files}
    for role in roles:
        read = dict(reading(world, role, addresses))
        addresses = [address for address in addresses if address not in read or address.partition("?")[0] in of_files]
        for address, shape in read.items():
            if shape not in known:
                known.add(shape)
                yield role, address


@pytest.mark.parametrize("roles", EVERYONE, ids=lambda roles: roles[0])
def test_every_page(site, world, eyes, roles):
    looked = list(pages(world, roles))
    assert len(looked) > 10
    look_in_both_languages(eyes, looked, lambda: seated(site, world, roles))


def look_in_both_languages(eyes, looked, seat):
    """Whole in French, by width in English; `seat()` gives everyone their screen, in the language of the moment."""
    people = seat()
    eyes.thorough = True
    try:
        for role, address in looked:
            people[role].open(address)
    finally:
        eyes.thorough = False
    User.objects.update(language="en")
    with translation.override("en"):
        people = seat()
    for role, address in looked:
        read_in_english(people[role], address)


def seated(site, world, roles):
    """Everyone before a screen of their own, in the language of the moment."""
    return {role: site.visitor() if role == "anybody" else site.person(getattr(world.cast, role)) for role in roles}


def read_in_english(someone, address):
    """The words are longer or shorter: nothing may run off a phone, and the page says its language."""
    someone.page.set_viewport_size({"width": 390, "height": 844})
    someone.page.goto(someone.site.url + address)
    assert someone.page.evaluate("() => document.documentElement.lang") == "en", address
    someone.faults += [f"{address}: {fault}" for fault in someone.page.evaluate("() => trameSideways()")]
