"""The town writes its file with two partners, each confirms its part, the mayor submits it."""

from datetime import timedelta

from funding.demo import pdf
from funding.models import Application, Call
from tests.papers.reading import footers, words
from tests.words import plain
from workflows import clock

from .grant_opening import CODE


def text_of(paper):
    return plain(" ".join([words(paper), *footers(paper)]))


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
    upload(holder, "deliberation.pdf", pdf.page("Délibération"))
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
