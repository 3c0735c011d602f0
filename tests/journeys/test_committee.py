"""A committee in session, each member before their own screen: what one does, the others see without reloading."""

from decimal import Decimal

import pytest

from funding.models import CommitteeSession
from tests import cast as casting
from tests import sitting
from tests.browser import offline
from tests.papers.reading import words
from tests.words import plain


@pytest.fixture
def cast(site):
    return casting.play()


@pytest.fixture
def session(cast):
    files = [sitting.deliberable(cast, f"Projet {n}", value=5 - n) for n in (1, 2, 3)]
    session = sitting.prepared(cast, files, envelope=Decimal(150_000)).convene(by=cast.manager)
    session.mark_arrivals(by=cast.officer, seats=[seat.pk for seat in session.seats.exclude(user=cast.reviewer)])
    return session


def room(site, user, session):
    someone = site.person(user)
    someone.open(session.get_absolute_url())
    return someone


def shows(someone, text):
    """Comes by itself, without a page being opened."""
    someone.page.locator("#room", has_text=text).wait_for()


def test_members_follow_vote_and_sign(site, cast, session):
    chair, reviewer, officer = (room(site, who, session) for who in (cast.chair, cast.reviewer, cast.officer))
    reviewer.press("Je suis présent")
    chair.press("Ouvrir la séance")
    shows(officer, "Clore la séance")
    chair.press("Mettre aux voix")
    chair.fill(outcome="favourable", amount="60 000,50")
    chair.press("Mettre aux voix")
    shows(reviewer, "Proposition mise aux voix")
    reviewer.sees("60 000,50 €")
    reviewer.page.locator("#vote-for").click()
    reviewer.page.locator("#vote-for[aria-pressed=true]").wait_for()
    shows(chair, "a voté")
    chair.page.locator("#vote-for").click()
    chair.page.locator("#vote-for[aria-pressed=true]").wait_for()
    chair.press("Clore le vote")
    chair.sees("Vote 1 : 2 pour, 0 contre, 0 abstention", "adoptée")
    shows(reviewer, "Favorable")
    chair.press("Arrêter le classement")
    chair.fill(consent=True)
    chair.press("Arrêter le classement")
    chair.press("Clore la séance")
    chair.press("Clore la séance")
    chair.sees("Tout est figé", CommitteeSession.objects.get().fingerprint)
    officer.open(session.get_absolute_url())
    for someone, name in ((officer, "Signer le procès-verbal (secrétariat)"), (chair, "Signer le procès-verbal")):
        someone.open(session.get_absolute_url())
        someone.press(name, exact=True)
        someone.fill(consent=True)
        someone.press(name, exact=True)
    site.deliver()
    chair.open(session.get_absolute_url())
    minutes = plain(words(chair.download("Procès-verbal du comité")))
    for said in ("2 pour, 0 contre", "60 000,50 €", "Lucie Vasseur", "Signé électroniquement"):
        assert said in minutes


def test_a_lost_line_is_said_and_made_up_for(site, cast, session):
    reviewer = room(site, cast.reviewer, session)
    reviewer.press("Je suis présent")
    session = CommitteeSession.objects.get().open(by=cast.chair)
    shows(reviewer, "Projet 1")
    item = session.items.first()
    with offline(reviewer):
        item.put_to_vote(by=cast.chair, outcome="reserve")
        reviewer.page.locator("#lost").wait_for(state="visible")
    shows(reviewer, "Proposition mise aux voix")
    reviewer.page.locator("#lost").wait_for(state="hidden")


def test_a_vote_that_comes_too_late_is_explained(site, cast, session):
    reviewer = room(site, cast.reviewer, session)
    reviewer.press("Je suis présent")
    session = CommitteeSession.objects.get().open(by=cast.chair)
    item = session.items.first()
    item.put_to_vote(by=cast.chair, outcome="reserve")
    shows(reviewer, "Votre vote")
    reviewer.page.evaluate("() => document.getElementById('room').removeAttribute('hx-trigger')")
    CommitteeSession.objects.get().check_out(by=cast.reviewer)
    reviewer.silent = True  # the refusal is said in the console too
    with reviewer.page.expect_navigation():
        reviewer.page.locator("#vote-for").click()
    reviewer.silent = False
    reviewer.sees("Votre présence n’est pas notée")


def test_the_slider_moves_the_line_before_the_eyes(site, cast, session):
    someone = site.person(cast.officer)
    page = someone.open(f"/seances/{session.pk}/classement/")
    line = page.locator("#ranking tr.line")
    assert "150 000" in plain(line.inner_text())
    slider = page.locator("input[type=range]")
    slider.fill("60000")
    page.locator("#ranking tr.line", has_text="60").wait_for()
    page.wait_for_function("() => document.querySelector('#ranking tbody tr').classList.contains('line')")
    slider.fill("210000")
    page.wait_for_function("() => !document.querySelector('#ranking tr.line')")
    assert page.locator("#enveloppe").input_value() == "210000"
    assert CommitteeSession.objects.get().envelope == 150_000
