"""Forms of the agreement: its terms, and its three signatures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funding.fields import AmountField, ConsentField, TextField
from look.typography import euros, euros_cents
from workflows.forms import StepForm

from .. import questions

REGIMES = (
    ("no_aid", _("Pas une aide d’État : travail de création mené hors marché concurrentiel")),
    ("de_minimis", _("Aide de minimis, déclarée dans le registre")),
    ("procurement", _("Contrepartie d’une prestation : hors du champ des aides")),
)
RIGHTS = _(
    "Les droits d’auteur font l’objet d’un contrat distinct. L’équipe consent à ce que le journal public, les photos "
    "et le livret soient reproduits par l’hôte et par l’administration, sans usage commercial, avec son nom."
)


class AgreementForm(StepForm):
    """R8: the budget is balanced to the cent, the host's support in kind is valued, the aid was looked at."""

    topic = forms.CharField(label=_("Sujet de la résidence"), max_length=200)
    total_cost = AmountField(
        label=_("Coût de la résidence"), help_text=_("Travail de l’équipe, voyages, matériaux, et accueil valorisé.")
    )
    host_cash = AmountField(label=_("Apport de l’hôte en argent"), required=False)
    host_in_kind = AmountField(label=_("Apport de l’hôte en nature"))
    in_kind_detail = TextField(label=_("Ce que l’hôte apporte en nature"), max_length=1500, rows=3)
    obligations = TextField(label=_("Engagements particuliers"), max_length=3000, rows=4, required=False)
    rights = TextField(label=_("Droits d’auteur et droit à l’image"), max_length=2000, rows=4)
    aid_regime = forms.ChoiceField(label=_("Au regard des aides d’État"), choices=REGIMES, widget=forms.RadioSelect)

    def prepare(self) -> None:
        host = self.subject.host
        in_kind = questions.in_kind(host)
        self.initial |= {
            "topic": self.subject.topic or host.title, "rights": self.subject.rights or str(RIGHTS),
            "host_in_kind": in_kind, "in_kind_detail": host.answers.get("lodging", ""), "host_cash": Decimal(0),
            "total_cost": self.subject.round.stipend + in_kind,
        }  # fmt: skip
        self.fields["host_cash"].help_text = gettext("La bourse, %(stipend)s, est fixée par la session.") % {
            "stipend": euros(self.subject.round.stipend)
        }

    def clean_host_cash(self) -> Any:
        return self.cleaned_data["host_cash"] or Decimal(0)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if any(data.get(name) is None for name in ("total_cost", "host_cash", "host_in_kind")):
            return data
        resources = self.subject.round.stipend + data["host_cash"] + data["host_in_kind"]
        if gap := data["total_cost"] - resources:
            said = _("Il manque %(gap)s : augmentez un apport ou réduisez le coût.") if gap > 0 else _(
                "Les ressources dépassent le coût de %(gap)s : réduisez un apport ou corrigez le coût.")  # fmt: skip
            self.add_error("total_cost", forms.ValidationError(said, params={"gap": euros_cents(abs(gap))}))
        return data


class PartySignForm(StepForm):
    quality = forms.CharField(label=_("Votre qualité"), max_length=150)
    consent = ConsentField(label=_("J’ai lu la convention. Je la signe au nom de ma structure."))

    def prepare(self) -> None:
        self.initial["quality"] = getattr(self.by, "quality", "")


class AcceptForm(StepForm):
    consent = ConsentField(label=_("Nous acceptons cette paire et nous engageons à préparer le séjour ensemble."))


class SignForm(StepForm):
    consent = ConsentField(label=_("J’ai relu cet acte. Je le signe : il prend effet et part aux deux parties."))
