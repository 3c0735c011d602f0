"""The few ways a step can be refused. Each carries what the person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError

if TYPE_CHECKING:
    from django.forms import BaseForm


class NotYours(PermissionDenied):
    """The person holds none of the roles that may take this step: 403."""


class StepRefused(Exception):
    """The step exists and may be theirs, but not now: 409. `reason` is "state" or "obstacles"."""

    def __init__(self, sentences: list[Any], *, reason: str) -> None:
        self.sentences = [str(sentence) for sentence in sentences]
        self.reason = reason
        super().__init__(" ".join(self.sentences))


class FormRefused(ValidationError):
    """The step's form does not accept the data: 422, the form again with everything typed."""

    def __init__(self, form: BaseForm) -> None:
        self.form = form
        super().__init__({name: list(errors) for name, errors in form.errors.items()})


def sentence_of(refused: Exception) -> str:
    """What a refusal says, on one line: for an act of many, where each failure is listed beside its thing."""
    said = getattr(refused, "sentences", None) or getattr(refused, "messages", None) or [str(refused)]
    return " ".join(str(part) for part in said)
