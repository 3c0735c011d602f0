"""The size of an undertaking with its group, from what it declared; the arithmetic as a person reads it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from look.typography import euros_cents, number, percent
from people.models import Organisation

from .. import law
from ..rules.dated import NoLawInForce, Table
from ..rules.group_size import Counted, Enterprise, GroupSize, Tie, group_size
from ..rules.size import Figures, SizeLaw

FIGURES = ("staff", "turnover", "balance_sheet")


def figures_of(told: dict[str, Any]) -> Figures:
    return Figures(**{key: Decimal(told.get(key) or 0) for key in FIGURES})


def enterprises_of(rows: list[dict[str, Any]]) -> list[Enterprise]:
    return [
        Enterprise(siren=row["siren"], name=row["name"], share=Decimal(row["share"]), figures=figures_of(row))
        for row in rows
    ]


def group_of(
    given: dict[str, Any], rows: list[dict[str, Any]], before: dict[str, Any] | None, *, on: Any, sizes: Table[SizeLaw]
) -> GroupSize:
    """`given` holds the undertaking's own figures and public share; `rows` the enterprises that it declared; `before`
    the figures of the year before, its group counted in, if it told them."""
    public, earlier = Decimal(given.get("public_share") or 0), figures_of(before) if before else None
    return group_size(
        own=figures_of(given), enterprises=enterprises_of(rows), before=earlier, on=on, public_share=public, law=sizes
    )


def of_declaration(told: Any, book: law.Book) -> GroupSize | None:
    """As the undertaking declared it; nothing where it gave no figures, or where no law covers the day."""
    if told is None or not told.figures:
        return None
    try:
        before = told.figures.get("before")
        return group_of(told.figures, told.enterprises, before, on=book.on, sizes=book.table(law.SIZE))
    except NoLawInForce:
        return None


def shown(group: GroupSize) -> dict[str, Any]:
    """The table of a page: the undertaking, each enterprise with its weight, the sum, and both classes."""
    rows = [
        {"name": row.enterprise.name, "siren": row.enterprise.siren, "tie": tie_words(row),
         "figures": row.enterprise.figures, "adds": row.figures}
        for row in group.counted
    ]  # fmt: skip
    before = {"figures": group.before[0], "size": size_words(group.before[1])} if group.before else None
    return {"own": group.own, "rows": rows, "total": group.total, "alone": size_words(group.alone), "before": before,
            "year": size_words(group.year), "size": size_words(group.size), "why": why_lasting(group)}  # fmt: skip


def size_words(size: str) -> str:
    return str(Organisation.Size(size).label)


def tie_words(row: Counted) -> str:
    share = percent(row.enterprise.share)
    words = {
        Tie.LINKED: _("liée à %(share)s : comptée entière"),
        Tie.PARTNER: _("partenaire à %(share)s : comptée en proportion"),
        Tie.AUTONOMOUS: _("à %(share)s seulement : non comptée"),
    }
    return words[row.tie] % {"share": share}


def lines(group: GroupSize) -> list[dict[str, str]]:
    """What a check keeps: each sum with its terms, then the class alone and with the group."""
    names = {
        "staff": _("Effectif du groupe"), "turnover": _("Chiffre d’affaires du groupe"),
        "balance_sheet": _("Total de bilan du groupe"),
    }  # fmt: skip
    found = [
        {"label": label, "formula": terms(group, key), "value": written(key, getattr(group.total, key))}
        for key, label in names.items()
    ]
    alone = _("seule : %(size)s") % {"size": size_words(group.alone)}
    return [*found, {"label": _("Taille avec son groupe"), "formula": alone, "value": size_words(group.year)}]


def year_lines(group: GroupSize) -> list[dict[str, str]]:
    """The year before with its figures, and the class that follows from the two; or that one year only was told."""
    kept = {"label": _("Taille retenue"), "formula": why_lasting(group), "value": size_words(group.size)}
    if group.before is None:
        return [kept]
    figures, size = group.before
    told = {key: written(key, getattr(figures, key)) for key in FIGURES}
    formula = _("%(staff)s personnes, %(turnover)s de chiffre d’affaires, %(balance_sheet)s de bilan") % told
    return [{"label": _("Taille l’exercice précédent"), "formula": formula, "value": size_words(size)}, kept]


def why_lasting(group: GroupSize) -> str:
    if group.before is None:
        return _("un seul exercice déclaré : sa catégorie est retenue")
    if group.year == group.before[1]:
        return _("la même deux exercices de suite")
    return _("un seuil passé un seul exercice ne change rien : catégorie précédente gardée (annexe I, article 4 § 2)")


def terms(group: GroupSize, key: str) -> str:
    """« 45 + 12 (Filiale, 100 %) + 30 % × 20 (Associée) »"""
    told = [written(key, getattr(group.own, key))]
    for row in group.counted:
        if row.tie == Tie.AUTONOMOUS:
            continue
        value = written(key, getattr(row.enterprise.figures, key))
        weight = "" if row.tie == Tie.LINKED else f"{percent(row.weight)} × "
        told.append(f"{weight}{value} ({row.enterprise.name or row.enterprise.siren})")
    return " + ".join(told)


def written(key: str, value: Decimal) -> str:
    """Euros to the cent; people as they are, a fraction only where there is one."""
    return number(value, 0 if value == int(value) else 2) if key == "staff" else euros_cents(value)
