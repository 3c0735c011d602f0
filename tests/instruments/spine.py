"""The spine in a browser, for the journeys of the instruments: a call is opened and published, a file written and
submitted, found eligible, marked, decided. Each keystroke of these pages is the grant's journey's to prove."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from funding.demo import pdf
from funding.models import Application, Call
from workflows import clock, outbox
from workflows.models import Effect

CHECKS = ("complete", "on_time", "in_scope", "not_started", "no_conflict")


def person(site: Any, user: Any) -> Any:
    """At the screen they sit before already, if they do."""
    known = (someone for someone in site.people if someone.name == str(user))
    return next(known, None) or site.person(user)


def behold(someone: Any) -> None:
    """A telling page of a long story, looked at whole: axe too, on a phone as well."""
    eyes = someone.site.eyes
    eyes.brief, eyes.thorough = False, True
    try:
        someone.look()
    finally:
        eyes.brief, eyes.thorough = True, False


def deliver() -> None:
    """What the workers do, papers aside: a letter takes a second to draw, and each kind has its own tests."""
    outbox.drain(but=("paper",))


def draw(name: str) -> None:
    """The papers of that kind, for who reads them next."""
    ready = Effect.objects.filter(kind="paper", state="pending", key__endswith=f".paper.{name}")
    drawn = [outbox.deliver(key) for key in ready.values_list("key", flat=True)]
    assert drawn and all(drawn)


def act(someone: Any, label: str, /, **values: Any) -> None:
    """One step: its button, then its page when it asks something or wants to be sure."""
    someone.press(label)
    if "/etapes/" in someone.page.url:
        someone.fill(**values)
        someone.press(label)


# The manager


def programme(manager: Any, cast: Any, instrument: str, name: str, envelope: int) -> None:
    manager.open("/gestion/")
    manager.press("Créer un programme")
    manager.fill(
        name=name, code=instrument.replace("_", "-"), instrument=instrument, envelope=str(envelope),
        legal_basis="la loi n° 2010-237 du 9 mars 2010", starts_on="2026-01-01", authority=cast.authority.siret,
        service="Bureau des appels", address="12 rue des Exemples, 75007 Paris", email="appels@exemple.fr",
        phone="01 84 00 00 27", court="tribunal administratif de Paris",
    )  # fmt: skip
    manager.fill(**{"shares-0-funder": cast.authority.siret, "shares-0-amount": str(envelope)})
    manager.press("Enregistrer le programme")
    manager.sees("Le programme est enregistré")


def draft_call(manager: Any, code: str, title: str, **facts: Any) -> Call:
    """On the programme's page; its grid, pieces and questions are those that its instrument begins with."""
    now = clock.now().astimezone(clock.PARIS)
    manager.press("Créer un appel")
    manager.fill(
        title=title, code=code, summary="Un appel ouvert.", description="Avec les habitants.",
        opens_at=f"{now - timedelta(days=1):%Y-%m-%dT%H:%M:%S}",
        closes_at=f"{now + timedelta(days=30):%Y-%m-%dT%H:%M:%S}", **facts,
    )  # fmt: skip
    manager.press("Créer l’appel")
    return Call.objects.get(code=code)


def publish(manager: Any, code: str) -> None:
    manager.open(f"/gestion/appels/{code}/")
    act(manager, "Publier l’appel")
    assert Call.objects.get(code=code).state == "published"


# The applicant


def begin(holder: Any, call: Call, title: str, months: int = 12) -> str:
    """A draft with its project described; the questions of its call come next."""
    holder.open(f"/appels/{call.code}/")
    holder.press("Déposer un dossier")
    holder.press("Ouvrir le dossier")
    start = clock.today() + timedelta(days=30)
    holder.fill(title=title, summary="Un essai, avec les habitants.", starts_on=f"{start}", months=str(months))
    holder.fill(commune="La Ferté-sous-Jouarre")
    holder.press("Enregistrer et continuer")
    return holder.page.url.split("/dossiers/")[1].split("/")[0]


def answer(holder: Any, **answers: Any) -> None:
    """One section of the form, then the next page."""
    holder.fill(**{f"q-{name.replace('__', '-')}": value for name, value in answers.items()})
    holder.press("Enregistrer et continuer")


def attach(holder: Any, *pieces: str) -> None:
    for piece in pieces:
        slot = holder.page.get_by_label(piece).first
        slot.set_input_files({"name": "piece.pdf", "mimeType": "application/pdf", "buffer": pdf.page(piece)})
        holder.press(f"Joindre {piece}")
    holder.press("Relire le dossier")


def submit(binder: Any, handle: str, **promises: Any) -> Application:
    binder.open(f"/dossiers/{handle}/relire/")
    binder.sees("Tout est prêt")
    binder.press("Déposer le dossier")
    binder.fill(certified=True, **promises)
    binder.press("Déposer le dossier")
    deliver()
    return Application.objects.get(draft_code=handle)


# The office


def admit(officer: Any, file: Application) -> None:
    officer.open("/dossiers/")
    officer.press(file.title)
    officer.press("Prendre en charge")
    act(officer, "Déclarer recevable", **dict.fromkeys(CHECKS, True))


def assign(officer: Any, file: Application, *reviewers: Any) -> None:
    officer.open(file.get_absolute_url())
    officer.press("Désigner des évaluateurs")
    for person in reviewers:
        officer.page.get_by_label(person.full_name).check()
    officer.press("Désigner des évaluateurs")
    deliver()


def score(reviewer: Any, file: Application, mark: int = 4) -> None:
    reviewer.open("/evaluations/")
    reviewer.press(file.title)
    reviewer.page.get_by_label("Je n’ai aucun lien avec cet appel").check()
    reviewer.press("Enregistrer ma déclaration")
    reviewer.fill(no_interest=True)
    reviewer.press("Déclarer et ouvrir le dossier")
    for choice in reviewer.page.locator(f"input[type=radio][value='{mark}']").all():
        choice.check()
    reviewer.fill(opinion="Un dossier clair, une vraie question.")
    reviewer.page.locator("#kept").get_by_text("Enregistré").wait_for()
    reviewer.press("Remettre l’évaluation")
    reviewer.sees("remise")


def propose(officer: Any, file: Application, **facts: Any) -> None:
    officer.open(f"{file.get_absolute_url()}?tab=reviews")
    officer.press("Ouvrir l’instruction approfondie")
    act(officer, "Proposer une décision", kind="award", reasons="Le besoin est établi.", **facts)


def sign(signatory: Any, file: Application, label: str) -> None:
    signatory.open("/decisions/")
    signatory.press(file.title)
    act(signatory, label, consent=True)
    deliver()
