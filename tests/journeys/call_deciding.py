"""From the signed minutes of a full call to its letters; `presses` keeps what a person presses on the way."""

from funding.models import Decision, SigningAct
from tests.words import plain
from workflows.models import Message

from . import call_of_48 as whole
from .grant_applying import text_of

BEFORE = ("mail", "paper")
MADE = 12  # letters whose PDF is drawn here; the others are as frozen, and `bin/bench` draws three hundred


def draw_up(site, cast, session, since, presses):
    officer = site.person(cast.officer)
    officer.open("/accueil/")
    officer.press("Préparer les décisions de la séance")
    officer.sees("8 refus attendent d’être relus", "40 projets prêts")
    pressed(officer, presses, "Relire les refus")
    pressed(officer, presses, "Enregistrer et préparer les 48 projets")
    officer.page.close()
    whole.deliver(since, BEFORE)
    assert Decision.objects.filter(signed_at=None).count() == 48
    officer.page = officer.tab()
    officer.open(f"/seances/{session.pk}/decisions/")
    officer.sees("Projet préparé le")


def pressed(someone, presses, name):
    presses.append(name)
    return someone.press(name)


def sign(site, cast, since, presses):
    """What is beyond the delegation is aside by itself; one more is put aside with a word; the rest is one act."""
    signatory = site.person(cast.signatory)
    signatory.open("/decisions/a-signer/")
    signatory.sees("47 décisions prêtes", "De côté", "Au-dessus de votre plafond")
    assert "Projet non signé" in text_of(signatory.download("Aperçu"))
    signatory.press("Relire et signer les 47")
    signatory.page.get_by_text("Mettre de côté").first.click()
    signatory.page.locator("main [name=note]").first.fill("À revoir avec la région")
    signatory.press("Mettre de côté")
    signatory.sees("À revoir avec la région")
    pressed(signatory, presses, "Relire et signer les 46")
    presses.append("J’ai relu")
    signatory.fill(consent=True)
    pressed(signatory, presses, "Signer ces 46 décisions")
    signatory.sees("Signées : 0 sur 46")
    return SigningAct.objects.get()


def closed_meanwhile(site, cast, act, since):
    """The browser is closed; one comes back to how far it has come, then to the end of it."""
    signatory = next(someone for someone in site.people if someone.name == str(cast.signatory))
    signatory.page.close()
    assert whole.deliver(since, (*BEFORE, "notice", "then"), most=20) == 20
    signatory.page = signatory.tab()
    signatory.open("/decisions/a-signer/")
    signatory.press("Voir où elle en est")
    signatory.sees("Signées : 20 sur 46", "Courriers établis : 0 sur 20")
    whole.deliver(since, BEFORE)
    whole.deliver(since, ("mail",), most=MADE)
    signatory.open(f"/signatures/{act.pk}/")
    signatory.sees("Signées : 46 sur 46", f"Courriers établis : {MADE} sur 46")


def the_two_others(site, cast, since):
    """The one put aside is taken up again; the one beyond the ceiling is somebody else's to sign."""
    signatory = site.person(cast.signatory)
    signatory.open("/decisions/a-signer/")
    signatory.press("Reprendre")
    for someone in (signatory, site.person(cast.director)):
        someone.open("/decisions/a-signer/")
        someone.press("Relire et signer")
        someone.fill(consent=True)
        someone.press("Signer cette décision")
        whole.deliver(since, BEFORE)


def read(site, cast, file):
    """One of the forty-eight, told and served."""
    assert Message.objects.filter(to=cast.holder, notice="awarded").count() == 30
    whole.made(file)
    whole.mailed(cast.holder, "awarded", file)
    assert "70 000,00 €" in plain(site.mails.about(cast.holder, file.title))
    holder = site.person(cast.holder)
    holder.open(file.get_absolute_url())
    letter = text_of(holder.download("Décision attributive"))
    assert Decision.objects.get(application=file.pk).number in letter and "Projet non signé" not in letter
