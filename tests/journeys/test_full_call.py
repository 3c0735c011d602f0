"""A full call: 48 files, twelve reviewers, two colleges, one session, one batch of decisions.

What a peer needs to decide and send for any number of files is five steps (mark, save as pending, apply, check the
outbox, send). Ours, from the signed minutes to the letters: read the refusals, keep them and draw up every project;
then read the pile, tick, sign. Each letter may be opened before the last of them.
"""

import pytest

from funding.models import AssignmentPlan, Review
from tests import cast as casting

from . import call_deciding as deciding
from . import call_of_48 as whole
from . import call_sitting as sitting


@pytest.fixture
def cast(site, eyes):
    eyes.brief = True
    yield casting.play()
    eyes.brief = False


@pytest.mark.slow
def test_48_files_from_the_assignment_to_the_letters(site, cast):
    files = whole.opened(cast)
    assign(site, cast, files)
    for person in (cast.reviewer, cast.second_reviewer):
        score(site, person)
    whole.assessed(cast, files)
    session = sitting.convene(site, cast)
    sitting.sit(site, cast, session)
    sitting.sign_the_minutes(site, cast, session)
    since, presses = whole.last_effect(), []
    deciding.draw_up(site, cast, session, since, presses)
    act = deciding.sign(site, cast, since, presses)
    assert presses == [
        "Relire les refus", "Enregistrer et préparer les 48 projets", "Relire et signer les 46", "J’ai relu",
        "Signer ces 46 décisions",
    ]  # fmt: skip
    deciding.closed_meanwhile(site, cast, act, since)
    deciding.the_two_others(site, cast, since)
    assert whole.disagreements(cast.call) == []
    deciding.read(site, cast, files[0])


def assign(site, cast, files):
    """Proposed for the whole call, sent in one act; the workers do the rest without the page."""
    officer = site.person(cast.officer)
    officer.open(f"/appels/{cast.call.code}/affectation/")
    officer.fill(wanted="2")
    officer.press("Proposer")
    officer.sees("96 évaluations proposées")
    officer.press("Envoyer à tous")
    officer.page.close()
    whole.deliver(0, ("mail", "paper"))
    officer.page = officer.tab()
    officer.open(f"/appels/{cast.call.code}/affectation/")
    officer.sees("48 dossiers affectés sur 48")
    plan = AssignmentPlan.objects.get()
    assert not plan.rows.filter(application=files[20], reviewer=cast.r3).exists()
    loads = [plan.rows.filter(reviewer=person).count() for person in Review.objects.values_list("reviewer").distinct()]
    assert sorted(loads) == [8] * 12


def score(site, who):
    """Declared, scored, handed in: the next file of the pile comes by itself. A second one is kept for later."""
    reviewer = site.person(who)
    reviewer.open("/evaluations/")
    reviewer.sees("8 évaluations à rendre")
    reviewer.go(reviewer.page.locator("table").first.locator("tbody a").first)
    begin(reviewer)
    reviewer.press("Remettre et suivant")
    begin(reviewer)
    reviewer.press("Enregistrer et suivant")
    reviewer.sees("Avant de lire ce dossier")
    reviewer.open("/evaluations/")
    reviewer.sees("7 évaluations à rendre", "Commencée")


def begin(reviewer):
    reviewer.fill(no_interest=True)
    reviewer.press("Déclarer et ouvrir le dossier")
    for mark in reviewer.page.locator("input[type=radio][value='4']").all():
        mark.check()
    reviewer.fill(opinion="Un projet clair.")
