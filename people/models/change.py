from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from workflows import clock

from .organisation import Organisation

if TYPE_CHECKING:
    from .user import User


class ChangeQuerySet(models.QuerySet["Change"]):
    def of_mandates(self) -> Self:
        return self.filter(kind__startswith="mandate_")


class Change(models.Model):
    """Who gave, changed or ended which right, to whom and when. Rows are added, never changed nor deleted:
    a rights question asked in three years is answered from here."""

    class Kind(models.TextChoices):
        JOINED = "joined", _("Devient membre")
        CHANGED = "changed", _("Change de droits")
        LEFT = "left", _("N’est plus membre")
        VOUCHED = "vouched", _("Pouvoir vérifié")
        MANDATE_GIVEN = "mandate_given", _("Mandat donné")
        MANDATE_ENDED = "mandate_ended", _("Dernier jour fixé")
        MANDATE_WITHDRAWN = "mandate_withdrawn", _("Mandat retiré avant son premier jour")

    kind = models.CharField(max_length=20, choices=Kind)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="changes")
    at = models.DateTimeField(default=clock.now)
    facts = models.JSONField(default=dict)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("changement de droits")
        ordering = ["-id"]
        indexes = [models.Index(fields=["organisation", "-id"], name="change_of_organisation")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.person}"

    @classmethod
    def note(cls, kind: str, *, person: User, by: Any, organisation: Any = None, **facts: Any) -> Change:
        return cls.objects.create(kind=kind, person=person, by=by, organisation=organisation, facts=facts)

    @property
    def details(self) -> str:
        """The facts, in words."""
        facts = self.facts
        if self.kind == self.Kind.CHANGED:
            return f"{rights(facts['was'])} → {rights(facts['now'])}"
        if self.kind in (self.Kind.JOINED, self.Kind.LEFT):
            return rights(facts)
        if self.kind == self.Kind.VOUCHED:
            return str(facts["evidence"])
        return mandate_words(facts)


def rights(facts: dict[str, Any]) -> str:
    from .membership import Membership

    role = str(Membership.Role(facts["role"]).label)
    return _now("%(role)s, peut engager la structure") % {"role": role} if facts["may_bind"] else role


def mandate_words(facts: dict[str, Any]) -> str:
    from .mandate import Mandate

    words = [str(Mandate.Role(facts["role"]).label), facts["covers"]]
    if facts.get("valid_to"):
        day = date_format(date.fromisoformat(facts["valid_to"]), "DATE_FORMAT")
        words.append(_now("jusqu’au %(day)s") % {"day": day})
    return " · ".join(word for word in [*words, facts.get("reference", "")] if word)
