from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class SignupForm(allauth.SignupForm):
    """A name from the start: invitations, signatures and journals show people, not addresses."""

    first_name = forms.CharField(
        label=_("Prénom"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Nom"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    field_order = ["first_name", "last_name", "email", "password1", "password2"]

    def custom_signup(self, request: Any, user: Any) -> None:
        super().custom_signup(request, user)
        user.language = (get_language() or "fr")[:2]
        user.save(update_fields=["language"])
