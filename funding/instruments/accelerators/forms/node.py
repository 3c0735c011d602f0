"""The forms of the network: a node, a cohort to open, whose a call is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from funding.fields import AmountField, DayField
from people.models import Department

from ..models import Cohort, Node, Recruitment


class ListField(forms.CharField):
    """Words between commas, kept as a list."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return list(dict.fromkeys(part.strip() for part in super().clean(value).split(",") if part.strip()))


class NodeForm(forms.ModelForm):
    use_required_attribute = False
    departments = ListField(
        label=_("Départements"), required=False, max_length=400,
        help_text=_("Leurs numéros, entre des virgules. Rien : toute la France."),
    )  # fmt: skip
    themes = ListField(label=_("Thèmes"), required=False, max_length=400, help_text=_("Entre des virgules."))
    accredited_from = DayField(label=_("Accrédité du"))
    accredited_to = DayField(label=_("Jusqu’au"), required=False)

    class Meta:
        model = Node
        fields = (
            "programme", "organisation", "name", "summary", "description", "departments", "themes", "capacity", "email",
            "accredited_from", "accredited_to", "accreditation",
        )  # fmt: skip

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes
        self.fields["description"].widget.attrs["rows"] = 5
        if self.instance.pk:
            for name in ("programme", "organisation"):
                self.fields[name].disabled = True

    def clean_departments(self) -> list[str]:
        found = [code.upper().zfill(2) for code in self.cleaned_data["departments"]]
        unknown = sorted(set(found) - set(Department.objects.filter(code__in=found).values_list("code", flat=True)))
        if unknown:
            sentence = _("Aucun département ne porte ces numéros : %(unknown)s.")
            raise forms.ValidationError(sentence, params={"unknown": ", ".join(unknown)})
        return found

    def clean_themes(self) -> list[str]:
        if any(len(theme) > 60 for theme in self.cleaned_data["themes"]):
            raise forms.ValidationError(_("Un thème a 60 caractères au plus : séparez-les par des virgules."))
        return self.cleaned_data["themes"]  # type: ignore[no-any-return]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("accredited_from"), data.get("accredited_to")
        if begins and ends and ends < begins:
            self.add_error("accredited_to", _("L’accréditation finit après avoir commencé."))
        if not self.instance.pk and data.get("name"):
            self.instance.slug = free_slug(data["name"])
        return data


def free_slug(name: str) -> str:
    base = slug = slugify(name)[:52].strip("-") or "accelerateur"
    number = 2
    while slug in TAKEN or Node.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


# Words that other addresses of the network begin with.
TAKEN = {"promotions", "places", "appels", "reseau", "demonstrations", "programme", "nouveau"}


class NewCohortForm(forms.ModelForm):
    use_required_attribute = False
    starts_on = DayField(label=_("Début"))
    ends_on = DayField(label=_("Fin"))
    hour_price = AmountField(label=_("Prix de marché d’une heure d’accompagnement"))

    class Meta:
        model = Cohort
        fields = ("name", "starts_on", "ends_on", "capacity", "hour_price")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] <= data["starts_on"]:
            self.add_error("ends_on", _("La promotion finit après avoir commencé : choisissez une date plus tard."))
        if data.get("capacity") == 0:
            self.add_error("capacity", _("Une promotion a une place au moins."))
        return data


class RecruitmentForm(forms.ModelForm):
    use_required_attribute = False

    class Meta:
        model = Recruitment
        fields = (
            "node", "cohort", "most_refusals", "administration_quorum", "citizens_quorum", "accept_days",
            "late_entry_days",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme = self.instance.call.programme_id
        self.fields["node"].queryset = Node.objects.filter(programme=programme)
        self.fields["cohort"].queryset = Cohort.objects.current().filter(node__programme=programme)
        self.fields["node"].empty_label = _("Le réseau")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        node, cohort = data.get("node"), data.get("cohort")
        if node and cohort and cohort.node_id != node.pk:
            self.add_error("cohort", _("Cette promotion est celle d’un autre accélérateur."))
        if self.instance.pk and "cohort" in self.changed_data and self.instance.call.applications.awarded().exists():
            self.add_error("cohort", _("Des projets sont déjà admis : la promotion ne change plus."))
        return data
