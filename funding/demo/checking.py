"""State-aid checks of invented files: what stories and tests need before an award, and no officer would do."""

from __future__ import annotations

from typing import Any

from funding.models import AidDeclaration, Partner, StateAidCheck
from funding.state_aid import record_all
from funding.state_aid.evidence import NONE, Evidence
from funding.state_aid.regimes import Given, evaluate
from workflows import clock

OUTSIDE = "Mission d’intérêt général, sans bien ni service vendu sur un marché dans ce projet."


def check_all(application: Any, *, by: Any, outside: str = OUTSIDE) -> list[StateAidCheck]:
    """A passed check of every undertaking, under the first regime that lets its aid through. Where none does, the story
    says that the project sells nothing."""
    partners = list(application.partners.all())
    for partner in partners:
        if partner.is_economic and not partner.aid_declarations.exists():
            AidDeclaration.objects.create(partner=partner, declared_by=by, declared_at=clock.now())
    evidence = Evidence(application, clock.today())
    given = {p.pk: _first_passed(evidence, p, outside) for p in evidence.partners}
    return record_all(application, by=by, given=given)


def _first_passed(evidence: Evidence, partner: Partner, outside: str) -> Given:
    not_economic: Given = {"regime": NONE.value, "aid": str(partner.aid), "justification": outside}
    if not partner.is_economic:
        return not_economic
    exempted: Given = {
        "regime": "block_exemption", "aid": str(partner.aid), "scheme": "SA.111723", "staff": "12",
        "turnover": "1500000", "balance_sheet": "900000", "public_share": "0", "other_aid": "0",
    }  # fmt: skip
    wanted: list[Given] = [
        {"regime": "de_minimis", "aid": str(partner.aid), "other_aid": "0", "no_exclusion": True},
        exempted | {"costs": {"experimental_development": str(partner.cost)}},
        exempted | {"costs": {"industrial_research": str(partner.cost)}},
    ]
    return next((given for given in wanted if evaluate(evidence, partner, given).passed), not_economic)
