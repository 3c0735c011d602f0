"""The office checks, reviewers score, the signatory signs; both sides sign the agreement; two people pay."""

from funding.demo import pdf
from funding.models import Application
from tests.words import plain
from workflows.models import Paper

from .grant_applying import text_of, upload


def complete(site, cast, reference):
    officer = site.person(cast.officer)
    officer.open("/dossiers/")
    officer.press("Le guichet qui roule")
    officer.press("Prendre en charge")
    officer.press("Demander des pièces")
    officer.page.get_by_label("Délibération").check()
    officer.fill(message="La délibération est illisible.")
    officer.press("Demander des pièces")
    site.deliver()
    assert "il nous manque des pièces" in plain(site.mails.about(cast.holder, "Il manque des pièces"))
    answer_the_office(site, cast, reference)
    officer.open(f"/dossiers/{reference}/")
    officer.press("Déclarer recevable")
    officer.fill(complete=True, on_time=True, in_scope=True, not_started=True, no_conflict=True)
    officer.press("Déclarer recevable")
    officer.sees("À évaluer")


def answer_the_office(site, cast, reference):
    holder = site.person(cast.holder)
    holder.open("/accueil/")
    holder.open(f"/dossiers/{reference}/")
    holder.sees("C’est à vous")
    upload(holder, "deliberation-lisible.pdf", pdf.page("Délibération", "Lisible"))
    holder.press("Joindre Délibération")
    holder.press("Envoyer les pièces")
    holder.press("Envoyer les pièces")
    holder.sees("C’est à l’instruction")


def review(site, cast, reference):
    officer = site.person(cast.officer)
    officer.open(f"/dossiers/{reference}/")
    officer.press("Désigner des évaluateurs")
    for person in (cast.reviewer, cast.second_reviewer):
        officer.page.get_by_label(person.full_name).check()
    officer.press("Désigner des évaluateurs")
    site.deliver()
    for person in (cast.reviewer, cast.second_reviewer):
        score(site, person)


def score(site, who):
    assert site.mails.to(who)
    reviewer = site.person(who)
    reviewer.open("/evaluations/")
    reviewer.press("Le guichet qui roule")
    reviewer.page.get_by_label("Je n’ai aucun lien avec cet appel").check()
    reviewer.press("Enregistrer ma déclaration")
    reviewer.fill(no_interest=True)
    reviewer.press("Déclarer et ouvrir le dossier")
    for mark in reviewer.page.locator("input[type=radio][value='4']").all():
        mark.check()
    reviewer.fill(opinion="Un projet clair.")
    reviewer.page.locator("#kept").get_by_text("Enregistré").wait_for()
    reviewer.look()
    reviewer.press("Remettre l’évaluation")
    reviewer.sees("remise")


def decide(site, cast, reference):
    officer = site.person(cast.officer)
    officer.open(f"/dossiers/{reference}/?tab=reviews")
    officer.press("Ouvrir l’instruction approfondie")
    check_the_aid(officer, reference)
    officer.press("Proposer une décision")
    officer.fill(kind="award", grant="70 000", reasons="Le besoin est établi.")
    officer.press("Proposer une décision")
    draft = text_of(officer.fetch(f"/dossiers/{reference}/decision/projet.pdf"))
    assert "Projet non signé, sans valeur juridique" in draft
    assert "70 000" in draft
    sign_the_decision(site, cast)
    read_the_decision(site, cast, reference)


def check_the_aid(officer, reference):
    """Each structure of the file has its check of State aid before anything favourable is proposed."""
    officer.press("Contrôle des aides d’État")
    officer.fill(justification="Mission d’intérêt général : rien n’est vendu dans ce projet.")
    officer.press("Garder pour toutes ces structures")
    officer.sees("Structures contrôlées")
    officer.look()
    officer.open(f"/dossiers/{reference}/")


def sign_the_decision(site, cast):
    signatory = site.person(cast.signatory)
    signatory.open("/decisions/")
    signatory.press("Le guichet qui roule")
    signatory.press("Signer l’attribution")
    signatory.sees("70 000,00 €", "Reste aujourd’hui")
    signatory.fill(consent=True)
    signatory.press("Signer l’attribution")
    site.deliver()


def read_the_decision(site, cast, reference):
    assert "70 000,00 €" in plain(site.mails.about(cast.holder, "est soutenu"))
    holder = site.person(cast.holder)
    holder.open("/notices/")
    holder.press("Votre projet « Le guichet qui roule » est soutenu")
    holder.sees("lu le")
    holder.open(f"/dossiers/{reference}/")
    decision = Application.objects.get(reference=reference).decision
    letter = text_of(holder.download("Décision"))
    assert decision.number in letter
    assert "70 000" in letter
    assert "Projet non signé" not in letter


# Both sides


def sign_the_agreement(site, cast, reference):
    officer = site.person(cast.officer)
    officer.open(f"/dossiers/{reference}/convention/")
    officer.sees("21 000,00 €", "35 000,00 €", "14 000,00 €")
    officer.press("Proposer la convention")
    officer.press("Proposer la convention")
    site.deliver()
    mayor = site.person(cast.mayor)
    mayor.open(f"/dossiers/{reference}/convention/")
    assert "Projet non signé" in text_of(mayor.download("Lire le projet"))
    mayor.press("Signer la convention")
    mayor.fill(quality="Maire", consent=True)
    mayor.press("Signer la convention")
    signatory = site.person(cast.signatory)
    signatory.open(f"/dossiers/{reference}/convention/")
    signatory.press("Signer la convention au nom de l’autorité")
    signatory.fill(consent=True)
    signatory.press("Signer la convention au nom de l’autorité")
    signatory.sees("En vigueur")
    site.deliver()


def pay(site, cast, reference):
    payer = site.person(cast.payer)
    payer.open("/versements/")
    payer.press("Le guichet qui roule")
    payer.press("Ordonner")
    payer.fill(basis="Convention signée des deux parties.")
    payer.press("Ordonner")
    payer.sees("Ordonné")
    second = site.person(cast.second_payer)
    second.open(f"/dossiers/{reference}/convention/")
    second.press("Libérer")
    if "/etapes/" in second.page.url:
        second.press("Libérer")
    second.sees("Versé")
    site.deliver()
    follow(site, cast)


def follow(site, cast):
    funder = site.person(cast.funder)
    funder.open("/portefeuille/")
    row = funder.page.locator("tr", has_text="Guichets itinérants").first
    assert "70 000 €" in plain(row.inner_text())
    assert "21 000 €" in plain(row.inner_text())


def verify(site, reference):
    """Anyone, with the code printed on the decision."""
    paper = Paper.objects.get(kind="D07")
    visitor = site.visitor()
    visitor.open(f"/verification/{paper.code}/")
    visitor.sees("Ce code est celui d’un document que nous avons délivré")
    with paper.file.open("rb") as file:
        upload(visitor, "decision.pdf", file.read())
    visitor.press("Vérifier le document")
    visitor.sees("authentique et inchangé")
    upload(visitor, "decision.pdf", pdf.page("Une autre décision"))
    visitor.fill(code=paper.code)
    visitor.press("Vérifier le document")
    visitor.sees("n’est pas celui que nous avons délivré")
