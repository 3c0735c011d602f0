"""The manager writes a programme and its call and publishes it; a passer-by finds it and checks their own case."""

from datetime import timedelta

from funding.models import Call
from tests import cast as casting
from workflows import clock

CODE = "MOB-2026"


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
