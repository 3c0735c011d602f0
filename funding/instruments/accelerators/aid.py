"""What a programme gives to an undertaking is an aid in kind: it counts as de minimis, at the price of the market.

The support is checked before the charter (the same check as for money, with the same evidence) and entered on the day
the node signs: from then it counts for the undertaking, and goes to the national register like any other.
"""

from __future__ import annotations

from typing import Any

from funding.models import DeMinimisAward, StateAidCheck
from funding.state_aid import checks
from funding.state_aid.evidence import Evidence
from funding.state_aid.regimes import Outcome, evaluate
from workflows import clock
from workflows.errors import StepRefused

DE_MINIMIS = StateAidCheck.Regime.DE_MINIMIS.value
NONE = StateAidCheck.Regime.NONE.value


def given(place: Any, said: dict[str, Any]) -> dict[str, Any]:
    """As the officer says it, in JSON values; the aid is what the charter promises."""
    known = {"regime": said["regime"], "aid": str(place.aid_value)}
    if said["regime"] == NONE:
        return known | {"justification": said["justification"]}
    return known | {"other_aid": "0", "no_exclusion": True}


def outcome(place: Any, said: dict[str, Any]) -> Outcome:
    evidence = Evidence(place.application, clock.today())
    return evaluate(evidence, place.lead_row, given(place, said))


def keep_check(place: Any, by: Any, said: dict[str, Any]) -> StateAidCheck:
    evidence = Evidence(place.application, clock.today())
    check = checks.keep(evidence, place.lead_row, by=by, given=given(place, said))
    if not check.passed:
        raise StepRefused(check.sentences, reason="obstacles")
    return check


def enter(place: Any, at: Any) -> None:
    """With the node's signature the aid is granted. Raises StepRefused when nothing is left for it: something may have
    been granted since the check was made."""
    check = place.aid_check
    if check is None or check.regime != DE_MINIMIS:
        return
    found = outcome(place, {"regime": DE_MINIMIS})
    if not found.passed:
        raise StepRefused([str(refusal.sentence) for refusal in found.refusals], reason="obstacles")
    undertaking = place.lead_row.organisation
    DeMinimisAward.objects.create(
        decision=place.application.decision, check_passed=check, siren=undertaking.siren, name=undertaking.name[:200],
        regime=check.regime, gge=place.aid_value, kept=place.aid_value, granted_on=clock.paris_day(at),
    )  # fmt: skip
