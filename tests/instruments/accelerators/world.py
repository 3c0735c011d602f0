"""A network in small: two nodes, a call each, a cohort; each way a project may go, through the steps alone."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from funding import conflicts
from funding.call_making import written
from funding.instruments.accelerators.models import AcceleratorApplication, Cohort, Node, Place, Recruitment
from funding.models import AgendaItem, Call, CommitteeSession, Criterion, FormVersion, FunderShare, Partner, Programme
from tests import cast as casting
from tests import sitting
from tests.remembered import remembered
from workflows import clock, outbox
from workflows.models import Effect

ANSWERS = {
    "problem": "Le service public s’éloigne.", "public": "Les habitants sans voiture.",
    "interest": "L’accès aux droits.", "maturity": "prototype", "tried": "Un camion pendant trois mois.",
    "team": "Deux agents.", "needs": "Changer d’échelle.",
}  # fmt: skip


def follow() -> None:
    """What the steps left to the outbox, notices aside."""
    for _again in range(6):
        keys = list(Effect.objects.filter(kind="then", state="pending").values_list("key", flat=True))
        for key in keys:
            outbox.deliver(key)
        if not keys:
            return


@remembered
def play(capacity: int = 2) -> Any:
    """The cast of all stories, and the network's own people."""
    return extend(casting.play(), capacity)


def extend(cast: Any, capacity: int = 2) -> Any:
    programme = Programme.objects.create(
        code="accelerateurs", name="Réseau national d’accélérateurs publics", instrument="accelerators",
        legal_basis="la loi n° 2015-991 du 7 août 2015", envelope=Decimal(1), starts_on=clock.today(),
        authority=cast.authority, service="Bureau des accélérateurs", address="12 rue des Exemples, 75007 Paris",
        email="reseau@exemple.fr", phone="01 84 00 00 28", court="tribunal administratif de Paris",
    )  # fmt: skip
    FunderShare.objects.create(programme=programme, funder=cast.authority, amount=1)
    cast.network = programme
    for name in ("manager", "officer", "reviewer", "second_reviewer", "chair", "signatory", "funder"):
        casting.mandate(getattr(cast, name), name.removeprefix("second_"), scope=("programme", programme.pk))
    lab, other = houses(cast)
    cast.node = node(programme, lab, "labo-brie", ["77"])
    cast.other_node = node(programme, other, "fabrique-nord", [])
    cast.cohort = Cohort.objects.create(
        node=cast.node, number=1, name="Promotion 1", capacity=capacity, starts_on=clock.today() + timedelta(days=10),
        ends_on=clock.today() + timedelta(days=200), hour_price=Decimal(90),
    )  # fmt: skip
    cast.call = call(cast, "ACC-2026", cast.node, cast.cohort)
    cast.other_call = call(cast, "NORD-2026", cast.other_node, None)
    for person in (cast.reviewer, cast.second_reviewer):
        for one in (cast.call, cast.other_call):
            conflicts.declare(person, one, kind="none")
    return cast


def houses(cast: Any) -> tuple[Any, Any]:
    """Two structures that carry an accelerator, with their people."""
    kinds = casting.Organisation.Kind
    lab = casting.organisation("Labo de la Brie", kinds.ASSOCIATION, "41816609600069", cast.commune)
    other = casting.organisation("Fabrique du Nord", kinds.ASSOCIATION, "55208131766522", cast.commune)
    cast.people |= {
        "head": casting.member(casting.user("Awa", "Diallo", "Directrice"), lab, may_bind=True),
        "team": casting.member(casting.user("Hugo", "Martin", "Chargé de mission"), lab, "editor"),
        "coach": casting.member(casting.user("Lina", "Moreau", "Accompagnatrice"), lab, "editor"),
        "rival": casting.member(casting.user("Paul", "Nord", "Directeur"), other, may_bind=True),
    }
    return lab, other


def node(programme: Any, organisation: Any, slug: str, departments: list[str]) -> Node:
    return Node.objects.create(
        programme=programme, organisation=organisation, name=organisation.name, slug=slug, departments=departments,
        summary="On y accompagne des projets.", themes=["mobilité"], email=f"{slug}@exemple.fr",
        accredited_from=clock.today() - timedelta(days=365), accreditation="Arrêté n° 7",
    )  # fmt: skip


def call(cast: Any, code: str, of: Any, cohort: Any) -> Call:
    face, now = AcceleratorApplication, clock.now()
    made = Call.objects.create(
        programme=cast.network, code=code, title=f"Appel de {of}", summary="Être accompagné six mois.",
        description="Venez.", opens_at=now - timedelta(days=10), closes_at=now + timedelta(days=20), envelope=0,
        aid_rate=0, with_shortlist=True, cost_categories=[],
    )  # fmt: skip
    for position, line in enumerate(face.CRITERIA):
        Criterion.objects.create(
            call=made, position=position, key=line.key, name=str(line.label), weight=line.weight,
            threshold=line.threshold, stage=line.stage,
        )  # fmt: skip
    FormVersion.objects.create(call=made, number=1, content={"sections": written(face.FORM)}, published_at=now)
    casting._force(made, "published")
    Recruitment.objects.create(call=made, node=of, cohort=cohort, administration_quorum=1, citizens_quorum=2)
    return made


@remembered
def draft(cast: Any, title: str = "Le guichet qui roule", economic: bool = False, **facts: Any) -> Any:
    known = {
        "instrument": "accelerators", "call": cast.call, "lead": cast.town, "created_by": cast.holder, "title": title,
        "form_version": cast.call.form_versions.latest_published(), "summary": "Un guichet itinérant.",
        "commune": cast.commune, "answers": dict(ANSWERS), "starts_on": clock.today() + timedelta(days=30), "months": 6,
    } | facts  # fmt: skip
    made = AcceleratorApplication.objects.create(**known)
    Partner.objects.create(
        application=made, organisation=made.lead, is_lead=True, size="micro" if economic else "not_applicable",
        is_economic=economic,
    )  # fmt: skip
    return made


@remembered
def submitted(cast: Any, title: str = "Le guichet qui roule", **facts: Any) -> Any:
    return draft(cast, title, **facts).submit(by=cast.mayor, certified=True)


@remembered
def eligible(cast: Any, title: str = "Le guichet qui roule", **facts: Any) -> Any:
    file = submitted(cast, title, **facts).take_charge(by=cast.officer)
    return file.admit(by=cast.officer, complete=True, on_time=True, in_scope=True, not_started=True, no_conflict=True)


def marked(cast: Any, file: Any, people: tuple[str, ...], value: int = 4) -> Any:
    reviewers = [getattr(cast, name) for name in people]
    file.assign(by=cast.officer, reviewers=reviewers, due_on=clock.today() + timedelta(days=21))
    for review in file.reviews.filter(reviewer__in=reviewers):
        marks = {f"mark_{c.key}": value for c in review.criteria}
        marks |= {f"comment_{c.key}": "Voilà pourquoi." for c in review.criteria if value in (0, 1, 5)}
        review.submit(by=review.reviewer, opinion="Lu.", no_interest=True, **marks)
    return file


@remembered
def shortlisted(cast: Any, title: str = "Le guichet qui roule", **facts: Any) -> Any:
    """A4: two agents marked the first grid."""
    file = marked(cast, eligible(cast, title, **facts), ("reviewer", "second_reviewer"))
    return file.shortlist(by=cast.chair)


def citizens(cast: Any) -> tuple[str, str]:
    for name, first in (("citizen", "Ana"), ("second_citizen", "Léo")):
        if name not in cast.people:
            cast.people[name] = casting.mandate(
                casting.user(first, "Jury"), "reviewer", scope=("programme", cast.network.pk)
            )
            conflicts.declare(cast.people[name], cast.call, kind="none")
    return ("citizen", "second_citizen")


def examined(cast: Any, title: str = "Le guichet qui roule", value: int = 4, **facts: Any) -> Any:
    """The citizens marked their own grid."""
    return marked(cast, shortlisted(cast, title, **facts), citizens(cast), value).examine(by=cast.officer)


def jury(cast: Any, files: list[Any], **facts: Any) -> Any:
    """A5: both colleges convened, each with its quorum; everyone is there."""
    citizens(cast)
    session = CommitteeSession.objects.create(
        **{
            "call": cast.call, "starts_at": sitting.this_evening(), "place": "Salle Oural", "envelope": 0,
            "quorum": 3, "quorums": {"administration": 1, "citizens": 2}, "created_by": cast.manager,
        } | facts
    )  # fmt: skip
    seats = (
        ("chair", "administration", "chair", True), ("officer", "administration", "secretary", False),
        ("citizen", "citizens", "member", True), ("second_citizen", "citizens", "member", True),
    )  # fmt: skip
    for name, college, function, may_vote in seats:
        sitting.seat(session, cast, name, college, function, may_vote)
    session.add_files(by=cast.manager, applications=[file.pk for file in files])
    session.convene(by=cast.manager)
    session.mark_arrivals(by=cast.officer, seats=[seat.pk for seat in session.seats.all()])
    return session.open(by=cast.chair)


def voted(cast: Any, session: Any, file: Any, outcome: str = "favourable") -> Any:
    item = sitting.item_of(session, file)
    item.put_to_vote(by=cast.chair, outcome=outcome, amount="0")
    for name in ("chair", "citizen", "second_citizen"):
        AgendaItem.objects.get(pk=item.pk).vote(by=getattr(cast, name), choice="for")
    return AgendaItem.objects.get(pk=item.pk).close_vote(by=cast.chair)


@remembered
def heard(cast: Any, *titles: str, outcome: str = "favourable", **facts: Any) -> list[Any]:
    """Files on which the jury gave its opinion, written as the steps of `heard_by_steps` leave them: its own story."""
    session = CommitteeSession.objects.filter(call=cast.call, state="closed").first() or _closed(cast)
    return [_heard(cast, session, title, outcome, facts) for title in titles]


def _closed(cast: Any) -> CommitteeSession:
    session = CommitteeSession.objects.create(
        call=cast.call, starts_at=clock.now(), envelope=0, quorum=3, quorums={"administration": 1, "citizens": 2},
        created_by=cast.manager, closed_at=clock.now(), snapshot={}, sha256="0" * 64,
    )  # fmt: skip
    casting._force(session, "closed")
    return session


def _heard(cast: Any, session: Any, title: str, outcome: str, facts: Any) -> Any:
    file = draft(cast, title, **facts)
    position = session.items.count() + 1
    file.reference, file.submitted_at, file.officer = file.take_number(clock.now()), clock.now(), cast.officer
    file.silence_on = clock.today() + timedelta(days=60)
    file.save()
    AgendaItem.objects.create(session=session, application=file, position=position, outcome=outcome)
    casting._force(file, "under_due_diligence")
    return again(file)


def heard_by_steps(cast: Any, *titles: str, outcome: str = "favourable", **facts: Any) -> list[Any]:
    """A6: each step of the selection is taken."""
    files = [examined(cast, title, **facts) for title in titles]
    session = jury(cast, files)
    for file in files:
        voted(cast, session, file, outcome)
    session.close(by=cast.chair)
    return [again(file) for file in files]


def again(file: Any) -> Any:
    return AcceleratorApplication.objects.get(pk=file.pk)


@remembered
def admitted(cast: Any, title: str = "Le guichet qui roule", by_steps: bool = False, **facts: Any) -> Any:
    (file,) = (heard_by_steps if by_steps else heard)(cast, title, **facts)
    return sign(cast, file)


def sign(cast: Any, file: Any) -> Any:
    file.propose(by=cast.officer, kind="award", reasons="Le besoin est établi.")
    file.award(by=cast.signatory, consent=True)
    follow()
    return again(file)


def listed(cast: Any, title: str, rank: int, **facts: Any) -> Any:
    (file,) = heard(cast, title, outcome="reserve", **facts)
    until = clock.today() + timedelta(days=120)
    file.propose(by=cast.officer, kind="reserve", reasons="Le besoin est établi.", rank=rank, valid_until=until)
    file.reserve(by=cast.signatory, consent=True)
    return again(file)


def place_of(file: Any) -> Place:
    return Place.objects.filter(application=file.pk).latest("pk")


@remembered
def accepted(cast: Any, title: str = "Le guichet qui roule", **facts: Any) -> Place:
    return place_of(admitted(cast, title, **facts)).accept(by=cast.mayor)


def chartered(cast: Any, place: Place) -> Place:
    return place.prepare_charter(
        by=cast.team, coach=cast.coach.pk, aims="Ouvrir deux guichets.", support="Une demi-journée par semaine.",
        hours="40", hour_price="90",
    )  # fmt: skip


@remembered
def running(cast: Any, title: str = "Le guichet qui roule", **facts: Any) -> Place:
    place = chartered(cast, accepted(cast, title, **facts))
    place.sign_charter(by=cast.mayor, quality="Maire", consent=True)
    place.countersign(by=cast.head, consent=True)
    return Place.objects.get(pk=place.pk)


def milestone(cast: Any, place: Place, title: str = "Premier essai", days: int = 30) -> Any:
    place.add_milestone(by=cast.team, title=title, expected="Dix usagers.", due_on=clock.today() + timedelta(days=days))
    return place.milestones.latest("pk")


def filed(cast: Any, found: Any) -> Any:
    found.file(by=cast.holder, evidence="Douze usagers sont venus.")
    follow()
    return type(found).objects.get(pk=found.pk)
