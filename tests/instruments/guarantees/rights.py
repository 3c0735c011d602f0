"""Who each person is to a guarantee and to its file: the table of rights (tests/house/walking.py)."""

from __future__ import annotations

from typing import Any

from funding import conflicts
from funding.instruments.guarantees.models import Claim, Cover
from funding.models import Application
from tests import cast as casting
from tests.house.doors import Doors
from tests.house.forcing import cosigned, decided, judged, write
from tests.instruments.guarantees import playing
from workflows import clock

MACHINES = {"guaranteeapplication": Application.faces["guarantees"], "cover": Cover}
FURTHER = {
    "guaranteeapplication": [
        "submitted:unconfirmed", *(f"decision_proposed:{kind}" for kind in ("reserve", "rejection", "ineligibility"))
    ],
    "cover": [
        "active:measure", "active:amendment", "active:owing", "default_notified:owing", "released:owing",
        "called:calculated", "called:measure", "provisionally_paid:final", "settled:refund", "in_recovery:reported",
        # Where two authorities decide: before the first signature, then between the two.
        *(f"{case}:{turn}" for case in ("active:measure", "active:amendment", "called:measure")
          for turn in ("first", "second")),
    ],
}  # fmt: skip

# Of the borrower: who binds it, who writes for it, who only reads.
BORROWER = {"boss": {"holder", "binder"}, "clerk": {"holder"}, "heir": {"partner"}}
# Whoever only reads for a party (`heir`, `trainee`) opens the guarantee and speaks not.
BANK = {"maker": {"bank"}, "checker": {"bank", "bank_checker"}}
OFFICES = {
    "manager": {"manager"}, "officer": {"officer"}, "chair": {"chair"}, "signatory": {"signatory"},
    "payer": {"finance"}, "second_payer": {"finance"}, "funder": {"funder"},
}  # fmt: skip
JUDGES = {"reviewer": {"reviewer"}, "visor": {"visor"}}
# A party to the file from its deposit on; `trainee` only reads for the bank.
OF_FILE = {name: {"partner", *held} for name, held in BANK.items()} | {"trainee": {"partner"}}
# Where the first payer calculated what is paid, another releases it.
CALCULATED = ("called:calculated", "provisionally_paid:final", "provisionally_paid", "settled", "in_recovery",
              "written_off", "settled:refund", "in_recovery:reported")  # fmt: skip


def who(machine: str, case: str) -> dict[str, set[str]]:
    """Of other banks nobody, of the fund's contributors nobody (they read sums); nor whom a link keeps from the file
    (`linked`)."""
    if machine == "guaranteeapplication":
        return BORROWER if case == "draft" else BORROWER | OF_FILE | OFFICES | JUDGES
    both = {"finance", "second_signatory"}
    payers = {"payer": {"finance"} if case in CALCULATED else both, "second_payer": both}
    borrower = BORROWER | {"boss": {"holder"}, "heir": set()}
    return borrower | BANK | {"trainee": set()} | OFFICES | payers


class Stage(Doors):
    def __init__(self) -> None:
        scene = self.scene = playing.play()
        cast = self.cast = scene.cast
        self._further_people()
        self.draft = playing.draft(scene, title="Un brouillon")
        self.proposed = judged(cast, playing.examined(scene, title="Une décision à signer"))
        self.covers = {
            "offered": playing.delegated(scene, title="Une offre"),
            "active": playing.active(scene, title="En vie"),
            "called": playing.called(scene, title="Un appel"),
            "settled": playing.settled(scene, title="Réglée"),
        }
        files = [self.draft, self.proposed, *(cover.application for cover in self.covers.values())]
        for file in files:
            conflicts.declare(cast.linked, file.call, kind="link", reason="Ma sœur.", application=file)
        self.open_to(cast.people)

    def _further_people(self) -> None:
        cast, scene = self.cast, self.scene
        member, user, over = casting.member, casting.user, ("programme", scene.fund.programme_id)
        casting.mandate(cast.funder, "funder", scope=over)
        cast.people |= scene.people | {
            "clerk": member(user("Ravi", "Simon"), scene.borrower, "editor"),
            "heir": member(user("Nour", "Haddad"), scene.borrower, "viewer"),
            "trainee": member(user("Théo", "Brun"), scene.bank, "viewer"),
            "linked": casting.mandate(user("Luc", "Ferrand"), "officer", scope=over),
        }

    def thing(self, machine: str, case: str) -> Any:
        state, further, turn = (*case.split(":"), "", "")[:3]
        if machine == "guaranteeapplication":
            file = self.draft if state == "draft" else self.proposed
            if further == "unconfirmed":  # the bank has not said yet that it lends
                file.partners.filter(is_lead=False).update(engaged_at=None)
            return decided(file, state, self.proposed.decision, further or "award")
        cover = self.covers[NEAREST.get(state, state)]
        covers = state in ("active", "watch", "default_notified", "called", "provisionally_paid")
        write("guarantees_cover", cover.pk, exposure=1000 if covers else 0, outstanding=2000)
        if case in CALCULATED[:3]:
            self._calculated(cover.claim, state)
        self._further(cover, further)
        if turn:
            act = cover.grievances.last() if further == "measure" else cover.amendments.last()
            cosigned(self.cast, act, turn, cover.application.call)
        casting._force(cover, state)
        return Cover.objects.get(pk=cover.pk)

    def _calculated(self, claim: Claim, state: str) -> None:
        now, payer = clock.now(), self.cast.payer.pk
        facts = {"provision": 500, "calculated_by_id": payer, "calculated_at": now}
        if state == "provisionally_paid":
            facts |= {"provision_released_by_id": self.cast.second_payer.pk, "provision_paid_on": clock.today()}
        write("guarantees_claim", claim.pk, **facts)

    def _further(self, cover: Cover, further: str) -> None:
        now, today, by = clock.now(), clock.today(), self.scene.maker
        if further == "measure":
            cover.grievances.create(
                measure="voidance", facts="Faux.", opened_by=self.cast.officer, opened_at=now, due_on=today
            )
        if further == "amendment":
            cover.amendments.create(months=72, reason="Étaler.", gge=1, gge_before=1, months_before=60, asked_at=now)
        if further == "owing":
            write("guarantees_cover", cover.pk, commission=cover.commission + 100)
        if further == "final":
            facts = {"final_by_id": self.cast.payer.pk, "final_at": now, "final_loss": 800, "final_due": 400}
            write("guarantees_claim", cover.claim.pk, **facts)
        if further == "refund":
            write("guarantees_claim", cover.claim.pk, refund=100)
        if further == "reported":
            cover.recoveries.create(gross=100, costs=0, fund_part=50, bank_part=50, reported_on=today, reported_by=by)


# Which of the covers of the stage is nearest to a state.
NEAREST = {
    "offer_expired": "offered", "cancelled": "offered", "watch": "active", "released": "active", "voided": "active",
    "default_notified": "called", "provisionally_paid": "called", "call_rejected": "called", "in_recovery": "settled",
    "written_off": "settled",
}  # fmt: skip
