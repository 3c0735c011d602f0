"""What the house's tests need to know of the guarantees."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from funding.models import Programme
from tests import cast as casting
from tests.house.urls import ROLE, SIGNED
from tests.instruments.guarantees import playing

RULES = {"guarantees:index": SIGNED} | {
    f"guarantees:{name}": ROLE
    for name in (
        "fund", "entries", "stake", "bank", "upload", "report", "report_settle", "cover", "fund_new",
        "contributor_new", "agreement_new", "movement",
    )
}  # fmt: skip


def scene(cast: Any) -> Any:
    """A fund with a bank, one cover in each of four places of its life, and a report to confirm."""
    made = playing.play(cast)
    programme = casting.programme(cast.authority, code="sans-fonds")
    Programme.objects.filter(pk=programme.pk).update(instrument="guarantees")
    casting.mandate(cast.manager, "manager", scope=("programme", programme.pk))  # has a fund to open
    report = playing.reported(made, [(playing.active(made, title="Un prêt en vie"), "90000", "0", "", "")])
    return SimpleNamespace(
        scene=made, fund=made.fund, agreement=made.agreement, report=report, cover=report.rows.get().cover,
        people={"bank_maker": made.maker, "bank_checker": made.checker, "contributor": made.lender},
        covers=[playing.delegated(made, title="Une offre"), playing.called(made, title="Un appel")],
    )  # fmt: skip


def of_fund(s: Any) -> list[dict[str, Any]]:
    return [{"code": s.fund.code}]


EXAMPLES = {
    **{f"guarantees:{name}": of_fund for name in ("fund", "entries", "contributor_new", "agreement_new", "movement")},
    "guarantees:stake": lambda s: [{"code": s.fund.code, "pk": c.pk} for c in s.fund.contributors.all()],
    "guarantees:bank": lambda s: [{"pk": s.agreement.pk}],
    "guarantees:upload": lambda s: [{"pk": s.agreement.pk}],
    "guarantees:report": lambda s: [{"pk": s.report.pk}],
    "guarantees:report_settle": lambda s: [{"pk": s.report.pk}],
    "guarantees:cover": lambda s: [{"handle": c.application.handle} for c in (s.cover, *s.covers)],
}


def PAGES(s: Any) -> list[str]:
    return [cover.application.get_absolute_url() for cover in (s.cover, *s.covers)]
