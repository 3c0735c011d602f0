"""The demonstration's fund: three contributors, a bank, and loans at five places of their life."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from funding.demo.logins import binder
from funding.models import (
    AidDeclaration,
    Application,
    Call,
    FormVersion,
    FunderShare,
    Partner,
    Programme,
    RequiredPiece,
)
from people.models import Mandate, Organisation, User
from workflows import clock

from . import ledger
from .ledger import Act
from .models import BankAgreement, Contributor, Cover, GuaranteeApplication, GuaranteeFund

D = Decimal
BANK, CONTRIBUTORS = "Banque des Deux Rives", (("etat", 1, 2_000_000), ("caisse", 2, 3_000_000), (None, 3, 5_000_000))
# Title, borrower, loan, months, rate where instalments are constant, days ago, and how far the story goes.
STORIES = (
    ("Un atelier de réemploi pour le bassin", "Réemploi du Val", "180000", 84, "", 500, "repaying"),
    ("Des vélos-cargos pour livrer le bourg", "Cyclologistique", "90000", 60, "", 420, "watched"),
    ("Une cuisine centrale en circuit court", "La Bonne Assiette", "150000", 72, "3.2", 400, "called"),
    ("Le chauffage au bois de la recyclerie", "Chaleurs d’ici", "60000", 48, "", 90, "repaying"),
    ("Un capteur d’eau pour les petites communes", "Aqualogis", "120000", 60, "2.9", 12, "offered"),
)


def load(demo: Any) -> None:
    Story(demo).tell()


def logins() -> tuple[str, list[tuple[Any, str]]]:
    """The bank's two people, and a borrower whose loan is covered."""
    bank = BankAgreement.objects.filter(bank__name=BANK).values("bank")
    staff = User.objects.filter(memberships__organisation__in=bank).order_by("memberships__may_bind", "pk")
    shows = (
        "à la banque : présente les prêts, déclare, prépare le rapport",
        "à la banque : confirme ce que l’autre fait",
    )
    covers = Cover.objects.filter(agreement__bank__in=bank, state="active").order_by("pk")
    cover = covers.select_related("application__lead").first()
    borrower = (binder(cover.application.lead) if cover else None, "pour l’emprunteur d’un prêt garanti")
    return "Garanties", [*zip(staff, shows, strict=False), borrower]


class Story:
    def __init__(self, demo: Any) -> None:
        self.demo, self.known = demo, demo.cast.organisations
        self.since = demo.now - timedelta(days=700)

    def tell(self) -> None:
        with clock.at(self.since):
            self.parties()
            self.money()
        for number, story in enumerate(STORIES):
            self.loan(number, *story)

    def parties(self) -> None:
        """A bank with two people who commit it, the fund's programme, its call and its agreement."""
        self.known.invent(BANK, kind=Organisation.Kind.BANK, at="Rennes (35)", size="large")
        self.bank = self.known[BANK]
        cast = self.demo.cast
        self.maker = cast.open("Hugo", "Marty", quality="Chargé d’affaires")
        cast.join(self.maker, self.bank, "editor", may_bind=False)
        self.checker = cast.open("Lise", "Carpentier", quality="Directrice d’agence")
        cast.join(self.checker, self.bank, "owner", may_bind=True)
        like = next(iter(self.demo.programmes.values()))
        same = ("legal_basis", "address", "email", "phone", "court", "court_address", "place", "head", "authority")
        self.programme = Programme.objects.create(
            code="garanties", name="Garantie des transitions", instrument="guarantees", envelope=D(10_000_000),
            service="Bureau des garanties", starts_on=clock.today(),
            summary="Partager avec les banques le risque des prêts qui changent d’échelle. Programme fictif.",
            **{name: getattr(like, name) for name in same},
        )  # fmt: skip
        FunderShare.objects.create(programme=self.programme, funder=self.known["etat"], amount=D(10_000_000))
        self.fund = GuaranteeFund.objects.create(
            programme=self.programme, name="Garantie des transitions", code="transitions", multiplier=D(8)
        )
        signed = Mandate.objects.in_force(clock.today()).filter(role="signatory", scope_kind="").first()
        self.signatory, self.payers = signed.user, cast.holding("finance")
        self.officer = cast.holding("officer")[0]
        BankAgreement.objects.create(
            fund=self.fund, bank=self.bank, reference="CP-2025-01", signed_on=clock.today(), mandate=signed,
            rate=D("0.5"), max_guaranteed=D(250_000), max_loan=D(500_000), delegation=D(200_000), fee_rate=D("0.02"),
        )  # fmt: skip
        self.call = self._call()

    def _call(self) -> Call:
        made = Call.objects.create(
            programme=self.programme, code="GAR", kind=Call.Kind.PERMANENT, title="Garantir un prêt de transition",
            summary="Le fonds partage avec votre banque la perte éventuelle d’un prêt.",
            description="Pour les entreprises et les associations dont le projet sert le territoire. La banque "
            "présente le prêt ; le fonds en garantit la moitié.",
            opens_at=clock.now(), envelope=D(10_000_000), aid_rate=D(1),
            reviews_wanted=1,
        )  # fmt: skip
        FormVersion.objects.create(
            call=made, number=1, content={"sections": list(GuaranteeApplication.FORM)}, published_at=clock.now()
        )
        RequiredPiece.objects.create(call=made, label="Accord de la banque", indispensable=False)
        for position, line in enumerate(GuaranteeApplication.CRITERIA):
            made.criteria.create(position=position, key=line.key, name=str(line.label), weight=line.weight)
        return made.publish(by=self.demo.cast.holding("manager")[0])

    def money(self) -> None:
        attempt = SimpleNamespace(by=self.payers[0], at=clock.now())
        for key, tranche, amount in CONTRIBUTORS:
            organisation = self.known[key] if key else self.bank
            made = Contributor.objects.create(
                fund=self.fund, organisation=organisation, tranche=tranche, promised=D(amount)
            )
            ledger.contribute(self.fund, made, D(amount), Act(attempt, "Apport initial"))

    def loan(self, number: int, title: str, name: str, loan: str, months: int, rate: str, ago: int, fate: str) -> None:
        self.known.invent(name, kind=Organisation.Kind.COMPANY, at="Rennes (35)", size="small")
        held: dict[str, Any] = {}
        day = self.demo.today - timedelta(days=ago)

        def at(after: int, what: str, act: Any) -> None:
            when = datetime.combine(day + timedelta(days=after), time(10, number), tzinfo=clock.PARIS)
            self.demo.script.add(when, lambda _at: act(held), f"guarantee {number}: {what}")

        at(0, "filed", lambda h: h.update(file=self.file(title, name, loan, months, rate)))
        at(1, "proposed", lambda h: h["file"].propose_delegated(by=self.maker, consent=True))
        at(2, "granted", lambda h: h.update(cover=h["file"].grant_delegated(by=self.checker, consent=True).cover))
        if fate == "offered":
            return
        at(9, "disbursed", lambda h: self.put_in_force(h["cover"]))
        for month in range(3, (ago - 20) // 30, 3):
            at(month * 30, "reported", lambda h, n=month: self.report(h["cover"], n))
        if fate == "watched":
            at(ago - 8, "watched", lambda h: self.watch(h["cover"]))
        if fate == "called":
            at(ago - 15, "default", lambda h: self.default(h["cover"]))
            at(ago - 6, "called", lambda h: self.fresh(h["cover"]).call(by=self.checker, consent=True))

    def file(self, title: str, name: str, loan: str, months: int, rate: str) -> Any:
        lead = self.known[name]
        binder = self.demo.cast.binder(lead)
        made = Application.faces["guarantees"].objects.create(
            instrument="guarantees", call=self.call, form_version=self.call.form_versions.latest_published(), lead=lead,
            created_by=binder, title=title, summary="Un prêt bancaire, garanti à moitié.", commune=lead.commune,
            starts_on=clock.today() + timedelta(days=30), months=12,
            answers={
                "bank": self.bank.siren, "loan_amount": loan, "loan_months": str(months),
                "loan_repayment": "annuity" if rate else "linear", "loan_rate": rate,
                "insolvent": False, "use": "Acheter le matériel et l’installer.", "repay": "Le chiffre d’affaires.",
            },
        )  # fmt: skip
        part = Partner.objects.create(application=made, organisation=lead, is_lead=True, size="small")
        made.submit(by=binder, certified=True)
        AidDeclaration.objects.create(partner=part, declared_by=binder, declared_at=clock.now())
        return made

    @staticmethod
    def fresh(cover: Cover) -> Cover:
        return Cover.objects.get(pk=cover.pk)

    def put_in_force(self, cover: Cover) -> None:
        today = clock.today()
        cover.declare_disbursement(by=self.maker, disbursed_on=today, disbursed=cover.loan, grace=0)
        cover.record_commission(by=self.payers[0], amount=cover.commission, received_on=today)
        cover.activate(by=self.officer)

    def report(self, cover: Cover, month: int) -> None:
        cover = self.fresh(cover)
        cover.amortise(by=self.maker, outstanding=cover.planned_principal()[month], as_of=clock.today(), unpaid=0)

    def watch(self, cover: Cover) -> None:
        self.fresh(cover).watch(by=self.maker, unpaid=2, reason="Deux échéances ; un rendez-vous est pris.")

    def default(self, cover: Cover) -> None:
        cover = self.fresh(cover)
        day: date = clock.today()
        cover.notify_default(
            by=self.maker, event="liquidation", event_on=day, outstanding=cover.outstanding, words="Jugement du jour."
        )
        loss = (cover.outstanding * D("0.7")).quantize(ledger.ZERO)
        cover.prepare_call(by=self.maker, estimated_loss=loss, securities="Nantissement du matériel, 20 000 €.")
