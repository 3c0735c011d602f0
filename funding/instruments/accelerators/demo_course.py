"""The courses of the demonstration's cohorts: each step by whoever may take it, at its date."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from funding.models import AgendaItem, CommitteeSession
from workflows import clock

from . import demo_data as data
from .models import AcceleratorApplication, Cohort, Milestone, Place, Survey

CHECKS = ("complete", "on_time", "in_scope", "not_started", "no_conflict")
DAY = timedelta(days=1)
STAND = "Trois communes voisines demandent à s’y joindre."


def evidence(title: str) -> str:
    return f"{title} : douze personnes rencontrées, quatre essais, une mesure avant et après. Le détail est joint."


class Course:
    def __init__(self, network: Any, cohort: Cohort, key: str) -> None:
        self.network, self.cohort, self.at = network, cohort, network.at
        self.coach = network.coaches[key]
        self.head = network.cast.binder(network.nodes[key].organisation)
        self.files: dict[str, Any] = {}

    # --- Who and what

    def binder(self, thing: Any) -> Any:
        return self.network.cast.binder(getattr(thing, "application", thing).lead)

    def file(self, title: str) -> Any:
        return AcceleratorApplication.objects.get(pk=self.files[title].pk)

    def place(self, title: str) -> Place:
        return Place.objects.filter(application=self.files[title].pk).latest("pk")

    def milestone(self, title: str, rank: int) -> Milestone:
        return self.place(title).milestones.order_by("due_on")[rank]

    # --- The selection, for a whole call

    def select(self, call: Any, projects: Any, first: int, listed: tuple[str, ...] = ()) -> None:
        """Filed on day `first`; decided seventy days later."""
        for number, (title, lead, summary, *_fate) in enumerate(projects):
            self.at(first + number / 10, lambda t=title, p=(lead, summary): self._file(call, t, *p), f"file {title}")
        titles = [project[0] for project in projects]
        self.at(first + 12, lambda: [self._check(title) for title in titles], "check")
        self.at(first + 25, lambda: [self._mark(t, self.network.agents) for t in titles], "first college")
        self.at(first + 32, lambda: [self.file(t).shortlist(by=self.network.chair) for t in titles], "shortlist")
        self.at(first + 45, lambda: [self._mark(t, self.network.citizens) for t in titles], "jury marks")
        self.at(first + 48, lambda: [self.file(t).examine(by=self.network.officer) for t in titles], "examine")
        self.at(first + 50, lambda: self._convene(call), "convene")
        self.at(first + 51, lambda: self._sit(call, listed), "jury")
        self.at(first + 55, lambda: self._decide(titles, listed), "decide")

    def _file(self, call: Any, title: str, lead: str, summary: str) -> None:
        self.files[title] = self.network.file(call, title, lead, summary)

    def _check(self, title: str) -> None:
        file = self.file(title).take_charge(by=self.network.officer)
        file.admit(by=self.network.officer, **dict.fromkeys(CHECKS, True))

    def _mark(self, title: str, people: list[Any]) -> None:
        file, due = self.file(title), clock.today() + 20 * DAY
        file.assign(by=self.network.officer, reviewers=people, due_on=due)
        for review in file.reviews.filter(reviewer__in=people):
            marks = {f"mark_{c.key}": 4 if (c.pk + file.pk + review.pk) % 3 else 3 for c in review.criteria}
            review.submit(by=review.reviewer, opinion="Un projet clair, porté par ceux qui en ont besoin.",
                          no_interest=True, **marks)  # fmt: skip

    def _convene(self, call: Any) -> None:
        network = self.network
        session = CommitteeSession.objects.create(
            call=call, starts_at=clock.now() + DAY, place="Salle des mariages", envelope=0, quorum=3,
            quorums={"administration": 2, "citizens": 2}, created_by=network.manager,
        )  # fmt: skip
        seats = [(network.chair, "administration", "chair", True)]
        seats += [(network.officer, "administration", "secretary", True)]
        seats += [(person, "citizens", "member", True) for person in network.citizens]
        for person, college, function, may_vote in seats:
            session.seat_member(by=network.manager, email=person.email, college=college, function=function,
                                may_vote=may_vote)  # fmt: skip
        session.add_files(by=network.manager, applications=[file.pk for file in self.files.values()])
        session.convene(by=network.manager)

    def _sit(self, call: Any, listed: tuple[str, ...]) -> None:
        network, session = self.network, CommitteeSession.objects.filter(call=call).latest("pk")
        session.mark_arrivals(by=network.officer, seats=[seat.pk for seat in session.seats.all()])
        session.open(by=network.chair)
        for item in session.items.select_related("application"):
            outcome = "reserve" if item.application.title in listed else "favourable"
            AgendaItem.objects.get(pk=item.pk).put_to_vote(by=network.chair, outcome=outcome, amount="0")
            for person in (network.chair, *network.citizens):
                AgendaItem.objects.get(pk=item.pk).vote(by=person, choice="for")
            AgendaItem.objects.get(pk=item.pk).close_vote(by=network.chair)
        CommitteeSession.objects.get(pk=session.pk).close(by=network.chair)
        CommitteeSession.objects.get(pk=session.pk).sign_secretary(by=network.officer, consent=True)
        CommitteeSession.objects.get(pk=session.pk).sign(by=network.chair, consent=True)

    def _decide(self, titles: list[str], listed: tuple[str, ...]) -> None:
        for title in titles:
            if title in listed:
                until = {"rank": listed.index(title) + 1, "valid_until": clock.today() + 150 * DAY}
                self._propose(title, "reserve", **until).reserve(by=self.network.signatory, consent=True)
            else:
                self._propose(title, "award").award(by=self.network.signatory, consent=True)

    def _propose(self, title: str, kind: str, **more: Any) -> Any:
        reasons = "Le besoin est établi et partagé.\nLe jury citoyen retient l’intérêt général du projet."
        return self.file(title).propose(by=self.network.officer, kind=kind, reasons=reasons, **more)

    # --- The programme

    def accept(self, title: str) -> None:
        self.place(title).accept(by=self.binder(self.files[title]))

    def charter(self, title: str, signed: bool = True) -> None:
        place = self.place(title)
        place.prepare_charter(
            by=self.coach, coach=self.coach.pk, hours="60", hour_price="90",
            aims=f"{self.files[title].summary}\nMesurer l’effet, et trouver qui le portera après nous.",
            support="Une demi-journée par semaine, quatre ateliers, l’accès à trois experts.",
        )  # fmt: skip
        place.sign_charter(by=self.binder(place), quality="Maire", consent=True)
        if signed:
            place.countersign(by=self.head, consent=True)
            place.log_support(by=self.coach, kind="training", on=clock.today(), hours="7", about="Journée de départ")

    def plan_milestones(self) -> None:
        for title, expected, days in data.MILESTONES:
            Cohort.objects.get(pk=self.cohort.pk).plan_milestone(
                by=self.coach, title=title, expected=expected, due_on=self.cohort.starts_on + days * DAY
            )

    def show(self, title: str, rank: int) -> None:
        found = self.milestone(title, rank)
        found.file(by=self.binder(found), evidence=evidence(found.title))

    def judge(self, title: str, rank: int, verb: str = "approve", **more: Any) -> None:
        getattr(self.milestone(title, rank), verb)(by=self.coach, said=data.OPINIONS[verb], **more)
        place = self.place(title)
        place.log_support(by=self.coach, kind="coaching", on=clock.today(), hours="3.5", about="Revue de jalon")

    def demo_day(self, days: int) -> None:
        cohort = Cohort.objects.get(pk=self.cohort.pk)
        when = (self.network.now + days * DAY).replace(hour=14, minute=0).strftime("%Y-%m-%dT%H:%M:%S")
        words = "Chaque projet a cinq minutes pour raconter ce qu’il a essayé, et dix pour répondre à vos questions."
        cohort.set_demo_day(by=self.head, demo_at=when, demo_place="Salle Balène, Figeac" if days > 0 else "La Nacelle",
                            demo_words=words)  # fmt: skip
        cohort.publish_demo_day(by=self.head)

    def pitch(self, title: str) -> None:
        place = self.place(title)
        place.write_pitch(by=self.binder(place), pitch=f"{self.files[title].summary} {STAND}", shown_publicly=True)

    # --- Three cohorts

    def graduated(self, call: Any) -> None:
        titles = [project[0] for project in data.GRADUATED]
        self.select(call, data.GRADUATED, -700)
        self.at(-640, lambda: [self.accept(title) for title in titles], "accept")
        self.at(-620, lambda: [self.charter(title) for title in titles], "charters")
        self.at(-599, self.plan_milestones, "milestones")
        for rank, day in enumerate((-572, -522, -472)):
            self.at(day, lambda r=rank: [self.show(title, r) for title in titles], f"file {rank}")
            self.at(day + 6, lambda r=rank: [self.judge(title, r) for title in titles], f"judge {rank}")
        self.at(-460, lambda: self.demo_day(-420), "demo day")
        self.at(-455, lambda: [self.place(t).enrol(by=self.coach, pitched_at=f"{14 + n // 2}:{n % 2 * 30:02}")
                               for n, t in enumerate(titles)], "enrol")  # fmt: skip
        self.at(-450, lambda: [self.pitch(title) for title in titles], "pitch")
        for title, _lead, _words, outcome, surveys in data.GRADUATED:
            self.at(-415, lambda t=title, o=outcome: self._graduate(t, o), f"graduate {title}")
            self.at(-384, lambda t=title: self._by_clock(self.place(t), "become_alumni"), f"alumni {title}")
            for months, day, told in ((6, -230, surveys[0]), (12, -45, surveys[1])):
                self.at(day, lambda t=title, m=months, told=told: self._survey(t, m, told), f"survey {title}")
        self.at(-400, lambda: self._by_clock(Cohort.objects.get(pk=self.cohort.pk), "start"), "start")
        self.at(-399, lambda: Cohort.objects.get(pk=self.cohort.pk).close(by=self.head), "close")

    def _graduate(self, title: str, outcome: str) -> None:
        self.place(title).graduate(by=self.head, outcome=outcome, outcome_note=f"{self.files[title].summary} {STAND}")

    @staticmethod
    def _by_clock(thing: Any, name: str) -> None:
        from workflows.actors import CLOCK

        getattr(thing, name)(by=CLOCK)

    def _survey(self, title: str, months: int, told: tuple[Any, ...]) -> None:
        survey = Survey.objects.get(place=self.place(title), months=months)
        self._by_clock(survey, "ask")
        runs, jobs, users, raised = told
        survey.answer(by=self.binder(survey), still_running=str(runs), jobs=jobs, users=users, raised=str(raised),
                      territories=1 + jobs, words=STAND if runs else "L’équipe s’est dispersée.")  # fmt: skip

    def running(self, call: Any) -> None:
        listed = tuple(project[0] for project in data.RUNNING if project[3] == "listed")
        fates = {project[0]: project[3] for project in data.RUNNING}
        second, shown = ("ahead", "conditional", "listed", "no_go"), ("ahead", "conditional", "filed", "listed")
        titles = [title for title in fates if title not in listed]
        self.select(call, data.RUNNING, -185, listed)
        self.at(-124, lambda: [self.accept(title) for title in titles], "accept")
        self.at(-112, lambda: [self.charter(title) for title in titles], "charters")
        self.at(-99, self.plan_milestones, "milestones")
        self.at(-98, lambda: self._by_clock(Cohort.objects.get(pk=self.cohort.pk), "start"), "start")
        self.at(-90, lambda: self._leave(titles, fates), "one leaves")
        self.at(-85, lambda: [self.accept(title) for title in listed], "the next accepts")
        self.at(-80, lambda: [self._admit(title) for title in listed], "the next is admitted")
        self.at(-78, lambda: [self.charter(title) for title in listed], "the next signs")
        self.at(-74, lambda: [self.show(t, 0) for t, fate in fates.items() if fate != "left"], "first milestone")
        self.at(-68, lambda: self._first_opinions(fates), "first opinions")
        self.at(-30, lambda: [self._event(*facts) for facts in self.EVENTS], "events")
        self.at(-26, lambda: [self.show(t, 1) for t, fate in fates.items() if fate in second], "second milestone")
        self.at(-19, lambda: self._second_opinions(fates), "second opinions")
        self.at(-15, lambda: self.demo_day(60), "demo day")
        self.at(-12, lambda: [self.pitch(t) for t, fate in fates.items() if fate in shown], "pitches")
        self.at(-10, lambda: self._pause_and_hear(fates), "pause, hearing")
        self.at(-1, lambda: [self.show(t, 1) for t, fate in fates.items() if fate == "filed"], "to judge")

    EVENTS = (
        ("workshop", "Atelier : mesurer l’effet", 6, "Tiers-lieu de Figeac"),
        ("review", "Revue à mi-parcours", 20, "Sous-préfecture"),
        ("meeting", "Rencontre avec les anciens", 34, "En ligne"),
    )

    def _event(self, kind: str, title: str, days: int, place: str) -> None:
        when = (self.network.now + days * DAY).replace(hour=14, minute=0).strftime("%Y-%m-%dT%H:%M:%S")
        Cohort.objects.get(pk=self.cohort.pk).add_event(
            by=self.coach, kind=kind, title=title, starts_at=when, minutes=150, place=place
        )

    def _leave(self, titles: list[str], fates: dict[str, str]) -> None:
        for title in titles:
            if fates[title] == "left":
                place = self.place(title)
                place.leave(by=self.binder(place), reason="Notre cheffe de projet a quitté la commune.")

    def _admit(self, title: str) -> None:
        self._propose(title, "award").award(by=self.network.signatory, consent=True)

    def _first_opinions(self, fates: dict[str, str]) -> None:
        for title, fate in fates.items():
            if fate != "left":
                self.judge(title, 0)

    def _second_opinions(self, fates: dict[str, str]) -> None:
        verbs = {"ahead": "approve", "listed": "approve", "conditional": "condition", "no_go": "refuse"}
        for title, fate in fates.items():
            if verb := verbs.get(fate):
                more = {"due_on": clock.today() + 30 * DAY} if verb == "condition" else {}
                self.judge(title, 1, verb, **more)

    def _pause_and_hear(self, fates: dict[str, str]) -> None:
        for title, fate in fates.items():
            place = self.place(title)
            if fate == "paused":
                place.pause(by=self.head, until=clock.today() + 45 * DAY, reason="La cantine est en travaux.")
            elif fate == "no_go":
                place.open_hearing(
                    by=self.head, grievances="Le deuxième jalon n’est pas validé : aucun essai depuis le départ.",
                    rule="Article 6 de la convention d’accompagnement.", answer_by=clock.today() + 20 * DAY,
                )  # fmt: skip

    def opened(self, call: Any, target: Any) -> None:
        for number, (title, lead, summary) in enumerate(data.FILED):
            self.at(-9 + number, lambda t=title, p=(lead, summary): self._file(call, t, *p), f"file {title}")
        self.at(-3, lambda: self._redirect(data.FILED[-1][0], target), "redirect")

    def _redirect(self, title: str, target: Any) -> None:
        file = self.file(title).take_charge(by=self.network.officer)
        reason = "Votre outil sert toutes les collectivités : ce nœud du réseau accompagne les communs numériques."
        file.redirect(by=self.network.officer, target=target.pk, reason=reason)
