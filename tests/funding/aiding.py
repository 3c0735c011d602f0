"""What the tests of State aid share: a file with an undertaking, and its declarations."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from funding import budget, state_aid
from funding.models import AidDeclaration, CostLine, Partner
from people.models import Organisation
from tests import cast as casting
from workflows import clock

SIREN, LINKED = "552081317", "443061841"


def company(cast: Any, siret: str = "55208131766522", name: str = "Les Ateliers du Grand Morin", size: str = "small"):
    return casting.organisation(name, "company", siret, cast.commune, size=size)


def with_company(cast: Any, *, cost: int = 85_715, **facts: Any) -> Any:
    """A draft of the town where a company bears `cost`, at 70 %, beside 10,000 € of the town."""
    file = casting.application(cast, cost=10_000 + cost, **facts)
    file.partners.filter(is_lead=False).delete()
    lead = file.partners.get()
    known = Organisation.objects.filter(siren=SIREN).first()
    lead.costs.update(amount=10_000)
    partner = Partner.objects.create(
        application=file, organisation=known or company(cast), position=1, size="small", is_economic=True,
        engaged_at=clock.now(),
    )  # fmt: skip
    CostLine.objects.create(partner=partner, category="studies", amount=Decimal(cost))
    budget.recompute(file)
    file.refresh_from_db()
    rest = file.total_cost - file.aid_requested
    type(file).objects.filter(pk=file.pk).update(own_funding=rest, partner_funding=0)
    return type(file).objects.get(pk=file.pk)


def under_study(cast: Any, **facts: Any) -> tuple[Any, Partner]:
    """The same, as far as due diligence, no check made."""
    file = with_company(cast, **facts).submit(by=cast.mayor, certified=True).take_charge(by=cast.officer)
    names = ("complete", "on_time", "in_scope", "not_started", "no_conflict")
    file.admit(by=cast.officer, **dict.fromkeys(names, True))
    file.assign(by=cast.officer, reviewers=[cast.reviewer, cast.second_reviewer], due_on=clock.today())
    for review in file.reviews.all():
        review.submit(by=review.reviewer, **casting.marks(file, 4))
    file.examine(by=cast.officer)
    state_aid.record(file, file.partners.get(is_lead=True), by=cast.officer, given=outside())
    return file, file.partners.get(is_lead=False)


def declare(partner: Partner, *aids: tuple[str, str], companies: tuple[str, ...] = (), by: Any) -> AidDeclaration:
    """Aids as (day, amount), of the undertaking itself."""
    siren = partner.organisation.siren
    rows = [
        {"siren": siren, "granted_on": day, "gge": amount, "regime": "general", "authority": "Région"}
        for day, amount in aids
    ]
    linked = [{"siren": other, "name": "Filiale", "control": "votes"} for other in companies]
    return AidDeclaration.objects.create(
        partner=partner, companies=linked, aids=rows, declared_by=by, declared_at=clock.now()
    )


def outside(**facts: Any) -> dict[str, Any]:
    return {"regime": "none", "aid": "0", "justification": "Mission d’intérêt général."} | facts


def de_minimis(aid: Any, **facts: Any) -> dict[str, Any]:
    return {"regime": "de_minimis", "aid": str(aid), "other_aid": "0", "no_exclusion": True} | facts


def exempted(aid: Any, costs: dict[str, str], **facts: Any) -> dict[str, Any]:
    return {
        "regime": "block_exemption", "aid": str(aid), "scheme": "SA.111723", "staff": "45", "turnover": "11000000",
        "balance_sheet": "9900000", "public_share": "0", "other_aid": "0", "may_publish": False,
        "in_difficulty": False, "recovery_order": False, "costs": costs,
    } | facts  # fmt: skip


def award(**facts: Any) -> dict[str, Any]:
    return {"kind": "award", "reasons": "Le besoin est établi."} | facts
