"""From the place to the last survey: the charter of both, a milestone, the demo day, the certificate, and what is known
of the project six, twelve and twenty-four months later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import translation

from funding.instruments.accelerators.models import Cohort, Place, Survey
from people.models import User
from tests.instruments import spine
from tests.journeys.grant_applying import text_of
from workflows import clock, ticks

from .journey_selecting import TITLE, day

HOSTILE = "<script>alert(1)</script> & « un camion »"


def board_of(cast: Any) -> str:
    return f"/accelerateurs/promotions/{cast.cohort.pk}/"


def enter(site: Any, cast: Any, page: str) -> None:
    """The place accepted, the charter prepared and signed by both."""
    mayor, team, head = (spine.person(site, who) for who in (cast.mayor, cast.team, cast.head))
    mayor.open("/accueil/")
    mayor.sees("Accepter ou refuser votre place")
    mayor.open(page)
    mayor.sees("Une place vous est proposée dans « Promotion 1 »")
    spine.act(mayor, "Accepter la place")
    mayor.sees("L’accélérateur prépare la charte")
    spine.deliver()
    team.open(board_of(cast))
    team.press(TITLE)
    charter = {"aims": "Ouvrir deux guichets.", "support": "Une demi-journée.", "hours": "40"}
    spine.act(team, "Préparer la charte", coach=cast.coach.pk, **charter)
    team.sees("3 600 €")
    spine.deliver()
    mayor.open(page)
    spine.act(mayor, "Signer la charte", quality="Maire", consent=True)
    head.open(page)
    spine.act(head, "Signer la charte pour l’accélérateur", consent=True)
    head.sees("En programme")
    spine.deliver()


def reach_a_milestone(site: Any, cast: Any, page: str) -> None:
    team, holder, coach = (spine.person(site, who) for who in (cast.team, cast.holder, cast.coach))
    team.open(board_of(cast))
    expected = {"expected": "Dix entretiens.", "due_on": day(40)}
    spine.act(team, "Ajouter un jalon commun", title="Usagers rencontrés", **expected)
    holder.open(page)
    holder.press("Remettre le jalon")
    holder.press("Remettre le jalon")  # nothing was written
    holder.fill(evidence=HOSTILE)
    holder.press("Remettre le jalon")
    holder.sees("À examiner", HOSTILE)
    spine.deliver()
    coach.open("/accueil/")
    coach.sees("Examiner le jalon « Usagers rencontrés »")
    coach.open(page)
    spine.act(coach, "Valider le jalon", said="Ce qui est montré est solide.")
    coach.sees("Validé")
    spine.act(coach, "Noter un accompagnement", kind="coaching", hours="3.5", about="Mesurer l’effet")
    coach.sees("315 €")
    spine.behold(coach)
    spine.deliver()
    coach.open(page)
    coach.sees("Compte rendu de jalon")


def show(site: Any, cast: Any, page: str) -> None:
    """The demo day is public; the project is on it once its holder agreed."""
    team, head, holder = (spine.person(site, who) for who in (cast.team, cast.head, cast.holder))
    visitor = site.visitor()
    board, public = board_of(cast), f"/accelerateurs/demonstrations/{cast.cohort.pk}/"
    team.open(board)
    place = {"demo_at": f"{day(60)}T14:00:00", "demo_place": "Mairie"}
    spine.act(team, "Fixer la journée de démonstration", **place, demo_words=HOSTILE)
    team.open(page)
    spine.act(team, "Inscrire à la journée de démonstration", pitched_at="14:30")
    head.open(board)
    spine.act(head, "Publier la journée de démonstration")
    visitor.open(public)
    assert "guichet" not in visitor.page.locator("main").inner_text()  # its holder has not agreed
    holder.open(page)
    spine.act(holder, "Présenter le projet au public", pitch=HOSTILE, shown_publicly=True)
    visitor.open(public)
    visitor.sees(TITLE, HOSTILE, "14 h 30")
    spine.behold(visitor)
    assert b"SUMMARY:Journ" in holder.fetch(f"{board}calendrier.ics")
    assert Place.objects.get().state == "demo_day"
    assert Cohort.objects.get().is_shown


def graduate(site: Any, cast: Any, page: str) -> None:
    head, holder = spine.person(site, cast.head), spine.person(site, cast.holder)
    head.open(page)
    spine.act(head, "Délivrer l’attestation", outcome="scaled", outcome_note="Douze communes l’ont repris.")
    spine.deliver()
    spine.draw("accelerator_certificate")
    holder.open(page)
    certificate = text_of(holder.download("Attestation"))
    assert TITLE in certificate and "Douze communes" in certificate


def be_asked(site: Any, cast: Any, page: str, travel: Any) -> None:
    """A month later among the alumni; then asked three times, and the last answer counts."""
    travel(clock.today() + timedelta(days=32))
    ticks.tick()
    spine.deliver()
    assert Place.objects.get().state == "alumni"
    holder = spine.person(site, cast.holder)
    for months, users in ((6, "1 200"), (12, "2 500"), (24, "4 000")):
        travel(Survey.objects.get(months=months).opens_on)
        ticks.tick()
        spine.deliver()
        holder.open(page)
        told = {"jobs": "3", "users": users.replace(" ", ""), "raised": "40 000", "words": "Douze communes."}
        asked = holder.page.locator("#enquetes li", has_text=f"Enquête à {months} mois")
        holder.press("Répondre à l’enquête", within=asked)
        holder.fill(still_running="True", **told)
        holder.press("Répondre à l’enquête")
        holder.sees(users)
        spine.deliver()
    assert not Survey.objects.exclude(state="answered").exists()


def read(site: Any, cast: Any) -> None:
    team, funder = spine.person(site, cast.team), spine.person(site, cast.funder)
    team.open(board_of(cast))
    team.press("Bilan d’impact")
    team.sees("à 24 mois", "4 000", "40 000 €")
    spine.behold(team)
    funder.open("/portefeuille/")
    funder.sees("Le réseau des accélérateurs", "Projets qui continuent", "4 000")


def in_english(site: Any, cast: Any, page: str) -> None:
    User.objects.update(language="en")
    with translation.override("en"):
        holder, team = site.person(cast.holder), site.person(cast.team)
    holder.read_in_english(page)
    team.read_in_english(f"{board_of(cast)}impact/")
    team.read_in_english(board_of(cast))
    team.sees("Coaches")
