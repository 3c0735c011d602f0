"""Each letter of the network is drawn from what the steps froze, and says what the law asks of it."""

from datetime import timedelta

import pytest

from funding.instruments.accelerators.models import Place, Survey
from funding.models import AidDeclaration
from tests.instruments.accelerators import world
from tests.papers.reading import CREATED, pages, words
from workflows import clock, ticks
from workflows.models import Paper
from workflows.papers import registry
from workflows.pdf import render

pytestmark = pytest.mark.django_db

SAYS = {
    "accelerator_redirection": ["garde son numéro", "date de réception", "Plus près de chez vous.", "article"],
    "accelerator_admission": [
        "est admis dans la promotion « Promotion 1 »", "dix jours", "ne porte le versement d’aucune somme",
        "Considérant que le besoin est établi", "tribunal administratif de Paris", "Délégation de signature",
    ],
    "accelerator_waiting_list": ["Rang : 1er", "dans l’ordre des rangs", "tribunal administratif de Paris"],
    "accelerator_charter": [
        "Entre", "Lina Moreau", "3 600,00 €", "de minimis", "Article 6. Fin", "Signé électroniquement", "Jalon commun",
    ],
    "accelerator_milestone": ["Résultat : Non validé", "Douze usagers sont venus.", "Rien n’a été essayé."],
    "accelerator_grievances": ["Aucune décision n’est prise", "L. 121-1", "assister par un conseil", "Deux jalons"],
    "accelerator_exit": [
        "Décision de sortie n° D-", "Notre élue était malade.", "Le deuil ne change pas", "tribunal administratif",
        "la décision d’admission n° D-",
    ],
    "accelerator_pause": ["en pause", "reportés d’autant", "Élections"],
    "accelerator_certificate": ["atteste que le projet", "Changement d’échelle", "270,00 €"],
    "accelerator_impact": ["Bilan d’impact à 6 mois", "Emplois", "40 000,00 €", "Douze communes."],
}  # fmt: skip


def story(network):
    """Every letter is issued once; those of an economic holder, for whom the most is said."""
    file = world.submitted(network, "À réorienter").take_charge(by=network.officer)
    file.redirect(by=network.officer, target=network.other_call.pk, reason="Plus près de chez vous.")
    world.again(file).accept_redirection(by=network.holder, consent=True)
    world.listed(network, "Attente", 1)
    due = network.cohort.starts_on + timedelta(days=30)
    network.cohort.plan_milestone(by=network.team, title="Jalon commun", expected="Dix entretiens.", due_on=due)
    place = world.chartered(network, world.accepted(network, economic=True))
    AidDeclaration.objects.create(partner=place.lead_row, declared_by=network.mayor, declared_at=clock.now())
    place.check_aid(by=network.officer, regime="de_minimis")
    place.sign_charter(by=network.mayor, quality="Maire", consent=True)
    place.countersign(by=network.head, consent=True)
    place.log_support(by=network.coach, kind="coaching", on=clock.today(), hours="3", about="Mesure")
    place.pause(by=network.team, until=clock.today() + timedelta(days=9), reason="Élections.")
    place.resume(by=network.team)
    heard = world.running(network, "Entendu")
    world.filed(network, heard.milestones.get()).refuse(by=network.coach, said="Rien n’a été essayé.")
    world.follow()
    heard = Place.objects.get(pk=heard.pk)
    by = clock.today() + timedelta(days=20)
    heard.open_hearing(by=network.head, grievances="Deux jalons manqués.", rule="Article 6.", answer_by=by)
    heard.answer_hearing(by=network.holder, answer="Notre élue était malade.")
    heard.exclude(by=network.signatory, reasons="Le projet n’avance pas.", why_not_followed="Le deuil ne change pas.",
                  consent=True)  # fmt: skip
    _end(network, Place.objects.get(pk=place.pk))


def _end(network, place):
    world.filed(network, place.milestones.get()).approve(by=network.coach, said="Beau résultat.")
    world.follow()
    at = network.cohort.starts_on + timedelta(days=100)
    type(network.cohort).objects.update(demo_at=clock.now() + timedelta(days=110), demo_place="Mairie")
    Place.objects.get(pk=place.pk).enrol(by=network.team)
    with clock.at(clock.now() + (at + timedelta(days=20) - clock.today())):
        Place.objects.get(pk=place.pk).graduate(by=network.head, outcome="scaled", outcome_note="Douze communes.")
    with clock.at(clock.now() + timedelta(days=500)):
        ticks._take(Place, Place.become_alumni, 9)
        world.follow()
        ticks._take(Survey, Survey.ask, 1)
        told = {"still_running": "True", "jobs": 3, "users": 1200, "raised": "40000", "words": "Douze communes."}
        Survey.objects.get(months=6).answer(by=network.holder, **told)


def test_every_letter_is_drawn_and_says_its_mentions():
    network = world.play(capacity=4)
    story(network)
    kinds = {name for name in registry if name.startswith("accelerator_")}
    assert set(SAYS) == kinds
    for name, mentions in SAYS.items():
        paper = Paper.objects.filter(template=name).earliest("pk")
        content, title = paper.content, f"{paper.title} {paper.number}"
        drawn = render(content, f"papers/{name}.html", title=title, author=content["issuer"]["name"], created=CREATED)
        said = words(drawn)
        missing = [mention for mention in mentions if mention not in said]
        assert not missing, (name, missing, said[:3000])
        assert len(pages(drawn)) <= 4, name
