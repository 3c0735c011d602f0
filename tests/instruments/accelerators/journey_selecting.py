"""Until the admission: an accelerator is accredited and opens its cohort, its call is published, a town applies; two
agents mark the first grid, two citizens their own, both colleges sit and vote, the authority signs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse

from funding.instruments.accelerators.models import Cohort, Node, Place
from funding.models import AgendaItem, Application, CommitteeSession
from tests.instruments import spine
from tests.instruments.accelerators import world
from workflows import clock

CODE, TITLE = "ACC-2026", "Le guichet qui roule"


def open_the_network(site: Any, cast: Any, lab: Any) -> None:
    """The manager writes the call and accredits; the accelerator's head opens the cohort that the call fills."""
    manager = spine.person(site, cast.manager)
    spine.programme(manager, cast, "accelerators", "Réseau national d’accélérateurs publics", 1)
    cast.call = spine.draft_call(manager, CODE, "Appel du Labo de la Brie")
    manager.open(f"/gestion/appels/{CODE}/grille/")
    manager.fill(reviews_wanted="2", with_shortlist=True)
    manager.press("Enregistrer et continuer")
    manager.open("/accelerateurs/reseau/nouveau/")
    manager.fill(
        programme=cast.call.programme_id, organisation=lab.pk, name="Labo de la Brie", departments="77",
        summary="On y accompagne des projets.", themes="mobilité, jeunesse", capacity="2", email="labo@exemple.fr",
        accredited_from="2026-01-05", accreditation="Arrêté n° 7",
    )  # fmt: skip
    manager.press("Enregistrer")
    manager.sees("L’accélérateur entre dans le réseau", "Seine-et-Marne")
    open_the_cohort(site, cast)
    manager.open(f"/gestion/appels/{CODE}/")
    manager.press("Accélérateur et promotion")
    manager.fill(node=cast.node.pk, cohort=cast.cohort.pk, administration_quorum="1", citizens_quorum="2")
    manager.press("Enregistrer")
    spine.publish(manager, CODE)
    visitor = site.visitor()
    visitor.open("/accelerateurs/")
    visitor.sees("Labo de la Brie", "Appel du Labo de la Brie")


def open_the_cohort(site: Any, cast: Any) -> None:
    head = spine.person(site, cast.head)
    head.open(Node.objects.get().get_absolute_url())
    head.press("Ouvrir une promotion")
    days = {"starts_on": day(10), "ends_on": day(200)}
    head.fill(name="Promotion 1", capacity="2", hour_price="90", **days)
    head.press("Ouvrir la promotion")
    head.sees("La promotion est ouverte")
    spine.behold(head)
    cast.node, cast.cohort = Node.objects.get(), Cohort.objects.get()


def day(days: int) -> str:
    return f"{clock.today() + timedelta(days=days)}"


def apply(site: Any, cast: Any) -> Application:
    holder, said = spine.person(site, cast.holder), world.ANSWERS
    handle = spine.begin(holder, cast.call, TITLE, months=6)
    spine.answer(holder, **{name: said[name] for name in ("problem", "public", "interest")})
    spine.answer(holder, **{name: said[name] for name in ("maturity", "tried", "team")})
    spine.answer(holder, needs=said["needs"])
    spine.attach(holder, "Présentation du projet")
    return spine.submit(spine.person(site, cast.mayor), handle)


def assess(site: Any, cast: Any, file: Application) -> None:
    """Agents first, then citizens: each college reads its own criteria."""
    officer, chair = spine.person(site, cast.officer), spine.person(site, cast.chair)
    spine.admit(officer, file)
    agents = [spine.person(site, cast.reviewer), spine.person(site, cast.second_reviewer)]
    spine.assign(officer, file, cast.reviewer, cast.second_reviewer)
    for agent in agents:
        spine.score(agent, file)
    chair.open(file.get_absolute_url())
    spine.act(chair, "Présélectionner")
    spine.deliver()
    citizens = [spine.person(site, cast.citizen), spine.person(site, cast.second_citizen)]
    spine.assign(officer, file, cast.citizen, cast.second_citizen)
    for citizen in citizens:
        spine.score(citizen, file)
    officer.open(file.get_absolute_url())
    spine.act(officer, "Ouvrir l’instruction approfondie")
    spine.deliver()


def convene(site: Any, cast: Any) -> CommitteeSession:
    """Two colleges, each with its own quorum."""
    officer = spine.person(site, cast.officer)
    officer.open(reverse("funding:committee_new", args=[CODE]))
    soon = (clock.now() + timedelta(minutes=5)).astimezone(clock.PARIS)
    officer.fill(starts_at=f"{soon:%Y-%m-%dT%H:%M:%S}", place="Salle Oural", quorum="3")
    officer.fill(quorum_administration="1", quorum_citizens="2")
    officer.press("Créer la séance")
    for person, college, function in (
        (cast.chair, "administration", "chair"), (cast.citizen, "citizens", "member"),
        (cast.second_citizen, "citizens", "member"), (cast.officer, "administration", "secretary"),
    ):  # fmt: skip
        officer.press("Ajouter un membre")
        officer.fill(email=person.email, college=college, function=function)
        if function == "secretary":
            officer.page.get_by_label("A une voix délibérative").uncheck()
        officer.press("Ajouter un membre")
    officer.press("Inscrire des dossiers")
    officer.fill(everything=True)
    officer.press("Inscrire des dossiers")
    spine.act(officer, "Convoquer le comité")
    officer.sees("Convoquée")
    spine.deliver()
    return CommitteeSession.objects.get()


def sit(site: Any, cast: Any, session: CommitteeSession) -> None:
    chair, one, other = (spine.person(site, who) for who in (cast.chair, cast.citizen, cast.second_citizen))
    for someone in (chair, one, other):
        someone.open(session.get_absolute_url())
        someone.press("Je suis présent")
    chair.open(session.get_absolute_url())
    chair.press("Ouvrir la séance")
    chair.open(f"{session.get_absolute_url()}?item={AgendaItem.objects.get().pk}")
    spine.act(chair, "Mettre aux voix", outcome="favourable")
    for someone in (one, other, chair):
        someone.page.locator("#vote-for").click()
        someone.page.locator("#vote-for[aria-pressed=true]").or_(someone.page.get_by_text("Vous avez voté")).wait_for()
    chair.press("Clore le vote")
    chair.sees("3 pour, 0 contre", "adoptée")
    spine.act(chair, "Clore la séance")
    chair.sees("Tout est figé")
    for who, label in (
        (cast.officer, "Signer le procès-verbal (secrétariat)"),
        (cast.chair, "Signer le procès-verbal"),
    ):
        someone = spine.person(site, who)
        someone.open(session.get_absolute_url())
        someone.press(label, exact=True)
        someone.fill(consent=True)
        someone.press(label, exact=True)
    spine.deliver()


def admit(site: Any, cast: Any, file: Application) -> Place:
    officer, signatory = spine.person(site, cast.officer), spine.person(site, cast.signatory)
    officer.open(file.get_absolute_url())
    spine.act(officer, "Proposer une décision", kind="award", reasons="Le besoin est établi.")
    spine.sign(signatory, file, "Signer l’admission")
    return Place.objects.get()
