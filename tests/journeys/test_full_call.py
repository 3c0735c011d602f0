"""A full call: 48 files, twelve reviewers, two colleges, one session, one batch of decisions.

What a peer needs to decide and send for any number of files is five steps (mark, save as pending, apply, check the
outbox, send). Ours, from the signed minutes to the letters: read the refusals, keep them and draw up every project;
then read the pile, tick, sign. Each letter may be opened before the last of them.
"""

from datetime import timedelta
from decimal import Decimal

import pytest

from funding.models import AgendaItem, AssignmentPlan, CommitteeSession, Decision, Review, SigningAct
from tests import cast as casting
from tests.words import plain
from workflows import clock
from workflows.models import Message

from . import call_of_48 as whole
from .grant_applying import text_of

BEFORE = ("mail", "paper")
RESERVE = 10
ENVELOPE = whole.DEAREST + 29 * whole.AID


@pytest.fixture
def cast(site, eyes):
    eyes.brief = True
    yield casting.play()
    eyes.brief = False


def test_48_files_from_the_assignment_to_the_letters(site, cast):
    files = whole.opened(cast)
    assign(site, cast, files)
    for person in (cast.reviewer, cast.second_reviewer):
        score(site, person)
    whole.assessed(cast, files)
    session = convene(site, cast)
    sit(site, cast, session)
    sign_the_minutes(site, cast, session)
    since, presses = whole.last_effect(), []
    draw_up(site, cast, session, since, presses)
    act = sign(site, cast, since, presses)
    assert presses == [
        "Relire les refus", "Enregistrer et préparer les 48 projets", "Relire et signer les 46", "J’ai relu",
        "Signer ces 46 décisions",
    ]  # fmt: skip
    closed_meanwhile(site, cast, act, since)
    the_two_others(site, cast, since)
    assert whole.disagreements(cast.call) == []
    read(site, cast, files[0])


def assign(site, cast, files):
    """Proposed for the whole call, sent in one act; the workers do the rest without the page."""
    officer = site.person(cast.officer)
    officer.open(f"/appels/{cast.call.code}/affectation/")
    officer.fill(wanted="2")
    officer.press("Proposer")
    officer.sees("96 évaluations proposées")
    officer.press("Envoyer à tous")
    officer.page.close()
    whole.deliver(0, BEFORE)
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


# The session


def convene(site, cast):
    secretary = site.person(cast.officer)
    secretary.open(f"/seances/nouvelle/{cast.call.code}/")
    soon = (clock.now() + timedelta(minutes=5)).astimezone(clock.PARIS)
    secretary.fill(
        starts_at=f"{soon:%Y-%m-%dT%H:%M:%S}", place="Salle Oural", envelope=str(ENVELOPE), quorum="4",
        quorum_experts="2", quorum_administration="1",
    )  # fmt: skip
    secretary.press("Créer la séance")
    members = {"chair": "administration", "officer": "administration", "manager": "administration"}
    for name, college in (members | dict.fromkeys(("reviewer", "second_reviewer", "r3", "r4"), "experts")).items():
        secretary.press("Ajouter un membre")
        function = {"chair": "chair", "officer": "secretary"}.get(name, "member")
        secretary.fill(email=getattr(cast, name).email, college=college, function=function)
        if name == "officer":
            secretary.page.locator("main [name=may_vote]").uncheck()
        secretary.press("Ajouter un membre")
    secretary.press("Inscrire des dossiers")
    secretary.fill(everything=True)
    secretary.press("Inscrire des dossiers")
    secretary.press("Convoquer le comité")
    secretary.press("Convoquer le comité")
    secretary.sees("Convoquée", "sur 48 examinés")
    whole.deliver(whole.last_effect() - 20, BEFORE)
    return CommitteeSession.objects.get()


def sit(site, cast, session):
    """Each on their own device; two files are voted on, the ranking settles the others."""
    chair, reviewer, second = (site.person(who) for who in (cast.chair, cast.reviewer, cast.second_reviewer))
    for someone in (chair, reviewer, second):
        someone.open(session.get_absolute_url())
        someone.press("Je suis présent")
    secretary = site.person(cast.officer)
    secretary.open(session.get_absolute_url())
    secretary.press("Noter des arrivées")
    for name in ("officer", "manager", "r3", "r4"):
        secretary.page.get_by_label(getattr(cast, name).full_name).check()
    secretary.press("Noter des arrivées")
    chair.open(session.get_absolute_url())
    chair.press("Ouvrir la séance")
    best, second_best, *others = by_rank(session)
    unscored = (item for item in others if not item.application.reviews.filter(reviewer=cast.second_reviewer).exists())
    step_aside(second, session, next(unscored))
    vote(cast, chair, reviewer, best, {"outcome": "favourable", "amount": f"{best.proposed}"})
    secret = {"outcome": "conditional", "amount": "20 000", "conditions": "Fournir le bail signé.", "secret": True}
    vote(cast, chair, reviewer, second_best, secret)
    try_another_envelope(secretary, session)
    chair.open(session.get_absolute_url())
    chair.press("Arrêter le classement")
    chair.fill(reserve=str(RESERVE), consent=True)
    chair.press("Arrêter le classement")
    chair.sees("48 sur 48 examinés", "tout a un avis")
    chair.press("Clore la séance")
    chair.press("Clore la séance")
    chair.sees("Tout est figé")


def by_rank(session):
    from funding.deliberation import Deliberation

    sitting = Deliberation(CommitteeSession.objects.get(pk=session.pk))
    return [sitting.item_at(place) for place in sitting.places]


def at(session, item):
    return f"{session.get_absolute_url()}?item={item.pk}"


def step_aside(someone, session, item):
    someone.open(at(session, item))
    someone.press("Me déporter")
    someone.fill(reason="Un proche y travaille.")
    someone.press("Me déporter")
    someone.sees("déport")
    assert item.application.title not in someone.page.content()


def vote(cast, chair, reviewer, item, motion):
    chair.open(at(item.session, item))
    chair.press("Mettre aux voix")
    chair.fill(**motion)
    chair.press("Mettre aux voix")
    for someone in (reviewer, chair):
        someone.open(at(item.session, item))
        someone.page.locator("#vote-for").click()
        someone.page.locator(".ps-check-lg", has_text="a voté").first.wait_for()
    for name in ("manager", "r3", "r4"):
        AgendaItem.objects.get(pk=item.pk).vote(by=getattr(cast, name), choice="against" if name == "r4" else "for")
    chair.open(at(item.session, item))
    chair.press("Clore le vote")
    chair.sees("4 pour, 1 contre", "adoptée")


def try_another_envelope(someone, session):
    """The line is where the envelope ends; it moves with the slider, and the session keeps its own."""
    page = someone.open(f"/seances/{session.pk}/classement/")
    assert lines_above(page) == 30
    page.locator("input[type=range]").fill("41000")
    page.wait_for_function("() => document.querySelector('#ranking tbody tr:nth-child(3)').classList.contains('line')")
    assert CommitteeSession.objects.get().envelope == ENVELOPE


def lines_above(page):
    rows = page.locator("#ranking tbody tr")
    return next(n for n, row in enumerate(rows.all()) if "line" in (row.get_attribute("class") or "").split())


def sign_the_minutes(site, cast, session):
    for who, name in ((cast.officer, "Signer le procès-verbal (secrétariat)"), (cast.chair, "Signer le procès-verbal")):
        someone = site.person(who)
        someone.open(session.get_absolute_url())
        someone.press(name, exact=True)
        someone.fill(consent=True)
        someone.press(name, exact=True)
    outcomes = list(AgendaItem.objects.values_list("outcome", flat=True))
    counted = {name: outcomes.count(name) for name in set(outcomes)}
    assert counted == {"favourable": 29, "conditional": 1, "reserve": RESERVE, "unfavourable": 8}
    spent = sum(item.amount for item in AgendaItem.objects.all())
    assert spent == ENVELOPE - 1_000 and spent <= Decimal(ENVELOPE)


# From the minutes to the letters: `presses` counts what a person presses on the way


def draw_up(site, cast, session, since, presses):
    officer = site.person(cast.officer)
    officer.open("/accueil/")
    officer.press("Préparer les décisions de la séance")
    officer.sees("8 refus attendent d’être relus", "40 projets prêts")
    pressed(officer, presses, "Relire les refus")
    pressed(officer, presses, "Enregistrer et préparer les 48 projets")
    officer.page.close()
    whole.deliver(since, BEFORE)
    assert Decision.objects.filter(signed_at=None).count() == 48
    officer.page = officer.tab()
    officer.open(f"/seances/{session.pk}/decisions/")
    officer.sees("Projet préparé le")


def pressed(someone, presses, name):
    presses.append(name)
    return someone.press(name)


def sign(site, cast, since, presses):
    """What is beyond the delegation is aside by itself; one more is put aside with a word; the rest is one act."""
    signatory = site.person(cast.signatory)
    signatory.open("/decisions/a-signer/")
    signatory.sees("47 décisions prêtes", "De côté", "Au-dessus de votre plafond")
    assert "Projet non signé" in text_of(signatory.download("Aperçu"))
    signatory.press("Relire et signer les 47")
    signatory.page.get_by_text("Mettre de côté").first.click()
    signatory.page.locator("main [name=note]").first.fill("À revoir avec la région")
    signatory.press("Mettre de côté")
    signatory.sees("À revoir avec la région")
    pressed(signatory, presses, "Relire et signer les 46")
    presses.append("J’ai relu")
    signatory.fill(consent=True)
    pressed(signatory, presses, "Signer ces 46 décisions")
    signatory.sees("0 sur 46")
    return SigningAct.objects.get()


def closed_meanwhile(site, cast, act, since):
    """The browser is closed; one comes back to how far it has come, then to the end of it."""
    signatory = next(someone for someone in site.people if someone.name == str(cast.signatory))
    signatory.page.close()
    assert whole.deliver(since, (*BEFORE, "notice", "then"), most=20) == 20
    signatory.page = signatory.tab()
    signatory.open("/decisions/a-signer/")
    signatory.press("Voir où elle en est")
    signatory.sees("20 sur 46", "Courriers établis : 0 sur 20")
    whole.deliver(since)
    signatory.open(f"/signatures/{act.pk}/")
    signatory.sees("46 sur 46", "Courriers établis : 46 sur 46")


def the_two_others(site, cast, since):
    """The one put aside is taken up again; the one beyond the ceiling is somebody else's to sign."""
    signatory = site.person(cast.signatory)
    signatory.open("/decisions/a-signer/")
    signatory.press("Reprendre")
    for someone in (signatory, site.person(cast.director)):
        someone.open("/decisions/a-signer/")
        someone.press("Relire et signer")
        someone.fill(consent=True)
        someone.press("Signer cette décision")
        whole.deliver(since)


def read(site, cast, file):
    """One of the forty-eight, told and served."""
    assert Message.objects.filter(to=cast.holder, notice="awarded").count() == 30
    assert "70 000,00 €" in plain(site.mails.about(cast.holder, file.title))
    holder = site.person(cast.holder)
    holder.open(file.get_absolute_url())
    letter = text_of(holder.download("Décision attributive"))
    assert Decision.objects.get(application=file.pk).number in letter and "Projet non signé" not in letter
