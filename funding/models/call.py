"""A call: when one may apply, for what, under which rules, judged on which grid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Mandate, Organisation
from people.models.mandate import held_on
from people.names import key_of
from workflows import clock
from workflows.models import StateField, Stateful, StatefulQuerySet
from workflows.prepared import prepared
from workflows.steps import Step

from .. import conflicts, done, roles
from .. import obstacles as o
from ..forms.postpone import PostponeForm
from . import columns
from .bare import Bare
from .programme import Programme


class CallQuerySet(StatefulQuerySet):
    def public(self) -> Self:
        return self.exclude(state=Call.S.DRAFT)

    def open_at(self, now: datetime) -> Self:
        still = Q(closes_at=None) | Q(closes_at__gt=now)
        return self.filter(still, state=Call.S.PUBLISHED, opens_at__lte=now)

    def upcoming_at(self, now: datetime) -> Self:
        return self.filter(state=Call.S.PUBLISHED, opens_at__gt=now)

    def over_at(self, now: datetime) -> Self:
        return self.filter(Q(state=Call.S.CLOSED) | Q(state=Call.S.PUBLISHED, closes_at__lte=now))

    def mentioning(self, text: str) -> Self:
        """Each word somewhere in the title, the summary or the description, accents and case aside."""
        words = key_of(text).split()
        if not words:
            return self
        said = ("title", Value(" "), "summary", Value(" "), "description")
        found = self.alias(said=Bare(Concat(*said, output_field=models.TextField())))
        for word in words:
            found = found.filter(said__contains=word)
        return found

    def visible_to(self, user: Any) -> Self:
        """Published calls are public; drafts are seen by those who hold a mandate on them."""
        if not user.is_authenticated:
            return self.public()
        return self.filter(~Q(state=Call.S.DRAFT) | in_scope(user, STAFF_MANDATES, call="pk")).distinct()

    def managed_by(self, user: Any) -> Self:
        return self.filter(in_scope(user, [Mandate.Role.MANAGER], call="pk"))

    def past_closing(self, now: datetime) -> Self:
        return self.filter(closes_at__lte=now)


STAFF_MANDATES = [
    Mandate.Role.MANAGER, Mandate.Role.OFFICER, Mandate.Role.CHAIR,
    Mandate.Role.SIGNATORY, Mandate.Role.FINANCE, Mandate.Role.FUNDER,
]  # fmt: skip


def in_scope(user: Any, wanted: list[Any], *, call: str = "call") -> Q:
    """Rows whose call is covered by one of `user`'s mandates in force with a wanted role. Where the path to the call
    leads through a file, the files closed to `user` are left out."""
    covered = under([mandate for mandate in user.mandates_in_force() if mandate.role in wanted], call=call)
    return covered & conflicts.along(user, call)


def under(mandates: Iterable[Mandate], *, call: str = "call") -> Q:
    """Rows whose call is covered by one of these mandates."""
    programme = "programme" if call == "pk" else f"{call}__programme"
    where = Q(pk__in=[])
    for mandate in mandates:
        if mandate.scope_kind == Mandate.Scope.EVERYWHERE:
            return Q(pk__isnull=False)  # everything: an empty Q would vanish from « or »
        if mandate.scope_kind in (Mandate.Scope.PROGRAMME, Mandate.Scope.CALL):
            where |= Q(**{call if mandate.scope_kind == Mandate.Scope.CALL else programme: int(mandate.scope_id)})
    return where


class Call(Stateful):
    DONE = done.CALL

    class S(models.TextChoices):
        DRAFT = "draft", _("En préparation")
        PUBLISHED = "published", _("Publié")
        CLOSED = "closed", _("Clos")

    class Kind(models.TextChoices):
        PROJECTS = "AAP", _("Appel à projets")
        INTEREST = "AMI", _("Appel à manifestation d’intérêt")
        PERMANENT = "PERM", _("Ouvert toute l’année")

    state = StateField(_("état"), choices=S, default=S.DRAFT)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="calls", verbose_name=_("programme"))
    code = models.SlugField(_("code"), max_length=20, unique=True, help_text=_("Début des numéros de dossier."))
    kind = models.CharField(_("type"), max_length=4, choices=Kind, default=Kind.PROJECTS)
    title = models.CharField(_("titre"), max_length=200)
    summary = models.CharField(_("en une phrase"), max_length=300)
    description = models.TextField(_("présentation"))
    opens_at = models.DateTimeField(_("ouverture"))
    closes_at = models.DateTimeField(_("clôture"), null=True, blank=True)

    # The call's rules (cahier des charges). An empty bound binds nothing.
    envelope = columns.amount(_("enveloppe de l’appel"))
    min_total_cost = columns.amount(_("coût total minimal"), null=True, blank=True)
    max_total_cost = columns.amount(_("coût total maximal"), null=True, blank=True)
    min_aid = columns.amount(_("aide minimale"), null=True, blank=True)
    max_aid = columns.amount(_("aide maximale"), null=True, blank=True)
    aid_rate = columns.rate(_("taux maximal"))
    rates_by_size = models.JSONField(_("taux par taille"), default=dict, blank=True)
    grant_share_of_aid = columns.rate(_("part de subvention dans l’aide"), default=Decimal(1))
    max_grant_rate = columns.rate(_("taux maximal de subvention"), null=True, blank=True)
    own_funding_floor = columns.rate(_("autofinancement minimal"), default=Decimal("0.2"))
    eligible_kinds = ArrayField(models.CharField(max_length=20, choices=Organisation.Kind), default=list, blank=True)
    eligible_departments = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    min_months = models.PositiveSmallIntegerField(_("durée minimale (mois)"), default=1)
    max_months = models.PositiveSmallIntegerField(_("durée maximale (mois)"), default=36)
    cost_categories = models.JSONField(_("postes de dépenses"), default=list)

    # Optional stages of the spine.
    with_shortlist = models.BooleanField(_("présélection par un comité"), default=False)
    blind = models.BooleanField(_("évaluation sans nom"), default=False)
    reviews_wanted = models.PositiveSmallIntegerField(_("évaluations par dossier"), default=2)
    silence_months = models.PositiveSmallIntegerField(_("silence valant rejet (mois)"), default=2)
    silence_basis = models.CharField(max_length=200, default="CRPA, art. L. 231-4, 3°")
    advance_rate = columns.rate(_("avance"), default=Decimal("0.3"))
    tie_breaks = columns.tie_breaks(_("départage à note égale"))
    allow_skip = models.BooleanField(_("retenir un dossier plus petit, plus bas dans le classement"), default=False)

    # Sums of signed acts, moved under this row's lock: what the envelope line and the portfolio read.
    committed = columns.amount(default=Decimal(0), editable=False)
    contracted = columns.amount(default=Decimal(0), editable=False)
    paid = columns.amount(default=Decimal(0), editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("appel")
        ordering = ["closes_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="call_closes_after_opening",
                violation_error_message=_("La clôture vient après l’ouverture."),
            ),
            models.CheckConstraint(
                condition=Q(committed__lte=F("envelope")),
                name="call_envelope_never_overcommitted",
                violation_error_message=_("L’enveloppe de l’appel ne suffit pas."),
            ),
            models.CheckConstraint(
                condition=Q(contracted__lte=F("committed"), paid__lte=F("committed")),
                name="call_pays_what_it_committed",
                violation_error_message=_("On ne conventionne ni ne verse plus que ce qui est engagé."),
            ),
            models.CheckConstraint(
                condition=Q(kind="PERM") | Q(closes_at__isnull=False),
                name="call_has_a_closing",
                violation_error_message=_("Indiquez la date de clôture : seul un appel permanent n’en a pas."),
            ),
        ]

    publish = Step(
        S.DRAFT, S.PUBLISHED, by=[roles.MANAGER], label=_("Publier l’appel"), risky=True,
        unless=[o.shares_unbalanced, o.programme_short, o.grid_missing, o.questions_missing, o.window_past],
        explains=_("L’appel devient public. Son formulaire est figé : une correction fera une nouvelle version."),
    )  # fmt: skip
    close = Step(S.PUBLISHED, S.CLOSED, by=[roles.BY_CLOCK], label=_("Clore l’appel"), due="past_closing")
    close_now = Step(
        S.PUBLISHED, S.CLOSED, by=[roles.MANAGER], label=_("Clore l’appel maintenant"), risky=True,
        when=lambda call: call.closes_at is None,
        explains=_("Plus aucun dossier ne pourra être déposé. Les brouillons restent lisibles par leurs auteurs."),
    )  # fmt: skip

    postpone = Step(
        S.PUBLISHED, None, by=[roles.MANAGER], label=_("Reporter la clôture"), takes=PostponeForm,
        unless=[o.call_over], when=lambda call: call.closes_at is not None,
        explains=_("La clôture peut être reportée, jamais avancée. Le report et son motif restent au journal."),
    )  # fmt: skip
    correct = Step(
        S.PUBLISHED, None, by=[roles.MANAGER], label=_("Publier le formulaire corrigé"), risky=True, quiet=True,
        unless=[o.correction_missing, o.call_over],
        explains=_("La version corrigée remplace la précédente. Les brouillons la découvrent et ne perdent rien."),
    )  # fmt: skip

    @publish
    def publish(self, attempt: Any) -> None:
        self.programme.allot(self, attempt)
        self.form_versions.latest_draft().freeze(attempt)

    @postpone
    def postpone(self, attempt: Any, closes_at: datetime, reason: str) -> None:
        self.closes_at = closes_at

    @correct
    def correct(self, attempt: Any) -> None:
        self.form_versions.latest_draft().freeze(attempt)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("funding:call", args=[self.code])

    @property
    def handle(self) -> str:
        return self.code

    def roles_of_user(self, user: Any, among: Any = None) -> set[Any]:
        return mandate_roles(user, self)

    def is_open(self, now: datetime) -> bool:
        """To the second, by the server's clock: the receipt counts (a filing at the closing second is late)."""
        begun = self.state == self.S.PUBLISHED and self.opens_at <= now
        return begun and (self.closes_at is None or now < self.closes_at)

    @property
    def remaining(self) -> Decimal:
        return self.envelope - self.committed

    @property
    def face(self) -> Any:
        """As its files come back: the instrument's own steps and words."""
        from .application import Application

        return Application.faces.get(self.programme.instrument, Application)

    def rate_for(self, size: str) -> Decimal:
        return Decimal(str(self.rates_by_size.get(size, self.aid_rate)))


@prepared
def _mandates_unbarred(user: Any, today: Any, application: Any, call: Any) -> Any:
    closing = [~Exists(rows) for rows in conflicts.bars(user, application, call)]
    return Mandate.objects.in_force(today).filter(*closing, user=user)


def mandate_roles(user: Any, call: Call, application: Any = None) -> set[Any]:
    """The roles that `user`'s mandates in force give on `call`; none when a conflict bars them from `application`, one
    of its files. One query."""
    known = {
        Mandate.Role.MANAGER: roles.MANAGER,
        Mandate.Role.OFFICER: roles.OFFICER,
        Mandate.Role.CHAIR: roles.CHAIR,
        Mandate.Role.SIGNATORY: roles.SIGNATORY,
        Mandate.Role.FINANCE: roles.FINANCE,
        Mandate.Role.FUNDER: roles.FUNDER,
    }
    if user.read is not None and not user.mandates_in_force():
        return set()
    facts = (user.pk, clock.today())
    held = _mandates_unbarred(*facts, application.pk, call.pk) if application else held_on(*facts)
    return {known[m.role] for m in held if m.role in known and covers(m, call)}


def covers(mandate: Mandate, call: Call) -> bool:
    """Whether a mandate's scope holds `call`: everything, its programme, or the call itself."""
    scopes = {("", ""), ("programme", str(call.programme_id)), ("call", str(call.pk))}
    return (mandate.scope_kind, mandate.scope_id) in scopes
