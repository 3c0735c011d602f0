"""From the pair to the return: the agreement of three, two weeks and their journal, the presentation, the stipend paid
by two people, the closing and what became of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import translation

from people.models import User
from residencies.models import FollowUp, Residency
from tests.instruments import spine
from tests.instruments.residencies import drawing
from tests.journeys.grant_applying import text_of
from workflows import clock, ticks


def sign(site: Any, stage: Any, weeks: list[tuple[date, date]]) -> None:
    """Weeks and insurance by both, then the three signatures, the authority's last."""
    mayor, guest = spine.person(site, stage.mayor), spine.person(site, stage.guest)
    page = stage.stay.get_absolute_url()
    for first, last in weeks:
        guest.open(page)
        spine.act(guest, "Placer une semaine", starts_on=f"{first}", ends_on=f"{last}")
    for someone in (guest, mayor):
        someone.open(page)
        facts = {"starts_on": f"{clock.today()}", "ends_on": f"{weeks[-1][1]}"}
        spine.act(someone, "Déposer une attestation", insurer="La Mutuelle", number="RC 12", **facts)
    spine.act(mayor, "Confirmer le logement", lodging="Le presbytère, clé en mairie.")
    officer = spine.person(site, stage.cast.officer)
    officer.open(page)
    spine.act(officer, "Rédiger la convention", aid_regime="no_aid")
    officer.sees("34 000 €")
    spine.deliver()
    mayor.open(page)
    spine.act(mayor, "Signer la convention pour l’hôte", quality="Maire", consent=True)
    guest.open(page)
    assert "Projet non signé" in text_of(guest.download("Lire le projet"))
    spine.act(guest, "Signer la convention pour l’équipe", quality="Président", consent=True)
    signatory = spine.person(site, stage.cast.signatory)
    signatory.open("/accueil/")
    signatory.sees("Signer la convention de résidence")
    signatory.open(page)
    spine.act(signatory, "Signer la convention au nom de l’autorité", consent=True)
    spine.deliver()


def pay(site: Any, stage: Any, amount: str) -> None:
    """The instalment whose time has come: calculated by one, released by another."""
    payer, second = spine.person(site, stage.cast.payer), spine.person(site, stage.cast.second_payer)
    payer.open("/residences/bourses/")
    spine.act(payer, "Ordonner le versement", basis="Convention, semaines et journal vérifiés.")
    spine.deliver()
    second.open("/accueil/")
    second.sees("Libérer un versement de bourse", amount)
    second.open("/residences/bourses/")
    spine.act(second, "Libérer le versement")
    spine.deliver()


def visit(site: Any, stage: Any) -> None:
    guest = spine.person(site, stage.guest)
    guest.open(stage.stay.get_absolute_url())
    report = "Une gare vide à midi, pleine à huit heures."
    spine.act(guest, "Rendre compte de la prévisite", visited_on=f"{clock.today()}", visit_report=report)
    spine.deliver()


def live(site: Any, stage: Any, week: tuple[date, date], travel: Any) -> None:
    """One week: begun, a page a day on a phone, closed."""
    guest, page = spine.person(site, stage.guest), stage.stay.get_absolute_url()
    travel(week[0])
    guest.open(page)
    spine.act(guest, "Commencer la semaine")
    travel(week[1], hour=18)
    for n in range((week[1] - week[0]).days + 1):
        write(guest, page, week[0] + timedelta(days=n))
    guest.open(page)
    spine.act(guest, "Clore la semaine")
    spine.deliver()


def write(guest: Any, page: str, day: date) -> None:
    guest.open(page)
    guest.press("Écrire une page")
    spine.behold(guest)
    guest.page.set_viewport_size({"width": 390, "height": 844})
    guest.fill(day=f"{day}", text=f"Deux heures sur le quai, le {day}.", visibility="public")
    photo = {"name": "quai.jpg", "mimeType": "image/jpeg", "buffer": drawing.picture()}
    guest.page.get_by_label("Photo").first.set_input_files(photo)
    guest.page.get_by_label("Ce qu’on y voit").first.fill("Le quai désert")
    guest.press("Mettre au journal")


def present(site: Any, stage: Any, travel: Any) -> None:
    guest, mayor, page = spine.person(site, stage.guest), spine.person(site, stage.mayor), stage.stay.get_absolute_url()
    day = clock.today() + timedelta(days=14)
    guest.open(page)
    spine.act(guest, "Annoncer la restitution", presentation_at=f"{day}T18:00:00", presentation_place="La gare")
    guest.press("Déposer", exact=True)
    guest.fill(name="Le banc", what="Un banc d’essai", address="https://exemple.fr/banc")
    guest.press("Déposer une production")
    visitor = site.visitor()
    visitor.open("/residences/")
    visitor.sees("La gare habitée", "La gare")
    travel(day + timedelta(days=1))
    guest.open(page)
    spine.act(guest, "Rendre compte de la restitution", attendance="60", presentation_account="On garde le banc.")
    spine.deliver()
    mayor.open("/accueil/")
    mayor.sees("Contresigner la restitution")
    mayor.open(page)
    spine.act(mayor, "Contresigner la restitution", consent=True)
    spine.deliver()
    read(visitor, stage)


def read(visitor: Any, stage: Any) -> None:
    """Anyone: the public journal with its pictures, and the booklet."""
    spine.draw("residency_booklet")
    visitor.open(f"/residences/{stage.stay.pk}/")
    visitor.sees("Deux heures sur le quai", "60 personnes présentes", "Le banc")
    visitor.page.get_by_alt_text("Le quai désert").first.wait_for()
    spine.behold(visitor)
    booklet = text_of(visitor.download("Lire le livret"))
    assert "La gare habitée" in booklet and "Deux heures sur le quai" in booklet


def close(site: Any, stage: Any) -> None:
    page, marks = stage.stay.get_absolute_url(), {"understanding": "4", "welcome": "5", "usefulness": "4"}
    for who, label in ((stage.mayor, "Évaluer la résidence (hôte)"), (stage.guest, "Évaluer la résidence (équipe)")):
        someone = spine.person(site, who)
        someone.open(page)
        spine.act(someone, label, **marks, changed="On s’assoit, on se parle.")
    officer = spine.person(site, stage.cast.officer)
    officer.open(page)
    spine.act(officer, "Clore la résidence", accounts_checked=True, rights_checked=True)
    spine.deliver()
    assert Residency.objects.get().state == "closed"


def come_back(site: Any, stage: Any, travel: Any) -> None:
    """Three months after the presentation the host is asked what it changed."""
    travel(FollowUp.objects.get(months=3).due_on)
    ticks.tick()
    spine.deliver()
    mayor = spine.person(site, stage.mayor)
    mayor.open("/accueil/")
    mayor.sees("Dire ce que la résidence a changé")
    mayor.open(stage.stay.get_absolute_url())
    spine.act(mayor, "Dire ce qui a changé", continued="begun", account="Le banc est resté, la salle rouvre.")
    mayor.sees("Le banc est resté")
    spine.behold(mayor)
    funder = spine.person(site, stage.cast.funder)
    funder.open("/portefeuille/")
    funder.sees("Versé", "30 000 €", "Apports des hôtes", "4 000 €")


def in_english(site: Any, stage: Any) -> None:
    User.objects.update(language="en")
    with translation.override("en"):
        people = [site.person(who) for who in (stage.guest, stage.mayor, stage.cast.manager)]
    for someone in people:
        someone.read_in_english(stage.stay.get_absolute_url())
    people[-1].read_in_english(stage.round.get_absolute_url())
    people[0].sees("Immersion weeks")
