"""The same door in JSON: the steps of a thing with their label, open or the sentences that block, and the act."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema

from . import engine
from .errors import FormRefused, NotYours, StepRefused
from .models import Stateful
from .steps import steps_of


class StepOut(Schema):
    name: str
    label: str
    open: bool
    sentences: list[str]
    fields: list[str]


class Refused(Schema):
    """Why a step was not taken. `errors` names the fields of the step's form, each with its sentences."""

    reason: str
    sentences: list[str] = []
    errors: dict[str, list[str]] = {}


def steps_out(subject: Stateful, user: Any) -> list[StepOut]:
    """Those the user may take from here, open or not; the fields are those of the step's form."""
    return [
        StepOut(
            name=door.name,
            label=str(door.label),
            open=door.open,
            sentences=list(door.sentences),
            fields=list(door.step.takes(subject=subject, by=user).fields) if door.step.takes else [],
        )
        for door in engine.doors(subject, user)
    ]


def take(request: HttpRequest, subject: Stateful, name: str, data: dict[str, Any]) -> None:
    """The step `name`, through the gate. Raises what `install` turns into 403, 404, 409 and 422."""
    step = steps_of(type(subject)).get(name)
    if step is None:
        raise Http404
    # As posted, so that a field named like an argument of ours stays a field.
    getattr(subject, name)(by=request.auth, posted=data)  # type: ignore[attr-defined]


def install(api: Any) -> None:
    """Give `api` the gate's refusals as answers."""

    @api.exception_handler(NotYours)
    def not_yours(request: HttpRequest, error: NotYours) -> Any:
        return api.create_response(request, {"reason": "role", "sentences": [str(error)]}, status=403)

    @api.exception_handler(StepRefused)
    def refused(request: HttpRequest, error: StepRefused) -> Any:
        return api.create_response(request, {"reason": error.reason, "sentences": error.sentences}, status=409)

    @api.exception_handler(FormRefused)
    def bad_form(request: HttpRequest, error: FormRefused) -> Any:
        errors = {name: [str(e) for e in found] for name, found in error.form.errors.items()}
        return api.create_response(request, {"reason": "form", "errors": errors}, status=422)

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> Any:
        sentences = [_("Rien ici, ou rien que vous puissiez voir.")]
        return api.create_response(request, {"reason": "missing", "sentences": sentences}, status=404)
