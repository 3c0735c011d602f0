"""Until the guarantee is in force: the manager opens a call and a fund, its contributors pay in, a bank signs; a
borrower applies, two of its bank grant, the loan is disbursed and the commission received."""

from __future__ import annotations

from typing import Any

from funding.instruments.guarantees.models import BankAgreement, Contributor, Cover, GuaranteeFund
from funding.models import Application
from people.models import Mandate
from tests.instruments import spine
from tests.journeys.grant_applying import text_of
from workflows import clock

CODE, FUND, TITLE = "GAR-2026", "/garanties/fonds/fgt/", "Une scierie à vapeur"


def open_the_fund(site: Any, scene: Any) -> None:
    """The call, its fund, who bears losses in which turn, the bank that may present loans."""
    manager = spine.person(site, scene.cast.manager)
    spine.programme(manager, scene.cast, "guarantees", "Garantir la transition", 2_000_000)
    scene.call = spine.draft_call(manager, CODE, "Garantir un prêt de transition")
    spine.publish(manager, CODE)
    manager.open("/garanties/")
    manager.press("Ouvrir un fonds")
    programme = scene.call.programme_id
    manager.fill(programme=programme, name="Garantie des territoires", code="fgt", multiplier="5")
    manager.press("Ouvrir le fonds")
    manager.sees("Personne n’a encore apporté")
    stakes = ((scene.cast.authority, 1, 400_000), (scene.lending_house, 2, 600_000), (scene.bank, 3, 1_000_000))
    for organisation, tranche, promised in stakes:
        manager.press("Ajouter un contributeur")
        manager.fill(siren=organisation.siren, tranche=tranche, promised=promised)
        manager.press("Ajouter le contributeur")
    manager.press("Enregistrer une convention")
    mandate = Mandate.objects.filter(user=scene.cast.signatory).get()
    manager.fill(
        siren=scene.bank.siren, reference="CP-1", signed_on="2026-01-05", mandate=mandate.pk, rate="50", fee_rate="2",
        max_guaranteed="500 000", max_loan="1 000 000", delegation="200 000",
    )  # fmt: skip
    manager.press("Enregistrer la convention")
    manager.sees("la banque peut présenter des prêts")
    pay_in(site, scene)
    scene.fund, scene.agreement = GuaranteeFund.objects.get(), BankAgreement.objects.get()


def pay_in(site: Any, scene: Any) -> None:
    """Nothing may be guaranteed before the money came."""
    payer = spine.person(site, scene.cast.payer)
    for contributor in Contributor.objects.order_by("tranche"):
        payer.open(FUND)
        payer.press("Passer une écriture")
        payer.fill(kind="contribution", contributor=contributor.pk, amount=contributor.promised, words="Apport")
        payer.press("Passer l’écriture")
    payer.sees("10 000 000 €", "Première perte")
    spine.behold(payer)


def apply(site: Any, scene: Any) -> Application:
    boss = spine.person(site, scene.boss)
    loan = {"loan_amount": "120 000", "loan_months": "60", "loan_repayment": "linear"}
    handle = spine.begin(boss, scene.call, TITLE)
    spine.answer(boss, bank=scene.bank.siren, insolvent="no", **loan)
    spine.answer(boss, use="Des machines.", repay="La vente de planches.")
    spine.attach(boss, "Accord de la banque", "Plan de financement et comptes prévisionnels")
    file = spine.submit(boss, handle)
    boss.open(file.get_absolute_url())
    boss.press("Déclarer")
    boss.fill(certified=True)
    boss.press("Déclarer", exact=True)
    boss.sees("Votre déclaration est enregistrée")
    return file


def grant(site: Any, scene: Any, file: Application) -> Cover:
    """One of the bank proposes; they may not grant what they proposed; another does."""
    maker, checker = spine.person(site, scene.maker), spine.person(site, scene.checker)
    maker.open("/accueil/")
    maker.sees(TITLE)
    maker.open(file.get_absolute_url())
    spine.act(maker, "Proposer en délégation", consent=True)
    spine.deliver()
    checker.open(file.get_absolute_url())
    spine.act(checker, "Accorder en délégation", consent=True)
    spine.deliver()
    boss = spine.person(site, scene.boss)
    boss.open(file.get_absolute_url())
    boss.press("Voir la garantie")
    boss.sees("La banque décaisse le prêt", "60 000,00 €")
    spine.behold(boss)
    return Cover.objects.get()


def put_in_force(site: Any, scene: Any, cover: Cover) -> None:
    maker, payer = spine.person(site, scene.maker), spine.person(site, scene.cast.payer)
    maker.open(cover.get_absolute_url())
    spine.act(maker, "Déclarer le décaissement", disbursed_on=clock.today().isoformat())
    spine.deliver()
    payer.open(cover.get_absolute_url())
    spine.act(payer, "Constater la commission reçue")
    spine.act(payer, "Mettre en place la garantie")
    payer.sees("La garantie est en vie")
    spine.deliver()
    spine.draw("guarantee_act")
    maker.open(cover.get_absolute_url())
    act = text_of(maker.download("Acte de garantie"))
    assert "60 000,00 €" in act and "Banque de la Brie" in act
