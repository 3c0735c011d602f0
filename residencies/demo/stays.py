"""Three residencies: one restored to the public with its booklet, one in immersion today, one pair proposed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from workflows import clock

from .. import photos
from ..models import JournalEntry, Residency
from . import drawings

MARKS = {"understanding": "5", "welcome": "4", "usefulness": "4"}


class Stays:
    def __init__(self, demo: Any, opening: Any) -> None:
        self.demo, self.opening = demo, opening
        self.stays: dict[str, Residency] = {}
        self.monday = demo.today - timedelta(days=demo.today.weekday())

    def plan(self) -> None:
        self._at(self._day(-244), self._match)
        self._presented("guichet", weeks=(-30, -25, -20))
        self._immersed("gare", weeks=(-9, -4, 0))
        self._at(self._day(-3), self._propose_another)

    def _day(self, days: int) -> date:
        return self.demo.today + timedelta(days=days)

    def _at(self, day: date, act: Callable[[], Any], hour: int = 10, what: str = "") -> None:
        moment = datetime.combine(day, time(hour, len(self.demo.script.events) % 60), tzinfo=clock.PARIS)
        if moment <= self.demo.now:
            self.demo.script.add(moment, lambda at: act(), what or str(act))

    # The match: two pairs are proposed at once and accepted, a third much later.

    def _match(self) -> None:
        found, manager = self.opening.round, self.opening.person("manager")
        found.match_up(by=manager)
        for key in ("gare", "guichet"):
            stay = found.residencies.drafted().get(host=self.opening.files[key])
            self.stays[key] = stay.propose(by=manager)

    def _propose_another(self) -> None:
        found, manager = self.opening.round, self.opening.person("manager")
        found.match_up(by=manager)
        stay = found.residencies.drafted().filter(host=self.opening.files["ecole"]).first()
        self.stays["ecole"] = stay.propose(by=manager).accept_as_team(by=self._binder(stay.team), consent=True)

    def _binder(self, file: Any) -> Any:
        return self.opening.cast.binder(file.lead)

    def host(self, key: str) -> Any:
        return self._binder(self.stays[key].host)

    def team(self, key: str) -> Any:
        return self._binder(self.stays[key].team)

    # What every stay goes through.

    def _prepared(self, key: str, weeks: tuple[int, ...]) -> None:
        mondays = [self.monday + timedelta(weeks=n) for n in weeks]
        self._at(self._day(-242), lambda: self.stays[key].accept_as_host(by=self.host(key), consent=True))
        self._at(self._day(-241), lambda: self.stays[key].accept_last_as_team(by=self.team(key), consent=True))
        self._at(self._day(-238), partial(self._place, key, mondays))
        self._at(self._day(-232), partial(self._draft, key))
        self._at(self._day(-230), partial(self._sign, key))
        self._at(self._day(-228), partial(self._pay, key), 15)
        self._at(self._day(-224), partial(self._visit, key))
        for number, monday in enumerate(mondays):
            self._at(monday, partial(self._start, key), 8)
            self._pages(key, number, monday)
            if number < len(mondays) - 1 or weeks[-1] != 0:
                self._at(monday + timedelta(days=4), partial(self._close, key), 18)

    def _place(self, key: str, mondays: list[date]) -> None:
        for monday in mondays:
            days = 6 if monday == self.monday else 4  # whatever day it is loaded, the last week of one stay is running
            self.stays[key].plan_week(by=self.team(key), starts_on=monday, ends_on=monday + timedelta(days=days))
        for person in (self.host(key), self.team(key)):
            self.stays[key].file_certificate(
                by=person, insurer="Mutuelle des Quatre Saisons", number=f"RC-{self.stays[key].pk:05}",
                starts_on=clock.today(), ends_on=clock.today() + timedelta(days=365),
            )  # fmt: skip

    def _draft(self, key: str) -> None:
        stay = self.stays[key]
        in_kind = int(stay.host.answers["in_kind"])
        stay.draft_agreement(
            by=self.opening.person("officer"), topic=stay.host.title, host_in_kind=str(in_kind), host_cash="2000",
            total_cost=str(stay.round.stipend + in_kind + 2000), in_kind_detail=stay.host.answers["lodging"],
            rights="Un contrat distinct règle les droits. Le journal public et le livret sont libres de reproduction, "
                   "sans usage commercial, avec le nom des auteurs.", aid_regime="no_aid",
        )  # fmt: skip

    def _sign(self, key: str) -> None:
        stay = self.stays[key]
        stay.sign_as_team(by=self.team(key), quality="Président", consent=True)
        stay.sign_as_host(by=self.host(key), quality="Maire", consent=True)
        stay.sign_agreement(by=self.opening.person("signatory"), consent=True)

    def _pay(self, key: str) -> None:
        row = self.stays[key].instalments.waiting().first()
        row.order(by=self.opening.person("finance", 0), basis="Convention signée et étape atteinte, journal lu.")
        row.release(by=self.opening.person("finance", 1))

    def _visit(self, key: str) -> None:
        stay = self.stays[key]
        stay.confirm_lodging(by=self.host(key), lodging=stay.host.answers["lodging"])
        stay.visit(
            by=self.team(key), visited_on=clock.today(),
            visit_report="Rencontré l’élu référent, deux agents et une dizaine d’usagers. La question tient : elle est "
                         "même plus large qu’écrite.",
        )  # fmt: skip

    def _start(self, key: str) -> None:
        self.stays[key].start_week(by=self.team(key))

    def _close(self, key: str) -> None:
        self.stays[key].close_week(by=self.team(key))

    def _pages(self, key: str, number: int, monday: date) -> None:
        """Those of the texts; on the other days a line, so that the week can be closed."""
        told = {
            page["day"]: page for page in self.opening.texts["page"] if (page["stay"], page["week"]) == (key, number)
        }
        short = {
            "title": "",
            "text": "Sur place toute la journée. Notes et croquis au propre demain.",
            "visibility": "host",
        }
        for day in range(5):
            self._at(monday + timedelta(days=day), partial(self._write, key, told.get(day, short)), 17)

    def _write(self, key: str, page: dict[str, Any]) -> None:
        entry = JournalEntry.objects.create(
            residency=self.stays[key], day=clock.today(), title=page["title"], text=page["text"],
            visibility=page.get("visibility", "public"), author=self.team(key), written_at=clock.now(),
        )  # fmt: skip
        if "drawing" in page:
            photos.keep(entry, photos.bare(drawings.drawn(page["drawing"])), page["alt"], 1)

    # Their own ways.

    def _presented(self, key: str, weeks: tuple[int, ...]) -> None:
        self._prepared(key, weeks)
        last = self.monday + timedelta(weeks=weeks[-1])
        self._at(self.monday + timedelta(weeks=weeks[1], days=8), partial(self._pay, key), 15)
        self._at(last + timedelta(days=9), partial(self._announce, key, last + timedelta(days=30)))
        self._at(last + timedelta(days=32), partial(self._report, key))
        self._at(last + timedelta(days=35), lambda: self.stays[key].countersign(by=self.host(key), consent=True))
        self._at(last + timedelta(days=40), partial(self._pay, key), 15)
        self._at(last + timedelta(days=50), partial(self._evaluate, key))

    def _announce(self, key: str, day: date) -> None:
        stay = self.stays[key]
        for name, what in (("La carte des quatre saisons", "Quatre démarches sur une carte postale."),
                           ("Le mur des trois réponses", "Trois panneaux peints, dans le hall.")):  # fmt: skip
            stay.deliver(by=self.team(key), name=name, what=what, address="https://exemple.fr/residence")
        when = datetime.combine(day, time(18, 30), tzinfo=clock.PARIS)
        stay.schedule_presentation(by=self.team(key), presentation_at=when, presentation_place="Hall d’accueil, Privas")

    def _report(self, key: str) -> None:
        self.stays[key].report_presentation(
            by=self.team(key), attendance=84,
            presentation_account="Agents, élus et habitants. Le mur reste. La carte sera imprimée chaque saison. Un "
                                 "agent propose un vendredi par mois « de l’autre côté ».",
        )  # fmt: skip

    def _evaluate(self, key: str) -> None:
        changed = "On se demande désormais, devant chaque formulaire, ce que la personne sait en arrivant."
        self.stays[key].evaluate_as_host(by=self.host(key), **MARKS, changed=changed)

    def _immersed(self, key: str, weeks: tuple[int, ...]) -> None:
        """The last of its weeks is this one; on a Monday morning it has perhaps not begun."""
        self._prepared(key, weeks)
        self._at(self.monday + timedelta(weeks=weeks[1], days=8), partial(self._pay, key), 15)
