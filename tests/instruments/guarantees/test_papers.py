"""Each paper says what the law and the trade ask, and is drawn by the machine that draws all papers."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from tests.instruments.guarantees import playing
from tests.papers.reading import words
from tests.words import plain
from workflows import clock, outbox
from workflows.models import Paper
from workflows.papers import papers_of

pytestmark = pytest.mark.django_db


def told(subject, template):
    """The words of the last paper of this layout about the thing, as printed."""
    outbox.drain(but=("mail",))
    paper = papers_of(subject).filter(template=template).first()
    with Paper.objects.get(pk=paper.pk).file.open() as file:
        return plain(words(file.read()))


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


def says(text, *wanted):
    missing = [phrase for phrase in wanted if plain(phrase) not in text]
    assert not missing, (missing, text)


def test_from_the_offer_to_the_last_statement(scene):
    cover = playing.settled(scene)
    says(told(cover.application, "guarantee_notification"), "Décide :", "50 %", "60 000,00 €", "1 200,00 €",
         "8 000,00 €", "60 mois", "l’emprunteur et ses cautions ne peuvent pas l’invoquer",
         "Voies et délais de recours", "Lise Carpentier", "par délégation du fonds")  # fmt: skip
    says(told(cover, "guarantee_act"), "Banque de la Brie", "Délai de carence", "Acte de garantie")
    says(told(cover, "call_receipt"), "dans l’ordre de leur réception", "liquidation judiciaire")
    says(told(cover, "provision_order"), "50 000,00 €", "Paul Garnier", "Rose Lambert", "120 000,00 €")
    says(told(cover, "final_statement"), "80 000,00 €", "40 000,00 €", "Trop-versé que la banque rend", "10 000,00 €")


def test_constant_instalments_are_told(scene):
    """120,000 € over 60 months at 3 %: 2,156.24 € a month, 97,416.27 € left after a year; half is covered."""
    cover = playing.active(scene, loan_repayment="annuity", loan_rate="3")
    says(told(cover.application, "guarantee_notification"), "échéances constantes de 2 156,24 € au taux nominal de 3 %")
    says(told(cover, "guarantee_act"), "Échéancier prévu", "97 416,27 € de capital restant dû, 48 708,14 € garantis")
    cover.ask_amendment(by=scene.maker, months=66, grace=0, reason="Une année de sécheresse.")
    cover.amend(by=scene.cast.signatory, consent=True)
    says(told(cover, "guarantee_amendment"), "échéances constantes au taux nominal de 3 %")


def test_a_yearly_commission_is_told(db):
    scene = playing.play(fee_rate=D("0.008"), fee_basis="yearly")
    cover = playing.active(scene)
    price = "0,8 % par an de l’encours garanti à l’ouverture de chaque année ; 480,00 € avant la mise en place"
    says(told(cover.application, "guarantee_notification"), price)
    says(told(cover, "guarantee_act"), price, "la commission de la première année, 480,00 €, est reçue")


def test_forfeiture_amendment_release_voidance(scene):
    cover = playing.called(scene, title="a")
    due = clock.today() + timedelta(days=15)
    cover.open_forfeiture(by=scene.cast.officer, facts="Les sûretés n’ont pas été prises.", due_on=due)
    cover.answer(by=scene.maker, answer="Elles l’ont été.")
    cover.reject_call(by=scene.cast.signatory, reasons="Aucune inscription n’a été trouvée au registre.")
    says(told(cover, "forfeiture"), "Considérant", "aucune inscription", "a présenté ses observations le",
         "La garantie est déchue", "Voies et délais de recours", "Claire Aubertin")  # fmt: skip
    other = playing.active(scene, title="b")
    other.ask_amendment(by=scene.maker, months=66, grace=0, reason="Une année de sécheresse.")
    other.amend(by=scene.cast.signatory, consent=True)
    says(told(other, "guarantee_amendment"), "de 60 à 66 mois", "Une année de sécheresse", "Claire Aubertin")
    other.release(by=scene.checker, repaid_on=clock.today())
    says(told(other, "guarantee_release"), "Mainlevée", "Le fonds ne doit plus rien")
    third = playing.active(scene, title="c")
    third.open_voidance(by=scene.cast.officer, facts="Comptes falsifiés.", due_on=due)
    third.answer(by=scene.maker, answer="Nous l’ignorions.")
    third.void(by=scene.cast.signatory, reasons="Les comptes remis étaient falsifiés.")
    says(told(third, "voidance"), "annulée pour fraude", "L. 241-2", "falsifiés")


def test_a_recovery_is_told(scene):
    cover = playing.settled(scene, loss=100_000)
    cover.report_recovery(by=scene.maker, gross=D(22_000), costs=D(2_000))
    cover.receive_recovery(by=scene.cast.payer, received_on=clock.today())
    says(told(cover, "recovery_statement"), "10 000,00 €", "20 000,00 € nets des frais")
