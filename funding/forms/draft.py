"""What the sections of an application have in common: holes are accepted, impossible values are refused but kept."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Self

from django import forms
from django.utils.translation import gettext as _

from .kept import without_nul

TYPED_MAX = 100_000


def meaning(kept: Any) -> str:
    """A short mark of what a field holds: two people who wrote the same thing do not disagree."""
    plain = "" if kept in (None, [], {}) else kept
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=True).encode()).hexdigest()[:16]


class DraftForm(forms.Form):
    """One section over one application. Fields are declared, or built from the call's questions.

    `kept(name)` reads what the file holds, `put(name, value)` writes it on the instance, without saving.
    """

    use_required_attribute = False

    def __init__(self, application: Any, data: Any = None, *, by: Any = None, whole: bool = False) -> None:
        self.application, self.by, self.whole = application, by, whole
        super().__init__(data)
        self.build()
        for field in self.fields.values():
            field.error_messages["required"] = _("Cette réponse est attendue pour déposer le dossier.")

    @classmethod
    def current(cls, application: Any, *, by: Any = None, whole: bool = False) -> Self:
        """The section as it stands, with the points to correct; with `whole`, what is missing too."""
        form = cls(application, by=by, whole=whole)
        form.data = {name: form.raw(name) for name in form.fields}
        form.is_bound = True
        return form

    def build(self) -> None:
        """Where a form makes its fields."""

    def kept(self, name: str) -> Any:
        raise NotImplementedError

    def put(self, name: str, kept: Any) -> None:
        raise NotImplementedError

    def full_clean(self) -> None:
        """A draft accepts holes: only a check of the whole file asks for what is missing."""
        wanted = {name: field.required for name, field in self.fields.items()}
        if not self.whole:
            for field in self.fields.values():
                field.required = False
        super().full_clean()
        for name, field in self.fields.items():
            field.required = wanted[name]

    @property
    def typed(self) -> dict[str, Any]:
        """What was refused, as it was typed: by field name."""
        return self.application.drafting.setdefault("typed", {})

    def raw(self, name: str) -> Any:
        """What the control shows: what was typed and refused, else the answer."""
        if name in self.typed:
            return self.typed[name]
        field: Any = self.fields[name]
        return field.show(self.kept(name))

    def posted(self, name: str) -> Any:
        field, html = self.fields[name], self.add_prefix(name)
        return cut(without_nul(field.widget.value_from_datadict(self.data, self.files, html)))

    def mark(self, name: str) -> str:
        """Of what the file holds now."""
        return meaning(["typed", self.typed[name]] if name in self.typed else self.kept(name))

    def marks(self) -> dict[str, str]:
        return {name: self.mark(name) for name in self.fields}

    def answer(self, name: str) -> Any:
        """What was posted, as it would be kept; None when it is refused."""
        field: Any = self.fields[name]
        return None if name in self.errors else field.keep(self.cleaned_data.get(name))

    def posted_mark(self, name: str) -> str:
        if name in self.errors:
            return meaning(["typed", self.posted(name)])
        return meaning(self.answer(name))


def cut(raw: Any) -> Any:
    if isinstance(raw, str):
        return raw[:TYPED_MAX]
    return raw if raw is not None else ""
