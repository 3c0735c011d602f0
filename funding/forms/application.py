"""The sections that an applicant fills in: the project, the call's own questions, the budget."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .. import territories, writers
from .draft import DraftForm
from .kept import LONG_LIMIT, SHORT_LIMIT, Amount, Day, Many, Number, One, Place, Siret, Text, YesNo, commune_of
from .tables import Table

PREFIX = "q-"


class ProjectForm(DraftForm):
    title = Text(label=_("Nom du projet"), limit=150)
    summary = Text(
        label=_("Le projet en quelques phrases"), limit=1000, rows=5,
        help_text=_("Pour qui, avec qui, ce qui change. Ce résumé pourra être publié si le projet est aidé."),
    )  # fmt: skip
    commune = Place(label=_("Commune du projet"), only_communes=True)
    starts_on = Day(label=_("Début des travaux"), help_text=_("Une dépense engagée avant le dépôt n’est pas aidée."))
    months = Number(label=_("Durée en mois"), min_value=1, max_value=240, max_digits=3, decimal_places=0)

    def build(self) -> None:
        call = self.application.call
        if not self.application.WITH_BUDGET:
            self.fields["starts_on"].label, self.fields["starts_on"].help_text = _now("Début souhaité"), ""
        self.fields["months"].help_text = _now("De %(least)s à %(most)s mois dans cet appel.") % {
            "least": call.min_months,
            "most": call.max_months,
        }

    def clean_months(self) -> Any:
        months, call = self.cleaned_data["months"], self.application.call
        if months and not call.min_months <= months <= call.max_months:
            self.add_error(
                "months",
                _now("Cet appel aide des projets de %(least)s à %(most)s mois.")
                % {"least": call.min_months, "most": call.max_months},
            )
        return months

    def kept(self, name: str) -> Any:
        value = getattr(self.application, name)
        if name == "commune":
            return territories.of_commune(value).facts() if value else ""
        if isinstance(value, date):
            return value.isoformat()
        return "" if value is None else value

    def put(self, name: str, kept: Any) -> None:
        if name == "commune":
            kept = commune_of(kept)
        elif name == "starts_on":
            kept = date.fromisoformat(kept) if kept else None
        elif name == "months":
            kept = kept or None
        setattr(self.application, name, kept)


class AnswersForm(DraftForm):
    """One section of the call's form version: a Django form built from its JSON questions."""

    section: dict[str, Any] = {"questions": []}

    @classmethod
    def over(cls, section: dict[str, Any]) -> type[AnswersForm]:
        return type("AnswersForm", (cls,), {"section": section})

    def build(self) -> None:
        for question in self.section["questions"]:
            if question["kind"] != "file":
                self.fields[PREFIX + question["key"]] = field_of(question)

    def kept(self, name: str) -> Any:
        return self.application.answers.get(name.removeprefix(PREFIX), "")

    def put(self, name: str, kept: Any) -> None:
        key = name.removeprefix(PREFIX)
        if kept in ("", None, [], {}):
            self.application.answers.pop(key, None)
        else:
            self.application.answers[key] = kept


def field_of(question: dict[str, Any]) -> Any:
    """A question of any of the kinds of `FormVersion.Kind`, but a file, as a form field."""
    facts: dict[str, Any] = {
        "label": question["label"],
        "help_text": question.get("help", ""),
        "required": bool(question.get("required")),
    }
    limit, kind = question.get("limit"), question["kind"]
    options = [(option["key"], option["label"]) for option in question.get("options", [])]
    if kind == "long":
        return Text(limit=limit or LONG_LIMIT, rows=6, **facts)
    if kind == "one":
        return One(choices=options, **facts)
    if kind == "many":
        return Many(choices=options, **facts)
    if kind == "table":
        return Table(columns=question.get("columns", []), **facts)
    simple = {"number": Number, "amount": Amount, "date": Day, "yes_no": YesNo, "territory": Place, "siret": Siret}
    if kind in simple:
        if kind in ("territory", "siret") and not facts["help_text"]:
            del facts["help_text"]
        return simple[kind](**facts)
    return Text(limit=limit or SHORT_LIMIT, **facts)


ASKED = "aid_wanted"  # empty: the maximum
RESOURCES = (ASKED, "own_funding", "partner_funding", "other_public_aid")


class BudgetForm(DraftForm):
    """Cost lines, one per category and partner, and the resources that balance them.

    The lead's writers fill everything; a partner's writers their own column.
    """

    def build(self) -> None:
        partners = self.application.partners.all()
        if "partners" not in getattr(self.application, "_prefetched_objects_cache", {}):
            partners = partners.select_related("organisation").prefetch_related("costs")
        self.partners = list(partners)
        self.lines = {
            (line.partner_id, line.category): line for partner in self.partners for line in partner.costs.all()
        }
        editable = writers.columns_of(self.application, self.partners, self.by)
        for partner in self.partners:
            if partner.pk in editable:
                for category in self.application.call.cost_categories:
                    self.fields[cost_name(partner.pk, category["key"])] = Amount(
                        label=f"{category['label']}, {partner}", required=False
                    )
        if self.application.lead_id in {p.organisation_id for p in self.partners if p.pk in editable}:
            self._resources()

    def _resources(self) -> None:
        labels = {
            ASKED: (_("Aide demandée"), _("laissez vide pour demander le maximum")),
            "own_funding": (_("Apport du chef de file"), _("ce que vous payez vous-même")),
            "partner_funding": (_("Apport des partenaires"), _("lettres d’engagement à joindre")),
            "other_public_aid": (_("Autres aides publiques"), _("région, département, Europe")),
        }
        for name, (label, help_text) in labels.items():
            self.fields[name] = Amount(label=label, help_text=help_text, required=name != ASKED)

    def kept(self, name: str) -> Any:
        if name in RESOURCES:
            value = getattr(self.application, name)
        else:
            line = self.lines.get(pair(name))
            value = line.amount if line else Decimal(0)
        return str(value.quantize(Decimal("0.01"))) if value else ""

    def answer(self, name: str) -> Any:
        answer = super().answer(name)
        return "" if answer is not None and not Decimal(answer or 0) else answer

    def put(self, name: str, kept: Any) -> None:
        value = Decimal(kept or 0)
        if name in RESOURCES:
            setattr(self.application, name, None if name == ASKED and not value else value)
            return
        from ..models import CostLine

        partner, category = pair(name)
        line, _new = CostLine.objects.update_or_create(
            partner_id=partner, category=category, defaults={"amount": value}
        )
        self.lines[partner, category] = line

    def raw(self, name: str) -> Any:
        return super().raw(name) or ("" if name == ASKED else "0")


def cost_name(partner: int, category: str) -> str:
    return f"c-{partner}-{category}"


def pair(name: str) -> tuple[int, str]:
    _c, partner, category = name.split("-", 2)
    return int(partner), category
