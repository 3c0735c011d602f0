"""The table of the domain, chapter E.5, row by row: a row without the step that carries it fails here."""

import re

import pytest

from funding.instruments.guarantees.models import Cover, GuaranteeApplication
from workflows.steps import steps_of

FILE, COVER = steps_of(GuaranteeApplication), steps_of(Cover)

# Row -> (table of steps, step, from, to). The file's states stand for the first ones of the domain: `under_analysis`
# is `eligible`, `committee` `under_due_diligence`, `offered` is `awarded` with a cover `offered`, `refused`
# is `rejected`.
ROWS = {
    "Q1": [(FILE, "submit", "draft", "submitted")],
    "Q2": [(FILE, "request_pieces", "submitted", "incomplete"), (FILE, "complete", "incomplete", "submitted")],
    "Q3": [(FILE, "admit", "submitted", "eligible"), (FILE, "examine", "eligible", "under_due_diligence")],
    "Q3b": [(FILE, "propose_delegated", "submitted", None), (FILE, "grant_delegated", "submitted", "awarded")],
    "Q4": [(FILE, "propose", "under_due_diligence", "decision_proposed"),
           (FILE, "award", "decision_proposed", "awarded")],
    "Q5": [(FILE, "reject", "decision_proposed", "rejected")],
    "Q6": [(COVER, "declare_disbursement", "offered", None), (COVER, "record_commission", "offered", None),
           (COVER, "activate", "offered", "active")],
    "Q7": [(COVER, "expire", "offered", "offer_expired")],
    "Q8": [(COVER, "watch", "active", "watch"), (COVER, "unwatch", "watch", "active")],
    "Q9": [(COVER, "notify_default", "active", "default_notified"),
           (COVER, "notify_default", "watch", "default_notified")],
    "Q10": [(COVER, "prepare_call", "default_notified", None), (COVER, "call", "default_notified", "called")],
    "Q11": [(COVER, "calculate_provision", "called", None), (COVER, "pay_provision", "called", "provisionally_paid")],
    "Q12": [(COVER, "open_forfeiture", "called", None), (COVER, "answer", "called", None),
            (COVER, "reject_call", "called", "call_rejected")],
    "Q13": [(COVER, "calculate_settlement", "called", None), (COVER, "settle", "called", "settled"),
            (COVER, "settle", "provisionally_paid", "settled"), (COVER, "record_refund", "settled", None)],
    "Q14": [(COVER, "report_recovery", "settled", "in_recovery"), (COVER, "receive_recovery", "in_recovery", None),
            (COVER, "write_off", "in_recovery", "written_off")],
    "Q15": [(COVER, "release", "active", "released"), (COVER, "reach_term", "active", "released")],
    "Q16": [(COVER, "open_voidance", "active", None), (COVER, "void", "active", "voided")],
    "Q17": [(COVER, "ask_amendment", "active", None), (COVER, "amend", "active", None)],
}  # fmt: skip
# Who takes the step, what the person receives: role codes and the template of the paper.
BY = {
    ("Q3b", "grant_delegated"): {"bank_checker"}, ("Q4", "award"): {"signatory"}, ("Q7", "expire"): {"clock"},
    ("Q9", "notify_default"): {"bank"}, ("Q10", "call"): {"bank_checker"},
    ("Q11", "pay_provision"): {"second_signatory"},
    ("Q12", "reject_call"): {"signatory"}, ("Q13", "settle"): {"second_signatory"}, ("Q16", "void"): {"signatory"},
}  # fmt: skip
PAPERS = {
    "Q1": "receipt", "Q2": "missing_pieces", "Q3b": "guarantee_notification", "Q4": "guarantee_notification",
    "Q5": "rejection", "Q6": "guarantee_act", "Q10": "call_receipt", "Q11": "provision_order", "Q12": "forfeiture",
    "Q13": "final_statement", "Q14": "recovery_statement", "Q15": "guarantee_release", "Q16": "voidance",
    "Q17": "guarantee_amendment",
}  # fmt: skip
# Guards of the table, by their name in the code.
GUARDS = {
    ("Q1", "submit"): {"bank_missing", "loan_refused", "borrower_unknown"},
    ("Q3", "examine"): {"capacity_short", "bank_not_engaged"},
    ("Q3b", "grant_delegated"): {"above_delegation", "own_proposal", "de_minimis_short", "capacity_short"},
    ("Q4", "award"): {"state_aid_unchecked", "loan_refused", "mandate_misfit", "capacity_short"},
    ("Q6", "activate"): {"disbursed_late", "commission_unpaid", "disbursed_otherwise"},
    ("Q10", "call"): {"own_preparation", "call_too_early"},
    ("Q11", "pay_provision"): {"earlier_call_waits", "cap_exceeded"},
    ("Q12", "reject_call"): {"measure_missing", "hearing_running"},
    ("Q17", "amend"): {"amendment_beyond_rules"},
}  # fmt: skip


def test_the_list_is_whole():
    wanted = [f"Q{n}" for n in range(1, 18)]
    wanted.insert(3, "Q3b")
    assert list(ROWS) == wanted


@pytest.mark.parametrize("row", ROWS)
def test_each_row_has_its_steps(row):
    for table, name, source, target in ROWS[row]:
        step = table.get(name)
        assert step is not None, f"{row}: no step {name}"
        assert source in step.sources and step.target == target, f"{row}: {step}"
        assert step.tells or step.target is None, f"{row}: {name} tells nobody" if row not in ("Q7",) else ""
    if row in PAPERS:
        issued = {kind.name for table, name, *_states in ROWS[row] for kind in table[name].issues}
        assert PAPERS[row] in issued, f"{row}: {issued}"
    for (of, name), codes in BY.items():
        if of == row:
            table = next(t for t, step, *_rest in ROWS[row] if step == name)
            assert {role.code for role in table[name].by} == codes
    for (of, name), guards in GUARDS.items():
        if of == row:
            table = next(t for t, step, *_rest in ROWS[row] if step == name)
            assert guards <= {guard.__name__ for guard in table[name].unless}


def test_every_state_of_the_table_is_somewhere():
    states = set(Cover.S.values)
    told = re.findall(
        r"\w+",
        """active watch default_notified called provisionally_paid call_rejected settled
        in_recovery written_off released cancelled voided offer_expired offered""",
    )
    assert set(told) == states
