from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .. import vouching
from ..models import Membership


class VouchForm(forms.Form):
    evidence = forms.CharField(
        label=_("Acte qui donne ce pouvoir"),
        max_length=200,
        help_text=_("Par exemple : délibération n° 2026-12 du 3 mars 2026, lue le 5 mars."),
    )
    own_domain = forms.BooleanField(required=False)

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domain = vouching.domain_of(member.user.email)
        if domain in vouching.SHARED or domain in member.organisation.domains:
            del self.fields["own_domain"]
            return
        self.fields["own_domain"].label = _("Les adresses en @%(domain)s sont celles de la structure") % {
            "domain": domain
        }
        self.fields["own_domain"].help_text = _("Ses collègues qui ont cette adresse n’auront rien d’autre à prouver.")
