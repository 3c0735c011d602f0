"""One grant, from the manager's first page to the advance in the town's account, each person at their own screen."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from funding.models import Application, Call
from people.models import Mandate
from tests import cast as casting
from tests.browser import plain
from tests.papers.reading import footers, words
from workflows import clock

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
CODE = "MOB-2026"


@pytest.fixture
def cast(site):
    """Offices that hold everywhere, a second partner who may bind, and no other call to confuse with."""
    cast = casting.play()
    Mandate.objects.update(scope_kind="", scope_id="")
    cast.people["rector"] = casting.member(
        casting.user("Maud", "Rector", "Présidente"), cast.university, may_bind=True
    )
    EmailAddress.objects.create(user=cast.manager, email=cast.manager.email, verified=True, primary=True)
    return cast


def test_a_grant_travels_from_an_open_call_to_its_first_payment(site, cast):
    open_the_call(site, cast)
    visit(site)
    handle = apply(site, cast)
    submit(site, cast, handle)
    reference = Application.objects.get(draft_code=handle).reference
    complete(site, cast, reference)
    review(site, cast, reference)
    decide(site, cast, reference)
    sign_the_agreement(site, cast, reference)
    pay(site, cast, reference)
    verify(site, reference)


def text_of(pdf):
    return plain(" ".join([words(pdf), *footers(pdf)]))


# The manager


def open_the_call(site, cast):
    manager = site.visitor("Nadia Roussel")
    manager.open("/")
    manager.go(manager.page.locator("header").get_by_role("link", name="Se connecter").locator("visible=true").first)
    manager.look()
    manager.fill(login=cast.manager.email, password=casting.PASSWORD)
    manager.press("Se connecter")
    manager.sees("Nadia Roussel")
    write_the_programme(manager, cast)
    write_the_call(manager)
    ask_the_questions(manager)
    publish(manager)


def publish(manager):
    manager.open(f"/gestion/appels/{CODE}/")
    manager.press("Publier l’appel")
    manager.press("Publier l’appel")
    assert Call.objects.get(code=CODE).state == "published"


def write_the_programme(manager, cast):
    manager.open("/gestion/")
    manager.press("Créer un programme")
    manager.fill(
        name="Mobilités rurales", code="mobilites", legal_basis="la loi n° 2010-237 du 9 mars 2010",
        starts_on="2026-01-01", authority=cast.authority.siret, service="Bureau des appels",
        address="12 rue des Exemples, 75007 Paris", email="appels@exemple.fr", phone="01 84 00 00 27",
        court="tribunal administratif de Paris", envelope="1 000 000",
    )  # fmt: skip
    manager.fill(**{"shares-0-funder": cast.authority.siret, "shares-0-amount": "600 000"})
    manager.fill(**{"shares-1-funder": cast.university.siret, "shares-1-amount": "300 000"})
    manager.page.get_by_text("100 000,00").first.wait_for()  # the sum as one types says what is missing
    manager.fill(**{"shares-1-amount": "400 000"})
    manager.press("Enregistrer le programme")
    manager.sees("Le programme est enregistré", "1 000 000,00 €")


def write_the_call(manager):
    now = clock.now().astimezone(clock.PARIS)
    manager.press("Créer un appel")
    manager.fill(
        title="Guichets itinérants", summary="Amener le service public au village.", description="Avec les habitants.",
        code=CODE, opens_at=f"{now - timedelta(days=1):%Y-%m-%dT%H:%M:%S}",
        closes_at=f"{now + timedelta(days=30):%Y-%m-%dT%H:%M:%S}", envelope="1 000 000", aid_rate="70",
    )  # fmt: skip
    manager.press("Créer l’appel")
    manager.fill(max_aid="150 000", max_total_cost="500 000", categories="Salaires\nÉtudes", eligible_kinds=["commune"])
    manager.press("Enregistrer et continuer")
    manager.fill(**{"pieces-0-label": "Délibération", "pieces-0-required_by": "CGCT, art. L. 2121-29"})
    manager.press("Enregistrer et continuer")
    manager.fill(reviews_wanted="2")
    manager.press("Enregistrer et continuer")


def ask_the_questions(manager):
    """The builder changes in place: each gesture is saved."""
    page = manager.page
    manager.control("Ajouter une partie").click()
    page.get_by_label("Titre de la partie").fill("Le besoin")
    page.get_by_role("button", name="Enregistrer la partie").click()
    add_question(manager, "Texte long", "À quel besoin répondez-vous ?", required=True)
    add_question(manager, "Nombre", "Combien de personnes concernées ?", required=True)
    add_question(manager, "Un choix", "Nouveau ou transféré ?", options="Nouveau\nTransféré")
    page.get_by_role("button", name="Monter Nouveau ou transféré ?").click()
    page.locator(".builder-row").nth(1).locator("b", has_text="Nouveau ou transféré").wait_for()
    manager.look()
    manager.press("Aperçu du formulaire")
    manager.sees("À quel besoin répondez-vous ?")


def add_question(manager, kind, label, *, required=False, options=""):
    page = manager.page
    page.get_by_role("link", name="Ajouter une question dans Le besoin").click()
    page.get_by_role("link", name=kind).click()
    page.get_by_label("Question", exact=True).fill(label)
    if options:
        page.get_by_label("Choix proposés").fill(options)
    if required:
        page.get_by_label("Une réponse est attendue").check()
    page.get_by_role("button", name="Enregistrer la question").click()
    page.locator(".builder-row", has_text=label).wait_for()


# Anybody


def visit(site):
    visitor = site.visitor()
    visitor.open("/")
    visitor.press("Guichets itinérants")
    visitor.sees("Ferme le", "70 %", "Délibération")
    visitor.fill(kind="commune", territory="77", cost="100 000", own="20 000", months="18", started="no")
    visitor.page.get_by_role("button", name="Voir ma réponse").click()
    visitor.page.locator("#eligible .ticks").wait_for()
    visitor.look()
    visitor.sees("Cette réponse n’engage pas l’administration.")


# The town and its partners


def apply(site, cast):
    holder = site.person(cast.holder)
    holder.open(f"/appels/{CODE}/")
    holder.press("Déposer un dossier")
    holder.press("Ouvrir le dossier")
    handle = holder.page.url.split("/dossiers/")[1].split("/")[0]
    describe(holder)
    answer(holder)
    associate(site, cast, holder, handle)
    return handle


def associate(site, cast, holder, handle):
    for partner in (cast.association, cast.university):
        add_partner(holder, handle, partner)
    spend(holder, handle, cast)
    attach(holder)
    site.deliver()
    engage(site, cast)


def describe(holder):
    start = f"{clock.today() + timedelta(days=90)}"
    holder.fill(title="Le guichet qui roule", summary="Un guichet itinérant.", starts_on=start, months="18")
    holder.page.get_by_text("Enregistré à").first.wait_for()  # saved while one typed
    holder.fill(commune="La Ferté-sous-Jouarre")
    holder.press("Enregistrer et continuer")


def answer(holder):
    holder.page.get_by_label("À quel besoin répondez-vous ?").fill("Le service public s’éloigne.")
    holder.page.get_by_text("28 sur").wait_for()  # the counter
    holder.page.get_by_label("Combien de personnes concernées ?").fill("3 000")
    holder.press("Enregistrer et continuer")


def add_partner(holder, handle, organisation):
    holder.open(f"/dossiers/{handle}/partenaires/ajouter/")
    holder.page.get_by_label("SIRET").or_(holder.page.locator("#q")).first.fill(organisation.siret)
    holder.press("Chercher")
    holder.press("Ajouter")
    holder.press("Enregistrer le partenaire")


def spend(holder, handle, cast):
    holder.open(f"/dossiers/{handle}/remplir/budget/")
    lead, first, second = Application.objects.get(draft_code=handle).partners.order_by("position")
    staff, studies = [category["key"] for category in Call.objects.get(code=CODE).cost_categories]
    holder.fill(**{f"c-{lead.pk}-{staff}": "80 000", f"c-{first.pk}-{studies}": "12 000"})
    holder.fill(**{f"c-{second.pk}-{studies}": "8 000", "own_funding": "20 000"})
    holder.page.locator("[data-output=aide]", has_text="70").wait_for()  # as one types
    holder.page.locator("[data-part=balance]", has_text="Il manque").wait_for()
    holder.sees("70 000 €", "56 000,00 €", "8 400,00 €", "5 600,00 €")
    holder.fill(partner_funding="10 000")
    holder.page.locator("[data-part=balance] .err").wait_for(state="detached")
    holder.look()
    holder.press("Enregistrer et continuer")


def attach(holder):
    upload(holder, "deliberation.pdf", PDF)
    holder.press("Joindre Délibération")
    holder.sees("deliberation.pdf")
    holder.press("Relire le dossier")
    holder.sees("n’est pas encore confirmé")


def upload(someone, name, content):
    slot = someone.page.locator("main input[type=file]").first
    slot.set_input_files({"name": name, "mimeType": "application/pdf", "buffer": content})


def engage(site, cast):
    """Each partner's binder follows the link of the mail."""
    for who, organisation in ((cast.partner, cast.association), (cast.rector, cast.university)):
        mail = site.mails.about(who, f"Confirmez la participation de {organisation}")
        binder = site.person(who)
        binder.open(next(word for word in mail.split() if word.startswith(site.url)))
        if "/engager/" not in binder.page.url:
            binder.press("Lire et confirmer")
        binder.press("Confirmer la participation")
        binder.sees("est confirmée")


def submit(site, cast, handle):
    mayor = site.person(cast.mayor)
    mayor.open("/accueil/")
    mayor.sees("Le guichet qui roule")
    mayor.open(f"/dossiers/{handle}/relire/")
    mayor.sees("Tout est prêt")
    mayor.press("Déposer le dossier")
    mayor.fill(certified=True)
    mayor.press("Déposer le dossier")
    mayor.sees(f"{CODE}-0001")
    site.deliver()
    assert f"{CODE}-0001" in site.mails.about(cast.mayor, "Dossier reçu")
    mayor.open(f"/dossiers/{CODE}-0001/")
    receipt = text_of(mayor.download("Accusé de réception"))
    assert f"{CODE}-0001" in receipt
    assert "Le guichet qui roule" in receipt


# The office


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
    upload(holder, "deliberation-lisible.pdf", PDF + b"\n")
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
    officer.press("Proposer une décision")
    officer.fill(kind="award", grant="70 000", aid_regime="Hors champ : service public", reasons="Le besoin est établi.")
    officer.press("Proposer une décision")
    draft = text_of(officer.fetch(f"/dossiers/{reference}/decision/projet.pdf"))
    assert "Projet non signé, sans valeur juridique" in draft
    assert "70 000" in draft
    sign_the_decision(site, cast)
    read_the_decision(site, cast, reference)


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
    from workflows.models import Paper

    paper = Paper.objects.get(kind="D07")
    visitor = site.visitor()
    visitor.open(f"/verification/{paper.code}/")
    visitor.sees("Ce code est celui d’un document que nous avons délivré")
    with paper.file.open("rb") as file:
        upload(visitor, "decision.pdf", file.read())
    visitor.press("Vérifier le document")
    visitor.sees("authentique et inchangé")
    upload(visitor, "decision.pdf", PDF)
    visitor.fill(code=paper.code)
    visitor.press("Vérifier le document")
    visitor.sees("n’est pas celui que nous avons délivré")
