"""Each paper says what the law asks of it, in as many pages as expected, and looks like an act only when it is."""

import json

import pytest

from tests.papers.reading import PAPERS, draw, drawn, facts, footers, pages, words
from tests.words import plain
from workflows.pdf import PaperError, render

PAGES = {
    "receipt": 3,
    "missing_pieces": 2,
    "eligibility": 2,
    "convocation": 2,
    "minutes": 2,
    "award": 4,
    "rejection": 2,
    "ineligibility": 2,
    "reserve": 2,
    "agreement": 6,
    "payment_order": 2,
    "instruction_report": 3,
    "de_minimis": 1,
    "appeal_receipt": 2,
    "appeal_answer": 2,
    "appeal_granted": 1,
    "observations": 2,
    "withdrawal": 2,
}
SAYS = {
    # R. 112-5 CRPA: each mention, in order.
    "receipt": [
        "Reçu le 11 mars 2027 à 16 h 42",
        "11 mai 2027",
        "réputée rejetée",
        "Service des aides aux territoires",
        "14, rue des Archives",
        "01 84 00 00 27",
        "aides@innovation-publique.example",
        "article L. 114-5",
        "susceptible de donner lieu à une décision implicite de rejet",
        "deux mois",
        "tribunal administratif de Paris",
        "ne préjuge pas",
        "7 fichiers reçus",
    ],
    "missing_pieces": [
        "13 avril 2027",
        "Délibération autorisant le maire",
        "article L. 2122-22",
        "suspendu",
        "2 juin 2027",
        "L’examen se poursuit",
    ],
    "eligibility": ["complet depuis le 30 mars 2027", "ne préjuge pas de l’octroi", "2 juin 2027"],
    "convocation": [
        "18 mai 2027 à 10 h",
        "Salle Oural",
        "visio.innovation",
        "Ordre du jour",
        "Landes numériques",
        "déportez-vous",
        "300 000,00 €",
        "Bastien Aumont",
    ],
    "minutes": [
        "close le 18 mai 2027 à 12 h 42",
        "Absent",
        "A conseillé ce porteur",
        "marge sur le critère éliminatoire",
        "244 500,00 €",
        "2 pour, 0 contre, 1 abstention",
        "à bulletins secrets",
        "Voix prépondérante",
        "note d’impact",
        "il faut au moins 3.00",
        "Un point d’étape",
        "empreinte SHA-256",
        "Signé électroniquement le 18 mai 2027 à 13 h 20",
    ],
    "award": [
        "Vu le code général des collectivités territoriales",
        "Considérant que",
        "Décide :",
        "Article 1er",
        "SIRET 217 701 838 00013",
        "105 000,00 €",
        "cent cinq mille euros",
        "70 %",
        "aide d’État",
        "Article 5. Publicité",
        "Article 6. Exécution",
        "Hélène Marchetti",
        "Délégation de signature du 4 janvier 2027",
        "Signé électroniquement le 28 mai 2027 à 9 h 12",
        "Voies et délais de recours",
        "Annexe financière",
        "161 250,00 €",
    ],
    "rejection": [
        "Partir des usages",
        "Article 7.1 du règlement",
        "Aucun atelier",
        "est rejetée",
        "recours contentieux",
    ],
    "ineligibility": ["n’est pas recevable", "est déclarée irrecevable", "Article 4.3 du règlement"],
    "reserve": ["2e rang sur 9", "30 novembre 2027", "48 400,00 €", "ne vaut pas promesse"],
    "agreement": [
        "Article 2. Durée",
        "Article 3. Montant",
        "Échéancier des versements",
        "Article 6. Comptes rendus",
        "Article 7. Contrôle",
        "Article 8. Résultats et propriété intellectuelle",
        "Article 9. Communication",
        "Article 10. Données personnelles",
        "Article 12. Résiliation",
        "Article 13. Litiges",
        "Mme Claire Delaunay",
        "Signé électroniquement le 11 juin 2027 à 16 h 05",
    ],
    "payment_order": [
        "31 500,00 €",
        "trente et un mille cinq cents euros",
        "Cumul versé, ce paiement compris",
        "Reste sous le plafond",
        "Nadia Ferreira",
        "Luc Aubertin",
    ],
    # Domain L, D06: costs by partner, regime, rate against ceiling, gross grant equivalent, envelope before and after.
    "instruction_report": [
        "pour 70 % au plus selon l’appel",
        "895 000,00 €",
        "contrôle passé",
        "Hors champ des aides d’État",
        "Cette aide, en équivalent-subvention brut",
        "552081317, registre national",
        "version 2 : Règlement (UE) 2023/2831, art. 3",
        "Annexe financière",
    ],
    # Reg. 2023/2831, art. 7: the amount, its nature, the regulation.
    # R. 112-5, L. 411-2, L. 411-7 CRPA; R. 421-2 CJA.
    "appeal_receipt": [
        "Reçu le 12 juillet 2027 à 10 h 22",
        "12 septembre 2027",
        "réputé rejeté",
        "Service des aides aux territoires",
        "interrompt le délai pour saisir le tribunal administratif",
        "ne suspend pas l’acte contesté",
        "tribunal administratif de Paris",
        "15 novembre 2027",
        "1 fichier reçu",
    ],
    "appeal_answer": [
        "La décision de rejet n° D-2027-00031 du 28 mai 2027 est confirmée",
        "Considérant que",
        "2 novembre 2027",
        "R. 421-2",
        "Un second recours gracieux",
        "Hélène Marchetti",
    ],
    "appeal_granted": ["Votre recours est accueilli", "est retirée", "Une nouvelle décision sera prise", "L. 243-3"],
    # L. 121-1, L. 122-1: facts, rule, measure, delay, written and oral observations, counsel.
    "observations": [
        "2 mars 2028",
        "n’est pas ouvert au public",
        "L’article 4 de la décision",
        "63 000,00 €",
        "ramenée à 42 000,00 €",
        "quinze jours",
        "observations orales",
        "assister par un conseil",
        "mandataire de votre choix",
        "rien à ajouter",
    ],
    # Domain L, D15: answers received, why not followed, amount to repay and method.
    "withdrawal": [
        "Le bail n’a été signé",
        "Pourquoi elles ne sont pas suivies",
        "aucun report n’a été demandé",
        "63 000,00 €",
        "soixante-trois mille euros",
        "10 500,00 €",
        "titre de perception",
        "L. 242-2",
        "Voies et délais de recours",
        "Signé électroniquement le 20 mars 2028 à 16 h 40",
    ],
    "de_minimis": ["48 000,00 €", "de minimis", "Règlement (UE) 2023/2831", "28 mai 2030", "vingt jours ouvrables"],
}


@pytest.mark.parametrize("name", PAPERS)
def test_says_what_the_law_asks(name):
    pdf = drawn(name)
    said = words(pdf)
    missing = [phrase for phrase in SAYS[name] if phrase not in said]
    assert not missing, said
    assert len(pages(pdf)) == PAGES[name]


@pytest.mark.parametrize("name", PAPERS)
def test_foot_of_every_page(name):
    content, pdf = facts(name), drawn(name)
    feet = footers(pdf)
    for number, foot in enumerate(feet, start=1):
        assert f"page {number} sur {len(feet)}" in foot
        assert content["reference"] in foot
        assert content["verification"]["code"] in foot
        assert content["verification"]["address"] in foot.replace(" ", "") or content["verification"]["address"] in foot
    assert content["verification"]["address"] in words(pdf), "the way to verify must reach those who cannot see"


def test_acceptance_by_silence_offers_the_attestation():
    """R. 112-5, last paragraph: remedies in the case of rejection, attestation (L. 232-3) in that of acceptance."""
    content = facts("receipt")
    content["silence"] = {"effect": "acceptance", "date": "2027-05-11", "basis": "article L. 231-1"}
    said = words(draw("receipt", content))
    assert "réputée acceptée" in said and "L. 232-3" in said
    assert "Voies et délais de recours" not in said


def test_receipt_of_an_incomplete_file_lists_what_is_missing():
    content = facts("receipt")
    content["missing"] = [{"name": "Relevé d’identité bancaire", "required_by": "l’article 5.4 du règlement"}]
    content["missing_deadline"] = "2027-04-01"
    said = words(draw("receipt", content))
    assert "incomplet" in said and "Relevé d’identité bancaire" in said and "1er avril 2027" in said


def test_draft_says_so_and_the_act_does_not():
    act, draft = drawn("award"), drawn("award", draft=True)
    assert "Projet" in words(draft) and "Projet, document de travail" not in words(act)
    assert "Signature en attente" in words(draft) and "Signé électroniquement" not in words(draft)
    code = facts("award")["verification"]["code"]
    assert code not in words(draft) + " ".join(footers(draft))
    assert all("sans valeur juridique" in foot for foot in footers(draft))
    assert all("sans valeur" not in foot for foot in footers(act))


def test_watermark_is_drawn_on_each_page_of_a_draft_only():
    """The outlines of PROJET, in its own colour (#EFE6E3), in a form of the page."""
    import io

    import pikepdf

    def coloured(pdf: bytes) -> int:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            forms = [item for item in document.objects if isinstance(item, pikepdf.Stream)]
            return sum(
                b"0.937255 0.901961 0.890196" in form.read_bytes() for form in forms if form.get("/Subtype") == "/Form"
            )

    draft = drawn("award", draft=True)
    assert coloured(draft) == len(pages(draft))
    assert coloured(drawn("award")) == 0


@pytest.mark.parametrize("name", PAPERS)
def test_a_fact_that_lacks_stops_the_paper(name):
    """A legal paper with a blank in it must not exist."""
    content = facts(name)
    del content["issuer"]["email"]
    with pytest.raises(PaperError, match="email"):
        draw(name, content)


def test_another_language_keeps_the_act_in_french():
    pdf = draw("award", lang="en")
    assert "Une aide est attribuée" in words(pdf)
    assert len(pages(pdf)) == PAGES["award"]


def test_embedded_facts_are_those_of_the_paper():
    import io

    import pikepdf

    for attachment, expected in ((None, facts("award")), ({"montant": "1.00"}, {"montant": "1.00"}), ({}, None)):
        with pikepdf.open(io.BytesIO(draw("award", attachment=attachment))) as document:
            held = {name: json.loads(file.get_file().read_bytes()) for name, file in document.attachments.items()}
        assert held == ({} if expected is None else {"donnees.json": expected})


def test_refuses_an_unknown_template_and_a_naive_instant():
    from datetime import datetime

    from tests.papers.reading import CREATED

    with pytest.raises(PaperError, match="No template"):
        render({}, "papers/nowhere.html", title="–", author="–", created=CREATED)
    with pytest.raises(PaperError, match="time zone"):
        render({}, "papers/_empty.html", title="–", author="–", created=datetime(2027, 1, 1))


def test_title_with_markup_is_text():
    said = plain(words(draw("award", facts("award") | {"subject": "<b>R&D</b> : « l'essai » !"})))
    assert "<b>R&D</b>" in said
