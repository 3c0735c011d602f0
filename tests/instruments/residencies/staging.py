"""A round with its two calls, selected hosts and teams, and a residency as far along as a test wants it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from funding.call_making import written
from funding.models import Application, Criterion, Document, FormVersion, Partner, Programme, RequiredPiece
from people.models import Mandate
from residencies.models import HostApplication, Residency, Round, TeamApplication
from tests import cast as casting
from tests.remembered import remembered
from workflows import clock, outbox

KINDS = {"residency_hosts": HostApplication, "residency_teams": TeamApplication}
STIPEND = Decimal(30_000)


def programme(cast: Any, code: str, instrument: str) -> Programme:
    made = casting.programme(cast.authority, code=code, envelope=300_000)
    Programme.objects.filter(pk=made.pk).update(instrument=instrument)
    made.refresh_from_db()
    for mandate in Mandate.objects.filter(scope_kind="programme", scope_id=str(cast.programme.pk)):
        mandate.pk, mandate.scope_id = None, str(made.pk)
        mandate.save(force_insert=True)
    return made


def call(cast: Any, code: str, instrument: str) -> Any:
    face = KINDS[instrument]
    made = casting.call(
        programme(cast, code.lower(), instrument), clock.now(), code=code, title=f"Résidences {code}",
        cost_categories=[], silence_months=6,
    )  # fmt: skip
    Criterion.objects.filter(call=made).delete()
    for position, line in enumerate(face.CRITERIA):
        Criterion.objects.create(call=made, position=position, key=line.key, name=str(line.label), weight=line.weight)
    RequiredPiece.objects.filter(call=made).delete()
    for position, (label, help, needed) in enumerate(face.PIECES):
        RequiredPiece.objects.create(
            call=made, position=position, label=str(label), help=str(help), indispensable=needed
        )
    content = {"sections": written(face.FORM)}
    FormVersion.objects.create(call=made, number=2, content=content, published_at=clock.now())
    return made


def found_round(cast: Any, **facts: Any) -> Round:
    hosts, teams = call(cast, "HOT-27", "residency_hosts"), call(cast, "EQU-27", "residency_teams")
    known = {"title": "Résidences 2027", "weeks": 2, "stipend": STIPEND}
    return Round.objects.create(host_call=hosts, team_call=teams, **known | facts)


def monday(weeks: int = 0) -> Any:
    """The Monday after next, and so many weeks later."""
    today = clock.today()
    return today + timedelta(days=14 - today.weekday() + 7 * weeks)


def dates(weeks: int = 30, start: int = 0) -> list[dict[str, str]]:
    first = monday(start)
    return [{"from": first.isoformat(), "to": (first + timedelta(days=7 * weeks)).isoformat()}]


ANSWERS: dict[str, dict[str, Any]] = {
    "residency_hosts": {
        "need": "Comment la gare redevient-elle un lieu où l’on reste ?", "place": "La gare et sa place.",
        "sponsor": "Odile Ferrand, maire", "disciplines": ["design"], "lodging": "Le presbytère, quatre lits.",
        "in_kind": "4000",
    },
    "residency_teams": {
        "disciplines": ["design", "sociology"], "references": "Trois gares habitées.", "manner": "Sur place.",
        "members": [{"name": "Ana Sorel", "craft": "Designer"}, {"name": "Tom Viau", "craft": "Sociologue"}],
        "reach": "anywhere",
    },
}  # fmt: skip


@remembered
def application(cast: Any, of: Any, lead: Any, title: str, **answers: Any) -> Application:
    """A complete draft on one of the round's calls."""
    instrument = of.programme.instrument
    face = KINDS[instrument]
    author = lead.memberships.filter(may_bind=True).first().user
    made = face.objects.create(
        instrument=instrument, call=of, form_version=of.form_versions.latest_published(), lead=lead,
        created_by=author, title=title, summary="Une résidence.", commune=cast.commune,
        starts_on=clock.today() + timedelta(days=30), months=12,
        answers=ANSWERS[instrument] | {"dates": dates()} | answers,
    )  # fmt: skip
    Partner.objects.create(application=made, organisation=lead, is_lead=True, size="not_applicable")
    for piece in of.pieces.all():
        Document.objects.create(
            application=made, piece=piece, name="piece.pdf", content_type="application/pdf", extension="pdf",
            size=1000, sha256="0" * 64, file="files/x.pdf", uploaded_by=author, uploaded_at=clock.now(),
        )  # fmt: skip
    return made


@remembered
def submitted(cast: Any, of: Any, lead: Any, title: str, **answers: Any) -> Application:
    file = application(cast, of, lead, title, **answers)
    consents = {"certified": True, "republican_commitment": True}
    return file.submit(by=file.created_by, **consents)


@remembered
def selected(cast: Any, of: Any, lead: Any, title: str, **answers: Any) -> Application:
    """Through every step of the spine."""
    file = submitted(cast, of, lead, title, **answers).take_charge(by=cast.officer)
    names = ("complete", "on_time", "in_scope", "not_started", "no_conflict")
    file.admit(by=cast.officer, **dict.fromkeys(names, True))
    reviewers = [cast.reviewer, cast.second_reviewer]
    from funding import conflicts

    for reviewer in reviewers:
        if not conflicts.declared_for_call(reviewer, of):
            conflicts.declare(reviewer, of, kind="none")
    file.assign(by=cast.officer, reviewers=reviewers, due_on=clock.today() + timedelta(days=21))
    for review in file.reviews.all():
        review.submit(by=review.reviewer, **casting.marks(file, 4))
    file.examine(by=cast.officer).propose(by=cast.officer, kind="award", reasons="Une vraie question.")
    return file.award(by=cast.signatory, consent=True)


def quickly(cast: Any, of: Any, lead: Any, title: str, **answers: Any) -> Application:
    """Selected without its path: for tests of what follows."""
    file = submitted(cast, of, lead, title, **answers)
    casting._force(file, "awarded")
    return Application.objects.get(pk=file.pk)


def lead(cast: Any, name: str, kind: str, siret: str, first: str, last: str) -> Any:
    made = casting.organisation(name, kind, siret, cast.commune, size="micro")
    casting.member(casting.user(first, last), made, may_bind=True)
    return made


@remembered
def play(**facts: Any) -> SimpleNamespace:
    """The cast, a round, one host (the town) and one team (the association), both selected and free."""
    return on(casting.play(), **facts)


def on(cast: Any, **facts: Any) -> SimpleNamespace:
    found = found_round(cast, **facts)
    host = quickly(cast, found.host_call, cast.town, "La gare habitée")
    team = quickly(cast, found.team_call, cast.association, "Les passagers")
    return SimpleNamespace(cast=cast, round=found, host=host, team=team, mayor=cast.mayor, guest=cast.partner)


@remembered
def drafted(stage: SimpleNamespace) -> Residency:
    stage.round.match_up(by=stage.cast.manager)
    return stage.round.residencies.get()


@remembered
def matched(stage: SimpleNamespace) -> Residency:
    found = drafted(stage).propose(by=stage.cast.manager)
    found.accept_as_host(by=stage.mayor, consent=True)
    return found.accept_last_as_team(by=stage.guest, consent=True)


@remembered
def planned(stage: SimpleNamespace) -> Residency:
    found = matched(stage)
    for n in (0, 5):
        found.plan_week(by=stage.guest, starts_on=monday(n), ends_on=monday(n) + timedelta(days=4))
    for person in (stage.mayor, stage.guest):
        found.file_certificate(
            by=person, insurer="La Mutuelle", number="RC 12", starts_on=clock.today(), ends_on=monday(8)
        )
    return found


def terms(found: Residency) -> dict[str, Any]:
    return {
        "topic": "La gare habitée", "total_cost": "34000", "host_cash": "0", "host_in_kind": "4000",
        "in_kind_detail": "Le presbytère.", "rights": "Contrat distinct.", "aid_regime": "no_aid",
    }  # fmt: skip


@remembered
def both_signed(stage: SimpleNamespace) -> Residency:
    found = planned(stage).draft_agreement(by=stage.cast.manager, **terms(None))
    found.sign_as_team(by=stage.guest, quality="Président", consent=True)
    return found.sign_as_host(by=stage.mayor, quality="Maire", consent=True)


@remembered
def signed(stage: SimpleNamespace) -> Residency:
    found = both_signed(stage)
    found.sign_agreement(by=stage.cast.signatory, consent=True)
    outbox.drain(but=("paper",))
    return found


def noon(day: Any) -> datetime:
    return datetime.combine(day, time(12), tzinfo=clock.PARIS)


@remembered
def visited(stage: SimpleNamespace) -> Residency:
    found = signed(stage)
    found.confirm_lodging(by=stage.mayor, lodging="Le presbytère, clé en mairie.")
    return found.visit(by=stage.guest, visited_on=clock.today(), visit_report="Une gare vide à midi.")


def write(stage: SimpleNamespace, found: Residency, day: Any, visibility: str = "public", text: str = "") -> Any:
    return found.entries.create(
        day=day,
        text=text or "Deux heures sur le quai.",
        visibility=visibility,
        author=stage.guest,
        written_at=noon(day),
    )


def week_done(stage: SimpleNamespace, found: Residency) -> Residency:
    week = found.next_week()
    with clock.at(noon(week.starts_on)):
        found.start_week(by=stage.guest)
    for day in week.span.days():
        write(stage, found, day)
    with clock.at(noon(week.ends_on)):
        return found.close_week(by=stage.guest)


@remembered
def presented(stage: SimpleNamespace) -> Residency:
    found = week_done(stage, week_done(stage, visited(stage)))
    day = monday(7)
    with clock.at(noon(monday(6))):
        found.schedule_presentation(by=stage.guest, presentation_at=noon(day), presentation_place="La gare")
        found.deliver(by=stage.guest, name="Le banc", what="Un banc d’essai", address="https://exemple.fr/banc")
    with clock.at(noon(day + timedelta(days=1))):
        found.report_presentation(by=stage.guest, attendance=60, presentation_account="On garde le banc.")
        return found.countersign(by=stage.mayor, consent=True)
