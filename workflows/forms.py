"""The form of a step: its cleaned data become the method's keywords, for page, API and tests alike."""

from __future__ import annotations

from typing import Any

from django import forms


class StepForm(forms.Form):
    """Knows the thing it is about and who fills it in: bounds and choices depend on both."""

    use_required_attribute = False  # the browser's own bubbles are not translated and lose our sentences

    def __init__(self, data: Any = None, files: Any = None, *, subject: Any, by: Any, **kwargs: Any) -> None:
        self.subject, self.by = subject, by
        super().__init__(data, files, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Where a form sets choices, bounds and initial values from its subject."""


def without(form: forms.BaseForm, *names: str) -> None:
    """Drops fields that this subject has no use for, with what they began with."""
    for name in names:
        form.fields.pop(name, None)
        form.initial.pop(name, None)
