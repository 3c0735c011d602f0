"""A guarantee fund with three contributors and a partner bank; how far a guarantee has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal as D
from types import SimpleNamespace
from typing import Any

from funding import conflicts
from funding.demo import checking
from funding.instruments.guarantees import ledger
from funding.instruments.guarantees.ledger import Act
from funding.instruments.guarantees.models import BankAgreement, Contributor, Cover, GuaranteeFund
from funding.instruments.guarantees.sheet import FORM
from funding.models import Application, Call, Document, FormVersion, Partner
from people.models import Mandate, Organisation, User
from tests import cast as casting
from tests.remembered import remembered
from workflows import clock

KINDS = Organisation.Kind


@dataclass
class Scene:
    cast: Any
    borrower: Organisation
    bank: Organisation
    other_bank: Organisation
    lending_house: Organisation
    fund: Any = None
    call: Any = None
    agreement: Any = None
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        known = self.__dict__.get("people", {})
        if name not in known:
            raise AttributeError(name)
        return known[name]


@remembered
def play(cast: Any = None, **terms: Any) -> Scene:
    """The fund holds 2,000,000 € with a multiplier of 5: it may guarantee 10,000,000 €."""
    cast, now = cast or casting.play(), clock.now()
    programme = casting.programme(cast.authority, code="fgt", envelope=2_000_000)
    programme.instrument = "guarantees"
    programme.save()
    fund = GuaranteeFund.objects.create(
        programme=programme, name="Garantie des territoires", code="fgt", multiplier=D(5)
    )
    call = _call(programme, now)
    scene = around(cast)
    scene.fund, scene.call = fund, call
    _offices(cast, ("programme", programme.pk))
    conflicts.declare(cast.reviewer, call, kind="none")
    signed = Mandate.objects.get(user=cast.signatory, scope_id=str(programme.pk))
    facts = {
        "reference": "CP-1", "signed_on": date(2020, 1, 1), "mandate": signed, "rate": D("0.5"),
        "max_guaranteed": D(500_000), "max_loan": D(1_000_000), "delegation": D(200_000), "fee_rate": D("0.02"),
    } | terms  # fmt: skip
    scene.agreement = BankAgreement.objects.create(fund=fund, bank=scene.bank, **facts)
    BankAgreement.objects.create(fund=fund, bank=scene.other_bank, **facts)
    _money(fund, cast, scene.lending_house, scene.bank)
    return scene


def around(cast: Any) -> Scene:
    """Banks, a public lender and a borrower with their people, before there is a fund."""
    bank = casting.organisation("Banque de la Brie", KINDS.BANK, "40483304800022", cast.commune)
    other = casting.organisation("Crédit des Moissons", KINDS.BANK, "55210055400013", cast.commune)
    lender = casting.organisation("Caisse des territoires", KINDS.PUBLIC_BODY, "18002002600019", cast.commune)
    borrower = casting.organisation("Atelier du Morin", KINDS.COMPANY, "55203253400646", cast.commune, size="small")
    return Scene(cast, borrower, bank, other, lender, people=_people(bank, other, lender, borrower))


def _call(programme: Any, now: Any) -> Call:
    made = Call.objects.create(
        programme=programme, code="GAR-2026", title="Garantir un prêt de transition", summary="Une part du risque.",
        description="Pour les entreprises du territoire.", opens_at=now - timedelta(days=500),
        closes_at=now + timedelta(days=500), envelope=programme.envelope, aid_rate=D(1), reviews_wanted=0,
    )  # fmt: skip
    FormVersion.objects.create(call=made, number=1, content={"sections": list(FORM)}, published_at=now)
    casting._force(made, "published")
    return made


def _offices(cast: Any, over: Any) -> None:
    role = Mandate.Role
    offices = {"manager": role.MANAGER, "officer": role.OFFICER, "payer": role.FINANCE, "second_payer": role.FINANCE,
               "reviewer": role.REVIEWER, "chair": role.CHAIR}  # fmt: skip
    for name, held in offices.items():
        casting.mandate(getattr(cast, name), held, scope=over)
    casting.mandate(cast.signatory, role.SIGNATORY, ceiling=D(1_000_000), scope=over)


def _people(bank: Any, other: Any, lender: Any, borrower: Any) -> dict[str, User]:
    user, member = casting.user, casting.member
    return {
        "maker": member(user("Hugo", "Marty", "Chargé d’affaires"), bank, "editor"),
        "checker": member(user("Lise", "Carpentier", "Directrice d’agence"), bank, "editor", may_bind=True),
        "rival": member(user("Abel", "Rieux", "Chargé d’affaires"), other, "editor", may_bind=True),
        "lender": member(user("Ève", "Nogaret", "Directrice des investissements"), lender, "editor"),
        "boss": member(user("Samir", "Haddad", "Gérant"), borrower, may_bind=True),
    }


def attempt(by: Any) -> Any:
    return SimpleNamespace(by=by, at=clock.now())


def _money(fund: GuaranteeFund, cast: Any, lender: Any, bank: Any) -> None:
    stakes = [(cast.authority, 1, 400_000), (lender, 2, 600_000), (bank, 3, 1_000_000)]
    for organisation, tranche, amount in stakes:
        made = Contributor.objects.create(fund=fund, organisation=organisation, tranche=tranche, promised=amount)
        ledger.contribute(fund, made, D(amount), Act(attempt(cast.payer), "Apport"))


@remembered
def draft(s: Scene, loan: int | str = 120_000, title: str = "Une scierie à vapeur", **answers: Any) -> Application:
    given = {
        "bank": s.bank.siren, "loan_amount": str(loan), "loan_months": "60", "loan_repayment": "linear",
        "insolvent": False, "use": "Des machines.", "repay": "La vente de planches.",
    } | answers  # fmt: skip
    made = Application.faces["guarantees"].objects.create(
        instrument="guarantees", call=s.call, form_version=s.call.form_versions.latest_published(), lead=s.borrower,
        created_by=s.boss, title=title, summary="Produire du bois local.", commune=s.cast.commune,
        starts_on=clock.today() + timedelta(days=30), months=12, answers=given,
    )  # fmt: skip
    Partner.objects.create(application=made, organisation=s.borrower, is_lead=True, size="small")
    for piece in s.call.pieces.all():
        Document.objects.create(
            application=made, piece=piece, name="accord.pdf", content_type="application/pdf", extension="pdf",
            size=1000, sha256="0" * 64, file="files/x.pdf", uploaded_by=s.boss, uploaded_at=clock.now(),
        )  # fmt: skip
    return made


@remembered
def submitted(s: Scene, **facts: Any) -> Application:
    return draft(s, **facts).submit(by=s.boss, certified=True)


def declared(file: Application, by: Any) -> Application:
    """The borrower has said which de minimis aid it had: none."""
    from funding.models import AidDeclaration

    for partner in file.partners.filter(is_economic=True):
        AidDeclaration.objects.create(partner=partner, declared_by=by, declared_at=clock.now())
    return file


@remembered
def delegated(s: Scene, **facts: Any) -> Cover:
    """Granted by the bank alone: two of its people."""
    file = declared(submitted(s, **facts), s.boss)
    file.propose_delegated(by=s.maker, consent=True)
    return file.grant_delegated(by=s.checker, consent=True).cover


@remembered
def examined(s: Scene, **facts: Any) -> Application:
    """On the committee's agenda: its capacity is set aside."""
    cast = s.cast
    file = submitted(s, **facts)
    file.confirm_loan(by=s.maker, consent=True)
    file.take_charge(by=cast.officer)
    checks = ("complete", "on_time", "in_scope", "not_started", "no_conflict")
    file.admit(by=cast.officer, **dict.fromkeys(checks, True))
    file.examine(by=cast.officer)
    checking.check_all(declared(file, s.boss), by=cast.officer)
    return file


@remembered
def proposed(s: Scene, **facts: Any) -> Application:
    file = examined(s, **facts)
    return file.propose(by=s.cast.officer, kind="award", reasons="Le prêt change d’échelle.")


@remembered
def offered(s: Scene, **facts: Any) -> Cover:
    return proposed(s, **facts).award(by=s.cast.signatory, consent=True).cover


@remembered
def active(s: Scene, *, days: int = 0, **facts: Any) -> Cover:
    """In force, for a loan disbursed today, or so many days ago."""
    with clock.at(clock.now() - timedelta(days=days)):
        cover = delegated(s, **facts)
        cover.declare_disbursement(by=s.maker, disbursed_on=clock.today(), disbursed=cover.loan, grace=0)
        cover.record_commission(by=s.cast.payer, amount=cover.commission, received_on=clock.today())
        return cover.activate(by=s.cast.officer)


@remembered
def defaulted(s: Scene, *, days: int = 100, left: Any = None, **facts: Any) -> Cover:
    cover = active(s, days=days, **facts)
    return cover.notify_default(
        by=s.maker,
        event="liquidation",
        event_on=clock.today(),
        outstanding=left or cover.outstanding,
        words="Jugement.",
    )


@remembered
def called(s: Scene, loss: Any = 100_000, **facts: Any) -> Cover:
    cover = defaulted(s, **facts)
    cover.prepare_call(by=s.maker, estimated_loss=loss, securities="Nantissement du fonds, 20 000 €.")
    return cover.call(by=s.checker, consent=True)


@remembered
def paid(s: Scene, **facts: Any) -> Cover:
    cover = called(s, **facts)
    cover.calculate_provision(by=s.cast.payer, amount=D(50_000))
    return cover.pay_provision(by=s.cast.second_payer)


@remembered
def settled(s: Scene, loss: Any = 80_000, **facts: Any) -> Cover:
    cover = paid(s, **facts)
    cover.calculate_settlement(by=s.cast.payer, final_loss=loss, realised=True, certified="Liquidateur, 3 mars.")
    return cover.settle(by=s.cast.second_payer)


def member_who_commits(s: Scene) -> User:
    return casting.member(casting.user("Odile", "Serres", "Directrice des engagements"), s.bank, may_bind=True)


def sheet(rows: list[tuple[Any, str, str, str, str]]) -> bytes:
    """A report as a bank exports it."""
    lines = ["garantie;capital_restant_du;echeances_impayees;evenement;date_evenement"]
    lines += [";".join([getattr(cover, "handle", cover), *others]) for cover, *others in rows]
    return "\n".join(lines).encode()


def reported(s: Scene, rows: list[tuple[Any, str, str, str, str]]) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from funding.instruments.guarantees import reports

    upload = SimpleUploadedFile("mars.csv", sheet(rows))
    return reports.take_in(s.agreement, upload, as_of=clock.today(), by=s.maker)
