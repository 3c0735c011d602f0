"""What is known of the undertakings of a file on a day: the file, their declarations, the registers, the law.

Read once for all partners, and only what a regime asks for. `facts` are what a check keeps; when they are no longer
what it kept, it must be made again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from workflows import clock

from ..law import Book
from ..models import AidDeclaration, DeMinimisAward, Partner, StateAidCheck
from ..rules.de_minimis import PastAid, Regime
from ..rules.intensities import Collaboration
from ..rules.single_undertaking import KnownAid, Link, counted_once, members
from .register_lines import RegisterLines

NONE, BLOCK_EXEMPTION = StateAidCheck.Regime.NONE, StateAidCheck.Regime.BLOCK_EXEMPTION
DE_MINIMIS = {
    StateAidCheck.Regime.DE_MINIMIS: Regime.GENERAL,
    StateAidCheck.Regime.DE_MINIMIS_SGEI: Regime.SGEI,
}
SMES = ("micro", "small", "medium")
Facts = dict[str, Any]


class Evidence:
    def __init__(self, application: Any, on: date) -> None:
        self.application, self.on = application, on

    @cached_property
    def partners(self) -> list[Partner]:
        return list(self.application.partners.select_related("organisation"))

    @cached_property
    def latest(self) -> dict[int, StateAidCheck]:
        rows = StateAidCheck.objects.filter(application=self.application.pk).newest().select_related("made_by")
        return {row.partner_id: row for row in rows}

    @cached_property
    def declarations(self) -> dict[int, AidDeclaration]:
        rows = AidDeclaration.objects.filter(partner__application=self.application.pk).newest()
        return {row.partner_id: row for row in rows.select_related("declared_by")}

    @cached_property
    def book(self) -> Book:
        return Book.of(self.on)

    def group(self, partner: Partner) -> frozenset[str]:
        """The single undertaking, as all the declarations of the file tell it."""
        return members(partner.organisation.siren, links=self._links)

    @cached_property
    def _links(self) -> list[Link]:
        sirens = {partner.pk: partner.organisation.siren for partner in self.partners}
        return [
            Link(one=sirens[pk], other=company["siren"])
            for pk, told in self.declarations.items() if sirens.get(pk)
            for company in told.companies
        ]  # fmt: skip

    @cached_property
    def _sirens(self) -> set[str]:
        found = set().union(*(self.group(partner) for partner in self.partners))
        return {siren for siren in found if siren}

    @cached_property
    def _register(self) -> RegisterLines:
        return RegisterLines(self._sirens)

    @cached_property
    def _ours(self) -> list[tuple[KnownAid, Decimal]]:
        """What we granted, each with what is left of it after a withdrawal."""
        rows = DeMinimisAward.objects.filter(siren__in=self._sirens).select_related("decision")
        return [
            (KnownAid(siren=row.siren, granted_on=row.granted_on, gge=row.gge,
                      regime=DE_MINIMIS[StateAidCheck.Regime(row.regime)],
                      source="ours", detail=row.decision.number or ""), row.kept)
            for row in rows
        ]  # fmt: skip

    def _left(self, told: list[KnownAid]) -> list[KnownAid]:
        """What we took back counts no more, wherever it is still told as it was granted: here, in a declaration, in
        the register."""
        reduced = [(aid.key, kept) for aid, kept in self._ours if kept != aid.gge]
        found = []
        for aid in told:
            place = next((place for place, (key, _kept) in enumerate(reduced) if key == aid.key), None)
            left = aid.gge if place is None else reduced.pop(place)[1]
            if left:
                found.append(replace(aid, gge=left))
        return found

    def _declared(self, group: frozenset[str]) -> list[KnownAid]:
        told = [
            KnownAid(siren=aid["siren"], granted_on=date.fromisoformat(aid["granted_on"]), gge=Decimal(aid["gge"]),
                     regime=Regime(aid["regime"]), source="declared", detail=aid["authority"])
            for found in self.declarations.values() for aid in found.aids
        ]  # fmt: skip
        return [aid for aid in told if aid.siren in group]

    def known_aids(self, partner: Partner) -> tuple[KnownAid, ...]:
        group = self.group(partner)
        sources = (self._declared(group), self._register.known(), [aid for aid, _kept in self._ours])
        return counted_once([self._left([aid for aid in source if aid.siren in group]) for source in sources])

    def beside(self, partner: Partner) -> list[tuple[Partner, StateAidCheck]]:
        """Other partners of this file in the same single undertaking, under de minimis too: granted the same day."""
        group = self.group(partner)
        rows = [(other, self.latest.get(other.pk)) for other in self.partners if other.pk != partner.pk]
        return [
            (other, check)
            for other, check in rows
            if check and check.regime in DE_MINIMIS and other.organisation.siren in group
        ]

    def past(self, facts: Facts) -> list[PastAid]:
        """The aids of `facts` as the rule counts them; those of this very file count on the day itself."""
        told = [
            PastAid(granted_on=date.fromisoformat(a["granted_on"]), gge=Decimal(a["gge"]), regime=Regime(a["regime"]))
            for a in facts["aids"]
        ]
        return told + [
            PastAid(granted_on=self.on, gge=Decimal(a["gge"]), regime=Regime(a["regime"])) for a in facts["beside"]
        ]

    # What a check keeps: JSON values alone.

    def facts(self, partner: Partner, regime: str) -> Facts:
        known: Facts = {
            "siren": partner.organisation.siren,
            "name": partner.organisation.name,
            "kind": partner.organisation.kind,
            "declared_economic": partner.is_economic,
        }
        if regime in DE_MINIMIS:
            return known | self._de_minimis(partner)
        if regime == BLOCK_EXEMPTION:
            return known | self._block_exemption(partner)
        return known

    def _de_minimis(self, partner: Partner) -> Facts:
        told, group = self.declarations.get(partner.pk), self.group(partner)
        doubtful = self._register.doubtful(group)
        return ({"doubtful": doubtful} if doubtful else {}) | {
            "cost": str(partner.cost),
            "group": sorted(group),
            "declaration": told.pk if told else None,
            "declared_on": clock.paris_day(told.declared_at).isoformat() if told else "",
            "aids": [
                {"siren": a.siren, "granted_on": a.granted_on.isoformat(), "gge": str(a.gge), "regime": a.regime.value,
                 "source": a.source, "detail": a.detail}
                for a in self.known_aids(partner)
            ],
            "beside": [
                {"siren": other.organisation.siren, "name": other.organisation.name, "gge": str(check.gge),
                 "regime": DE_MINIMIS[StateAidCheck.Regime(check.regime)].value}
                for other, check in self.beside(partner)
            ],
        }  # fmt: skip

    def _block_exemption(self, partner: Partner) -> Facts:
        a, together = self.application, self.collaboration
        told = self.declarations.get(partner.pk)
        group: Facts = {"enterprises": told.enterprises} if told and told.enterprises else {}
        before: Facts = {"year_before": told.figures["before"]} if told and told.figures.get("before") else {}
        return (
            group
            | before
            | {
                "cost": str(partner.cost),
                "declared_size": partner.size,
                "submitted_on": clock.paris_day(a.submitted_at).isoformat(),
                "starts_on": a.starts_on.isoformat() if a.starts_on else "",
                "described": bool(a.summary),
                "months": a.months or 0,
                "located": a.commune_id or "",
                "asked": str(a.aid_requested),
                "undertakings": together.undertakings,
                "with_sme": together.with_sme,
                "largest_share": str(together.largest_share),
                "research_share": str(together.research_share),
                "sme_share": str(together.sme_share),
            }
        )

    @cached_property
    def collaboration(self) -> Collaboration:
        """Who bears the costs, from the partners' own lines; publication rights are for the officer to say."""
        total = sum((p.cost for p in self.partners), Decimal(0)) or Decimal(1)
        undertakings = [p for p in self.partners if p.is_economic]
        small = [p for p in undertakings if p.size in SMES]
        research = [p for p in self.partners if p.organisation.kind == "research" and not p.is_economic]

        def share(*costs: Decimal) -> Decimal:
            return (sum(costs, Decimal(0)) / total).quantize(Decimal("0.000001"))

        return Collaboration(
            undertakings=len(undertakings),
            with_sme=bool(small),
            largest_share=share(max((p.cost for p in undertakings), default=Decimal(0))),
            research_share=share(*(p.cost for p in research)),
            sme_share=share(*(p.cost for p in small)),
        )
