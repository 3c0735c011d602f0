"""A new round: two calls, one of each face, and what binds their residencies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from funding.fields import AmountField
from look.typography import euros_cents

from ..models import Round


class RoundForm(forms.ModelForm):
    use_required_attribute = False
    stipend = AmountField(
        label=_("Bourse d’une équipe"),
        help_text=_("La même pour toutes : versée en trois fois, jamais à la sélection."),
    )

    class Meta:
        model = Round
        fields = ("title", "host_call", "team_call", "weeks", "stipend", "answer_days")
        labels = {"host_call": _("Appel aux territoires hôtes"), "team_call": _("Appel aux équipes")}

    def __init__(self, *args: Any, calls: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, instrument in (("host_call", "residency_hosts"), ("team_call", "residency_teams")):
            self.fields[name].queryset = calls.filter(programme__instrument=instrument)
            self.fields[name].empty_label = _("Choisir un appel")

    def clean(self) -> dict[str, Any]:
        """Each agreement commits its stipend: one at least must fit."""
        data: dict[str, Any] = super().clean() or {}
        stipend, call = data.get("stipend"), data.get("team_call")
        if stipend and call and stipend > call.remaining:
            text = _(
                "Il reste %(left)s dans l’enveloppe de l’appel aux équipes : aucune bourse de ce montant n’y tient."
            )
            self.add_error("stipend", text % {"left": euros_cents(call.remaining)})
        return data
