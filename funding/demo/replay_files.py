"""The files of a past call: real leads where they were found, and a text that says what is not real."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from funding import budget, files
from funding.models import Application, Call, CostLine, Partner
from people.identifiers import siret_of
from people.models import Epci, Organisation
from workflows import clock

from . import pdf, programmes
from .answers import Answers
from .cast import Cast
from .organisations import fictional_siren, town_of

SPENT = (Decimal("0.30"), Decimal("0.22"), Decimal("0.40"), Decimal("0.08"))
CENT = Decimal("0.01")
LEAD_SHARE = Decimal("0.55")
OWN, OTHERS = Decimal("0.70"), Decimal("0.20")


class Files:
    def __init__(self, cast: Cast, facts: dict[str, Any], rng: random.Random) -> None:
        self.cast, self.facts, self.rng = cast, facts, rng
        self.words = facts["words"]
        self.invented = 0

    def make(self, call: Call, row: dict[str, str], at: datetime) -> Any:
        lead = self._lead(row)
        face: Any = Application.faces[call.programme.instrument]
        application = face.objects.create(
            instrument=call.programme.instrument, call=call, lead=lead, created_by=self.cast.binder(lead),
            form_version=call.form_versions.latest_published(), created_at=at, title=row["title"],
            summary=self.said(row), commune=town_of(row["at"]) or lead.commune,
            starts_on=clock.paris_day(at) + timedelta(days=270), months=self.rng.choice([72, 84, 96, 120]),
        )  # fmt: skip
        self._consortium(application, row, at)
        budget.recompute(application)
        self._balance(application)
        project = {"theme": ""} | {name: self.words[name] for name in ("governance", "method")}
        project["need"] = f"{row['title']}. {self.words['fiction']}"
        questions = programmes.questions(self.facts["call"]["form"])
        application.answers = Answers(application, project, self.rng, clock.paris_day(at)).to(questions)
        application.save()
        for piece in call.pieces.all():
            files.add(application, pdf.upload(piece.label, row["title"][:70], self.words["mark"]),
                      by=application.created_by, piece=piece)  # fmt: skip
        return application

    def said(self, row: dict[str, str]) -> str:
        """The summary: how sure we are of the row, of its amounts, and that the rest is fiction."""
        words = self.words
        parts = [words[row["confidence"]], row["note"], self.amounts(row), words["fiction"]]
        return " ".join(part for part in parts if part)

    def amounts(self, row: dict[str, str]) -> str:
        kinds = ("found" if row[f"{name}_source"] == "found" else "made" for name in ("cost", "grant"))
        return " ".join(self.words[f"{name}_{kind}"] for name, kind in zip(("cost", "grant"), kinds, strict=True))

    def _lead(self, row: dict[str, str]) -> Organisation:
        known = self.cast.organisations
        if row["lead"] not in known.fictional and not Epci.objects.filter(name=row["lead"]).exists():
            known.invent(row["lead"], kind=Organisation.Kind.EPCI, at=row["at"])
        return known[row["lead"]]

    def _consortium(self, application: Application, row: dict[str, str], at: datetime) -> None:
        others = [self._partner(application.lead, rank) for rank in range(2, int(row["partners"]) + 1)]
        Organisation.objects.bulk_create(others)
        rows = [Partner(application=application, organisation=application.lead, is_lead=True, size="not_applicable")]
        rows += [
            Partner(application=application, organisation=other, position=position, size=other.size, engaged_at=at,
                    engaged_by=self.words["mark"])
            for position, other in enumerate(others, 1)
        ]  # fmt: skip
        Partner.objects.bulk_create(rows)
        CostLine.objects.bulk_create(self._costs(application.call, rows, Decimal(row["cost"])))

    def _partner(self, lead: Organisation, rank: int) -> Organisation:
        """A body of no name: the lists of partners were not found, only some of their numbers."""
        self.invented += 1
        siren = fictional_siren(self.invented, "0004")
        kinds = Organisation.Kind
        kind = (kinds.COMPANY, kinds.ASSOCIATION, kinds.RESEARCH, kinds.PUBLIC_BODY)[rank % 4]
        size = "small" if kind == kinds.COMPANY else "not_applicable"
        name = self.words["partner"].format(rank=rank, lead=lead.name)
        return Organisation(siren=siren, siret=siret_of(siren), name=name[:200], kind=kind, size=size,
                            commune=lead.commune)  # fmt: skip

    @staticmethod
    def _costs(call: Call, partners: list[Partner], total: Decimal) -> list[CostLine]:
        """Cost lines that sum exactly to `total`."""
        share = (1 - LEAD_SHARE) / max(1, len(partners) - 1)
        shares = [LEAD_SHARE if len(partners) > 1 else Decimal(1)] + [share] * (len(partners) - 1)
        lines = [
            CostLine(partner=partner, category=category["key"], amount=(total * part * spent).quantize(CENT))
            for partner, part in zip(partners, shares, strict=True)
            for category, spent in zip(call.cost_categories, SPENT, strict=True)
        ]
        lines[0].amount += total - sum(line.amount for line in lines)
        return lines

    @staticmethod
    def _balance(application: Application) -> None:
        left = application.total_cost - application.aid_requested
        application.own_funding = (left * OWN).quantize(CENT)
        application.partner_funding = (left * OTHERS).quantize(CENT)
        application.other_public_aid = left - application.own_funding - application.partner_funding
