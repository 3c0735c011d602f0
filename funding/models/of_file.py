"""What belongs to a file, and is seen and moved by those who hold it and by its offices."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q

from workflows.models import StatefulQuerySet

from .. import roles
from .call import STAFF_MANDATES, in_scope


class OfFileQuerySet(StatefulQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Whoever sees the file by their structure or by an office; not those who only assessed it."""
        from .application import Application

        if not user.is_authenticated:
            return self.none()
        member = Q(application__partners__organisation__memberships__user=user)
        office = in_scope(user, STAFF_MANDATES, call="application__call")
        seen = Application.objects.visible_to(user)
        return self.filter(member | office, application__in=seen.values("pk")).distinct()


class OfFile:
    """Beside `Stateful`: the roles are those of the file, but for its reviewers' and its visors'."""

    OF_FILES = ("application",)
    application: Any

    def roles_of_user(self, user: Any, among: Any = None) -> set[Any]:
        everyone = roles.STAFF | roles.APPLICANTS
        held: set[Any] = self.application.roles_of_user(user, everyone if among is None else among)
        return held & everyone
