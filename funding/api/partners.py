"""The partners of a draft, all at once: who they are, what each spends."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import ConfigDict, Field

from people import identifiers
from people.models import Organisation

from .. import budget, consortium, drafts
from ..forms.application import BudgetForm, cost_name
from ..forms.partners import NewOrganisationForm, PartnerForm
from . import reading
from .writing import Overtaken, lock


class PartnerIn(Schema):
    """`name`, `kind` and `commune` register a structure that is not known yet; a known one keeps its own."""

    model_config = ConfigDict(extra="forbid")

    siret: str = Field(max_length=40)
    name: str = ""
    kind: Organisation.Kind | Literal[""] = ""
    size: Organisation.Size | Literal[""] = ""
    commune: str = Field("", description="name or postcode")
    is_economic: bool | None = None
    contact: str = ""
    costs: dict[str, Decimal | str] = Field({}, description="amount by category of the call")


class Partners(Schema):
    """The whole list, the lead among them: who is not in it leaves, a category not named costs nothing."""

    model_config = ConfigDict(extra="forbid")

    edition: int
    partners: list[PartnerIn] = Field(max_length=consortium.MOST)


Errors = dict[str, list[str]]


def replace(application: Any, user: Any, sent: Partners) -> None:
    with transaction.atomic():
        locked = lock(application, user)
        if sent.edition != locked.edition:
            theirs = [reading.partner(partner) for partner in reading.partners_of(locked)]
            mine = [partner.dict() for partner in sent.partners]
            raise Overtaken(locked.edition, [{"field": "partners", "mine": mine, "theirs": theirs}])
        errors: Errors = {}
        organisations = known(sent.partners, errors)
        stop_at(errors)
        refuse_twice(locked, organisations)
        rows = seat(locked, organisations)
        for position, (row, partner) in enumerate(zip(sent.partners, rows, strict=True)):
            describe(partner, row, position, errors)
        spend(locked, user, list(zip(sent.partners, rows, strict=True)), errors)
        stop_at(errors)
        drafts.touch(locked)
        budget.recompute(locked)
    application.__dict__.update(locked.__dict__)


def stop_at(errors: Errors) -> None:
    if errors:
        raise ValidationError(errors)  # rolls everything back


def known(rows: list[PartnerIn], errors: Errors) -> list[Organisation]:
    """The structure of each row, found by its SIRET or registered."""
    found = []
    for position, row in enumerate(rows):
        try:
            found.append(organisation_of(row))
        except ValidationError as error:
            said = error.message_dict if hasattr(error, "error_dict") else {"siret": error.messages}
            errors |= {f"partners.{position}.{name}": sentences for name, sentences in said.items()}
    return found


def organisation_of(row: PartnerIn) -> Organisation:
    siret = identifiers.check_siret(row.siret)
    found = Organisation.objects.filter(siret=siret).first()
    if found is None:
        form = NewOrganisationForm(
            {"siret": siret, "name": row.name, "kind": row.kind, "size": row.size or "not_applicable",
             "commune": row.commune}
        )  # fmt: skip
        if not form.is_valid():
            raise ValidationError({name: list(sentences) for name, sentences in form.errors.items()})
        return form.found()
    if row.kind and row.kind != found.kind:
        sentence = _("Cette structure est enregistrée sous une autre nature : %(kind)s.")
        raise ValidationError({"kind": [sentence % {"kind": found.get_kind_display()}]})
    return found


def refuse_twice(application: Any, organisations: list[Organisation]) -> None:
    keys = [organisation.pk for organisation in organisations]
    if len(set(keys)) != len(keys):
        raise ValidationError({"partners": [_("Une structure participe une seule fois : réunissez ses dépenses.")]})
    if application.lead_id not in keys:
        raise ValidationError({"partners": [_("Le chef de file fait partie de la liste.")]})


def seat(application: Any, organisations: list[Organisation]) -> list[Any]:
    """The partner of each organisation: those there stay, the new ones join, the others leave."""
    there = {partner.organisation_id: partner for partner in application.partners.select_related("organisation")}
    wanted = {organisation.pk for organisation in organisations}
    for partner in there.values():
        if partner.organisation_id not in wanted:
            consortium.remove(application, partner)
    return [there.get(o.pk) or consortium.add(application, o) for o in organisations]


def describe(partner: Any, row: PartnerIn, position: int, errors: Errors) -> None:
    data = {
        "size": row.size or partner.size,
        "is_economic": partner.is_economic if row.is_economic is None else row.is_economic,
        "contact": row.contact or partner.contact,
    }
    form = PartnerForm(data, instance=partner)
    if form.is_valid():
        form.save()
    errors |= {f"partners.{position}.{name}": list(sentences) for name, sentences in form.errors.items()}


def spend(application: Any, user: Any, rows: list[tuple[PartnerIn, Any]], errors: Errors) -> None:
    """Cost lines through the budget's own form: its limits, and its rule on who must confirm again."""
    categories = [category["key"] for category in application.call.cost_categories]
    data, place = {}, {}
    for position, (row, partner) in enumerate(rows):
        for category in set(row.costs) - set(categories):
            errors[f"partners.{position}.costs.{category}"] = [_("Cet appel n’a pas cette catégorie de dépenses.")]
        for category in categories:
            name = cost_name(partner.pk, category)
            data[name] = str(row.costs.get(category, ""))
            place[name] = f"partners.{position}.costs.{category}"
    saved = drafts.write(application, BudgetForm, by=user, data=data, only=data)
    errors |= {place[name]: sentences for name, sentences in saved.refused.items() if name in place}
