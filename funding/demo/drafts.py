"""A draft as its author left it: partners with their costs, resources that balance, answers and files."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from funding import budget, files
from funding.models import Application, Call, CostLine, Partner
from workflows import clock

from . import pdf, programmes, texts
from .answers import Answers
from .cast import Cast
from .organisations import town_of

# How a project spends: shares of its cost by category, in the order of the call's categories.
SPENT = (Decimal("0.42"), Decimal("0.20"), Decimal("0.27"), Decimal("0.08"))
LEAD_SHARE = Decimal("0.62")
# What the aid leaves to pay: by the lead, its partners, other public bodies. The lead keeps more than its 20 %.
LEFT = {True: (Decimal("0.64"), Decimal("0.22")), False: (Decimal("0.86"), Decimal(0))}
FIFTY = Decimal(50)


class Drafts:
    def __init__(self, cast: Cast, rng: random.Random) -> None:
        self.cast, self.rng, self.mark = cast, rng, texts.toml("answers")["mark"]

    def make(self, call: Call, facts: dict[str, Any], project: dict[str, Any], at: datetime) -> Any:
        """The draft as it stands when its story begins; `fate` draft leaves it unfinished."""
        finished = project["fate"] != "draft"
        with clock.at(at):
            application = self._row(call, project, at)
            self._partners(application, project, at)
            budget.recompute(application)
            if finished:
                self._balance(application)
            self._answer(application, facts, project, at, finished=finished)
            application.save()
            if finished:
                self._join_files(application, facts)
        return application

    def _row(self, call: Call, project: dict[str, Any], at: datetime) -> Any:
        lead = self.cast.organisations[project["lead"]]
        binder = self.cast.binder(lead)
        writers = [m.user for m in lead.memberships.select_related("user") if m.user_id != binder.pk]
        face: Any = Application.faces[call.programme.instrument]
        months = project.get("months") or min(call.max_months, self.rng.choice([12, 15, 18]))
        return face.objects.create(
            instrument=call.programme.instrument, call=call,
            form_version=call.form_versions.latest_published(), lead=lead, created_by=(writers or [binder])[0],
            created_at=at, title=project["title"], summary=project["summary"],
            commune=town_of(project.get("at", "")) or lead.commune,
            starts_on=clock.paris_day(at) + timedelta(days=self.rng.randrange(95, 150)),
            months=max(call.min_months, months),
        )  # fmt: skip

    def _partners(self, application: Application, project: dict[str, Any], at: datetime) -> None:
        lead = application.lead
        rows = [Partner(application=application, organisation=lead, is_lead=True, size=lead.size, contact="")]
        for position, name in enumerate(project.get("partners", []), 1):
            organisation = self.cast.organisations[name]
            by = self.cast.binder(organisation)
            # A partner of an unfinished draft has not answered yet.
            engaged = {} if project["fate"] == "draft" else {"engaged_at": at, "engaged_by": by.get_full_name()}
            rows.append(
                Partner(application=application, organisation=organisation, position=position,
                        size=organisation.size, contact=by.get_full_name(), **engaged)
            )  # fmt: skip
        for row in rows:
            row.is_economic = row.organisation.kind == "company"
        Partner.objects.bulk_create(rows)
        self._costs(application.call, rows, Decimal(project["cost"]))

    def _costs(self, call: Call, partners: list[Partner], total: Decimal) -> None:
        """Cost lines that sum exactly to `total`, in multiples of 50 € but for the last one."""
        others = len(partners) - 1
        shares = [LEAD_SHARE, *[(1 - LEAD_SHARE) / others] * others] if others else [Decimal(1)]
        lines: list[CostLine] = []
        for partner, share in zip(partners, shares, strict=True):
            for category, part in zip(call.cost_categories, SPENT, strict=False):
                jitter = Decimal(str(round(self.rng.uniform(0.85, 1.1), 3)))
                amount = (total * share * part * jitter / FIFTY).quantize(Decimal(1)) * FIFTY
                lines.append(CostLine(partner=partner, category=category["key"], amount=amount))
        left = total - sum(line.amount for line in lines)
        lines[0].amount += left
        CostLine.objects.bulk_create(lines)

    @staticmethod
    def _balance(application: Application) -> None:
        left = application.total_cost - application.aid_requested
        own, others = LEFT[application.partners.count() > 1]
        application.own_funding = (left * own).quantize(Decimal("0.01"))
        application.partner_funding = (left * others).quantize(Decimal("0.01"))
        application.other_public_aid = left - application.own_funding - application.partner_funding

    def _answer(self, application: Application, facts: dict[str, Any], project: dict[str, Any], at: datetime, *,
                finished: bool) -> None:  # fmt: skip
        given = Answers(application, project, self.rng, clock.paris_day(at)).to(programmes.questions(facts["form"]))
        if not finished:
            given = dict(list(given.items())[: max(1, len(given) // 3)])
        application.answers = given

    def _join_files(self, application: Application, facts: dict[str, Any]) -> None:
        by, title = application.created_by, application.title
        for piece in application.call.pieces.all():
            concerned = not piece.for_kinds or application.lead.kind in piece.for_kinds
            if concerned and (piece.indispensable or self.rng.random() < 0.6):
                files.add(application, pdf.upload(piece.label, title, self.mark), by=by, piece=piece)
        for question in programmes.questions(facts["form"]):
            if question["kind"] == "file":
                files.add(application, pdf.upload(question["label"], title, self.mark), by=by,
                          question=question["key"])  # fmt: skip
