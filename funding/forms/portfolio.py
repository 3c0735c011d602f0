"""Filters of the portfolio: those of the work list, in a funder's words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ..models import Application
from .list_filter import ApplicationFilter


class PortfolioFilter(ApplicationFilter):
    officer = contest = None

    def __init__(self, data: Any, *, desk: Any) -> None:
        super().__init__(data, desk=desk)
        labels = Application.LABELS["funder"]
        states = [(value, labels.get(value, label)) for value, label in Application.S.choices if value != "draft"]
        self.fields["state"].choices = [("", _("Tous")), *states]

    @property
    def chosen(self) -> bool:
        """Whether any filter narrows the list."""
        self.is_valid()
        return any(self.cleaned_data.values())
