"""The visas and the second authority of a call: its rules, its levels, who stands in for whom and when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from people.models import Mandate, Organisation

from ..fields import DayField
from ..models import ApprovalRules, VisaDeputy, VisaLevel
from ..models.call import covers

UNKNOWN = _("Personne n’a de compte à cette adresse. Vérifiez-la, ou invitez la personne à en ouvrir un.")


class PersonField(forms.EmailField):
    """A person, by the address of their account."""

    def clean(self, value: Any) -> Any:
        email = super().clean(value)
        if not email:
            return None
        found = get_user_model().objects.filter(email__iexact=email, is_active=True).first()
        if found is None:
            raise forms.ValidationError(UNKNOWN)
        return found


class RulesForm(forms.ModelForm):  # type: ignore[type-arg]
    use_required_attribute = False

    class Meta:
        model = ApprovalRules
        fields = ("order", "wanted", "second_authority")

    def __init__(self, *args: Any, call: Any, **kwargs: Any) -> None:
        known = ApprovalRules.objects.filter(call=call).first() or ApprovalRules(call=call)
        super().__init__(*args, instance=known, **kwargs)
        self.call = call
        self.fields["second_authority"].queryset = signing_for(call)  # type: ignore[attr-defined]

    def clean_wanted(self) -> int:
        wanted = int(self.cleaned_data["wanted"])
        levels = self.call.visa_levels.filter(ended_at=None).count()
        if wanted > levels:
            raise forms.ValidationError(
                _("Il y a %(levels)s niveaux : demandez-en autant ou moins."), params={"levels": levels}
            )
        return wanted


def signing_for(call: Any) -> Any:
    """Structures for which someone may sign on this call, other than the programme's own authority."""
    held = Mandate.objects.filter(role=Mandate.Role.SIGNATORY, organisation__isnull=False)
    named = {mandate.organisation_id for mandate in held if covers(mandate, call)}
    return Organisation.objects.filter(pk__in=named - {call.programme.authority_id}).order_by("name")


class LevelForm(forms.ModelForm):  # type: ignore[type-arg]
    use_required_attribute = False
    holder = PersonField(label=_("Adresse électronique du titulaire"))

    class Meta:
        model = VisaLevel
        fields = ("name", "holder")


class DeputyForm(forms.ModelForm):  # type: ignore[type-arg]
    use_required_attribute = False
    level = forms.ModelChoiceField(label=_("Niveau"), queryset=None)
    user = PersonField(label=_("Adresse électronique du suppléant"))
    valid_from = DayField(label=_("Premier jour"))
    valid_to = DayField(label=_("Dernier jour"))

    class Meta:
        model = VisaDeputy
        fields = ("level", "user", "valid_from", "valid_to", "reference")

    def __init__(self, *args: Any, call: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].queryset = call.visa_levels.filter(ended_at=None)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        level, user = data.get("level"), data.get("user")
        if level and user and level.holder_id == user.pk:
            self.add_error("user", _("Cette personne est titulaire du niveau : choisissez-en une autre."))
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("Le dernier jour vient après le premier."))
        return data
