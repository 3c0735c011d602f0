"""The network in the demonstration: three nodes, a graduated cohort, one that runs, a call that is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from funding import conflicts, files
from funding.call_making import make
from funding.demo import pdf
from funding.demo.logins import binder
from funding.models import Call, Partner, Programme
from people.models import Mandate
from workflows import clock

from . import demo_data as data
from .demo_course import Course
from .models import AcceleratorApplication, Cohort, Node, Place, Recruitment

DAY = timedelta(days=1)
DRAWN = "Tirage au sort du jury citoyen"


def load(demo: Any) -> None:
    Network(demo).plan()


def logins() -> tuple[str, list[tuple[Any, str]]]:
    """Of the cohort that runs: its node's head, its coach, a project, a citizen of the jury."""
    place = Place.objects.in_programme().select_related("application__lead", "cohort__node", "coach").first()
    citizen = Mandate.objects.filter(reference=DRAWN).select_related("user").first()
    if place is None:
        return "Accélérateurs", []
    return "Accélérateurs", [
        (binder(place.cohort.node.organisation), "à la tête d’un accélérateur du réseau"),
        (place.coach, "coach d’une promotion en cours"),
        (binder(place.application.lead), "pour un projet accompagné"),
        (citizen.user if citizen else None, "du jury citoyen"),
    ]


class Network:
    def __init__(self, demo: Any) -> None:
        self.demo, self.cast, self.now = demo, demo.cast, demo.now
        self.manager = self.cast.holding("manager")[0]
        self.officer, self.chair = self.cast.holding("officer")[0], self.cast.holding("chair")[0]
        self.signatory = self.cast.holding("signatory")[0]
        self.agents = self.cast.holding("reviewer")[:2]
        with clock.at(self.now - 900 * DAY):
            self.programme = self._programme()
            self.nodes = {facts[0]: self._node(*facts) for facts in data.NODES}
            self.citizens = [self._citizen(*name) for name in data.CITIZENS]

    def at(self, days: float, act: Callable[[], Any], what: str) -> None:
        """`days` from today, at ten in the morning."""
        when = (self.now + days * DAY).replace(hour=10, minute=0)
        self.demo.script.add(min(when, self.now - timedelta(minutes=20)), lambda at: act(), what)

    def _programme(self) -> Programme:
        known = next(iter(self.demo.programmes.values()))
        same = ("authority", "address", "phone", "court", "court_address", "place", "head")
        return Programme.objects.create(
            code="accelerateurs", name="Réseau national d’accélérateurs publics", instrument="accelerators",
            summary="Des équipes accréditées accompagnent les projets qui servent l’intérêt général.",
            legal_basis="la loi n° 2015-991 du 7 août 2015", envelope=0, service="Bureau des accélérateurs",
            email="accelerateurs@exemple.fr", starts_on=clock.today(), **{name: getattr(known, name) for name in same},
        )  # fmt: skip

    def _node(self, key: str, town: str, name: str, summary: str, where: list[str], themes: list[str]) -> Node:
        organisation = self.cast.organisations[town]
        self.cast.binder(organisation)
        first, last, quality = data.COACHES[key]
        coach = self.cast.open(first, last, quality=quality)
        self.cast.join(coach, organisation, "editor", may_bind=False)
        self.coaches = {**getattr(self, "coaches", {}), key: coach}
        return Node.objects.create(
            programme=self.programme, organisation=organisation, name=name, slug=key, summary=summary,
            description="Six mois d’accompagnement : une personne dédiée, des ateliers, un jalon tous les deux mois.",
            departments=where, themes=themes, capacity=8, email=f"{key}@exemple.fr", accredited_from=clock.today(),
            accredited_to=clock.today() + 1825 * DAY, accreditation="Arrêté n° 2024-31",
        )  # fmt: skip

    def _citizen(self, first: str, last: str) -> Any:
        person = self.cast.open(first, last, quality="Membre du jury citoyen")
        scope = {"scope_kind": "programme", "scope_id": str(self.programme.pk)}
        today = clock.today()
        Mandate.objects.create(
            user=person, role="reviewer", reference=DRAWN, valid_from=today,
            published_on=today, **scope,
        )  # fmt: skip
        return person

    # --- What happens, in the order of time

    def plan(self) -> None:
        graduated = self._cohort("seine", 1, "Promotion Confluence", starts=-600, ends=-410, capacity=4)
        running = self._cohort("quercy", 1, "Promotion Causses", starts=-100, ends=80, capacity=7)
        coming = self._cohort("seine", 2, "Promotion Méandres", starts=60, ends=240, capacity=8)
        Course(self, graduated, "seine").graduated(self._call("VDS-2024", graduated, opens=-720, closes=-680))
        Course(self, running, "quercy").running(self._call("QUERCY-2026", running, opens=-200, closes=-165))
        other = self._cohort("bretagne", 1, "Promotion Ouverte", starts=70, ends=250, capacity=6)
        target = self._call("COMMUNS-2026", other, opens=-25, closes=40)
        Course(self, coming, "seine").opened(self._call("VDS-2026", coming, opens=-20, closes=25), target)

    def _cohort(self, key: str, number: int, name: str, *, starts: int, ends: int, capacity: int) -> Cohort:
        today = self.demo.today
        made = Cohort.objects.create(
            node=self.nodes[key], number=number, name=name, starts_on=today + starts * DAY, ends_on=today + ends * DAY,
            capacity=capacity, hour_price=Decimal(90),
        )  # fmt: skip
        made.coaches.add(self.coaches[key])
        return made

    def _call(self, code: str, cohort: Cohort, *, opens: int, closes: int) -> Call:
        first = self.now.replace(hour=9, minute=0)
        with clock.at(self.now + (opens - 20) * DAY):
            call = make(
                Call(
                    code=code, title=f"Rejoindre la {cohort.name[0].lower()}{cohort.name[1:]}",
                    summary=f"Six mois d’accompagnement par {cohort.node.name}.",
                    description="Pour les projets qui servent l’intérêt général et cherchent à changer d’échelle.",
                    opens_at=first + opens * DAY, closes_at=first + closes * DAY, with_shortlist=True,
                    min_months=1, max_months=12,
                ),
                self.programme,
            )  # fmt: skip
            Recruitment.objects.create(call=call, node=cohort.node, cohort=cohort, most_refusals=3, citizens_quorum=2)
            for person in (*self.agents, *self.citizens):
                conflicts.declare(person, call, kind="none")
        self.at(opens - 6, lambda: call.publish(by=self.manager), f"publish {code}")
        if closes < 0:
            from workflows.actors import CLOCK

            self.at(closes + 1, lambda: Call.objects.get(pk=call.pk).close(by=CLOCK), f"close {code}")
        return call

    # --- A file

    def file(self, call: Call, title: str, lead: str, summary: str) -> AcceleratorApplication:
        """Filed by whoever binds the lead, with the pieces that the call asks."""
        organisation = self.cast.organisations[lead]
        binder = self.cast.binder(organisation)
        made = AcceleratorApplication.objects.create(
            instrument="accelerators", call=call, form_version=call.form_versions.latest_published(), lead=organisation,
            created_by=binder, title=title, summary=summary, commune=organisation.commune, months=6,
            starts_on=clock.today() + 60 * DAY, answers=answers(summary),
        )  # fmt: skip
        Partner.objects.create(application=made, organisation=organisation, is_lead=True, size=organisation.size)
        for piece in call.pieces.filter(indispensable=True):
            files.add(made, pdf.upload(piece.label, title, self.demo.drafts.mark), by=binder, piece=piece)
        return made.submit(by=binder, certified=True)


def answers(summary: str) -> dict[str, str]:
    return {
        "problem": f"{summary} Aujourd’hui personne n’en a la charge, et ceux qui en ont besoin renoncent.",
        "public": "Soixante entretiens avec des habitants, deux réunions publiques, les chiffres des guichets.",
        "interest": "Un service accessible à tous, gratuit, et qui peut être repris par d’autres collectivités.",
        "maturity": "prototype",
        "tried": "Un premier essai de trois mois, avec deux agents volontaires.",
        "team": "Une cheffe de projet à mi-temps, un élu référent, deux agents.",
        "needs": "Mesurer l’effet, trouver un modèle économique, convaincre d’autres territoires.",
    }
