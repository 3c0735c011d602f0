"""A life that ends badly: a report, a default, a call, a provision paid by two people, the final account, what was
recovered, and what each contributor lost."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from funding.instruments.guarantees.models import Cover
from people.models import User
from tests.instruments import spine
from tests.instruments.guarantees import playing
from workflows import clock

from .journey_opening import FUND


def report(site: Any, scene: Any, cover: Cover) -> None:
    """A wrong file first: it says which cell; then the right one, compared and confirmed."""
    maker = spine.person(site, scene.maker)
    maker.open(f"/garanties/banques/{scene.agreement.pk}/")
    maker.press("Envoyer un compte rendu")
    send(maker, playing.sheet([(cover, "trop", "0", "", "")]))
    maker.sees("Ligne 2, colonne « capital_restant_du »")
    send(maker, playing.sheet([(cover, "110000", "1", "", "")]))
    maker.sees("Relisez les différences", "110 000,00 €")
    spine.behold(maker)
    maker.press("Confirmer le compte rendu")
    maker.sees("Compte rendu confirmé", "Sous surveillance")


def send(someone: Any, content: bytes) -> None:
    someone.page.locator("input[type=file]").set_input_files(
        {"name": "mars.csv", "mimeType": "text/csv", "buffer": content}
    )
    someone.press("Envoyer et comparer")


def call(site: Any, scene: Any, cover: Cover) -> None:
    """One of the bank declares and prepares, another engages it."""
    maker, checker = spine.person(site, scene.maker), spine.person(site, scene.checker)
    maker.open(cover.get_absolute_url())
    spine.act(maker, "Déclarer une défaillance", event="liquidation", event_on=f"{clock.today()}", words="Jugement.")
    spine.act(maker, "Préparer l’appel en garantie", estimated_loss="100 000", securities="Nantissement, 20 000 €.")
    maker.sees("Une seconde personne de la banque fait l’appel")
    spine.deliver()
    checker.open("/accueil/")
    checker.open(cover.get_absolute_url())
    spine.act(checker, "Appeler la garantie", consent=True)
    spine.deliver()


def pay(site: Any, scene: Any, cover: Cover) -> None:
    payer, second = spine.person(site, scene.cast.payer), spine.person(site, scene.cast.second_payer)
    payer.open(cover.get_absolute_url())
    spine.act(payer, "Calculer la provision")
    payer.sees("Une seconde personne du fonds libère le paiement")
    spine.deliver()
    second.open(cover.get_absolute_url())
    spine.act(second, "Libérer la provision")
    second.sees("Provision versée", "50 000,00 €")
    spine.deliver()


def settle(site: Any, scene: Any, cover: Cover) -> None:
    """The loss was smaller than feared: the bank gives back, shares what it recovers; the account is closed."""
    maker = spine.person(site, scene.maker)
    payer, second = spine.person(site, scene.cast.payer), spine.person(site, scene.cast.second_payer)
    payer.open(cover.get_absolute_url())
    spine.act(payer, "Arrêter la perte définitive", final_loss="80 000", realised=True, certified="Liquidateur.")
    second.open(cover.get_absolute_url())
    spine.act(second, "Régler définitivement")
    second.sees("10 000,00 €", "La banque rend le trop-versé")
    spine.deliver()
    payer.open(cover.get_absolute_url())
    spine.act(payer, "Constater le reversement de la banque")
    maker.open(cover.get_absolute_url())
    spine.act(maker, "Déclarer une récupération", gross="10 000", costs="2 000")
    spine.deliver()
    payer.open(cover.get_absolute_url())
    payer.sees("4 000,00 €")
    spine.act(payer, "Constater la part du fonds")
    spine.act(payer, "Clore les récupérations", reason="Il n’y a plus rien à réaliser.")
    payer.sees("Le fonds ne doit plus rien au titre de ce prêt")
    spine.behold(payer)
    spine.deliver()
    assert Cover.objects.get().state == "written_off"


def read(site: Any, scene: Any) -> None:
    """50,000 paid, 10,000 given back, 4,000 recovered: 36,000 lost, all of it by whoever loses first."""
    lender, funder = spine.person(site, scene.lender), spine.person(site, scene.cast.funder)
    lender.open(FUND)
    lender.sees("Garantie des territoires", "Première perte", "36 000 €")
    first = lender.page.locator("tr", has_text=str(scene.cast.authority)).first
    assert "36 000" in " ".join(first.inner_text().split())
    lender.press("Écritures")
    lender.sees("Versement provisionnel", "Reversement", "Récupération", "Commission")
    lender.open(FUND)
    lender.press(str(scene.lending_house))
    lender.sees("600 000")
    funder.open("/portefeuille/")
    funder.sees("Garantie des territoires", "36 000 €")


def in_english(site: Any, scene: Any, cover: Cover) -> None:
    User.objects.update(language="en")
    with translation.override("en"):
        lender, maker = site.person(scene.lender), site.person(scene.maker)
    lender.read_in_english(FUND)
    maker.read_in_english(f"/garanties/banques/{scene.agreement.pk}/")
    maker.read_in_english(cover.get_absolute_url())
    maker.sees("Guarantee")
