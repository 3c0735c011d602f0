"""Until the pair: a manager opens two calls, a territory and a team apply, each is marked and selected, both wish."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from funding.models import Application
from residencies.models import Residency, Round
from tests.instruments import spine
from tests.instruments.residencies import staging

HOSTS, TEAMS = "HOT-27", "EQU-27"


def open_the_round(site: Any, cast: Any) -> Round:
    manager = spine.person(site, cast.manager)
    calls = {}
    for code, instrument, title in (
        (HOSTS, "residency_hosts", "Territoires hôtes"), (TEAMS, "residency_teams", "Équipes en résidence"),
    ):  # fmt: skip
        spine.programme(manager, cast, instrument, title, 300_000)
        money = {"envelope": "300 000"} if code == TEAMS else {}  # hosts are given none
        calls[code] = spine.draft_call(manager, code, title, **money)
        spine.publish(manager, code)
    manager.open("/residences/sessions/")
    manager.press("Nouvelle session")
    manager.fill(
        title="Résidences 2027", host_call=calls[HOSTS].pk, team_call=calls[TEAMS].pk, weeks="2", stipend="30 000"
    )
    manager.press("Créer la session")
    manager.sees("La session est créée", "bourse de 30 000 €")
    return Round.objects.get()


def apply_as_host(site: Any, cast: Any, call: Any) -> Application:
    """Written by the one in charge, submitted by the mayor."""
    holder = spine.person(site, cast.holder)
    handle = spine.begin(holder, call, "La gare habitée")
    said, days = staging.ANSWERS["residency_hosts"], staging.dates()[0]
    spine.answer(holder, **{name: said[name] for name in ("need", "place", "sponsor")})
    stay = {"dates__0__from": days["from"], "dates__0__to": days["to"]}
    spine.answer(holder, **stay, disciplines=["design"], lodging=said["lodging"], in_kind="4 000")
    spine.attach(holder, "Délibération, ou lettre de l’élu référent")
    return spine.submit(spine.person(site, cast.mayor), handle)


def apply_as_team(site: Any, cast: Any, call: Any) -> Application:
    guest = spine.person(site, cast.partner)
    handle = spine.begin(guest, call, "Les passagers")
    said, days = staging.ANSWERS["residency_teams"], staging.dates()[0]
    members = {
        f"members__{n}__{key}": value for n, member in enumerate(said["members"]) for key, value in member.items()
    }
    words = {name: said[name] for name in ("references", "manner")}
    spine.answer(guest, disciplines=said["disciplines"], **members, **words)
    spine.answer(guest, dates__0__from=days["from"], dates__0__to=days["to"], reach="anywhere")
    spine.attach(guest, "Références illustrées", "Attestation de responsabilité civile professionnelle")
    return spine.submit(guest, handle, republican_commitment=True)


def select(site: Any, cast: Any, files: list[Application]) -> None:
    """Two read each side, the office proposes, the authority signs: selected, without a sum."""
    officer, signatory = spine.person(site, cast.officer), spine.person(site, cast.signatory)
    readers = [spine.person(site, cast.reviewer), spine.person(site, cast.second_reviewer)]
    for file in files:
        spine.admit(officer, file)
        spine.assign(officer, file, cast.reviewer, cast.second_reviewer)
        for reader in readers:
            spine.score(reader, file)
        spine.propose(officer, file)
        spine.sign(signatory, file, "Signer la sélection")


def pair(site: Any, cast: Any, found: Round, host: Application, team: Application) -> Residency:
    """Each side wishes; the manager weighs a change, leaves it, proposes; both accept."""
    manager, mayor, guest = (spine.person(site, who) for who in (cast.manager, cast.mayor, cast.partner))
    for someone, file, other in ((mayor, host, team), (guest, team, host)):
        someone.open(file.get_absolute_url())
        someone.press("Classer mes vœux")
        someone.page.get_by_label(f"Rang de « {other.title} »").select_option("1")
        someone.press("Enregistrer mes vœux")
        someone.sees("1 vœu enregistré")
    manager.open(found.get_absolute_url())
    manager.press("Calculer les appariements")
    manager.sees("Stable", "Vœu n° 1 de l’équipe")
    manager.page.get_by_label("Équipe pour").select_option("")
    manager.press("Voir l’effet")
    manager.sees("Resteraient seuls", "Se préféreraient")
    spine.behold(manager)
    manager.press("Laisser ainsi")
    spine.act(manager, "Proposer les paires aux deux parties")
    spine.deliver()
    stay = Residency.objects.get()
    for someone, label in ((mayor, "Accepter cette équipe"), (guest, "Accepter ce territoire")):
        someone.open("/accueil/")
        someone.sees("Répondre à la paire proposée")
        someone.open(stay.get_absolute_url())
        spine.act(someone, label, consent=True)
    guest.sees("Placez ensemble les semaines")
    spine.deliver()
    return Residency.objects.get()


def chosen(site: Any, cast: Any) -> SimpleNamespace:
    found = open_the_round(site, cast)
    files = [apply_as_host(site, cast, found.host_call), apply_as_team(site, cast, found.team_call)]
    select(site, cast, files)
    stay = pair(site, cast, found, *files)
    return SimpleNamespace(cast=cast, round=found, stay=stay, mayor=cast.mayor, guest=cast.partner)
