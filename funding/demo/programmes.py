"""Programmes with the shares of their funders, and their calls in draft; the gate publishes."""

from __future__ import annotations

import textwrap
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from funding.models import Call, Criterion, FormVersion, FunderShare, Programme, RequiredPiece
from funding.rules.grids import DEFAULT_GRID
from workflows import clock

from . import texts
from .organisations import Organisations

AMOUNTS = ("envelope", "min_total_cost", "max_total_cost", "min_aid", "max_aid")
RATES = ("aid_rate", "max_grant_rate", "grant_share_of_aid", "own_funding_floor", "advance_rate")
PLAIN = (
    "kind", "title", "summary", "rates_by_size", "eligible_kinds", "eligible_departments", "min_months", "max_months",
    "with_shortlist", "reviews_wanted", "silence_months", "silence_basis", "cost_categories",
)  # fmt: skip


def make_all(organisations: Organisations, today: date) -> dict[str, Programme]:
    facts = texts.toml("programmes")
    return {p["code"]: make(facts["common"] | p, organisations, today) for p in facts["programme"]}


def make(facts: dict[str, Any], organisations: Organisations, today: date) -> Programme:
    same = ("code", "name", "service", "summary", "legal_basis", "address", "email", "phone", "court",
            "court_address", "place", "head")  # fmt: skip
    ends = facts.get("ends")
    programme = Programme.objects.create(
        **{name: facts[name] for name in same},
        envelope=Decimal(facts["envelope"]),
        authority=organisations[facts["authority"]],
        starts_on=day(facts["starts"], today),
        ends_on=None if ends is None else day(ends, today),
    )
    FunderShare.objects.bulk_create(
        FunderShare(programme=programme, funder=organisations[funder], amount=Decimal(amount))
        for funder, amount in facts["shares"]
    )
    return programme


def day(when: Any, today: date) -> date:
    """A date of the data, or days from today."""
    return when if isinstance(when, date) else today + timedelta(days=when)


def moment(when: Any, today: date, at: time) -> datetime:
    """An instant of the data, or days from today at this hour of Paris."""
    if isinstance(when, datetime):
        return when.astimezone(clock.PARIS)
    return datetime.combine(day(when, today), at, tzinfo=clock.PARIS)


def draft_call(facts: dict[str, Any], programme: Programme, today: date, data: str = "calls") -> Call:
    """The call as its manager writes it: rules, pieces, grid and a working form; nothing is published yet."""
    known = texts.toml(data)
    facts = known["common"] | facts
    opens = moment(facts["opens"], today, time(9))
    call = Call.objects.create(
        programme=programme,
        code=facts["code"].format(year=opens.year),
        description=paragraphs(facts["description"]),
        opens_at=opens,
        closes_at=moment(facts["closes"], today, time(17)) if "closes" in facts else None,
        **{name: Decimal(facts[name]) for name in (*AMOUNTS, *RATES) if name in facts},
        **{name: facts[name] for name in PLAIN if name in facts},
    )
    add_grid(call, known["grids"][facts["grid"]])
    RequiredPiece.objects.bulk_create(
        RequiredPiece(call=call, position=position, **piece)
        for position, piece in enumerate(known["pieces"][facts["pieces"]])
    )
    FormVersion.objects.create(call=call, number=1, content={"sections": sections(facts["form"])})
    return call


def paragraphs(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in textwrap.dedent(text).strip().split("\n\n"))


def add_grid(call: Call, lines: list[dict[str, Any]]) -> None:
    """An empty grid is the default one: the nine mechanisms of the report."""
    rows = lines or [{"key": c.key, "name": str(c.label), "weight": c.weight} for c in DEFAULT_GRID]
    Criterion.objects.bulk_create(
        Criterion(
            call=call, position=position, key=row["key"], name=row["name"], help=row.get("help", ""),
            weight=Decimal(row["weight"]), threshold=Decimal(row["threshold"]) if "threshold" in row else None,
        )
        for position, row in enumerate(rows)
    )  # fmt: skip


def sections(form: str) -> list[dict[str, Any]]:
    """The form without what tells the demonstration how to answer."""
    return [
        {name: value for name, value in section.items() if name != "question"}
        | {"questions": [{k: v for k, v in q.items() if k != "demo"} for q in section["question"]]}
        for section in texts.toml("forms")[form]["section"]
    ]


def questions(form: str) -> list[dict[str, Any]]:
    return [q for section in texts.toml("forms")[form]["section"] for q in section["question"]]
