"""What the HTML of a page says before any browser shows it: faults that need no screen, and what it is made of.

Every page that is read is judged by `faults`. `covering` chooses those that a browser must show: so many that each
element was seen on one of them inside the same two elements around it. Elements are the same when they have the same
tag, class, role, type, the same attributes that accessibility speaks of, and both say something or nothing; a row is
also known by the number of its cells; a script and a stylesheet by its address. What scripts take hold of (`lively`)
is on pages that the browser loads from the server.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from lxml import html as parser

from .seen import Seen

AROUND = 3  # an element, what it stands in, and what that stands in
SAID = ("class", "type", "role", "lang", "scope", "tabindex")  # by what they say
PRESENT = {
    "disabled", "alt", "href", "for", "title", "hidden", "required", "multiple", "colspan", "open", "checked",
    "readonly",
}  # fmt: skip
CONTROLS = "//input[not(@type='hidden' or @type='submit' or @type='button')] | //select | //textarea"
TITLE = re.compile(r"^\S.{3,} – \S")


def tree(html: str) -> Any:
    return parser.document_fromstring(html)


def own(element: Any) -> str:
    """An element, whatever it says."""
    said = [element.get(name, "") for name in SAID]
    present = sorted(name for name in element.attrib if name in PRESENT or name.startswith("aria-"))
    empty = not len(element) and not (element.text or "").strip()
    cells = len(element) if element.tag == "tr" else 0
    address = element.get("src") or element.get("href") if element.tag in ("script", "link") else ""
    return "|".join([element.tag, *said, *present, str(cells), str(empty), address or ""])


def elements(page: Any, around: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Each element of a page with those around it; a drawing and the options of a list are no elements of their own."""
    if not isinstance(page.tag, str) or page.tag in ("svg", "option"):
        return
    here = (*around, own(page))[-AROUND:]
    yield here
    for child in page:
        yield from elements(child, here)


def lively(page: Any) -> Iterator[tuple[str, ...]]:
    """The scripts of a page, and the elements that they find by their attributes."""
    for element in page.iter("*"):
        hooks = sorted(name for name in element.attrib if name.startswith(("data-", "hx-")) and name != "data-label")
        if element.tag == "script" or hooks:
            yield "lively", element.tag, element.get("src", ""), element.get("type", ""), *hooks


def covering(made: dict[Any, set[Any]], seen: Seen) -> Iterator[Any]:
    """Keys of `made` that together have all that was not seen yet; at each turn the one with most that is missing."""
    everything = set().union(*made.values())
    while left := seen.missing(everything):
        best = max(made, key=lambda key: len(made[key] & left))
        if seen.take(made[best]):
            yield best


def faults(page: Any, lang: str = "fr") -> Iterator[str]:
    """What no layout can mend."""
    if (titles := len(page.xpath("//h1"))) != 1:
        yield f"{titles} h1"
    title = " ".join((page.findtext(".//title") or "").split())
    if not TITLE.match(title):
        yield f"title « {title} »"
    if page.get("lang") != lang:
        yield f"language « {page.get('lang')} »"
    if len(page.xpath("//main")) != 1:
        yield "not one main"
    ids = page.xpath("//@id")
    if twice := {one for one in ids if ids.count(one) > 1}:
        yield f"twice the same id: {', '.join(sorted(twice))}"
    for before, after in pairwise(page.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")):
        if int(after.tag[1]) > int(before.tag[1]) + 1:
            yield f"{before.tag} is followed by {after.tag}: {shown(after)}"
    for element in page.xpath("//*[@style or @*[starts-with(name(), 'on')]] | //style | //script[not(@src)]"):
        if element.tag != "script" or element.get("type") != "application/json":
            yield f"inline: {shown(element)}"
    yield from nameless(page)


def nameless(page: Any) -> Iterator[str]:
    """Pictures without another text, controls without a label, links and buttons that say nothing."""
    for picture in page.xpath("//img[not(@alt)]"):
        yield f"no alt: {shown(picture)}"
    labelled = set(page.xpath("//label/@for"))
    for control in page.xpath(CONTROLS):
        if control.get("id") not in labelled and not control.xpath("ancestor::label") and not named(control):
            yield f"no label: {shown(control)}"
    for control in page.xpath("//button | //a[@href] | //summary"):
        if not control.text_content().strip() and not named(control) and not control.xpath(".//img[@alt!='']"):
            yield f"no name: {shown(control)}"


def named(element: Any) -> bool:
    return any(element.get(name, "").strip() for name in ("aria-label", "aria-labelledby", "title"))


def shown(element: Any) -> str:
    return " ".join(parser.tostring(element, encoding="unicode", with_tail=False).split())[:160]
