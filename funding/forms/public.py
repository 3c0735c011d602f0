"""What visitors fill in: the filters of the list, the six questions of « Suis-je éligible ? »."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..call_facts import KINDS
from ..catalogue import WINDOWS, find_place
from ..eligibility import Answers
from ..fields import AmountField


class CatalogueForm(forms.Form):
    """Every field is optional; what does not read is left out rather than refused: a link never breaks."""

    q = forms.CharField(label=_("Recherche"), max_length=200, required=False)
    state = forms.ChoiceField(choices=[(window, window) for window in WINDOWS], required=False)
    kind = forms.MultipleChoiceField(choices=[(kind, one) for kind, (one, _many) in KINDS.items()], required=False)
    instrument = forms.MultipleChoiceField(required=False)
    territory = forms.CharField(label=_("Votre territoire"), max_length=100, required=False)
    sort = forms.ChoiceField(choices=[("closes", "closes"), ("opens", "opens")], required=False)

    def __init__(self, data: Any) -> None:
        from ..models import Application

        super().__init__(data)
        self.fields["instrument"].choices = [(code, code) for code in Application.faces]
        self.is_valid()


class EligibilityForm(forms.Form):
    """Six questions; nothing is kept."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("Qui dépose le dossier ?"),
        choices=[("", _("Choisissez")), *((kind, one) for kind, (one, _many) in KINDS.items())],
        error_messages={"required": _("Choisissez le type de votre structure.")},
    )
    territory = forms.CharField(
        label=_("Où se passe le projet ?"), max_length=100,
        help_text=_("Une commune, un code postal ou un département."),
        error_messages={"required": _("Indiquez une commune ou un département.")},
    )  # fmt: skip
    cost = AmountField(
        label=_("Combien coûte le projet en tout ?"), help_text=_("Une estimation suffit."),
        error_messages={"required": _("Indiquez le coût total, même approximatif.")},
    )  # fmt: skip
    own = AmountField(
        label=_("Combien votre structure y met-elle ?"), help_text=_("Le reste est l’aide que vous demanderiez."),
        error_messages={"required": _("Indiquez votre apport ; écrivez 0 si vous n’en avez pas.")},
    )  # fmt: skip
    months = forms.IntegerField(
        label=_("Combien de mois dure-t-il ?"), min_value=1, max_value=600,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-suffix": _("mois"), "data-width": "short"}),
        error_messages={
            "required": _("Indiquez une durée en mois."),
            "invalid": _("Écrivez un nombre entier de mois, par exemple 18."),
            "min_value": _("Comptez au moins un mois."),
            "max_value": _("Écrivez un nombre de mois plus petit."),
        },
    )  # fmt: skip
    started = forms.TypedChoiceField(
        label=_("Avez-vous déjà commencé à dépenser ?"), widget=forms.RadioSelect,
        choices=[("no", _("Non, pas encore")), ("yes", _("Oui"))], coerce=lambda value: value == "yes",
        error_messages={"required": _("Choisissez une réponse.")},
    )  # fmt: skip

    def clean_territory(self) -> Any:
        place = find_place(self.cleaned_data["territory"])
        if place is None:
            raise forms.ValidationError(_("Nous ne trouvons pas ce lieu : essayez son code postal ou son département."))
        return place

    def clean_cost(self) -> Any:
        cost = self.cleaned_data["cost"]
        if not cost:
            raise forms.ValidationError(_("Indiquez un coût supérieur à zéro."))
        return cost

    @property
    def answers(self) -> Answers:
        data = self.cleaned_data
        return Answers(
            kind=data["kind"], place=data["territory"], cost=data["cost"],
            months=data["months"], started=data["started"], own=data["own"],
        )  # fmt: skip
