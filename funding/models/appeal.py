"""An appeal to the author of a decision (recours gracieux): lodged on the file, answered by a signatory or by silence.

CRPA, art. L. 411-2 (it interrupts the delay to go to court), L. 411-7 (two months of silence are a rejection); CJA,
art. R. 421-1 and R. 421-2. It suspends nothing. It speaks of an act, which is a row of the journal: an answer never
changes the act, a grant withdraws it and the file is decided anew.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from workflows import clock
from workflows.models import StateField, Stateful
from workflows.steps import Step

from .. import contesting, done, notices, papers, roles
from .. import obstacles as o
from ..forms import contesting as f
from ..forms.steps import ReasonForm
from ..rules import deadlines
from .cosigned import CosignedAct, first_signature
from .decision import next_number
from .of_file import OfFile, OfFileQuerySet


class AppealQuerySet(OfFileQuerySet):
    def waiting(self) -> Self:
        return self.filter(state=Appeal.S.LODGED)

    def unanswered(self, now: datetime) -> Self:
        """No answer at midnight after the last day."""
        return self.filter(answer_by__lt=clock.paris_day(now))


class Appeal(OfFile, CosignedAct, Stateful):
    DONE = done.APPEAL

    class S(models.TextChoices):
        LODGED = "lodged", _("Recours à l’étude")
        CONFIRMED = "confirmed", _("Décision confirmée")
        GRANTED = "granted", _("Recours accueilli")
        SILENT = "silent", _("Rejeté par le silence")
        DESISTED = "desisted", _("Recours retiré")

    OPEN = (S.LODGED, S.SILENT)  # an express answer may still come after silence, and starts the delay again

    state = StateField(_("état"), choices=S, default=S.LODGED)
    application = models.ForeignKey("funding.Application", models.PROTECT, related_name="appeals")
    act = models.OneToOneField("workflows.Transition", models.PROTECT, related_name="+")  # what it contests
    decision = models.ForeignKey("funding.Decision", models.PROTECT, null=True, blank=True, related_name="appeals")
    withdrawal = models.ForeignKey("funding.Withdrawal", models.PROTECT, null=True, blank=True, related_name="appeals")
    reasons = models.TextField(_("motifs"))
    documents = models.ManyToManyField("funding.Document", blank=True, related_name="+")
    lodged_at = models.DateTimeField(_("reçu le"))
    lodged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    notified_on = models.DateField(_("acte notifié le"), null=True, blank=True)
    until = models.DateField(_("délai de recours"), null=True, blank=True)  # none while the act is not notified
    late = models.BooleanField(_("hors délai"), default=False)
    answer_by = models.DateField(_("réponse attendue le"))
    advice = models.TextField(_("avis de l’instruction"), blank=True)
    advised_at = models.DateTimeField(null=True, blank=True)
    advised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(_("motifs de la réponse"), blank=True)
    number = models.CharField(_("numéro"), max_length=40, unique=True, null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    mandate = models.ForeignKey("people.Mandate", models.PROTECT, null=True, blank=True, related_name="+")

    objects = AppealQuerySet.as_manager()
    FOLLOWS = ("application__call__programme", "application__lead", "act", "decision", "withdrawal__decision",
               "first_mandate")  # fmt: skip

    class Meta:
        verbose_name = _("recours gracieux")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "granted"])
                | Q(signed_at__isnull=False, signed_by__isnull=False, mandate__isnull=False, number__isnull=False)
                & ~Q(answer=""),
                name="appeal_answered_with_reasons_by_someone_with_power",
                violation_error_message=_("Une réponse à un recours a motifs, auteur, délégation et numéro."),
            ),
            models.CheckConstraint(
                condition=~Q(reasons=""),
                name="appeal_says_why",
                violation_error_message=_("Un recours dit pourquoi."),
            ),
            first_signature("first_signature_of_an_answer"),
        ]
        indexes = [models.Index(fields=["answer_by", "id"], condition=Q(state="lodged"), name="appeal_waiting")]

    @Step(S.LODGED, None, by=[roles.OFFICER], label=_("Donner un avis sur le recours"), takes=f.AdviceForm,
          tells=[notices.appeal_advised])  # fmt: skip
    def advise(self, attempt: Any, advice: str) -> None:
        self.advice, self.advised_at, self.advised_by = advice, attempt.at, attempt.by

    @Step(OPEN, None, by=[roles.SIGNATORY], label=_("Signer la réponse en premier"), takes=f.FirstAnswerForm,
          when=lambda a: a.first_awaited, tells=[notices.second_signature],
          unless=[o.adviser_answers, o.mandate_misfit_for_appeal, o.answer_over, o.grant_barred],
          explains=_("Deux autorités décident ici : la réponse ne part qu’avec la seconde signature."))  # fmt: skip
    def sign_first(self, attempt: Any, sense: str, answer: str, consent: bool) -> None:
        self.say_first(attempt, sense=sense, answer=answer)

    @Step(OPEN, None, by=[roles.SIGNATORY], label=_("Renvoyer la réponse"), takes=ReasonForm, risky=True,
          when=lambda a: a.second_awaited, tells=[notices.first_signature_dropped],
          explains=_("La première signature tombe. Une autre réponse pourra être écrite."))  # fmt: skip
    def send_back(self, attempt: Any, reason: str) -> None:
        self.unsay(reason)

    @Step(OPEN, S.CONFIRMED, by=[roles.SIGNATORY], label=_("Confirmer la décision"), takes=f.AnswerForm, risky=True,
          when=lambda a: a.signs("confirm"),
          unless=[o.adviser_answers, o.signed_once, o.mandate_misfit_for_appeal, o.answer_over],
          tells=[notices.appeal_confirmed],
          issues=[papers.appeal_answer],
          explains=_("Le recours est rejeté. Les motifs sont notifiés, avec le nouveau délai de recours."))  # fmt: skip
    def confirm(self, attempt: Any, answer: str, consent: bool) -> None:
        self._sign(attempt, answer)

    @Step(OPEN, S.GRANTED, by=[roles.SIGNATORY], label=_("Accueillir le recours"), takes=f.AnswerForm,
          when=lambda a: a.signs("grant"),
          unless=[o.adviser_answers, o.signed_once, o.mandate_misfit_for_appeal, o.answer_over, o.agreement_begun,
                  o.withdrawal_settled, o.agreed_since],
          tells=[notices.appeal_granted, notices.appeal_granted_internal], issues=[papers.appeal_answer],
          explains=_("L’acte contesté est retiré. Le dossier peut être décidé de nouveau."))  # fmt: skip
    def grant(self, attempt: Any, answer: str, consent: bool) -> None:
        contesting.undo(self)
        self._sign(attempt, answer)  # the number last: it holds a lock until commit

    @Step(S.LODGED, S.DESISTED, by=[roles.HOLDER, roles.BINDER], label=_("Retirer mon recours"), risky=True,
          tells=[notices.appeal_desisted],
          explains=_("Votre recours prend fin sans réponse, et un autre ne pourra pas être formé contre cet acte. Pour "
                     "saisir le tribunal, comptez le délai depuis la notification de l’acte."))  # fmt: skip
    def desist(self, attempt: Any) -> None:
        """No answer is awaited any more, by a person nor by the clock; what one of two had signed is void."""
        self.unsay()

    fall_silent = Step(S.LODGED, S.SILENT, by=[roles.BY_CLOCK], label=_("Constater le silence"), due="unanswered",
                       tells=[notices.appeal_silent, notices.appeal_silent_internal])  # fmt: skip

    def signs(self, sense: str) -> bool:
        """Whether the next signature makes this answer: the only one, or the second of what the first said."""
        return not self.first_awaited and self.first_said.get("sense", sense) == sense

    def _sign(self, attempt: Any, answer: str) -> None:
        self.answer, self.signed_at, self.signed_by = answer, attempt.at, attempt.by
        self.mandate = self.application.signing_mandate(attempt.by, self)
        self.number = next_number(attempt.at)

    def __str__(self) -> str:
        return _now("Recours gracieux · %(file)s") % {"file": self.application.handle}

    def get_absolute_url(self) -> str:
        return f"{self.application.get_absolute_url()}?tab=appeals#recours"

    @property
    def handle(self) -> str:
        return f"{self.application.handle}-R{self.pk}"

    @property
    def against(self) -> str:
        """The act in words, for a page."""
        number = (self.withdrawal and self.withdrawal.number) or (self.decision and self.decision.number)
        return _now("la décision n° %(number)s") % {"number": number} if number else _now("le refus par le silence")

    @property
    def received_on(self) -> date:
        return clock.paris_day(self.lodged_at)

    @property
    def taken_back(self) -> bool:
        return bool(self.state == self.S.DESISTED)

    @property
    def silent_on(self) -> date:
        """The day on which silence decides: the one after the last to answer."""
        return self.answer_by + timedelta(days=1)

    @property
    def court_until(self) -> date | None:
        """The last day to go to court. None while an answer is awaited: the delay is interrupted; none for a late
        appeal, which interrupted nothing. Taken back, it is prudent to count on no interruption: the act's own day."""
        if self.late or self.state in (self.S.LODGED, self.S.GRANTED):
            return None
        if self.taken_back:
            return self.until
        begins = clock.paris_day(self.signed_at) if self.signed_at else self.silent_on
        return deadlines.appeal_deadline(notified_on=begins)
