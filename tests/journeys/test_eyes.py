"""The eyes see: a page with one fault of each sort is reported, each by its name; the same page mended is not."""

import pytest

GOOD = """<!doctype html><html lang="fr"><head><title>Une page – Trame</title></head>
<body><main id="c"><h1>Une page</h1>
<p>Du texte.</p><button type="button">Faire</button></main></body></html>"""
FAULTS = {
    "0 h1": ("<h1>Une page</h1>", ""),
    "title": ("<title>Une page – Trame</title>", "<title>x</title>"),
    "twice the same id": ("<p>Du texte.</p>", '<p id="c">Du texte.</p>'),
    "out of order": ("<button ", '<button tabindex="3" '),
    "not reached by Tab": ("<button ", '<button tabindex="-1" '),
    "focus does not show": ("<button ", '<button style="outline: none; box-shadow: none" '),
    "320 px: scrolls sideways": ("<p>Du texte.</p>", '<p style="width: 500px">Du texte.</p>'),
    "axe button-name": (">Faire<", "><"),
    "axe color-contrast": ("<p>", '<p style="color: #bbb; background: #fff">'),
}


def seen(site, html):
    visitor = site.visitor()
    visitor.page.set_content(html)
    return "\n".join(site.eyes.faults(visitor.page))


@pytest.fixture
def site(site):
    """Each of these pages is looked at, though it is built like the one before."""
    known, site.eyes.seen = site.eyes.seen, set()
    yield site
    site.eyes.seen = known


def test_a_good_page_has_no_fault(site):
    assert seen(site, GOOD) == ""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_seen(site, fault):
    old, new = FAULTS[fault]
    assert old in GOOD
    assert fault in seen(site, GOOD.replace(old, new))


def test_what_runs_off_a_page_that_is_shown_and_not_loaded_is_seen(site):
    visitor = site.visitor()
    visitor.open("/aide/")
    visitor.page.evaluate("(html) => trameShow(html)", GOOD)
    assert visitor.page.evaluate("() => trameSideways()") == []
    wide = GOOD.replace("Du texte.", '<b class="text-nowrap">' + "Du texte. " * 90 + "</b>")
    visitor.page.evaluate("(html) => trameShow(html)", wide)
    assert visitor.page.evaluate("() => trameSideways()") == []  # without a sheet of style the words go on below
    wide = wide.replace("<title>", '<link rel="stylesheet" href="/static/vendor/bootstrap.min.css"><title>')
    visitor.page.evaluate("(html) => trameShow(html)", wide)
    assert "scrolls sideways" in visitor.page.evaluate("() => trameSideways()")[0]


def test_the_console_is_heard(site):
    visitor = site.visitor()
    visitor.open("/aide/")
    visitor.page.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    visitor.page.evaluate("() => { setTimeout(() => { throw new Error('no') }) }")
    visitor.page.wait_for_timeout(300)
    heard, visitor.faults = " ".join(visitor.faults), []
    assert "Content Security Policy" in heard
    assert "script error" in heard
