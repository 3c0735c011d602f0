"""Declarations of interests: for a whole call, before any of its files is opened; more words; a mistake mended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import StepForm

from ..fields import TextField


class CallInterestForm(forms.Form):
    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("Votre situation"), widget=forms.RadioSelect,
        choices=[
            ("none", _("Je n’ai aucun lien avec cet appel ; je déclarerai mes liens dossier par dossier.")),
            ("link", _("J’ai un lien avec l’appel lui-même : je n’en évalue aucun dossier.")),
        ],
    )  # fmt: skip
    reason = TextField(
        label=_("Nature du lien"), required=False, max_length=1000, rows=3,
        help_text=_("Vous êtes candidat, vous avez écrit une des candidatures, un proche en dirige une…"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == "link" and not data.get("reason"):
            self.add_error("reason", _("Dites quel lien : une phrase suffit."))
        return data


class LiftLinkForm(StepForm):
    reason = TextField(
        label=_("Pourquoi ce déport était une erreur"), max_length=1000, rows=3,
        help_text=_("La personne la lira, et le journal la garde avec votre nom."),
    )  # fmt: skip


class AddForm(StepForm):
    reason = TextField(label=_("Ce que vous ajoutez"), max_length=1000, rows=3)


class SignForm(forms.Form):
    """What someone else makes of the signs between a person and a file."""

    use_required_attribute = False

    ruling = forms.ChoiceField(
        label=_("Ce que vous en dites"), widget=forms.RadioSelect,
        choices=[
            ("dismissed", _("Sans lien d’intérêt : le signe ne sera plus montré.")),
            ("confirmed", _("Lien d’intérêt : la personne est déportée de ce dossier.")),
        ],
    )  # fmt: skip
    reason = TextField(
        label=_("Pourquoi"), max_length=1000, rows=3, help_text=_("Elle est gardée avec votre nom et la date.")
    )
