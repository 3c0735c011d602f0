"""Who each person of the cast is to each thing of the core: the table of rights (tests/house/walking.py)."""

from __future__ import annotations

from tests.house.stage import FURTHER, MACHINES, Stage

__all__ = ["FURTHER", "MACHINES", "Stage", "who"]

APPLICANTS = {"holder": {"holder"}, "mayor": {"holder", "binder"}, "partner": {"partner"}}
OFFICES = {
    "manager": {"manager"}, "officer": {"officer"}, "chair": {"chair"}, "signatory": {"signatory"},
    "payer": {"finance"}, "second_payer": {"finance"}, "funder": {"funder"},
}  # fmt: skip
VISORS = {"visor": {"visor"}}
REVIEWERS = {"reviewer": {"reviewer"}, "second_reviewer": {"reviewer"}}
PEOPLE = [*APPLICANTS, "stranger", *OFFICES, *REVIEWERS, *VISORS]
# Of the stage's session: who sits, besides the offices of its call.
SEATS = {"chair": {"chair", "member"}, "officer": {"officer", "secretary", "member"}, "reviewer": {"member"},
         "second_reviewer": {"member"}}  # fmt: skip


def who(machine: str, case: str) -> dict[str, set[str]]:
    """Each person who sees the thing, with their roles on it; the others must find nothing (404)."""
    state = case.split(":")[0]
    if machine == "application":
        return APPLICANTS if state == "draft" else APPLICANTS | OFFICES | REVIEWERS | VISORS
    if machine == "call":
        everyone = {name: set() for name in PEOPLE}
        return OFFICES if state == "draft" else everyone | OFFICES
    if machine == "review":
        return {name: OFFICES[name] for name in ("manager", "officer", "chair")} | {"reviewer": {"reviewer"}}
    if machine == "interest":
        return {"manager": {"manager"}, "chair": {"declarant"}}
    if machine in ("agreement", "condition", "appeal", "withdrawal"):
        return APPLICANTS | OFFICES
    if machine in ("committeesession", "agendaitem"):
        offices = {name: OFFICES[name] for name in ("manager", "officer", "signatory")}
        reports = {"second_reviewer": {"member", "rapporteur"}} if machine == "agendaitem" else {}
        return offices if state == "prepared" else offices | SEATS | reports
    second = {"second_payer": {"finance", "second_signatory"}}
    if state in ("planned", "skipped"):
        second["payer"] = {"finance", "second_signatory"}
    return APPLICANTS | OFFICES | second
