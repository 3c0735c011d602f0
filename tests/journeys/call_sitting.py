"""The session of a full call: convened with two colleges, held on each one's own device, closed, its minutes signed."""

from datetime import timedelta
from decimal import Decimal

from funding.deliberation import Deliberation
from funding.models import AgendaItem, CommitteeSession
from tests import sitting
from workflows import clock

from . import call_of_48 as whole

RESERVE = 10
ENVELOPE = whole.DEAREST + 29 * whole.AID


def convene(site, cast):
    secretary = site.person(cast.officer)
    secretary.open(f"/seances/nouvelle/{cast.call.code}/")
    soon = (clock.now() + timedelta(minutes=5)).astimezone(clock.PARIS)
    secretary.fill(
        starts_at=f"{soon:%Y-%m-%dT%H:%M:%S}", place="Salle Oural", envelope=str(ENVELOPE), quorum="4",
        quorum_experts="2", quorum_administration="1",
    )  # fmt: skip
    secretary.press("Créer la séance")
    session = CommitteeSession.objects.get()
    secretary.press("Ajouter un membre")
    secretary.fill(email=cast.chair.email, college="administration", function="chair")
    secretary.press("Ajouter un membre")
    sitting.seat(session, cast, "officer", "administration", "secretary", may_vote=False)
    sitting.seat(session, cast, "manager", "administration")
    for name in ("reviewer", "second_reviewer", "r3", "r4"):
        sitting.seat(session, cast, name, "experts")
    secretary.press("Inscrire des dossiers")
    secretary.fill(everything=True)
    secretary.press("Inscrire des dossiers")
    secretary.press("Convoquer le comité")
    secretary.press("Convoquer le comité")
    secretary.sees("Convoquée", "sur 48 examinés")
    secretary.page.close()
    return CommitteeSession.objects.get()


def sit(site, cast, session):
    """Each on their own device; two files are voted on, the ranking settles the others."""
    chair, reviewer, second = (arrive(site, who, session) for who in (cast.chair, cast.reviewer, cast.second_reviewer))
    chair.press("Noter des arrivées")
    for name in ("officer", "manager", "r3", "r4"):
        chair.page.get_by_label(getattr(cast, name).full_name).check()
    chair.press("Noter des arrivées")
    chair.press("Ouvrir la séance")
    best, second_best, *others = by_rank(session)
    unscored = (item for item in others if not item.application.reviews.filter(reviewer=cast.second_reviewer).exists())
    step_aside(second, session, next(unscored))
    vote(cast, chair, reviewer, best, {"outcome": "favourable", "amount": f"{best.proposed}"})
    secret = {"outcome": "conditional", "amount": "20 000", "conditions": "Fournir le bail signé.", "secret": True}
    vote(cast, chair, reviewer, second_best, secret)
    reviewer.page.close()
    try_another_envelope(chair, session)
    chair.open(session.get_absolute_url())
    chair.press("Arrêter le classement")
    chair.fill(reserve=str(RESERVE), consent=True)
    chair.press("Arrêter le classement")
    chair.sees("48 sur 48 examinés", "tout a un avis")
    chair.press("Clore la séance")
    chair.press("Clore la séance")
    chair.sees("Tout est figé")


def arrive(site, who, session):
    someone = site.person(who)
    someone.open(session.get_absolute_url())
    someone.press("Je suis présent")
    return someone


def by_rank(session):
    held = Deliberation(CommitteeSession.objects.get(pk=session.pk))
    return [held.item_at(place) for place in held.places]


def at(session, item):
    return f"{session.get_absolute_url()}?item={item.pk}"


def step_aside(someone, session, item):
    someone.open(at(session, item))
    someone.press("Me déporter")
    someone.fill(reason="Un proche y travaille.")
    someone.press("Me déporter")
    someone.sees("déport")
    assert item.application.title not in someone.page.content()
    someone.page.close()


def vote(cast, chair, reviewer, item, motion):
    chair.open(at(item.session, item))
    chair.press("Mettre aux voix")
    chair.fill(**motion)
    chair.press("Mettre aux voix")
    reviewer.page.locator("#vote-for").wait_for()  # the proposal came by itself
    for name in ("manager", "r3", "r4"):
        AgendaItem.objects.get(pk=item.pk).vote(by=getattr(cast, name), choice="against" if name == "r4" else "for")
    for someone in (reviewer, chair):
        someone.page.locator("#vote-for").click()
        someone.page.locator("#vote-for[aria-pressed=true]").or_(someone.page.get_by_text("Vous avez voté")).wait_for()
    chair.press("Clore le vote")
    chair.sees("4 pour, 1 contre", "adoptée")
    reviewer.page.locator("#vote-for").wait_for(state="detached")  # the next proposal is another, not this one still


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
