"""The forms of the steps that a bank takes on a guarantee's file, before there is a cover."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from funding.fields import ConsentField
from workflows.forms import StepForm


class ProposeForm(StepForm):
    consent = ConsentField(label=_("Le prêt remplit les conditions de la convention ; je le propose en délégation."))


class GrantForm(StepForm):
    consent = ConsentField(label=_("J’ai relu le dossier et j’accorde la garantie au nom du fonds, par délégation."))


class ConfirmLoanForm(StepForm):
    consent = ConsentField(
        label=_("La banque accorde ce prêt, aux montant et durée indiqués, sous réserve de la garantie.")
    )
