"""The highest share of a cost that aid may pay, under the general block exemption (Reg. 651/2014, GBER).

The regulation ends on 31 December 2026: from then on every function here raises `NoLawInForce` until a row
is added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from .dated import Law, Table
from .money import ZERO, amount, at_most
from .size import Size
from .wording import Line, Refusal, refuse

NOT_COVERED: Decimal | None = None


class Category(StrEnum):
    """What a cost is for; its article in the regulation says what may be counted."""

    FUNDAMENTAL = "fundamental_research"
    INDUSTRIAL = "industrial_research"
    EXPERIMENTAL = "experimental_development"
    FEASIBILITY = "feasibility_study"
    SME_INNOVATION = "sme_innovation"
    PROCESS = "process_innovation"
    CLUSTER = "innovation_cluster"
    CONSULTANCY = "sme_consultancy"


CATEGORY_LABELS = {
    Category.FUNDAMENTAL: _("Recherche fondamentale"),
    Category.INDUSTRIAL: _("Recherche industrielle"),
    Category.EXPERIMENTAL: _("Développement expérimental"),
    Category.FEASIBILITY: _("Étude de faisabilité"),
    Category.SME_INNOVATION: _("Innovation des PME"),
    Category.PROCESS: _("Innovation de procédé et d’organisation"),
    Category.CLUSTER: _("Pôle d’innovation"),
    Category.CONSULTANCY: _("Conseil aux PME"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Intensity:
    """Highest shares by size; None where that size may not be aided. `bonus` is for collaboration, up to
    `cap`.

    `large_needs_sme_share`: a large undertaking is aided only beside SMEs that bear this share of the
    costs.
    """

    large: Decimal | None
    medium: Decimal | None
    small: Decimal | None
    bonus: Decimal = ZERO
    cap: Decimal = Decimal(1)
    large_needs_sme_share: Decimal = ZERO

    def of(self, size: Size) -> Decimal | None:
        return {Size.LARGE: self.large, Size.MEDIUM: self.medium}.get(size, self.small)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockExemption:
    """One version of the regulation: its intensities and what earns the collaboration bonus.

    `notify_above`: per undertaking and project, the aid above which the Commission decides first (art. 4).
    `publish_above`: the individual aid above which the award is published within six months (art. 9).
    """

    intensities: Mapping[Category, Intensity]
    largest_bearer: Decimal
    research_bearer: Decimal
    notify_above: Mapping[Category, Decimal] = field(default_factory=dict)
    publish_above: Decimal = Decimal(100_000)


def _row(large: int | None, medium: int, small: int, **more: Decimal) -> Intensity:
    shares = [NOT_COVERED if points is None else Decimal(points) / 100 for points in (large, medium, small)]
    return Intensity(large=shares[0], medium=shares[1], small=shares[2], **more)


_COLLABORATION = {"bonus": Decimal("0.15"), "cap": Decimal("0.80")}

BLOCK_EXEMPTION: Table[BlockExemption] = Table(
    "intensités du RGEC",
    (
        Law(
            value=BlockExemption(
                intensities={
                    Category.FUNDAMENTAL: _row(100, 100, 100),
                    Category.INDUSTRIAL: _row(50, 60, 70, **_COLLABORATION),
                    Category.EXPERIMENTAL: _row(25, 35, 45, **_COLLABORATION),
                    Category.FEASIBILITY: _row(50, 60, 70),
                    Category.SME_INNOVATION: _row(None, 50, 50),
                    Category.PROCESS: _row(15, 50, 50, large_needs_sme_share=Decimal("0.30")),
                    Category.CLUSTER: _row(50, 50, 50),
                    Category.CONSULTANCY: _row(None, 50, 50),
                },
                largest_bearer=Decimal("0.70"),
                research_bearer=Decimal("0.10"),
                notify_above={
                    Category.FUNDAMENTAL: Decimal(55_000_000),
                    Category.INDUSTRIAL: Decimal(35_000_000),
                    Category.EXPERIMENTAL: Decimal(25_000_000),
                    Category.FEASIBILITY: Decimal(8_250_000),
                },
            ),
            valid_from=date(2023, 7, 1),
            valid_to=date(2026, 12, 31),
            legal_basis="Règlement (UE) n° 651/2014, art. 18, 25, 27, 28 et 29, modifié par (UE) 2023/1315",
            source_url="https://eur-lex.europa.eu/eli/reg/2014/651/2023-07-01",
            verified=False,
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaboration:
    """Who bears the project's eligible costs, in shares of their total.

    `largest_share`: the undertaking that bears most; `research_share`: research bodies together;
    `sme_share`: SMEs together. `may_publish`: the research bodies may publish their own results.
    """

    undertakings: int = 1
    with_sme: bool = False
    member_states: int = 1
    largest_share: Decimal = Decimal(1)
    research_share: Decimal = ZERO
    sme_share: Decimal = ZERO
    may_publish: bool = False


ALONE = Collaboration()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Eligible costs of one category, in euros."""

    category: Category
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AidCeiling:
    """The most aid that the regulation allows (euros, cut to the cent), its arithmetic, and what it does
    not allow.

    A refused cost counts for nothing in `highest`.
    """

    highest: Decimal
    lines: tuple[Line, ...]
    refusals: tuple[Refusal, ...]
    legal_basis: str


def earns_bonus(collaboration: Collaboration, *, on: date, law: Table[BlockExemption] = BLOCK_EXEMPTION) -> bool:
    """Effective collaboration (art. 25 § 6 b): undertakings, one of them an SME or in two member States,
    none bearing more than 70 % of the costs; or a research body that bears at least 10 % and may publish
    (AT-F12).
    """
    rules = law.at(on).value
    varied = collaboration.with_sme or collaboration.member_states >= 2
    shared = collaboration.undertakings >= 2 and collaboration.largest_share <= rules.largest_bearer
    research = collaboration.research_share >= rules.research_bearer and collaboration.may_publish
    return (varied and shared) or research


def highest_rate(
    *,
    category: Category,
    size: Size,
    on: date,
    collaboration: Collaboration = ALONE,
    law: Table[BlockExemption] = BLOCK_EXEMPTION,
) -> Decimal | Refusal:
    """The highest share for one category and size, collaboration bonus included, never above the category's
    cap.
    """
    row = law.at(on).value.intensities[category]
    base = row.of(size)
    if base is None:
        text = _("Ce type d’aide est réservé aux PME : %(category)s.")
        return refuse("size_not_covered", text, category=str(CATEGORY_LABELS[category]), size=size.value)
    if size is Size.LARGE and collaboration.sme_share < row.large_needs_sme_share:
        text = _("Une grande entreprise n’est aidée qu’avec des PME qui portent %(needed_rate)s des coûts.")
        return refuse("sme_share_too_low", text, needed_rate=row.large_needs_sme_share)
    bonus = row.bonus if row.bonus and earns_bonus(collaboration, on=on, law=law) else ZERO
    return min(base + bonus, row.cap)


def aid_ceiling(
    *,
    costs: Sequence[Cost],
    size: Size,
    on: date,
    collaboration: Collaboration = ALONE,
    law: Table[BlockExemption] = BLOCK_EXEMPTION,
) -> AidCeiling:
    """Σ cost × highest rate for one undertaking (AT-F11, AT-F12). `on` is the day when the aid is granted.

    Raises `ValueRefused` for an impossible amount, `NoLawInForce` where the regulation no longer (or not
    yet) holds.
    """
    lines: list[Line] = []
    refusals: list[Refusal] = []
    for cost in costs:
        found = highest_rate(category=cost.category, size=size, on=on, collaboration=collaboration, law=law)
        if isinstance(found, Refusal):
            refusals.append(found)
            continue
        lines.append(
            Line(
                key=cost.category.value,
                label=CATEGORY_LABELS[cost.category],
                template=_("%(cost)s × %(aid_rate)s"),
                values={"cost": amount(cost.amount), "aid_rate": found},
                value=at_most(cost.amount, share=found),
            )
        )
    return AidCeiling(
        highest=sum((line.value for line in lines), ZERO),
        lines=tuple(lines),
        refusals=tuple(refusals),
        legal_basis=law.at(on).legal_basis,
    )


def incentive_refusal(*, submitted_on: date, works_start_on: date) -> Refusal | None:
    """Aid has an incentive effect only if asked for before the works start (art. 6): the same day is in
    time.
    """
    if works_start_on >= submitted_on:
        return None
    text = _("Les travaux commencent le %(start)s, avant le dépôt du %(submitted)s : l’aide n’est plus possible.")
    return refuse("works_already_started", text, start=works_start_on, submitted=submitted_on)
