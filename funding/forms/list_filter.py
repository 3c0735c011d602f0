"""What a work list may be narrowed to: each filter is a GET parameter, each shown as a pill that removes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Department, Organisation
from people.names import key_of

from ..models import Appeal, Application, Call, Withdrawal
from ..models.call import STAFF_MANDATES

MOST_NAMES = 200  # organisations that one word may match
CONTESTED = {"appeal": Appeal.objects.waiting, "withdrawal": Withdrawal.objects.running}


class ApplicationFilter(forms.Form):
    use_required_attribute = False

    q = forms.CharField(label=_("Recherche"), max_length=100, required=False)
    state = forms.ChoiceField(label=_("État"), required=False)
    call = forms.ModelChoiceField(Call.objects.none(), label=_("Appel"), to_field_name="code", required=False)
    officer = forms.ChoiceField(
        label=_("Suivi"), required=False, choices=[("", _("Tous")), ("me", _("Les miens")), ("none", _("Sans suivi"))]
    )
    contest = forms.ChoiceField(
        label=_("Suites"), required=False,
        choices=[("", _("Toutes")), ("appeal", _("Recours en cours")), ("withdrawal", _("Retrait en cours"))],
    )  # fmt: skip
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Département"), required=False)
    kind = forms.ChoiceField(label=_("Nature"), required=False)

    def __init__(self, data: Any, *, desk: Any) -> None:
        # PostgreSQL refuses null bytes in the very question.
        super().__init__({name: value.replace("\x00", "") for name, value in data.items()})
        self.desk = desk
        labels, states = Application.LABELS["officer"], Application.S.choices
        everything = ("", _("Tous"))
        self.fields["state"].choices = [
            everything, *((value, labels.get(value, label)) for value, label in states if value != "draft"),
        ]  # fmt: skip
        self.fields["kind"].choices = [("", _("Toutes")), *Organisation.Kind.choices]
        self.fields["call"].queryset = Call.objects.filter(desk.over(*STAFF_MANDATES, call="pk")).order_by("title")
        self.fields["department"].queryset = Department.objects.order_by("code")
        self.fields["call"].empty_label = self.fields["department"].empty_label = _("Tous")

    def kept(self, rows: Any) -> Any:
        """`rows` narrowed by what was chosen; a value that does not exist narrows nothing."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        narrow = {
            "state": lambda v: Q(state=v),
            "call": lambda v: Q(call=v),
            "department": lambda v: Q(commune__department=v),
            "kind": lambda v: Q(lead__kind=v),
            "officer": lambda v: Q(officer=self.desk.user if v == "me" else None),
            "q": self.matching,
            "contest": lambda v: Q(pk__in=CONTESTED[v]().values("application")),
        }
        for name, value in chosen.items():
            rows = rows.filter(narrow[name](value))
        return rows

    @staticmethod
    def matching(text: str) -> Q:
        """Words of the file, the head of its number, or the lead's name or SIREN: each by its own index."""
        digits = text.replace(" ", "").replace("\u202f", "")
        named = Organisation.objects.filter(key__contains=key_of(text))
        if digits.isdigit() and len(digits) in (9, 14):
            named = Organisation.objects.filter(siren=digits[:9])
        leads = list(named.order_by().values_list("pk", flat=True)[:MOST_NAMES])
        words = Q(search=SearchQuery(text, config="french", search_type="websearch"))
        return words | Q(reference__startswith=text.upper()) | Q(lead__in=leads)
