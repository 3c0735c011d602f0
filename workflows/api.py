"""The same door in JSON: the steps of a thing with their label, open or the sentences that block, and the act.

What a request may hold, and how each refusal is answered, is here too, so that every operation answers alike.
"""

from __future__ import annotations

import json
import logging
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, RequestDataTooBig, ValidationError
from django.http import Http404, HttpRequest, QueryDict
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as Malformed
from ninja.parser import Parser

from . import engine
from .errors import FormRefused, NotYours, StepRefused
from .models import Stateful
from .steps import steps_of

logger = logging.getLogger("workflows.api")

Scalar = str | int | float | bool | None
# What a step's form may be sent: what a page could post, by field name.
Posted = dict[str, Scalar | list[Scalar]]


class FieldOut(Schema):
    name: str
    label: str
    required: bool
    choices: list[str] = []


class StepOut(Schema):
    name: str
    label: str
    open: bool
    sentences: list[str]
    fields: list[FieldOut]


class Refused(Schema):
    """Why nothing was done. `errors` names the fields, each with its sentences."""

    reason: str
    sentences: list[str] = []
    errors: dict[str, list[str]] = {}


REFUSALS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422), Refused)


def steps_out(subject: Stateful, user: Any) -> list[StepOut]:
    """Those the user may take from here, open or not; the fields are those of the step's form."""
    return [
        StepOut(
            name=door.name,
            label=str(door.label),
            open=door.open,
            sentences=list(door.sentences),
            fields=fields_out(door.step.takes(subject=subject, by=user)) if door.step.takes else [],
        )
        for door in engine.doors(subject, user)
    ]


def fields_out(form: Any) -> list[FieldOut]:
    return [
        FieldOut(
            name=name,
            label=str(field.label or name),
            required=field.required,
            choices=[str(value) for value, _label in getattr(field, "choices", ())],
        )
        for name, field in form.fields.items()
    ]


def take(request: HttpRequest, subject: Stateful, name: str, data: Posted | None) -> None:
    """The step `name`, through the gate. Raises what `install` turns into 403, 404, 409 and 422."""
    step = steps_of(type(subject)).get(name)
    if step is None or not step.by:
        raise Http404
    # As posted, so that a field named like an argument of ours stays a field.
    getattr(subject, name)(by=request.auth, posted=as_posted(data or {}))  # type: ignore[attr-defined]


def as_posted(data: Posted) -> QueryDict:
    """JSON values as a browser would send them: the step's form reads one language only."""
    posted = QueryDict(mutable=True)
    for name, value in data.items():
        values = value if isinstance(value, list) else [value]
        posted.setlist(name, [text_of(item) for item in values if item is not None])
        if not posted.getlist(name):
            del posted[name]
    return posted


def text_of(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


class StrictParser(Parser):
    """JSON as its standard has it, and no text that PostgreSQL cannot hold."""

    def parse_body(self, request: HttpRequest) -> Any:
        return without_refused_text(json.loads(request.body, parse_constant=self._no_constant))

    def parse_querydict(self, data: Any, list_fields: list[str], request: HttpRequest) -> Any:
        result = super().parse_querydict(data, list_fields, request)
        try:
            return without_refused_text(result)
        except ValueError as error:
            raise HttpError(400, str(error)) from error

    @staticmethod
    def _no_constant(name: str) -> Any:
        raise ValueError(f"{name} is not JSON")


def without_refused_text(value: Any) -> Any:
    """`value` itself; ValueError when a text in it holds the null character or half a character."""
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise ValueError("a text holds a null or broken character")
    elif isinstance(value, dict):
        for key, item in value.items():
            without_refused_text(key)
            without_refused_text(item)
    elif isinstance(value, list):
        for item in value:
            without_refused_text(item)
    return value


def install(api: Any) -> None:
    """Give `api` every refusal as an answer of one shape; an accident is logged and shows nothing of itself."""
    for error, answer in ANSWERS.items():
        api.add_exception_handler(error, _handler(api, answer))


def _handler(api: Any, answer: Any) -> Any:
    def handle(request: HttpRequest, error: Any) -> Any:
        status, body = answer(error)
        response = api.create_response(request, {"sentences": [], "errors": {}} | body, status=status)
        if status == 401:
            response["WWW-Authenticate"] = "Bearer"
        return response

    return handle


def _not_yours(error: PermissionDenied) -> Any:
    return 403, {"reason": "role", "sentences": [str(error)] if str(error) else []}


def _refused(error: StepRefused) -> Any:
    return 409, {"reason": error.reason, "sentences": error.sentences}


def _bad_form(error: FormRefused) -> Any:
    return 422, {"reason": "form", "errors": {k: [str(e) for e in found] for k, found in error.form.errors.items()}}


def _bad_values(error: ValidationError) -> Any:
    errors = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    return 422, {"reason": "form", "errors": errors}


def _malformed(error: Malformed) -> Any:
    found: dict[str, list[str]] = {}
    for line in error.errors:
        where = line["loc"][2:] if line["loc"][0] in ("body", "form") else line["loc"][1:]
        found.setdefault(".".join(str(part) for part in where) or NON_FIELD_ERRORS, []).append(_said(line))
    return 422, {"reason": "form", "errors": found}


def _said(line: dict[str, Any]) -> str:
    known = {"missing": _("Ce champ est attendu."), "extra_forbidden": _("Ce champ n’existe pas.")}
    why = _("Cette valeur n’a pas la forme attendue (%(why)s).") % {"why": line["msg"]}
    return known.get(line["type"], why)


def _missing(error: Http404) -> Any:
    return 404, {"reason": "missing", "sentences": [_("Rien ici, ou rien que vous puissiez voir.")]}


def _signed_out(error: AuthenticationError) -> Any:
    return 401, {"reason": "login", "sentences": [_("Connectez-vous, ou envoyez un jeton en cours de validité.")]}


def _bad_request(error: HttpError) -> Any:
    sentences = {
        400: _("La demande ne se lit pas : envoyez du JSON, en UTF-8 et sans caractère nul."),
        403: _("Cette demande ne vient pas d’une de nos pages : renvoyez le jeton CSRF de la session."),
    }
    reason = "csrf" if error.status_code == 403 else "request"
    return error.status_code, {"reason": reason, "sentences": [sentences.get(error.status_code, str(error))]}


def _too_big(error: RequestDataTooBig) -> Any:
    return 413, {"reason": "request", "sentences": [_("La demande est trop lourde : cinq mégaoctets au plus.")]}


def _accident(error: Exception) -> Any:
    logger.error("API: %s", error, exc_info=error)
    return 500, {"reason": "accident", "sentences": [_("Une erreur est survenue chez nous ; elle nous est signalée.")]}


ANSWERS: dict[type[Exception], Any] = {
    NotYours: _not_yours,
    PermissionDenied: _not_yours,
    StepRefused: _refused,
    FormRefused: _bad_form,
    ValidationError: _bad_values,
    Malformed: _malformed,
    Http404: _missing,
    AuthenticationError: _signed_out,
    HttpError: _bad_request,
    RequestDataTooBig: _too_big,
    Exception: _accident,
}
