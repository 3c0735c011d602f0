"""Who each person is to a round, a residency and what belongs to it: the table of rights (tests/house/walking.py)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from funding import conflicts
from residencies.models import FollowUp, HostApplication, Instalment, Residency, Round, TeamApplication
from tests import cast as casting
from tests.house.doors import Doors
from tests.house.forcing import cosigned, decided, judged, write
from tests.instruments.residencies import staging
from workflows import clock

MACHINES = {
    "hostapplication": HostApplication, "teamapplication": TeamApplication, "round": Round, "residency": Residency,
    "instalment": Instalment, "followup": FollowUp,
}  # fmt: skip
KINDS = [f"decision_proposed:{kind}" for kind in ("reserve", "rejection", "ineligibility")]
FURTHER = {
    "hostapplication": KINDS, "teamapplication": KINDS,
    # Where two authorities decide: before the first signature, then between the two.
    "residency": ["agreement_signed:cancelling", "agreement_signed:cancelling:first",
                  "agreement_signed:cancelling:second", "interrupted:week"],
}  # fmt: skip

# The town hosts, the association comes; `onlooker` only reads for the town.
OF_HOST = {"holder": {"holder"}, "mayor": {"holder", "binder"}, "onlooker": {"partner"}}
OF_TEAM = {"crew": {"holder"}, "partner": {"holder", "binder"}}
SIDES = {
    "holder": {"host"}, "mayor": {"host", "host_binder"}, "onlooker": {"partner"}, "crew": {"team"},
    "partner": {"team", "team_binder"},
}  # fmt: skip
OFFICES = {
    "manager": {"manager"}, "officer": {"officer"}, "chair": {"chair"}, "signatory": {"signatory"},
    "payer": {"finance"}, "second_payer": {"finance"}, "funder": {"funder"},
}  # fmt: skip
JUDGES = {"reviewer": {"reviewer"}, "second_reviewer": {"reviewer"}, "visor": {"visor"}}
# Manages the call for hosts alone: to a residency that is an office, but only who manages both makes pairs.
HALF = {"host_manager": {"manager"}}
# An officer of both calls whom a link keeps from the host's files, and so from its residency.
LINKED = {"linked": {"officer"}}


def who(machine: str, case: str) -> dict[str, set[str]]:
    """Both sides hear of a pair once it is proposed."""
    if machine == "hostapplication":
        return OF_HOST if case == "draft" else OF_HOST | OFFICES | HALF | JUDGES
    if machine == "teamapplication":
        return OF_TEAM if case == "draft" else OF_TEAM | OFFICES | LINKED | JUDGES
    if machine == "round":
        return OFFICES | LINKED | {"host_manager": set()}
    if machine == "residency" and case == "drafted":
        return OFFICES | HALF
    both = {"finance", "second_signatory"}
    ordered = case in ("ordered", "paid")  # by the first payer: another releases it
    payers = {"payer": {"finance"} if ordered else both, "second_payer": both} if machine == "instalment" else {}
    return SIDES | OFFICES | HALF | payers


class Stage(Doors):
    def __init__(self) -> None:
        scene = staging.play()
        cast = self.cast = scene.cast
        self.round = scene.round
        self._further_people()
        self.stay = staging.signed(scene)
        self.follow_up = FollowUp.objects.create(residency=self.stay, months=3, due_on=clock.today())
        self.files = {}
        for machine, call, lead in (("hostapplication", self.round.host_call, cast.town),
                                    ("teamapplication", self.round.team_call, cast.association)):  # fmt: skip
            draft = staging.application(cast, call, lead, "Un brouillon")
            filed = staging.submitted(cast, call, lead, "Une décision à signer")
            casting._force(filed, "under_due_diligence")
            self.files[machine] = draft, judged(cast, filed)
        for file in (*self.files["hostapplication"], self.stay.host):
            conflicts.declare(cast.linked, file.call, kind="link", reason="Ma sœur.", application=file)
        self.open_to(cast.people)

    def _further_people(self) -> None:
        cast, member, user = self.cast, casting.member, casting.user
        host, team = (("programme", call.programme_id) for call in (self.round.host_call, self.round.team_call))
        cast.people |= {
            "crew": member(user("Lou", "Berger"), cast.association, "editor"),
            "onlooker": member(user("Inès", "Vial"), cast.town, "viewer"),
            "host_manager": casting.mandate(user("Guy", "Lenoir"), "manager", scope=host),
            "linked": casting.mandate(user("Luc", "Ferrand"), "officer", scope=host),
        }
        casting.mandate(cast.linked, "officer", scope=team)

    def thing(self, machine: str, case: str) -> Any:
        state, _colon, further = case.partition(":")
        if machine in self.files:
            draft, proposed = self.files[machine]
            file = draft if state == "draft" else proposed
            return decided(file, state, proposed.decision, further or "award")
        if machine == "round":
            casting._force(self.round, state)
            return Round.objects.get(pk=self.round.pk)
        return getattr(self, f"_{machine}")(state, further)

    def _residency(self, state: str, further: str) -> Residency:
        """Signed by both sides from its signature on; its cancellation is announced, or its first week begun."""
        stay, now, today = self.stay, clock.now(), clock.today()
        unsigned = state in ("drafted", "match_proposed", "matched", "agreement_drafted")
        signed = {"host_signed_at": None, "team_signed_at": None} if unsigned else {}
        over = {"cancelled_at": now, "cancel_reason": "Vide.", "to_repay": 100} if state == "cancelled" else {}
        if further.startswith("cancelling"):
            over = {"cancel_reason": "Vide.", "cancel_answer_on": today}
        write("residencies_residency", stay.pk, state=state, answer_due_on=today + timedelta(days=5), **signed, **over)
        if turn := further.partition(":")[2]:
            cosigned(self.cast, Residency.objects.get(pk=stay.pk), turn, self.round.team_call)
            write("residencies_residency", stay.pk, first_said='{"earned": "0", "to_repay": "0"}')
        if further == "week":
            stay.weeks.update(started_at=now)
        return Residency.objects.get(pk=stay.pk)

    def _instalment(self, state: str, further: str) -> Instalment:
        row, ordered = self.stay.instalments.first(), state in ("ordered", "paid")
        by, second = self.cast.payer.pk, self.cast.second_payer.pk
        write(
            "residencies_instalment", row.pk, ordered_by_id=by if ordered else None,
            paid_by_id=second if state == "paid" else None,
        )  # fmt: skip
        casting._force(row, state)
        return Instalment.objects.get(pk=row.pk)

    def _followup(self, state: str, further: str) -> FollowUp:
        write("residencies_followup", self.follow_up.pk, account="On garde le banc.")
        casting._force(self.follow_up, state)
        return FollowUp.objects.get(pk=self.follow_up.pk)
