"""A round: one call for hosts, one for teams, and what binds their residencies: weeks, stipend, days to answer."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from funding.models import columns
from funding.models.call import STAFF_MANDATES, Mandate, in_scope, mandate_roles
from workflows import clock
from workflows.models import StateField, Stateful, StatefulQuerySet
from workflows.steps import Step

from .. import done, obstacles, roles
from ..follow_ups import propose_drafted
from ..forms.round import PairForm, TieForm


class RoundQuerySet(StatefulQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Those who hold an office on one of its calls."""
        if not user.is_authenticated:
            return self.none()
        seen = in_scope(user, STAFF_MANDATES, call="host_call") | in_scope(user, STAFF_MANDATES, call="team_call")
        return self.filter(seen)

    def run_by(self, user: Any) -> Self:
        managed = [Mandate.Role.MANAGER]
        return self.filter(in_scope(user, managed, call="host_call"), in_scope(user, managed, call="team_call"))

    def open(self) -> Self:
        return self.filter(state=Round.S.OPEN)

    def counted(self) -> Self:
        """With how many residencies each has, drafts aside."""
        from .residency_states import ResidencyState

        told = ~Q(residencies__state=ResidencyState.DRAFTED)
        return self.annotate(stays=models.Count("residencies", filter=told, distinct=True))

    def with_calls(self) -> Self:
        return self.select_related("host_call__programme__authority", "team_call__programme")


class Round(Stateful):
    DONE = done.ROUND

    class S(models.TextChoices):
        OPEN = "open", _("En cours")
        CLOSED = "closed", _("Terminée")

    TONES = {"open": ("run", "hourglass-split"), "closed": ("neutral", "archive")}
    FOLLOWS = ("host_call__programme", "team_call__programme")

    state = StateField(_("état"), choices=S, default=S.OPEN)
    title = models.CharField(_("nom de la session"), max_length=120)
    host_call = models.OneToOneField("funding.Call", models.PROTECT, related_name="hosting_round")
    team_call = models.OneToOneField("funding.Call", models.PROTECT, related_name="residing_round")
    weeks = models.PositiveSmallIntegerField(
        _("semaines d’immersion"), default=3, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    stipend = columns.amount(_("bourse d’une équipe"))
    answer_days = models.PositiveSmallIntegerField(
        _("jours pour accepter"), default=10, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    computed_at = models.DateTimeField(null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("session de résidences")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(host_call=F("team_call")),
                name="round_ties_two_calls",
                violation_error_message=_("Une session relie deux appels : un pour les hôtes, un pour les équipes."),
            ),
            models.CheckConstraint(
                condition=Q(stipend__gt=0),
                name="round_pays_something",
                violation_error_message=_("Une équipe en résidence est payée : indiquez la bourse."),
            ),
        ]

    @Step(S.OPEN, None, by=[roles.MANAGER], label=_("Calculer les appariements"), unless=[obstacles.nobody_selected],
          explains=_("Les paires à l’étude sont refaites d’après les vœux, les notes et les contraintes."))  # fmt: skip
    def match_up(self, attempt: Any) -> None:
        from .. import pairing

        pairing.draft_all(self, attempt)
        self.computed_at = attempt.at

    @Step(S.OPEN, None, by=[roles.MANAGER], label=_("Changer une paire"), takes=PairForm, quiet=True)
    def pair(self, attempt: Any, host: Any, team: Any = None) -> None:
        from .. import pairing

        pairing.draft_one(self, attempt, host, team)

    release = Step(
        S.OPEN, None, by=[roles.MANAGER], label=_("Proposer les paires aux deux parties"), risky=True,
        unless=[obstacles.nothing_drafted], then=[propose_drafted],
        explains=_("Chaque hôte et chaque équipe reçoit sa fiche d’appariement et a quelques jours pour répondre."),
    )  # fmt: skip

    @Step(S.OPEN, None, by=[roles.MANAGER], label=_("Signaler un lien antérieur"), takes=TieForm)
    def declare_tie(self, attempt: Any, host: Any, team: Any, reason: str) -> None:
        Tie.objects.update_or_create(
            host=host, team=team, defaults={"round": self, "reason": reason, "declared_by": attempt.by}
        )

    close = Step(
        S.OPEN, S.CLOSED, by=[roles.MANAGER], label=_("Terminer la session"), risky=True,
        unless=[obstacles.answers_awaited],
        explains=_("Plus aucune paire ne pourra être proposée. Les résidences en cours continuent."),
    )  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("residencies:round", args=[self.pk])

    @property
    def handle(self) -> str:
        return f"SR-{self.pk}"

    @property
    def call(self) -> Any:
        """What speaks for it where one call is asked for: whom to tell, which letterhead."""
        return self.team_call

    def roles_of_user(self, user: Any, among: Any = None) -> set[Any]:
        """Whoever manages one call only reads: a pair concerns both."""
        host, team = mandate_roles(user, self.host_call), mandate_roles(user, self.team_call)
        return (host | team) - (set() if roles.MANAGER in host & team else {roles.MANAGER})


class Preference(models.Model):
    """One line of a side's list: the file it ranks, 1 the most wanted."""

    chooser = models.ForeignKey("funding.Application", models.CASCADE, related_name="residency_wishes")
    chosen = models.ForeignKey("funding.Application", models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])

    class Meta:
        ordering = ["chooser", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["chooser", "chosen"], name="wished_once"),
            models.UniqueConstraint(fields=["chooser", "rank"], name="one_wish_per_rank"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.chosen}"


class Tie(models.Model):
    """An earlier link between a host and a team that bars the pair: said by the manager, with its reason."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="ties")
    host = models.ForeignKey("funding.Application", models.CASCADE, related_name="+")
    team = models.ForeignKey("funding.Application", models.CASCADE, related_name="+")
    reason = models.CharField(_("lien"), max_length=300)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host", "team"], name="one_tie_per_pair")]

    def __str__(self) -> str:
        return self.reason
