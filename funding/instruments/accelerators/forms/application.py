"""The forms of a redirection."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funding.fields import ConsentField, TextField
from funding.models import Call
from workflows import clock
from workflows.forms import StepForm


class TargetField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        from ..models import Recruitment

        node = Recruitment.of(obj).node
        return f"{node} · {obj}" if node else gettext("Réseau · %(call)s") % {"call": obj}


class RedirectForm(StepForm):
    target = TargetField(queryset=Call.objects.none(), label=_("Vers l’appel"))
    reason = TextField(
        label=_("Pourquoi cet accélérateur convient mieux"), max_length=2000, rows=4,
        help_text=_("Le porteur le lit et décide. Son dossier garde sa date de réception."),
    )  # fmt: skip

    def prepare(self) -> None:
        elsewhere = Call.objects.open_at(clock.now()).exclude(pk=self.subject.call_id)
        self.fields["target"].queryset = elsewhere.filter(programme__instrument=self.subject.INSTRUMENT)


class ConsentForm(StepForm):
    consent = ConsentField(label=_("J’accepte que mon dossier soit étudié dans cet appel."))

    def prepare(self) -> None:
        asked = self.subject.redirection
        if asked is not None:
            self.fields["consent"].label = gettext(
                "J’accepte que mon dossier soit étudié dans l’appel « %(call)s ». "
                "Il garde son numéro et sa date de réception."
            ) % {"call": asked.target}
