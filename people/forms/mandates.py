from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from workflows import clock

from .. import identifiers, mandates, scopes
from ..models import Change, Mandate, Organisation, User

R = Mandate.Role
BY_ACT = frozenset({R.SIGNATORY, R.FINANCE})  # L2122-18 CGCT and its likes: no delegation without an act


class MandateForm(forms.ModelForm):
    person = forms.EmailField(
        label=_("Personne"), help_text=_("L’adresse électronique de son compte."), widget=forms.EmailInput
    )
    scope = forms.ChoiceField(label=_("Ce que le mandat couvre"), required=False)
    on_behalf = forms.CharField(
        label=_("Au nom de"), max_length=30, required=False, help_text=_("SIRET de la structure, déjà inscrite.")
    )

    class Meta:
        model = Mandate
        fields = ["role", "ceiling", "valid_from", "valid_to", "reference", "published_on", "department"]
        labels = {"reference": _("Acte qui donne le mandat")}
        help_texts = {
            "reference": _("Par exemple : arrêté n° 2026-14 du 3 mars 2026."),
            "ceiling": _("En euros, par acte. Vide : sans plafond."),
            "valid_to": _("Compris. Vide : jusqu’à nouvel ordre."),
            "published_on": _("Avant sa publication, une délégation n’engage personne."),
        }
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("valid_from", "valid_to", "published_on")
        }

    field_order = [
        "person", "role", "scope", "on_behalf", "ceiling", "valid_from", "valid_to", "reference",
        "published_on", "department",
    ]  # fmt: skip

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        self.by = by
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "---------"), *mandates.roles_given_by(by)]  # type: ignore[attr-defined]
        self.fields["ceiling"].localize = self.fields["ceiling"].widget.is_localized = True
        self.initial.setdefault("valid_from", clock.today())
        self.fields["scope"].choices = [  # type: ignore[attr-defined]
            ("", Mandate.Scope.EVERYWHERE.label),
            *scopes.choices(by),
            ("organisation", _("La structure indiquée ci-dessous")),
        ]

    def clean_person(self) -> User:
        person = User.objects.active().filter(email__iexact=self.cleaned_data["person"]).first()
        if person is None:
            raise forms.ValidationError(
                _now("Aucun compte avec cette adresse. Demandez d’abord à la personne d’en créer un.")
            )
        if person == self.by:
            raise forms.ValidationError(
                _now("On ne se donne pas un mandat à soi-même : demandez à un autre administrateur.")
            )
        return person

    def clean_on_behalf(self) -> Organisation | None:
        typed = self.cleaned_data["on_behalf"]
        if not typed.strip():
            return None
        organisation = Organisation.objects.filter(siret=identifiers.check_siret(typed)).first()
        if organisation is None:
            raise forms.ValidationError(_now("Aucune structure n’est inscrite avec ce SIRET."))
        return organisation

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        it = self.instance
        it.organisation = cleaned.get("on_behalf")
        it.scope_kind, _colon, it.scope_id = (cleaned.get("scope") or "").partition(":")
        if it.scope_kind == Mandate.Scope.ORGANISATION:
            it.scope_id = str(it.organisation.pk) if it.organisation else ""
            if not it.organisation and "on_behalf" not in self.errors:
                self.add_error("on_behalf", _now("Indiquez la structure que le mandat couvre."))
        if cleaned.get("role") in BY_ACT and not cleaned.get("reference"):
            self.add_error("reference", _now("Nommez l’acte : sans lui, la signature pourrait être contestée."))
        if cleaned.get("role") and not mandates.may_give(
            self.by, role=cleaned["role"], scope_kind=it.scope_kind, scope_id=it.scope_id
        ):
            self.add_error("scope", _now("Vous ne donnez de mandats que sur ce dont vous êtes responsable."))
        return cleaned

    def save(self, commit: bool = True) -> Mandate:
        self.instance.user, self.instance.granted_by = self.cleaned_data["person"], self.by
        with transaction.atomic():
            mandate = super().save(commit)
            mandate.note(Change.Kind.MANDATE_GIVEN, by=self.by)
        return mandate


class EndMandateForm(forms.Form):
    last_day = forms.DateField(
        label=_("Dernier jour"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("last_day", clock.today())
