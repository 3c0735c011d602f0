"""Filters of the portfolio: GET parameters, each removable."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Department

from ..models import Application, Call
from ..portfolio import overseen_calls


class PortfolioFilter(forms.Form):
    q = forms.CharField(label=_("Titre, porteur, SIREN"), required=False, max_length=100)
    call = forms.ModelChoiceField(Call.objects.none(), label=_("Appel"), required=False, to_field_name="code")
    state = forms.ChoiceField(label=_("État"), required=False)
    department = forms.ModelChoiceField(Department.objects.order_by("code"), label=_("Département"), required=False)

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        self.user = user
        self.fields["call"].queryset = overseen_calls(user)
        labels = Application.LABELS["funder"]
        states = [(s.value, labels.get(s.value, s.label)) for s in Application.S if s != Application.S.DRAFT]
        self.fields["state"].choices = [("", _("Tous les états")), *states]

    def kept(self) -> Any:
        """The files that the filters keep; a filter that makes no sense is ignored, the page still stands."""
        self.is_valid()
        wanted = self.cleaned_data
        files = Application.objects.overseen_by(self.user)
        if text := wanted.get("q"):
            found = Q(search=SearchQuery(text, config="french", search_type="websearch"))
            digits = "".join(text.split())
            files = files.filter(
                found | Q(reference__iexact=text) | Q(lead__name__icontains=text) | Q(lead__siren=digits)
            )
        if call := wanted.get("call"):
            files = files.filter(call=call)
        if state := wanted.get("state"):
            files = files.filter(state=state)
        if department := wanted.get("department"):
            files = files.filter(commune__department=department)
        return files
