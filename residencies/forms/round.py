"""Forms of the steps of a round: one pair changed, an earlier tie."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import StepForm


class PairForm(StepForm):
    """Constraints refuse; what wishes a change upsets is shown beside, and is the manager's to weigh."""

    host = forms.ModelChoiceField(
        queryset=None, label=_("Hôte"), error_messages={"invalid_choice": _("Cet hôte est déjà apparié.")}
    )
    team = forms.ModelChoiceField(
        queryset=None, label=_("Équipe"), required=False, empty_label=_("Aucune"),
        error_messages={"invalid_choice": _("Cette équipe est déjà appariée.")},
    )  # fmt: skip

    def prepare(self) -> None:
        from .. import pairing

        pool = pairing.Pool(self.subject)
        self.pool = pool
        self.fields["host"].queryset = pool.rows(pool.hosts)
        self.fields["team"].queryset = pool.rows(pool.teams)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        host, team = data.get("host"), data.get("team")
        if host and team and (said := self.pool.sentences(host.pk, team.pk)):
            self.add_error("team", said)
        return data


class TieForm(StepForm):
    host = forms.ModelChoiceField(queryset=None, label=_("Hôte"))
    team = forms.ModelChoiceField(queryset=None, label=_("Équipe"))
    reason = forms.CharField(
        label=_("Quel lien ?"), max_length=300,
        help_text=_("Contrat, emploi, résidence passée : cette paire ne pourra plus être proposée."),
    )  # fmt: skip

    def prepare(self) -> None:
        from .. import pairing

        pool = pairing.Pool(self.subject)
        self.fields["host"].queryset = pool.rows(pool.hosts)
        self.fields["team"].queryset = pool.rows(pool.teams)
