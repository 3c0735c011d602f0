"""The declaration of interests for a whole call, before any of its files is opened."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
