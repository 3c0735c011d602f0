"""Who each person is to what the network brings: the table of rights (tests/house/walking.py)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from funding import conflicts
from funding.instruments.accelerators.models import AcceleratorApplication, Cohort, Milestone, Place, Survey
from funding.models import Application, Partner
from tests import cast as casting
from tests.house.doors import Doors
from tests.house.forcing import cosigned, decided, judged, write
from tests.instruments.accelerators import world
from workflows import clock

MACHINES = {
    "acceleratorapplication": AcceleratorApplication, "place": Place, "milestone": Milestone, "survey": Survey,
    "cohort": Cohort,
}  # fmt: skip
FURTHER = {
    "acceleratorapplication": [
        "submitted:redirected", *(f"decision_proposed:{kind}" for kind in ("reserve", "rejection", "ineligibility"))
    ],
    "place": ["onboarding:signed", "hearing:first", "hearing:second"],
}  # fmt: skip

HOLDERS = {"holder": {"holder"}, "mayor": {"holder", "binder"}, "partner": {"partner"}}
OFFICES = {
    "manager": {"manager"}, "officer": {"officer"}, "chair": {"chair"}, "signatory": {"signatory"},
    "payer": {"finance"}, "funder": {"funder"},
}  # fmt: skip
JUDGES = {"reviewer": {"reviewer"}, "second_reviewer": {"reviewer"}, "visor": {"visor"}}
# `mentor` accompanies without being of the node, as the coach named by the charter and by the cohort.
NODE = {"team": {"node_team"}, "coach": {"node_team"}, "head": {"node_team", "node_head"}, "mentor": {"coach"}}
# A link with the files keeps them from an officer and from someone of the node; the cohort stays open to both.
LINKED = {"linked": {"officer"}, "cousin": {"node_team"}}
# The cohort's pages are open to every office of its call; of these, two run it.
RUNNERS = OFFICES | {"chair": set(), "signatory": set(), "payer": set(), "funder": set()}


def who(machine: str, case: str) -> dict[str, set[str]]:
    """The node reads a file through the place it gave; `onlooker`, who only reads for the node, has no part in it."""
    if machine == "acceleratorapplication":
        return HOLDERS if case == "draft" else HOLDERS | OFFICES | JUDGES
    return NODE | RUNNERS | LINKED if machine == "cohort" else HOLDERS | OFFICES | NODE


class Stage(Doors):
    def __init__(self) -> None:
        cast = self.cast = world.play(capacity=8)
        self._further_people()
        self.draft = world.draft(cast, "Un brouillon")
        self.proposed = judged(cast, world.heard(cast, "Une décision à signer")[0])
        self.place = world.running(cast, "En programme")
        write("accelerators_place", self.place.pk, coach_id=cast.mentor.pk)
        self.milestone = world.milestone(cast, self.place)
        self.survey = self.place.surveys.create(months=6, opens_on=clock.today())
        Cohort.objects.get().coaches.add(cast.mentor)
        for file in (self.draft, self.proposed, self.place.application):
            Partner.objects.create(application=file, organisation=cast.association, position=1, size="micro")
            for name in LINKED:
                conflicts.declare(getattr(cast, name), file.call, kind="link", reason="Ma sœur.", application=file)
        self.open_to(cast.people)

    def _further_people(self) -> None:
        cast, lab = self.cast, self.cast.node.organisation
        member, user = casting.member, casting.user
        casting.mandate(cast.payer, "finance", scope=("programme", cast.network.pk))
        cast.people |= {
            "mentor": user("Rémi", "Pradel"),
            "onlooker": member(user("Inès", "Vial"), lab, "viewer"),
            "cousin": member(user("Zoé", "Martel"), lab, "editor"),
            "linked": casting.mandate(user("Luc", "Ferrand"), "officer", scope=("programme", cast.network.pk)),
        }

    def thing(self, machine: str, case: str) -> Any:
        state, _colon, further = case.partition(":")
        if machine == "acceleratorapplication":
            return self._file(state, further)
        thing = {"place": self.place, "milestone": self.milestone, "survey": self.survey}.get(machine, self.cast.cohort)
        getattr(self, f"_{machine}")(thing, state, further)
        casting._force(thing, state)
        return type(thing).objects.get(pk=thing.pk)

    def _file(self, state: str, further: str) -> Application:
        file = self.draft if state == "draft" else self.proposed
        if further == "redirected":
            target = self.cast.other_call
            file.redirections.create(
                origin=file.call, target=target, reason="Plus près.", asked_at=clock.now(), asked_by=self.cast.officer
            )
        return decided(file, state, self.proposed.decision, further or "award")

    def _place(self, place: Any, state: str, further: str) -> None:
        now, today, by = clock.now(), clock.today(), self.cast.head
        unsigned = state == "onboarding" and not further
        write(
            "accelerators_place", place.pk, state=state, paused_on=today, paused_until=today + timedelta(days=30),
            answer_by=today, graduated_on=today, outcome="scaled", holder_signed_at=None if unsigned else now,
        )  # fmt: skip
        write("funding_partner", place.lead_row.pk, is_economic=True, size="micro")  # its aid in kind is checked
        if state == "hearing":
            hearing = place.hearings.create(
                grievances="Rien.", rule="Article 4.", answer_by=today, opened_at=now, opened_by=by
            )
            if further:  # of two signatures
                cosigned(self.cast, hearing, further, place.application.call)

    def _milestone(self, milestone: Any, state: str, further: str) -> None:
        now, by = clock.now(), self.cast.holder.pk
        judged = {"judged_at": now, "judged_by_id": self.cast.mentor.pk, "said": "Lu et discuté."}
        write("accelerators_milestone", milestone.pk, evidence="Douze.", filed_at=now, filed_by_id=by, **judged)

    def _survey(self, survey: Any, state: str, further: str) -> None:
        write("accelerators_survey", survey.pk, answered_at=clock.now(), still_running=True)

    def _cohort(self, cohort: Any, state: str, further: str) -> None:
        pass
