"""Who may manage what. A thing one may not see does not exist (404); one that one sees but does not manage: 403."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from people.models import Mandate
from workflows import clock

from .. import roles
from ..models import Call, Programme


def offices(user: Any) -> list[Mandate]:
    return list(Mandate.objects.in_force(clock.today()).filter(user=user, role=Mandate.Role.MANAGER))


def refuse() -> None:
    raise PermissionDenied(_("Cette page est réservée aux responsables d’appel."))


def manages_everything(user: Any) -> bool:
    return any(office.governs_everything for office in offices(user))


def manages_programme(user: Any, programme: Programme) -> bool:
    return any(office.covers([("programme", programme.pk)]) for office in offices(user))


def managed_call(request: HttpRequest, code: str) -> Call:
    call = get_object_or_404(Call.objects.visible_to(request.user).select_related("programme"), code=code)
    if roles.MANAGER not in call.roles_of(request.user):
        refuse()
    return call


def seen_programme(request: HttpRequest, code: str) -> Programme:
    programmes = Programme.objects.visible_to(request.user).select_related("authority")
    return get_object_or_404(programmes, code=code)


def managed_programme(request: HttpRequest, code: str) -> Programme:
    programme = seen_programme(request, code)
    if not manages_programme(request.user, programme):
        refuse()
    return programme
