"""A whole act with the keyboard alone: Tab to what one wants, Space or Enter to take it, and see where one is."""

import pytest

from funding.models import Application
from tests import cast as casting

MOST = 120  # Tab presses before one gives up


@pytest.fixture
def cast(site):
    return casting.play()


class Keyboard:
    """Someone who has no mouse. Each stop of Tab shows and lies under nothing (WCAG 2.4.7, 2.4.11)."""

    def __init__(self, someone):
        self.someone, self.page = someone, someone.page

    def reach(self, name, *, role=None):
        """Tab until the focus is on what has this name."""
        for _press in range(MOST):
            self.page.keyboard.press("Tab")
            here = self.page.evaluate("() => trameHere()")
            assert here["shown"], f"the focus does not show on {here}"
            assert not here["covered"], f"the focus is hidden under something on {here}"
            if name in here["name"] and (role is None or here["role"] == role):
                return here
        raise AssertionError(f"Tab never reaches « {name} » at {self.page.url}")

    def enter(self, name, **where):
        self.reach(name, **where)
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")
        self.someone.look()

    def tick(self, name):
        self.reach(name)
        self.page.keyboard.press("Space")


def test_submit_an_application(site, cast):
    draft = casting.application(cast)
    mayor = site.person(cast.mayor)
    mayor.open(f"/dossiers/{draft.handle}/relire/")
    keys = Keyboard(mayor)
    keys.page.keyboard.press("Tab")
    assert keys.page.evaluate("() => trameHere()")["name"] == "Aller au contenu"
    keys.page.keyboard.press("Enter")
    keys.enter("Déposer le dossier")
    keys.tick("Je certifie")
    keys.enter("Déposer le dossier", role="BUTTON")
    mayor.sees("LIT-2026-0001")
    assert Application.objects.get(pk=draft.pk).state == "submitted"


def test_sign_a_decision(site, cast):
    file = casting.proposed(cast)
    signatory = site.person(cast.signatory)
    signatory.open("/decisions/")
    keys = Keyboard(signatory)
    keys.enter(file.title)
    keys.enter("Signer l’attribution")
    keys.tick("J’ai relu le projet")
    keys.enter("Signer l’attribution", role="BUTTON")
    signatory.sees("C’est fait")
    assert Application.objects.get(pk=file.pk).state == "awarded"
