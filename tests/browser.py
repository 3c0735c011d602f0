"""What the journeys drive: a real Chromium, people logged in it, and eyes on every page they open.

`Person.open` and `Person.press` go somewhere; each page arrived at is looked at once: axe, sideways scroll at the
three widths, one `h1`, a title, a language, focus that shows, nothing said in the console.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from django.utils.translation import get_language
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response

from tests.words import plain
from workflows import outbox

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
WIDTHS = (1280, 390, 320)
HEIGHT = 900
PATIENCE = 30_000  # milliseconds
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# A colour does not change with the width, and contrast is most of what axe costs: on phones once a layout.
SHAPES_ONLY = RULES | {"rules": {"color-contrast": {"enabled": False}}}
LOOK = Path(__file__).with_name("browser_look.js").read_text()


class Eyes:
    """Looks at each different page once a run: the same skeleton in the same words teaches nothing new."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.layouts: set[str] = set()  # of which axe has seen the colours on a phone
        self.frames: dict[str, set[str]] = {}  # where: headers and footers that axe has seen there
        self.thorough = False  # axe on the phone's layout too
        self.brief = False  # one look at each address, without axe: a long story on pages that others look at whole

    def faults(self, page: Page, widths: Iterable[int] = WIDTHS) -> list[str]:
        """What is wrong with the page; nothing when one of the same build was looked at before."""
        built = re.sub(r"\d+|\?.*", "", page.url) if self.brief else page.evaluate("() => trameSkeleton()")
        key = hashlib.sha1(f"{self.thorough}{built}".encode(), usedforsecurity=False).hexdigest()
        if key in self.seen:
            return []
        self.seen.add(key)
        found = page.evaluate("() => trameFaults()")
        page.evaluate("() => trameUnstick()")
        if not self.brief:
            found += self.axe(page, "1280 px")
        for width in widths:
            if width != WIDTHS[0]:
                page.set_viewport_size({"width": width, "height": HEIGHT})
            found += [f"{width} px: {text}" for text in page.evaluate("() => trameSideways()")]
            if width == 390 and self.thorough:
                found += self.axe_on_a_phone(page)
        page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
        page.evaluate("() => trameRestick()")
        return found

    def show(self, page: Page, pages: Iterable[tuple[str, str]]) -> Iterator[str]:
        """What is wrong with pages (name, HTML) that are shown in place of the one that is open, their scripts aside.

        They are looked at as thoroughly as those that are loaded: all of them wide, then all on each of the phones."""
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            for name, html in pages:
                found = page.evaluate("(html) => trameShown(html)", html)
                if width == WIDTHS[0]:
                    found += page.evaluate("() => { const found = trameFaults(); trameUnstick(); return found; }")
                    found += self.axe(page, "1280 px")
                elif width == 390:
                    page.evaluate("() => trameUnstick()")
                    found += self.axe_on_a_phone(page)
                yield from (f"{name}: {width} px: {text}" for text in found)

    def axe_on_a_phone(self, page: Page) -> list[str]:
        layout = page.evaluate("() => document.body.className")
        found = self.axe(page, "390 px", SHAPES_ONLY if layout in self.layouts else RULES)
        self.layouts.add(layout)
        return found

    def axe(self, page: Page, where: str, rules: dict[str, Any] = RULES) -> list[str]:
        told = []
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        seen = self.frames.setdefault(where, set())
        found = page.evaluate("([rules, seen]) => trameAxe(rules, seen)", [rules, sorted(seen)])
        seen.update(found["frame"])
        for violation in found["violations"]:
            nodes = [f"{node['html'][:200]}: {reason(node)}" for node in violation["nodes"][:3]]
            told.append(f"{where}: axe {violation['id']} ({len(violation['nodes'])}×)\n    " + "\n    ".join(nodes))
        return told


def reason(node: dict[str, Any]) -> str:
    return " ".join(str(node.get("failureSummary", "")).split())[:300]


class Person:
    """Someone at a keyboard: one browser context, one page, and whatever went wrong in it."""

    def __init__(self, site: Site, name: str, context: BrowserContext) -> None:
        self.site, self.name, self.context = site, name, context
        context.set_default_timeout(PATIENCE)
        context.add_init_script(LOOK)
        self.faults: list[str] = []
        self.silent = False  # while a test cuts the line, what the console says of it is expected
        self.page = self.tab()

    def tab(self) -> Page:
        page = self.context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("response", self._response)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        # The status of each answer is judged by _response, which knows what was asked.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text and not self.silent:
            self.faults.append(f"console: {message.text} ({self.page.url})")

    def _response(self, response: Response) -> None:
        asked = response.request
        bad = response.status >= 500 or (
            response.status >= 400 and asked.resource_type not in ("document", "fetch", "xhr")
        )
        if bad and not self.silent:
            self.faults.append(f"{response.status} {asked.method} {response.url}")

    # Going somewhere

    def open(self, address: str, status: int = 200) -> Page:
        answer = self.page.goto(self.site.url + address if address.startswith("/") else address)
        assert answer is not None and answer.status == status, f"{address}: {answer and answer.status}"
        assert "/compte/login/" in address or "/compte/login/" not in self.page.url, f"{address} asks to log in"
        return self.look()

    def press(self, name: str, *, exact: bool = False, within: Any = None) -> Page:
        """Press the button or follow the link of that name, wait for the page it leads to, look at it."""
        self.go(self.control(name, exact=exact, within=within))
        return self.look()

    def control(self, name: str, *, exact: bool = False, within: Any = None) -> Locator:
        place = within or self.page.locator("main")
        button = place.get_by_role("button", name=name, exact=exact)
        return button.or_(place.get_by_role("link", name=name, exact=exact)).locator("visible=true").first

    def go(self, control: Locator) -> None:
        """Press what leads to another page."""
        with self.page.expect_navigation(wait_until="load"):
            control.click()

    def look(self) -> Page:
        self.faults += [f"{self.page.url}: {fault}" for fault in self.site.eyes.faults(self.page)]
        return self.page

    def read_in_english(self, address: str) -> None:
        """On a phone: the words are longer or shorter, nothing may run off, and the page says its language."""
        self.page.set_viewport_size({"width": 390, "height": 844})
        self.page.goto(self.site.url + address)
        assert self.page.evaluate("() => document.documentElement.lang") == "en", address
        self.faults += [f"{address}: {fault}" for fault in self.page.evaluate("() => trameSideways()")]

    # Filling a page

    def fill(self, **values: Any) -> None:
        """By the name of the field: text is typed, True ticks, a list ticks each, a date is typed as the page wants."""
        for name, value in values.items():
            self._fill(self.page.locator(f'main [name="{name}"]'), value)

    def _fill(self, control: Locator, value: Any) -> None:
        kind = control.first.get_attribute("type")
        if kind in ("checkbox", "radio") and value is True:
            control.first.check()
        elif kind in ("checkbox", "radio"):
            for one in value if isinstance(value, list) else [value]:
                control.and_(self.page.locator(f'[value="{one}"]')).check()
        elif control.first.evaluate("e => e.tagName") == "SELECT":
            control.select_option(str(value))
        else:
            control.fill(str(value))

    def sees(self, *texts: str) -> None:
        """Each text is on the page, whatever its spaces: ours do not break."""
        shown = plain(self.page.locator("body").inner_text())
        for text in texts:
            assert plain(text) in shown, f"{self.name} does not read « {text} » at {self.page.url}:\n{shown}"

    def download(self, name: str) -> bytes:
        """The file behind a link, asked for with this person's session."""
        link = self.control(name)
        return self.fetch(link.get_attribute("href") or "")

    def fetch(self, address: str) -> bytes:
        answer = self.context.request.get(self.site.url + address if address.startswith("/") else address)
        assert answer.status == 200, f"{address}: {answer.status}"
        return answer.body()


class Site:
    """The product as the world meets it: an address, a browser, an SMTP server where its mails arrive."""

    def __init__(self, url: str, browser: Any, mails: Any, folder: Path) -> None:
        self.url, self.browser, self.mails, self.folder = url, browser, mails, folder
        self.eyes = Eyes()
        self.people: list[Person] = []

    def visitor(self, name: str = "a visitor", **options: Any) -> Person:
        size = {"width": WIDTHS[0], "height": HEIGHT}
        context = self.browser.new_context(
            viewport=size, locale=f"{get_language()}-FR", timezone_id="Europe/Paris", **options
        )
        self.people.append(Person(self, name, context))
        return self.people[-1]

    def person(self, user: Any, **options: Any) -> Person:
        """Someone already logged in: the session of a login that Django made."""
        someone = self.visitor(str(user), **options)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        someone.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.url}])
        return someone

    def deliver(self) -> None:
        """What the workers do, here and now: notices, mails, papers."""
        outbox.drain()

    def finish(self, failed: bool) -> None:
        """Close everyone's window; a photograph of each when something went wrong."""
        faults = [f"{someone.name}: {fault}" for someone in self.people for fault in someone.faults]
        for number, someone in enumerate(self.people):
            if (failed or someone.faults) and not someone.page.is_closed():
                self.folder.mkdir(parents=True, exist_ok=True)
                someone.page.screenshot(path=self.folder / f"{number}-{slug(someone.name)}.png", full_page=True)
            someone.context.close()
        self.people.clear()
        assert not faults, "\n".join(dict.fromkeys(faults))


def slug(name: str) -> str:
    return re.sub(r"\W+", "-", name.lower()).strip("-")


@contextmanager
def offline(someone: Person) -> Iterator[None]:
    """The line is cut, then comes back."""
    someone.silent = True
    someone.context.set_offline(True)
    try:
        yield
    finally:
        someone.context.set_offline(False)
        sleep(0.2)  # what the console says of the cut arrives
        someone.silent = False
