"""Until the selections: two programmes and their calls, fourteen files, their assessment, their decisions, wishes."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from funding import conflicts, files
from funding.call_making import make
from funding.demo import pdf, programmes
from funding.models import Application, Call, Partner, Programme
from people.models import Mandate
from workflows import clock

from ..models import Preference, Round

STIPEND = Decimal(45_000)
OFFICES = ("manager", "officer", "signatory", "chair", "funder")
CHECKS = ("complete", "on_time", "in_scope", "not_started", "no_conflict")
SHARED = {
    "authority": "fonds", "address": "27 rue des Exemples\n75007 Paris", "email": "residences@exemple.fr",
    "phone": "01 84 00 00 36", "court": "tribunal administratif de Paris", "starts": -700,
    "court_address": "7 rue de Jouy\n75181 Paris Cedex 04", "place": "Paris",
    "head": "le directeur général du Fonds pour l’innovation publique", "service": "Bureau des résidences",
    "legal_basis": "Loi n° 2010-237 du 9 mars 2010 de finances rectificative pour 2010, art. 8",
}  # fmt: skip
HOSTS = {
    "code": "hotes", "name": "Territoires en résidences : accueillir", "envelope": "0.00",
    "summary": "Ouvrir sa porte, trois semaines, à une équipe de création. Programme fictif, pour la démonstration.",
    "shares": [],
}  # fmt: skip
TEAMS = {
    "code": "equipes", "name": "Territoires en résidences : partir", "envelope": "300000.00",
    "summary": "Trois semaines sur place, réparties sur plusieurs mois. Programme fictif, pour la démonstration.",
    "shares": [["etat", "180000.00"], ["caisse", "120000.00"]],
}  # fmt: skip
CALLS = {
    "hotes": ("HOTE", "Territoires hôtes", "Accueillir une équipe de création autour d’une vraie question.", 0),
    "equipes": ("RESID", "Équipes en résidence", "Partir trois semaines, à deux disciplines au moins.",
                270_000),
}  # fmt: skip


def texts() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "texts.toml").read_text("utf-8"))


class Opening:
    def __init__(self, demo: Any) -> None:
        self.demo, self.cast, self.texts = demo, demo.cast, texts()
        self.files: dict[str, Application] = {}
        self.calls: dict[str, Call] = {}
        self.round: Round | None = None

    def day(self, ago: float, hour: int = 10, minute: int = 0) -> datetime:
        day = self.demo.today - timedelta(days=int(ago))
        return datetime.combine(day, time(hour, minute), tzinfo=clock.PARIS)

    def at(self, ago: float, act: Callable[[], Any], what: str, hour: int = 10) -> None:
        self.demo.script.add(self.day(ago, hour, len(self.demo.script.events) % 60), lambda at: act(), what)

    def person(self, role: str, rank: int = 0) -> Any:
        return self.cast.holding(role)[rank]

    def plan(self) -> None:
        with clock.at(self.day(360)):
            for facts, instrument in ((HOSTS, "residency_hosts"), (TEAMS, "residency_teams")):
                self._programme(facts, instrument)
        for key, call in self.calls.items():
            self.at(345, partial(call.publish, by=self.person("manager")), f"publish {key}", 9)
            self.at(299, partial(call.close, by=self._clock()), f"close {key}", 18)
        for side in ("host", "team"):
            for facts in self.texts[side]:
                self._file(side, facts)
        self.at(252, self._round, "round of residencies")
        self.at(248, self._wish, "wishes")

    @staticmethod
    def _clock() -> Any:
        from workflows.actors import CLOCK

        return CLOCK

    def _programme(self, facts: dict[str, Any], instrument: str) -> None:
        made = programmes.make(SHARED | facts, self.cast.organisations, self.demo.today)
        Programme.objects.filter(pk=made.pk).update(instrument=instrument)
        made.refresh_from_db()
        self.demo.programmes[made.code] = made
        for role in OFFICES:
            self._mandate(self.person(role), role, made)
        for rank in (0, 1):
            self._mandate(self.person("finance", rank), "finance", made)
            self._mandate(self.person("reviewer", rank), "reviewer", made)
        code, title, summary, envelope = CALLS[made.code]
        call = Call(
            code=f"{code}-{self.day(345).year}", title=title, summary=summary, description=summary,
            opens_at=self.day(340, 9), closes_at=self.day(299, 17), envelope=Decimal(envelope), silence_months=4,
        )  # fmt: skip
        self.calls[made.code] = self.demo.calls[made.code] = make(call, made)

    def _mandate(self, user: Any, role: str, programme: Programme) -> None:
        if Mandate.objects.filter(user=user, role=role, scope_kind="", scope_id="").exists():
            return
        day = clock.today() - timedelta(days=30)
        Mandate.objects.create(
            user=user, role=role, scope_kind="programme", scope_id=str(programme.pk), valid_from=day, published_on=day,
            reference="Arrêté n° 36 portant délégation",
        )  # fmt: skip

    # One file, from its draft to its decision.

    def _file(self, side: str, facts: dict[str, Any]) -> None:
        key = facts["key"]
        steps = (
            (312, self._draft, 10), (304, self._submit, 11), (296, self._admit, 10), (282, self._assign, 14),
            (272, self._review, 15), (262, self._propose, 10), (256, self._decide, 11),
        )  # fmt: skip
        for ago, act, hour in steps:
            self.at(ago, partial(act, side, facts), f"{act.__name__} {key}", hour)

    def _draft(self, side: str, facts: dict[str, Any]) -> None:
        call = self.calls["hotes" if side == "host" else "equipes"]
        lead = self._lead(side, facts)
        face: Any = Application.faces[call.programme.instrument]
        self.files[facts["key"]] = made = face.objects.create(
            instrument=call.programme.instrument, call=call, form_version=call.form_versions.latest_published(),
            lead=lead, created_by=self.cast.binder(lead), title=facts["title"], commune=lead.commune, months=12,
            summary=facts.get("summary") or facts["references"], starts_on=self.demo.today - timedelta(days=220),
            answers=self._answers(side, facts),
        )  # fmt: skip
        Partner.objects.create(application=made, organisation=lead, is_lead=True, size=lead.size)
        for piece in call.pieces.all():
            upload = pdf.upload(piece.label, made.title, "Pièce fictive, pour la démonstration")
            files.add(made, upload, by=made.created_by, piece=piece)

    def _lead(self, side: str, facts: dict[str, Any]) -> Any:
        if side == "host":
            return self.cast.organisations[facts["at"]]
        self.cast.organisations.invent(facts["name"], at=facts["at"], kind="association", size="micro")
        return self.cast.organisations[facts["name"]]

    def _answers(self, side: str, facts: dict[str, Any]) -> dict[str, Any]:
        first, last = self.demo.today - timedelta(days=225), self.demo.today + timedelta(days=200)
        dates = [{"from": first.isoformat(), "to": last.isoformat()}]
        given: dict[str, Any] = {"disciplines": facts["disciplines"], "dates": dates}
        if side == "host":
            return given | {name: facts[name] for name in ("need", "place", "sponsor", "lodging", "in_kind")}
        members = [{"name": name, "craft": craft} for name, craft in facts["members"]]
        manner = "Nous vivons sur place, nous écoutons d’abord, nous fabriquons vite et nous montrons tôt."
        return given | {
            "members": members,
            "references": facts["references"],
            "manner": manner,
            "reach": facts["reach"],
        }

    def _submit(self, side: str, facts: dict[str, Any]) -> None:
        file = self.files[facts["key"]]
        promise = {"republican_commitment": True} if file.lead.kind == "association" else {}
        file.submit(by=self.cast.binder(file.lead), certified=True, **promise)

    def _admit(self, side: str, facts: dict[str, Any]) -> None:
        file = self.files[facts["key"]].take_charge(by=self.person("officer"))
        file.admit(by=self.person("officer"), **dict.fromkeys(CHECKS, True))

    def _assign(self, side: str, facts: dict[str, Any]) -> None:
        file, reviewers = self.files[facts["key"]], [self.person("reviewer", rank) for rank in (0, 1)]
        for reviewer in reviewers:
            if not conflicts.declared_for_call(reviewer, file.call):
                conflicts.declare(reviewer, file.call, kind="none")
        file.assign(by=self.person("officer"), reviewers=reviewers, due_on=clock.today() + timedelta(days=21))

    def _review(self, side: str, facts: dict[str, Any]) -> None:
        for review in self.files[facts["key"]].reviews.waiting():
            review.submit(by=review.reviewer, **self._marks(review, facts))

    @staticmethod
    def _marks(review: Any, facts: dict[str, Any]) -> dict[str, Any]:
        """Three everywhere, four where it shines: no comment is then asked for by the grid."""
        keys = [criterion.key for criterion in review.application.call.criteria.all()]
        good = len(facts["key"]) % len(keys)
        given: dict[str, Any] = {f"mark_{key}": 4 if n <= good else 3 for n, key in enumerate(keys)}
        return given | {"opinion": "Un dossier clair, une équipe que l’on a envie de suivre.", "no_interest": True}

    def _propose(self, side: str, facts: dict[str, Any]) -> None:
        file = self.files[facts["key"]].examine(by=self.person("officer"))
        reasons = (
            "La question est vraie et l’accueil préparé."
            if side == "host"
            else "L’équipe est complète et sait raconter."
        )
        file.propose(by=self.person("officer"), kind="award", reasons=reasons)

    def _decide(self, side: str, facts: dict[str, Any]) -> None:
        self.files[facts["key"]].award(by=self.person("signatory"), consent=True)

    # The round, and what each side wishes.

    def _round(self) -> None:
        self.round = Round.objects.create(
            title=f"Territoires en résidences {self.demo.today.year}", host_call=self.calls["hotes"],
            team_call=self.calls["equipes"], weeks=3, stipend=STIPEND,
        )  # fmt: skip

    def _wish(self) -> None:
        for facts in (*self.texts["host"], *self.texts["team"]):
            Preference.objects.bulk_create(
                Preference(chooser=self.files[facts["key"]], chosen=self.files[other], rank=rank)
                for rank, other in enumerate(facts["wishes"], 1)
            )
