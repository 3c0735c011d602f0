"""Every page as everyone: nothing for axe to say, nothing wider than the screen, a title, focus that shows.

The test client opens all addresses as each person, and what is wrong in the HTML itself is found on each of these
pages (reading.py). The browser shows so many of them that each element was looked at whole, by axe too, wide and on a
phone; so many of these it loads from the server that each script met all that it takes hold of. Of each page that is
built differently, the width is measured on a phone in both languages. What one process has looked at, no other looks
at again (seen.py).
"""

import re

import pytest
from django.utils import translation

from people.models import User
from tests.house.bare import bare_errors
from tests.house.test_urls import read
from tests.journeys import reading
from tests.journeys.world import APPLICANTS, STAFF, World

EVERYONE = [("anybody",), APPLICANTS, STAFF[:3], STAFF[3:]]
WORDS = re.compile(r">[^<]+<")
TAB = re.compile(r'href="(\?tab=\w+)"(?! aria-current)')  # the part of a file that is open is the page without a tab
FILE = re.compile(r"\.(pdf|csv|xlsx|ods|zip|ics)$")
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


def opened(client, addresses):
    """(address, HTML) of those that open; a 5xx is a fault at once. What is only sent to, or is a file, is no page and
    asked for once; what a page asks for in the background is none either. A part of a page is read by whom the page
    offers it."""
    offered = set()
    for address in list(addresses):
        if FILE.search(address) or ("?tab=" in address and address not in offered):
            continue
        with bare_errors():
            answer = read(client, address)
        assert answer.status_code < 500, address
        html = answer.content.decode() if answer.headers.get("Content-Type", "").startswith("text/html") else ""
        if answer.status_code == 405 or (answer.status_code == 200 and not html):
            addresses.remove(address)
        elif answer.status_code == 200 and "<html" in html:
            offered.update(address + tab for tab in TAB.findall(html))
            yield address, html


def pages(world, roles):
    """(role, address, HTML). A file is read by everyone; other pages by the first who may."""
    addresses = list(dict.fromkeys(world.addresses()))
    of_files = {file.get_absolute_url() for file in world.files}
    for role in roles:
        found = dict(opened(world.client(role), addresses))
        addresses = [address for address in addresses if address not in found or address.partition("?")[0] in of_files]
        yield from ((role, address, html) for address, html in found.items())


@pytest.mark.parametrize("roles", EVERYONE, ids=lambda roles: roles[0])
def test_every_page(site, world, eyes, seen, roles):
    people = {role: site.visitor() if role == "anybody" else site.person(getattr(world.cast, role)) for role in roles}
    look(eyes, seen, pages(world, roles), people, world.client)


def look(eyes, seen, pages, people, client):
    """Each page that was read, in its HTML; in the browser, what nobody has seen yet."""
    builds, elements, lively, faults = {}, {}, {}, []
    for role, address, html in pages:
        page = reading.tree(html)
        faults += [f"{role} {address}: {fault}" for fault in reading.faults(page)]
        if builds.setdefault(built(html), (role, address, html))[:2] == (role, address):
            elements[role, address, html] = set(reading.elements(page))
            lively[role, address, html] = set(reading.lively(page))
    assert len(builds) > 10
    loaded = list(load(eyes, people, reading.covering(lively, seen)))
    seen.take(element for page in loaded for element in elements[page])
    someone = people[role]
    someone.open("/aide/")  # a screen with our sheets of style
    shown = list(reading.covering(elements, seen))
    faults += eyes.show(someone.page, [(f"{role} {address}", html) for role, address, html in shown])
    new = seen.take(builds)
    measured = [page for build, page in builds.items() if build in new]
    measure(someone, 320, [page for page in measured if page not in loaded and page not in shown])
    measure(someone, 390, in_english(measured, client, faults))
    assert not faults, "\n".join(faults)


def load(eyes, people, pages):
    eyes.thorough = True
    try:
        for role, address, html in pages:
            people[role].open(address)
            yield role, address, html
    finally:
        eyes.thorough = False


def in_english(pages, client, faults):
    """The same pages: the words are longer or shorter, and the page says its language."""
    User.objects.update(language="en")
    clients = {role: client(role) for role in {role for role, _address, _html in pages}}
    for role, address, _html in pages:
        with translation.override("en"):  # what the client leaves in force ends with the page
            html = clients[role].get(address, headers={"Accept-Language": "en"}).text
        faults += [f"{role} {address} in English: {fault}" for fault in reading.faults(reading.tree(html), lang="en")]
        yield role, address, html


def measure(someone, width, pages):
    """Nothing may run off a screen of this width. Whose page it is does not matter: it is shown, not loaded."""
    someone.page.set_viewport_size({"width": width, "height": 844})
    for role, address, html in pages:
        wide = someone.page.evaluate("(html) => trameShown(html)", html)
        someone.faults += [f"{role} {address}: {width} px: {fault}" for fault in wide]
