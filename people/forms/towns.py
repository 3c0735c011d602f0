"""A town is typed by name or postcode, then picked from the real list; with or without JavaScript.

The form keeps two fields: `town`, what was typed, and `commune`, the choice among what it found.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..models import Commune
from ..names import key_of

SHOWN = 12


def find(text: str) -> tuple[list[Commune], str]:
    """The towns to choose from, and a sentence when they are not quite what was asked for."""
    text = text.strip()[:80]
    towns = Commune.objects.select_related("department", "epci")
    found = list(towns.search(text)[:SHOWN])
    if re.fullmatch(r"\d{5}", text) and not any(town.postcode == text for town in found):
        around = [*towns.around_postcode(text)[: SHOWN - len(found)], *found]
        if around:
            sentence = _now(
                "Nous ne connaissons qu’un code postal par commune, et pas %(postcode)s. "
                "Voici les plus grandes communes du département."
            )
            return around, sentence % {"postcode": text}
    if not found and text:
        return [], _now("Aucune commune ne répond à « %(text)s ». Essayez le code postal.") % {"text": text}
    return found, ""


class TownPicker(forms.Form):
    town = forms.CharField(
        label=_("Commune"),
        max_length=80,
        required=False,
        help_text=_("Nom ou code postal."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    commune = forms.ModelChoiceField(
        Commune.objects.select_related("department"), required=False, widget=forms.HiddenInput
    )
    town_choices: list[Commune] = []
    town_note = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed, commune = cleaned.get("town") or "", cleaned.get("commune")
        if commune and (not typed or self._answers(commune, typed)):
            return cleaned
        cleaned["commune"] = None
        if typed:
            cleaned["commune"] = self._only_one(typed)
        return cleaned

    def _answers(self, commune: Commune, typed: str) -> bool:
        """Whether the choice still belongs to what is typed: without script, both come from the same page."""
        return key_of(typed) == key_of(commune.name) or commune in find(typed)[0]

    def _only_one(self, typed: str) -> Commune | None:
        self.town_choices, self.town_note = find(typed)
        if len(self.town_choices) == 1 and not self.town_note:
            return self.town_choices[0]
        if self.town_choices:
            self.add_error("town", _now("Plusieurs communes répondent : choisissez la vôtre dans la liste."))
        else:
            self.add_error("town", self.town_note)
        return None
