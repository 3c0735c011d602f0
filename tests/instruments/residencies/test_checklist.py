"""Every row of D.5 (domain, chapter D) is carried by a step that exists; a row that nobody carries fails here."""

from __future__ import annotations

import pytest

from residencies.models import FollowUp, HostApplication, Instalment, Residency, Round, TeamApplication
from workflows.steps import steps_of

# Row -> what carries it: (machine, step), from, to. « None » keeps the state.
ROWS = {
    "R1": [(HostApplication, "submit", "draft", "submitted"), (TeamApplication, "submit", "draft", "submitted")],
    "R2": [(HostApplication, "request_pieces", "submitted", "incomplete"),
           (TeamApplication, "complete", "incomplete", "submitted")],
    "R3": [(HostApplication, "admit", "submitted", "eligible"),
           (TeamApplication, "declare_ineligible", "decision_proposed", "ineligible"),
           (TeamApplication, "reject", "decision_proposed", "rejected")],
    "R4": [(HostApplication, "award", "decision_proposed", "awarded"),
           (TeamApplication, "award", "decision_proposed", "awarded"),
           (TeamApplication, "reserve", "decision_proposed", "reserve_list")],
    "R5": [(Round, "match_up", "open", None), (Residency, "propose", "drafted", "match_proposed")],
    "R6": [(Residency, "accept_as_host", "match_proposed", "accepted_by_host"),
           (Residency, "accept_as_team", "match_proposed", "accepted_by_team"),
           (Residency, "accept_last_as_host", "accepted_by_team", "matched"),
           (Residency, "accept_last_as_team", "accepted_by_host", "matched")],
    "R7": [(Residency, "refuse_match", "match_proposed", "match_refused"),
           (Residency, "expire", "accepted_by_host", "match_refused")],
    "R8": [(Residency, "draft_agreement", "matched", "agreement_drafted"),
           (Residency, "sign_as_host", "agreement_drafted", None),
           (Residency, "sign_as_team", "agreement_drafted", None),
           (Residency, "sign_agreement", "agreement_drafted", "agreement_signed"),
           (Instalment, "order", "planned", "ordered"), (Instalment, "release", "ordered", "paid")],
    "R9": [(Residency, "visit", "agreement_signed", "pre_visited")],
    "R10": [(Residency, "start_week", "pre_visited", "immersion"), (Residency, "start_week", "interval", "immersion")],
    "R11": [(Residency, "close_week", "immersion", "interval")],
    "R12": [(Residency, "schedule_presentation", "interval", "presentation_scheduled")],
    "R13": [(Residency, "report_presentation", "presentation_scheduled", None),
            (Residency, "countersign", "presentation_scheduled", "presented")],
    "R14": [(Residency, "evaluate_as_host", "presented", "evaluation"),
            (Residency, "evaluate_as_team", "presented", "evaluation"), (Residency, "close", "evaluation", "closed"),
            (FollowUp, "ask", "planned", "asked"), (FollowUp, "answer", "asked", "answered")],
    "R15": [(Residency, "interrupt", "immersion", "interrupted"), (Residency, "interrupt", "interval", "interrupted"),
            (Residency, "resume_week", "interrupted", "immersion"), (Residency, "resume", "interrupted", "interval")],
    "R16": [(Residency, "envisage_cancellation", "immersion", None), (Residency, "observe", "immersion", None),
            *((Residency, "cancel", state, "cancelled") for state in (
                "matched", "agreement_drafted", "agreement_signed", "pre_visited", "immersion", "interval",
                "interrupted", "presentation_scheduled"))],
}  # fmt: skip
# The papers that the table names, by row.
PAPERS = {
    "R1": {"receipt"}, "R2": {"missing_pieces"}, "R3": {"rejection", "ineligibility"}, "R4": {"residency_selection"},
    "R5": {"residency_match_sheet"}, "R8": {"residency_agreement", "residency_payment"}, "R9": {"residency_pre_visit"},
    "R10": {"residency_mission_order"}, "R11": {"residency_week_journal"}, "R12": {"residency_invitation"},
    "R13": {"residency_booklet", "residency_presentation_minutes"},
    "R14": {"residency_summary", "residency_follow_up"}, "R15": {"residency_incident"},
    "R16": {"residency_cancellation", "residency_recovery", "residency_observations"},
}  # fmt: skip


def test_no_row_is_missing():
    assert list(ROWS) == [f"R{n}" for n in range(1, 17)]


@pytest.mark.parametrize("row", ROWS)
def test_a_step_carries_the_row(row):
    for machine, name, source, target in ROWS[row]:
        step = steps_of(machine).get(name)
        assert step is not None, f"{row}: {machine.__name__} has no step {name!r}"
        assert source in step.sources and step.target == target and step.by, f"{row}: {step}"


@pytest.mark.parametrize("row", PAPERS)
def test_the_row_makes_its_paper(row):
    made = {kind.name for machine, name, _from, _to in ROWS[row] for kind in steps_of(machine)[name].issues}
    assert PAPERS[row] <= made


def test_the_table_and_the_machine_hold_the_same_steps():
    """A step of the residency's way is in the table; those that only prepare it are named here."""
    told = {name for rows in ROWS.values() for machine, name, _from, _to in rows if machine is Residency}
    helping = {
        "plan_week", "drop_week", "file_certificate", "confirm_lodging", "take_back", "deliver", "move_presentation",
        "drop_cancellation", "record_repayment", "sign_first_cancellation", "send_back_cancellation",
    }  # fmt: skip
    assert set(steps_of(Residency)) == told | helping
