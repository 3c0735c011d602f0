"""What goes against someone, or goes wrong: said plainly, with the way out, and nothing typed is lost."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from funding.models import Application, Call
from tests import cast as casting
from tests.browser import offline
from tests.papers.reading import words
from tests.words import plain
from workflows import clock


@pytest.fixture
def cast(site):
    return casting.play()


@pytest.fixture
def draft(cast):
    return casting.application(cast)


def project(site, user, draft):
    """Someone at the first part of the form."""
    someone = site.person(user)
    someone.open(f"/dossiers/{draft.handle}/remplir/projet/")
    return someone


def saved(someone):
    someone.page.locator("[data-saved]", has_text="Enregistré à").wait_for()


def stored(draft):
    return Application.objects.get(pk=draft.pk)


# Against the applicant


def test_a_refusal_gives_its_reasons_and_the_ways_to_contest(site, cast):
    file = casting.proposed(cast, "rejection")
    signatory = site.person(cast.signatory)
    signatory.open(file.get_absolute_url())
    signatory.press("Signer le refus")
    signatory.press("Signer le refus")
    signatory.sees("Cochez la case pour continuer")
    signatory.fill(consent=True)
    signatory.press("Signer le refus")
    site.deliver()
    holder = site.person(cast.holder)
    assert site.mails.to(cast.holder)
    holder.open(file.get_absolute_url())
    holder.sees("Refusé", "Le besoin est établi.", "deux mois")
    letter = plain(words(holder.download("Décision de rejet")))
    assert "Le besoin est établi." in letter
    assert "tribunal administratif de Paris" in letter


def test_the_reserve_list_tells_the_rank_and_until_when(site, cast):
    file = casting.proposed(cast, "reserve")
    signatory = site.person(cast.signatory)
    signatory.open(file.get_absolute_url())
    signatory.press("Signer l’inscription")
    signatory.fill(consent=True)
    signatory.press("Signer l’inscription")
    site.deliver()
    holder = site.person(cast.holder)
    holder.open(file.get_absolute_url())
    holder.sees("Liste complémentaire", "Rang 3", "jusqu’au")


def test_a_withdrawal_is_confirmed_and_final(site, cast):
    file = casting.submitted(cast)
    mayor = site.person(cast.mayor)
    mayor.open(file.get_absolute_url())
    mayor.press("Retirer ma demande")
    mayor.sees("Votre demande prend fin")
    mayor.press("Retirer ma demande", exact=True)
    mayor.sees("Retiré")
    assert stored(file).state == "withdrawn"


def test_late_by_a_second(site, cast, draft):
    """The server's receipt counts: the page was open in time, the press was not."""
    mayor = site.person(cast.mayor)
    mayor.open(f"/etapes/application/{draft.pk}/submit/")
    mayor.fill(certified=True)
    Call.objects.filter(pk=cast.call.pk).update(closes_at=clock.now() - timedelta(seconds=1))
    mayor.press("Déposer le dossier")
    mayor.sees("clos")
    assert stored(draft).state == "draft"
    mayor.open(f"/dossiers/{draft.handle}/remplir/projet/")
    mayor.sees("L’appel est clos", "rien de ce que vous avez écrit n’est perdu")


# Twice


def test_two_presses_make_one_submission(site, cast, draft):
    mayor = site.person(cast.mayor)
    mayor.open(f"/etapes/application/{draft.pk}/submit/")
    mayor.fill(certified=True)
    first, second = mayor.page, mayor.tab()
    second.goto(first.url)
    second.locator("[name=certified]").check()
    mayor.press("Déposer le dossier")
    mayor.page = second
    mayor.press("Déposer le dossier")
    mayor.sees("Ce dossier est déjà déposé : il ne l’est qu’une fois", "LIT-2026-0001")
    assert stored(draft).journal().filter(step="submit").count() == 1


def test_the_back_button_after_the_submission(site, cast, draft):
    mayor = site.person(cast.mayor)
    mayor.open(f"/etapes/application/{draft.pk}/submit/")
    mayor.fill(certified=True)
    mayor.press("Déposer le dossier")
    mayor.page.go_back()
    if mayor.page.locator("[name=certified]").count():
        mayor.fill(certified=True)
        mayor.press("Déposer le dossier")
    mayor.sees("Ce dossier est déjà déposé : il ne l’est qu’une fois")
    assert stored(draft).journal().filter(step="submit").count() == 1


# Nothing typed is lost


def test_a_session_that_expires_while_one_types(site, cast, draft):
    """The page says so, keeps what was typed, and saves it once one is back in another tab."""
    holder = project(site, cast.holder, draft)
    cookies = holder.context.cookies()
    holder.context.clear_cookies()
    holder.fill(title="Le guichet qui roule encore")
    holder.page.locator("[data-saved]", has_text="Votre session est fermée").wait_for()
    holder.context.add_cookies(cookies)
    saved(holder)
    assert stored(draft).title == "Le guichet qui roule encore"


def test_a_session_that_expires_before_one_saves(site, cast, draft):
    """Without autosave: the button leads to the login, the login back to what was typed."""
    EmailAddress.objects.create(user=cast.holder, email=cast.holder.email, verified=True, primary=True)
    holder = site.person(cast.holder, java_script_enabled=False)
    holder.page.goto(f"{site.url}/dossiers/{draft.handle}/remplir/projet/")
    session = [cookie for cookie in holder.context.cookies() if cookie["name"] != "sessionid"]
    holder.context.clear_cookies()
    holder.context.add_cookies(session)
    holder.fill(title="Écrit après la fermeture")
    holder.go(holder.control("Enregistrer et continuer"))
    holder.fill(login=cast.holder.email, password=casting.PASSWORD)
    holder.go(holder.control("Se connecter"))
    holder.sees("voici ce que vous aviez écrit")
    assert holder.page.locator("[name=title]").input_value() == "Écrit après la fermeture"
    holder.go(holder.control("Enregistrer et continuer"))
    assert stored(draft).title == "Écrit après la fermeture"


def test_two_people_write_in_the_same_field(site, cast, draft):
    """The later one reads both, and chooses."""
    first, second = project(site, cast.holder, draft), project(site, cast.mayor, draft)
    first.fill(title="Le guichet de Martine")
    saved(first)
    second.fill(title="Le guichet d’Odile")
    choice = second.page.locator("[data-conflict=title]")
    choice.wait_for()
    second.look()
    second.sees("Martine Delorme a changé", "Le guichet de Martine")
    assert stored(draft).title == "Le guichet de Martine"
    choice.get_by_label("Garder la mienne").click()
    saved(second)
    assert stored(draft).title == "Le guichet d’Odile"


def test_a_press_while_the_page_still_saves(site, cast, draft):
    """The answer under way is awaited first: nobody is told that they wrote at the same time as themselves."""
    holder, held = project(site, cast.holder, draft), []
    holder.page.route("**/auto/", lambda route: held.append((route, route.fetch())))
    holder.fill(title="Le guichet")
    while not held:
        holder.page.wait_for_timeout(50)
    holder.fill(title="Le guichet de Martine")
    holder.control("Enregistrer et continuer").click(no_wait_after=True)
    (route, answer) = held[0]
    with holder.page.expect_navigation():
        route.fulfill(response=answer)
    assert "/projet/" not in holder.page.url
    assert stored(draft).title == "Le guichet de Martine"


def test_a_line_that_drops_and_comes_back(site, cast, draft):
    holder = project(site, cast.holder, draft)
    with offline(holder):
        holder.fill(summary="Écrit dans le train, sous un tunnel.")
        holder.page.locator("[data-saved]", has_text="connexion perdue").wait_for()
    saved(holder)
    assert stored(draft).summary == "Écrit dans le train, sous un tunnel."


def test_a_tab_closed_without_a_line_gives_back_what_was_typed(site, cast, draft):
    holder = project(site, cast.holder, draft)
    with offline(holder):
        holder.fill(summary="Écrit, puis l’onglet s’est fermé.")
        holder.page.locator("[data-saved]", has_text="connexion perdue").wait_for()
        holder.page.close()
    holder.page = holder.tab()
    holder.open(f"/dossiers/{draft.handle}/remplir/projet/")
    saved(holder)
    assert stored(draft).summary == "Écrit, puis l’onglet s’est fermé."
