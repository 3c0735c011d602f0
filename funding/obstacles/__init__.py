"""What stands in the way of a step, said in the sentence that the person reads. Nothing here changes anything.

Each takes the thing and the attempt, and returns None or the sentence. What depends on the step's form reads
`attempt.data`, which is empty while only the button is shown.
"""

from .assessing import (
    answer_overdue,
    asked_pieces_missing,
    award_beyond_envelope,
    award_beyond_rules,
    criterion_eliminates,
    criterion_eliminates_award,
    envelope_sentence,
    reviews_missing,
    shortlist_awaited,
    silence_passed,
)
from .deciding import author_signs, envelope_short, mandate_misfit, mandate_too_low_for_agreement, resume_window_over
from .paying import (
    agreement_mandatory,
    agreement_not_in_force,
    already_repaid,
    earlier_payment_open,
    later_payment_begun,
    overpayment_open,
    payment_beyond_cap,
    payments_open,
    plan_missing,
    plan_wrong,
)
from .publishing import (
    call_over,
    correction_missing,
    grid_missing,
    programme_short,
    questions_missing,
    shares_unbalanced,
    window_past,
)
from .submitting import (
    budget_refused,
    call_closed,
    form_incomplete,
    kind_not_eligible,
    own_funding_short,
    partners_not_engaged,
    pieces_missing,
    territory_not_eligible,
)

__all__ = [
    "agreement_mandatory",
    "agreement_not_in_force",
    "already_repaid",
    "answer_overdue",
    "asked_pieces_missing",
    "author_signs",
    "award_beyond_envelope",
    "award_beyond_rules",
    "budget_refused",
    "call_closed",
    "call_over",
    "correction_missing",
    "criterion_eliminates",
    "criterion_eliminates_award",
    "earlier_payment_open",
    "envelope_sentence",
    "envelope_short",
    "form_incomplete",
    "grid_missing",
    "kind_not_eligible",
    "later_payment_begun",
    "mandate_misfit",
    "mandate_too_low_for_agreement",
    "overpayment_open",
    "own_funding_short",
    "partners_not_engaged",
    "payment_beyond_cap",
    "payments_open",
    "pieces_missing",
    "plan_missing",
    "plan_wrong",
    "programme_short",
    "questions_missing",
    "resume_window_over",
    "reviews_missing",
    "shares_unbalanced",
    "shortlist_awaited",
    "silence_passed",
    "territory_not_eligible",
    "window_past",
]
