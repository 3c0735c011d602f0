"""What a proposal of assignment is told, and what a reviewer's profile holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Department
from workflows import clock

from .. import inviting
from ..fields import DayField, TextField
from ..models import PoolInvitation, ReviewerProfile

THEMES = 20  # of one reviewer
LONGEST = 60  # characters of a theme
LINES = 100  # addresses at a time


class PlanForm(forms.Form):
    use_required_attribute = False

    wanted = forms.IntegerField(label=_("Évaluateurs par dossier"), min_value=1, max_value=10)
    due_on = DayField(label=_("Évaluations attendues le"))

    def __init__(self, *args: Any, call: Any, **kwargs: Any) -> None:
        start = {"wanted": call.reviews_wanted, "due_on": clock.today() + timedelta(days=21)}
        super().__init__(*args, initial=start, **kwargs)

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        if due_on <= clock.today():
            raise forms.ValidationError(_("Laissez au moins un jour : choisissez une date à venir."))
        return due_on


class ExpertiseForm(forms.Form):
    """What someone knows, where, and how much they can take."""

    use_required_attribute = False

    words = forms.CharField(
        label=_("Domaines"), required=False, max_length=1000,
        help_text=_("Des mots entre virgules : mobilité, santé, design. Ils sont cherchés dans les dossiers."),
    )  # fmt: skip
    places = forms.CharField(
        label=_("Départements"), required=False, max_length=500,
        help_text=_("Les codes des territoires que vous connaissez, séparés par des virgules : 77, 2A."),
    )  # fmt: skip
    capacity = forms.IntegerField(label=_("Dossiers au plus, par appel"), min_value=0, max_value=500)

    def clean_words(self) -> list[str]:
        words = listed(self.cleaned_data["words"].lower())
        if len(words) > THEMES or any(len(word) > LONGEST for word in words):
            raise forms.ValidationError(_("Vingt domaines au plus, en quelques mots chacun."))
        return words

    def clean_places(self) -> list[str]:
        codes = [code.upper().zfill(2) for code in listed(self.cleaned_data["places"])]
        known = set(Department.objects.filter(code__in=codes).values_list("code", flat=True))
        if unknown := [code for code in codes if code not in known]:
            raise forms.ValidationError(_("Code de département inconnu : %(codes)s.") % {"codes": ", ".join(unknown)})
        return codes


class ProfileForm(ExpertiseForm, forms.ModelForm):
    away_from = DayField(label=_("Absent du"), required=False)
    away_until = DayField(label=_("au"), required=False)

    class Meta:
        model = ReviewerProfile
        fields = ["capacity", "away_from", "away_until"]

    def __init__(self, *args: Any, instance: Any, **kwargs: Any) -> None:
        start = {"words": ", ".join(instance.themes), "places": ", ".join(instance.departments)}
        super().__init__(*args, instance=instance, initial=start, **kwargs)
        self.order_fields(["words", "places", "capacity", "away_from", "away_until"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("away_from"), data.get("away_until")
        if bool(first) != bool(last) or (first and last and last < first):
            self.add_error("away_until", _("Une absence a un premier et un dernier jour, dans cet ordre."))
        return data

    def save(self, commit: bool = True) -> Any:
        self.instance.themes = self.cleaned_data["words"]
        self.instance.departments = self.cleaned_data["places"]
        return super().save(commit)


def listed(text: str) -> list[str]:
    """What stands between commas, once each, in order."""
    return list(dict.fromkeys(word for part in text.split(",") if (word := " ".join(part.split()))))


class ReplaceForm(forms.Form):
    use_required_attribute = False

    reason = TextField(
        label=_("Pourquoi"), max_length=500, rows=2, help_text=_("La personne la lira, et le journal la garde.")
    )
    until = DayField(
        label=_("Absente jusqu’au"), required=False,
        help_text=_("Elle ne sera pas proposée d’ici là. Vide : elle reste dans le vivier."),
    )  # fmt: skip

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until and until < clock.today():
            raise forms.ValidationError(_("Choisissez une date à venir."))
        return until


class PoolForm(ExpertiseForm):
    """One person or many: each line for itself."""

    addresses = TextField(
        label=_("Adresses électroniques"), max_length=20_000, rows=5,
        help_text=_("Une par ligne, seule ou sous la forme « Nom <adresse> ». Cent au plus à la fois."),
    )  # fmt: skip
    role = forms.ChoiceField(label=_("Rôle"), choices=PoolInvitation.Role, widget=forms.RadioSelect, initial="reviewer")

    field_order = ["addresses", "role", "words", "places", "capacity"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"capacity": ReviewerProfile.CAPACITY}, **kwargs)

    def clean_addresses(self) -> list[inviting.Line]:
        lines = inviting.read(self.cleaned_data["addresses"])
        if len(lines) > LINES:
            raise forms.ValidationError(_("Cent adresses au plus à la fois : enlevez-en, elles viendront ensuite."))
        return lines

    def aside(self, lines: list[inviting.Line]) -> None:
        """What could not be done stays in the box, to be corrected; what is done leaves it."""
        for line in lines:
            self.add_error("addresses", str(line))
        self.data = {**self.data.dict(), "addresses": "\n".join(line.text for line in lines)}  # type: ignore[attr-defined]
