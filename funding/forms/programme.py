"""A programme and the shares of its funders, which sum exactly to its envelope."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from look.typography import euros_cents
from people.models import Organisation

from ..fields import AmountField, DayField
from ..models import Application, FunderShare, Programme
from .kept import Text

RESERVED = {"nouveau", "parts"}
ZERO = Decimal(0)


class OrganisationField(forms.CharField):
    """A registered structure, by SIRET, SIREN or its exact name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 250)
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": "structures", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return spelled(value) if isinstance(value, Organisation) else value

    def clean(self, value: Any) -> Organisation | None:
        text = super().clean(value)
        if not text:
            return None
        number = re.search(r"(\d{14}|\d{9})\)?$", re.sub(r"\s", "", text))
        if number:
            digits = number.group(1)
            found = Organisation.objects.filter(siret=digits) if len(digits) == 14 else Organisation.objects.none()
            found = found or Organisation.objects.filter(siren=digits[:9])
        else:
            found = Organisation.objects.filter(name__iexact=text)
        rows = list(found[:2])
        if not rows:
            raise forms.ValidationError(
                _("Aucune structure inscrite n’a ce nom ni ce numéro : inscrivez-la, puis revenez.")
            )
        if len(rows) > 1:
            raise forms.ValidationError(_("Plusieurs structures y répondent : écrivez le SIRET de la bonne."))
        return rows[0]


def spelled(organisation: Organisation) -> str:
    return f"{organisation.name} ({organisation.siret})" if organisation.siret else organisation.name


class ProgrammeForm(forms.ModelForm):
    use_required_attribute = False

    name = Text(label=_("Nom du programme"), limit=200)
    legal_basis = Text(
        label=_("Base juridique"),
        limit=2000,
        rows=3,
        help_text=_("Le texte qui fonde les aides ; il est cité dans chaque décision."),
    )
    summary = Text(label=_("Objet"), limit=4000, rows=4, required=False)
    instrument = forms.ChoiceField(label=_("Instrument"))
    envelope = AmountField(label=_("Enveloppe"))
    starts_on = DayField(label=_("Début"))
    ends_on = DayField(label=_("Fin"), required=False)
    authority = OrganisationField(label=_("Autorité"), help_text=_("Qui signe les décisions : SIRET ou nom exact."))
    service = Text(label=_("Service"), limit=200, help_text=_("Celui que les porteurs joignent."))
    address = Text(label=_("Adresse"), limit=500, rows=3)
    court = Text(
        label=_("Tribunal compétent"),
        limit=200,
        help_text=_("Pour les recours : par exemple « tribunal administratif de Paris »."),
    )

    class Meta:
        model = Programme
        fields = [
            "name", "code", "instrument", "legal_basis", "summary", "envelope", "starts_on", "ends_on",
            "authority", "service", "address", "email", "phone", "court",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        faces = Application.faces.items()
        self.fields["instrument"].choices = [(code, face.INSTRUMENT_LABEL) for code, face in faces]
        self.initial.setdefault("instrument", self.instance.instrument)
        self.fields["code"].help_text = _now("Lettres, chiffres et tirets ; il sert d’adresse.")
        self.fields["code"].error_messages["invalid"] = _now(
            "Écrivez seulement des lettres, des chiffres et des tirets."
        )
        for field in self.fields.values():
            field.error_messages["required"] = _now("Il manque : %(label)s.") % {"label": str(field.label).lower()}
        if self.instance.pk:
            self.initial["authority"] = self.instance.authority
            if self.instance.calls.exists():
                # Its files carry the instrument; its papers carry the code.
                self.fields["instrument"].disabled = self.fields["code"].disabled = True

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if code.lower() in RESERVED:
            raise forms.ValidationError(_("Ce code est réservé : choisissez-en un autre."))
        return code

    def clean_envelope(self) -> Decimal:
        envelope = self.cleaned_data["envelope"]
        allotted = self.instance.allotted if self.instance.pk else ZERO
        if envelope < allotted:
            raise forms.ValidationError(
                _("Les appels publiés se partagent déjà %(sum)s : l’enveloppe ne peut pas être plus petite.")
                % {"sum": euros_cents(allotted)}
            )
        return envelope


class ShareForm(forms.Form):
    use_required_attribute = False

    funder = OrganisationField(label=_("Financeur"), required=False)
    amount = AmountField(label=_("Part"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("funder") and data.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Indiquez la part de ce financeur."))
        if data.get("amount") and not data.get("funder") and "funder" not in self.errors:
            self.add_error("funder", _("Indiquez qui apporte cette somme."))
        return data


class BaseShares(forms.BaseFormSet):
    """`envelope` is what the shares must reach, to the cent; the gap is said."""

    envelope: Decimal | None = None

    @property
    def shares(self) -> list[tuple[Organisation, Decimal]]:
        rows = [form.cleaned_data for form in self.forms if getattr(form, "cleaned_data", None)]
        return [(row["funder"], row["amount"]) for row in rows if row.get("funder") and row.get("amount")]

    def clean(self) -> None:
        funders = [funder for funder, _amount in self.shares]
        if len(set(funders)) < len(funders):
            raise forms.ValidationError(_("Un financeur figure deux fois : additionnez ses parts sur une ligne."))
        if not any(self.errors) and self.envelope is not None:
            gap = gap_sentence(self.envelope, sum((amount for _funder, amount in self.shares), ZERO))
            if gap:
                raise forms.ValidationError(gap)

    def save(self, programme: Programme) -> None:
        with transaction.atomic():
            programme.shares.exclude(funder__in=[funder for funder, _amount in self.shares]).delete()
            for funder, amount in self.shares:
                FunderShare.objects.update_or_create(programme=programme, funder=funder, defaults={"amount": amount})


ShareFormSet = forms.formset_factory(ShareForm, formset=BaseShares, extra=2, max_num=30, absolute_max=60)


def gap_sentence(envelope: Decimal, total: Decimal) -> str:
    """What to change for the shares to sum to the envelope; nothing when they do."""
    if total == envelope:
        return ""
    values = {"gap": euros_cents(abs(envelope - total)), "sum": euros_cents(total), "envelope": euros_cents(envelope)}
    if total < envelope:
        return _now("Il manque %(gap)s : les parts font %(sum)s pour une enveloppe de %(envelope)s.") % values
    return _now("Il y a %(gap)s de trop : les parts font %(sum)s pour une enveloppe de %(envelope)s.") % values
