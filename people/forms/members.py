from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Invitation, JoinRequest, Membership

ROLE_HELP = _(
    "Un responsable gère les membres, un rédacteur remplit les dossiers, un lecteur les suit sans les modifier."
)


class InviteForm(forms.ModelForm):
    class Meta:
        model = Invitation
        fields = ["email", "role", "may_bind"]
        help_texts = {"role": ROLE_HELP}
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "off"})}

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


class MemberForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ["role", "may_bind"]
        help_texts = {"role": ROLE_HELP}


class JoinForm(forms.ModelForm):
    class Meta:
        model = JoinRequest
        fields = ["message"]
        labels = {"message": _("Quelques mots pour le responsable")}
        widgets = {"message": forms.Textarea(attrs={"rows": 3})}
