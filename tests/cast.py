"""The cast of every story: who they are, what they may do. One call, one town, two partners, an administration.

`play()` builds it once per test; `application()` gives a draft that may be submitted as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from funding import budget, conflicts, law
from funding.demo import checking
from funding.models import (
    Application,
    Call,
    CostLine,
    Criterion,
    Document,
    FormVersion,
    FunderShare,
    LawVersion,
    Partner,
    Programme,
    RequiredPiece,
)
from funding.rules.grids import DEFAULT_GRID
from people.models import Commune, Department, Mandate, Membership, Organisation, Region, User
from tests.remembered import remembered
from workflows import clock

PASSWORD = "une-phrase-de-passe-longue"
QUESTIONS = {
    "sections": [
        {
            "key": "need",
            "title": "Le besoin",
            "help": "",
            "questions": [
                {"key": "need", "kind": "long", "label": "À quel besoin répondez-vous ?", "required": True,
                 "limit": 3000},
                {"key": "people", "kind": "number", "label": "Combien de personnes concernées ?", "required": True},
                {"key": "new", "kind": "one", "label": "Nouveau ou transféré ?", "required": False,
                 "options": [{"key": "new", "label": "Nouveau"}, {"key": "moved", "label": "Transféré"}]},
            ],
        }
    ]
}  # fmt: skip


@dataclass
class Cast:
    programme: Programme
    call: Call
    town: Organisation
    association: Organisation
    university: Organisation
    authority: Organisation
    commune: Commune
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


def user(first: str, last: str, quality: str = "", **facts: Any) -> User:
    email = f"{first}.{last}@exemple.fr".lower().replace(" ", "").replace("é", "e").replace("ï", "i")
    return User.objects.create_user(email, PASSWORD, first_name=first, last_name=last, quality=quality, **facts)


def organisation(name: str, kind: str, siret: str, commune: Commune, **facts: Any) -> Organisation:
    return Organisation.objects.create(name=name, kind=kind, siren=siret[:9], siret=siret, commune=commune, **facts)


def member(person: User, of: Organisation, role: str = "owner", may_bind: bool = False) -> User:
    proof = {"vouched_at": clock.now(), "vouched_on": "Délibération n° 2026-3"} if may_bind else {}
    Membership.objects.create(user=person, organisation=of, role=role, may_bind=may_bind, **proof)
    return person


def mandate(person: User, role: Any, *, ceiling: Any = None, scope: Any = ("", ""), **facts: Any) -> User:
    known = {"valid_from": date(2020, 1, 1), "published_on": date(2020, 1, 1), "reference": "Arrêté n° 12"} | facts
    Mandate.objects.create(
        user=person, role=role, ceiling=ceiling, scope_kind=scope[0], scope_id=str(scope[1]), **known
    )
    return person


@remembered
def play(now: datetime | None = None) -> Cast:
    """The whole cast, and a published call open for a month around `now`."""
    now = now or clock.now()
    law.seed(LawVersion)  # a test that empties the tables takes them away
    region = Region.objects.get_or_create(code="11", defaults={"name": "Île-de-France", "zone": "metro"})[0]
    department = Department.objects.get_or_create(
        code="77", defaults={"name": "Seine-et-Marne", "region": region, "zone": "metro"}
    )[0]
    commune = Commune.objects.get_or_create(
        code="77183",
        defaults={"name": "La Ferté-sous-Jouarre", "department": department, "postcode": "77260"},
    )[0]
    kinds = Organisation.Kind
    cast = Cast(
        programme=None, call=None, commune=commune,
        town=organisation("Commune de La Ferté-sous-Jouarre", kinds.COMMUNE, "21770183800013", commune),
        association=organisation("Roule ma Brie", kinds.ASSOCIATION, "73282932000074", commune, size="micro"),
        university=organisation("Université de la Brie", kinds.RESEARCH, "35600000000048", commune),
        authority=organisation("Secrétariat à l’innovation publique", kinds.STATE, "21590350100017", commune),
    )  # fmt: skip
    cast.programme = programme(cast.authority)
    cast.call = call(cast.programme, now)
    cast.people = _people(cast)
    for person in (cast.reviewer, cast.second_reviewer):
        conflicts.declare(person, cast.call, kind="none")
    return cast


def _people(cast: Cast) -> dict[str, User]:
    role, everywhere = Mandate.Role, ("programme", cast.programme.pk)
    return {
        "holder": member(user("Martine", "Delorme", "Directrice des services"), cast.town, "editor"),
        "mayor": member(user("Odile", "Ferrand", "Maire"), cast.town, may_bind=True),
        "partner": member(user("Bruno", "Castel", "Président"), cast.association, may_bind=True),
        "stranger": member(user("Sacha", "Inconnu"), cast.university),
        "manager": mandate(user("Nadia", "Roussel", "Responsable d’appel"), role.MANAGER, scope=everywhere),
        "officer": mandate(user("Karim", "Bensaïd", "Chargé d’instruction"), role.OFFICER, scope=everywhere),
        "reviewer": mandate(user("Yann", "Le Goff", "Experte"), role.REVIEWER, scope=everywhere),
        "second_reviewer": mandate(user("Ines", "Marchal", "Designer"), role.REVIEWER, scope=everywhere),
        "chair": mandate(user("Lucie", "Vasseur", "Présidente"), role.CHAIR, scope=everywhere),
        "signatory": mandate(
            user("Claire", "Aubertin", "Directrice"), role.SIGNATORY, ceiling=Decimal(500_000), scope=everywhere
        ),
        "payer": mandate(user("Paul", "Garnier", "Gestionnaire"), role.FINANCE, scope=everywhere),
        "second_payer": mandate(user("Rose", "Lambert", "Cheffe du service"), role.FINANCE, scope=everywhere),
        "funder": mandate(user("Julie", "Marchetti", "Financeuse"), role.FUNDER, scope=everywhere),
    }


def programme(authority: Organisation, code: str = "pia", envelope: int = 1_000_000) -> Programme:
    made = Programme.objects.create(
        code=code, name="Innover avec les territoires", legal_basis="la loi n° 2010-237 du 9 mars 2010, article 8",
        envelope=envelope, starts_on=date(2020, 1, 1), authority=authority, service="Bureau des appels",
        address="12 rue des Exemples, 75007 Paris", email="appels@exemple.fr", phone="01 84 00 00 27",
        court="tribunal administratif de Paris",
    )  # fmt: skip
    FunderShare.objects.create(programme=made, funder=authority, amount=envelope)
    return made


def call(programme: Programme, now: datetime, code: str = "LIT-2026", **facts: Any) -> Call:
    """A published call; its rules are those of the territorial labs (AT-01), kept simple."""
    made = Call.objects.create(
        **{
            "programme": programme, "code": code, "title": "Laboratoires d’innovation territoriale",
            "summary": "Monter un lieu où l’on essaie.", "description": "Avec les habitants.",
            "opens_at": now - timedelta(days=10), "closes_at": now + timedelta(days=20),
            "envelope": programme.envelope, "aid_rate": Decimal("0.7"), "max_aid": Decimal(150_000),
            "max_total_cost": Decimal(500_000),
            "cost_categories": [{"key": "staff", "label": "Salaires"}, {"key": "studies", "label": "Études"}],
        } | facts
    )  # fmt: skip
    for position, criterion in enumerate(DEFAULT_GRID):
        Criterion.objects.create(
            call=made, position=position, key=criterion.key, name=str(criterion.label), weight=criterion.weight
        )
    RequiredPiece.objects.create(
        call=made, label="Délibération", indispensable=True, required_by="CGCT, art. L. 2121-29"
    )
    FormVersion.objects.create(call=made, number=1, content=QUESTIONS, published_at=now)
    _force(made, "published")
    return made


def _force(thing: Any, state: str) -> None:
    """Put a thing in a state for a test, past the gate: only tests may, and only here."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {thing._meta.db_table} SET state = %s WHERE id = %s", [state, thing.pk])
    thing.refresh_from_db()


@remembered
def application(cast: Cast, title: str = "Le guichet qui roule", cost: int = 100_000, **facts: Any) -> Application:
    """A complete draft of the town with the association: 70 % of `cost` asked, the rest brought by both."""
    face = Application.faces["grants"]
    made = face.objects.create(
        **{
            "instrument": "grants", "call": cast.call, "form_version": cast.call.form_versions.latest_published(),
            "lead": cast.town, "created_by": cast.holder, "title": title, "summary": "Un guichet itinérant.",
            "commune": cast.commune, "starts_on": clock.today() + timedelta(days=90), "months": 18,
            "answers": {"need": "Le service public s’éloigne.", "people": 3000},
            "own_funding": Decimal(cost) * Decimal("0.2"), "partner_funding": Decimal(cost) * Decimal("0.1"),
        } | facts
    )  # fmt: skip
    lead = Partner.objects.create(application=made, organisation=cast.town, is_lead=True, size="not_applicable")
    other = Partner.objects.create(
        application=made, organisation=cast.association, position=1, size="micro", engaged_at=clock.now()
    )
    CostLine.objects.create(partner=lead, category="staff", amount=Decimal(cost) * Decimal("0.8"))
    CostLine.objects.create(partner=other, category="studies", amount=Decimal(cost) * Decimal("0.2"))
    budget.recompute(made)
    for piece in cast.call.pieces.all():
        Document.objects.create(
            application=made, piece=piece, name="deliberation.pdf", content_type="application/pdf", extension="pdf",
            size=1000, sha256="0" * 64, file="files/x.pdf", uploaded_by=cast.holder, uploaded_at=clock.now(),
        )  # fmt: skip
    return made


# How far a file has come: each plays the steps before it.


@remembered
def submitted(cast: Cast, **facts: Any) -> Application:
    return application(cast, **facts).submit(by=cast.mayor, certified=True)


@remembered
def eligible(cast: Cast, **facts: Any) -> Application:
    file = submitted(cast, **facts).take_charge(by=cast.officer)
    names = ("complete", "on_time", "in_scope", "not_started", "no_conflict")
    return file.admit(by=cast.officer, **dict.fromkeys(names, True))


@remembered
def reviewed(cast: Cast, **facts: Any) -> Application:
    file = eligible(cast, **facts)
    reviewers = [cast.reviewer, cast.second_reviewer]
    file.assign(by=cast.officer, reviewers=reviewers, due_on=clock.today() + timedelta(days=21))
    for review in file.reviews.all():
        review.submit(by=review.reviewer, **marks(file, 4))
    return file


def marks(file: Application, value: int) -> dict[str, Any]:
    given = {f"mark_{c.key}": value for c in file.call.criteria.all()}
    return given | {"opinion": "Un projet clair.", "no_interest": True}


@remembered
def examined(cast: Cast, **facts: Any) -> Application:
    """Under due diligence, its State-aid checks made: ready for a proposal of any kind."""
    file = reviewed(cast, **facts).examine(by=cast.officer)
    checking.check_all(file, by=cast.officer)
    return file


@remembered
def proposed(cast: Cast, kind: str = "award", **facts: Any) -> Application:
    draft = {
        "award": {
            "grant": "70000",
            "eligible_base": "100000",
        },
        "reserve": {"rank": 3, "valid_until": clock.today() + timedelta(days=200)},
        "rejection": {},
    }[kind]
    file = examined(cast, **facts)
    return file.propose(by=cast.officer, kind=kind, reasons="Le besoin est établi.", **draft)


@remembered
def awarded(cast: Cast, **facts: Any) -> Application:
    return proposed(cast, **facts).award(by=cast.signatory, consent=True)


@remembered
def in_force(cast: Cast, file: Application) -> Any:
    """The agreement of an awarded file, signed by both sides; the outbox has opened it."""
    agreement, today = file.agreement, clock.today()
    agreement.offer(by=cast.officer, starts_on=today, ends_on=today + timedelta(days=540))
    agreement.sign(by=cast.mayor, quality="Maire", consent=True)
    return agreement.countersign(by=cast.signatory, consent=True)
