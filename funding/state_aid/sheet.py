"""A check as a person reads it: what was said, what was known, in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from look.typography import day, euros_cents, percent
from people.models import Organisation

from ..models import RegisteredAid, RegisterRuling, StateAidCheck
from ..rules.intensities import CATEGORY_LABELS, Category
from .evidence import BLOCK_EXEMPTION, DE_MINIMIS, NONE
from .grouping import FIGURES, written

Rows = list[tuple[str, str]]


def euros(value: Any) -> str:
    return euros_cents(Decimal(value or 0))


def yes(value: Any) -> str:
    return _("oui") if value else _("non")


def on(value: str) -> str:
    return day(date.fromisoformat(value)) if value else "–"


def year(figures: dict[str, str]) -> str:
    """« 45 / 9 000 000,00 € / 8 000 000,00 € »: staff, turnover, balance sheet."""
    return " / ".join(written(key, Decimal(figures[key])) for key in FIGURES)


def given_rows(check: StateAidCheck) -> Rows:
    """What the officer said."""
    given = check.given
    rows = [(_("Régime"), str(check.get_regime_display())), (_("Aide contrôlée"), euros(given["aid"]))]
    if check.regime == NONE:
        return [*rows, (_("Justification"), given.get("justification", ""))]
    rows.append((_("Autres aides aux mêmes dépenses"), euros(given.get("other_aid"))))
    if check.regime in DE_MINIMIS:
        return [*rows, (_("Aucune exclusion de l’article 1er"), yes(given.get("no_exclusion", True)))]
    rows += [
        (_("Régime cadre"), given.get("scheme") or "–"),
        *[(str(CATEGORY_LABELS[Category(key)]), euros(value)) for key, value in given["costs"].items()],
        (_("Effectif"), given["staff"]),
        (_("Chiffre d’affaires"), euros(given["turnover"])),
        (_("Total de bilan"), euros(given["balance_sheet"])),
        (_("Capital public"), percent(Decimal(given.get("public_share") or 0))),
        (_("Les chercheurs peuvent publier"), yes(given.get("may_publish"))),
        (_("Entreprise en difficulté"), yes(given.get("in_difficulty"))),
        (_("Aide illégale à rembourser"), yes(given.get("recovery_order"))),
    ]
    return rows


def fact_rows(check: StateAidCheck) -> Rows:
    """What the file, the declaration and the registers said that day."""
    facts = check.facts
    rows = [("SIREN", facts["siren"] or "–"), (_("Nature"), str(Organisation.Kind(facts["kind"]).label))]
    rows.append((_("Activité économique, selon le dossier"), yes(facts["declared_economic"])))
    if check.regime in DE_MINIMIS:
        rows += [
            (_("Dépenses"), euros(facts["cost"])),
            (_("Entreprise unique"), ", ".join(facts["group"])),
            (_("Déclaration de minimis"), on(facts["declared_on"])),
        ]
    if check.regime == BLOCK_EXEMPTION:
        rows += [
            (_("Dépenses"), euros(facts["cost"])),
            (_("Taille déclarée"), str(Organisation.Size(facts["declared_size"]).label)),
            (_("Demande déposée le"), on(facts["submitted_on"])),
            (_("Début des travaux"), on(facts["starts_on"])),
            (_("Entreprises du projet"), str(facts["undertakings"])),
            (_("Part de la plus grande"), percent(Decimal(facts["largest_share"]))),
            (_("Part des organismes de recherche"), percent(Decimal(facts["research_share"]))),
            (_("Part des PME"), percent(Decimal(facts["sme_share"]))),
            *(
                [(_("Exercice précédent, groupe compris"), year(facts["year_before"]))]
                if "year_before" in facts
                else []
            ),
            *[
                (_("Entreprise du groupe"), f"{row['name'] or row['siren']}, {percent(Decimal(row['share']))}")
                for row in facts.get("enterprises", [])
            ],
        ]
    return rows


def law_rows(check: StateAidCheck) -> list[dict[str, Any]]:
    """The versions that were read, with their days in words."""
    return [
        law | {"since": on(law["valid_from"]), "until": on(law["valid_to"]) if law["valid_to"] else "…"}
        for law in check.laws
    ]


def aid_rows(check: StateAidCheck) -> list[dict[str, Any]]:
    """The de minimis aids that were counted, with who tells each; those of this very file last."""
    sources = {"declared": _("Déclarée"), "register": _("Registre national"), "ours": _("Nos décisions")}
    told = [
        {"day": on(a["granted_on"]), "siren": a["siren"], "gge": Decimal(a["gge"]), "source": sources[a["source"]],
         "detail": a["detail"]}
        for a in check.facts.get("aids", [])
    ]  # fmt: skip
    return told + [
        {"day": on(check.checked_for.isoformat()), "siren": a["siren"], "gge": Decimal(a["gge"]),
         "source": _("Ce dossier"), "detail": a["name"]}
        for a in check.facts.get("beside", [])
    ]  # fmt: skip


def doubtful_rows(check: StateAidCheck) -> list[dict[str, Any]]:
    """The doubtful lines of the register: which counted, which were set aside, by whom and why."""
    return [
        {"day": on(line["granted_on"]), "siren": line["siren"], "gge": Decimal(line["gge"]),
         "anomalies": [str(RegisteredAid.Anomaly(code).label) for code in line["anomalies"]],
         "counted": line["ruling"] != RegisterRuling.Ruling.ASIDE, "ruled": bool(line["ruling"]),
         "reason": line["reason"], "by": line["by"], "on": on(line["on"])}
        for line in check.facts.get("doubtful", [])
    ]  # fmt: skip
