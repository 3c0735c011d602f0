"""What follows a decision, as one person sees it on the file's page: appeals, withdrawals, and who has the ball."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from look.typography import day, euros_cents
from workflows import clock
from workflows.steps import steps_of

from . import contesting, roles
from .ball import Ball
from .models import Appeal, Withdrawal
from .models.application_record import DECIDED
from .rules import deadlines

MAY_APPEAL = frozenset({roles.HOLDER, roles.BINDER})


@dataclass
class Aftermath:
    appeals: list[Appeal] = field(default_factory=list)
    withdrawals: list[Withdrawal] = field(default_factory=list)
    appealable: bool = False  # by this reader: an act was made, and nobody contested it yet
    until: date | None = None
    late: bool = False
    appeal_url: str = ""
    open_url: str = ""  # for the officer: where a procedure is opened

    @property
    def waiting(self) -> Appeal | None:
        return next((a for a in self.appeals if a.state == Appeal.S.LODGED), None)

    @property
    def running(self) -> Withdrawal | None:
        return next((w for w in self.withdrawals if w.state in Withdrawal.RUNNING), None)

    @property
    def things(self) -> list[Any]:
        return [*self.appeals, *self.withdrawals]

    @property
    def any(self) -> bool:
        return bool(self.things or self.appealable or self.open_url)


def aftermath(thing: Any, held: set[Any], journal: list[Any]) -> Aftermath:
    """Nothing before a decision. A file taken up again keeps its appeals in sight. What its journal does not tell is
    not looked for: most files have neither appeal nor withdrawal."""
    if thing.state not in DECIDED and not thing.reopened_on:
        return Aftermath()
    told = {entry.step for entry in journal}
    found = Aftermath(
        list(_appeals(thing)) if "lodge_appeal" in told else [],
        list(_withdrawals(thing)) if "open_withdrawal" in told else [],
    )
    for row in found.things:  # as read already
        row.application = thing
    if _takes(thing, "lodge_appeal") and held & MAY_APPEAL:
        _appealable(thing, found, journal)
    if roles.OFFICER in held and _takes(thing, "open_withdrawal") and not found.running:
        found.open_url = _step(thing, "open_withdrawal")
    return found


def _appeals(thing: Any) -> Any:
    people = ("lodged_by", "signed_by", "advised_by", "decision", "withdrawal", "first_signed_by")
    return thing.appeals.select_related(*people).prefetch_related("documents").order_by("-pk")


def _withdrawals(thing: Any) -> Any:
    people = ("signed_by", "opened_by", "first_signed_by")
    return thing.withdrawals.select_related(*people).prefetch_related("documents").order_by("-pk")


def _takes(thing: Any, name: str) -> bool:
    """Its face has this step, from here: an instrument may drop it, or narrow it."""
    row = steps_of(type(thing)).get(name)
    return row is not None and thing.state in row.sources


def _appealable(thing: Any, found: Aftermath, journal: list[Any]) -> None:
    act = contesting.act_of(thing, journal)
    if act is None or any(appeal.act_id == act.pk for appeal in found.appeals):
        return
    _told, found.until = contesting.last_day(thing, act)
    found.late = found.until is not None and deadlines.is_over(found.until, today=clock.today())
    found.appealable, found.appeal_url = True, _step(thing, "lodge_appeal")


def _step(thing: Any, name: str) -> str:
    return reverse("workflows:step", args=[thing.subject_kind(), thing.pk, name])


def holder_ball(found: Aftermath, known: Ball, *, writes: bool) -> Ball:
    """An open procedure or appeal comes before the file's ordinary course."""
    if (running := found.running) is not None:
        if running.state == Withdrawal.S.HEARD:
            text = _("Vos observations sont lues avant toute décision. Rien n’est encore retiré.")
            return Ball(False, _("Un retrait de l’aide est à l’étude"), text)
        title = _("Présentez vos observations : un retrait de %(amount)s est envisagé") % {
            "amount": euros_cents(running.envisaged)
        }
        text = _("Rien n’est décidé avant cette date. Un conseil ou un mandataire peut vous assister.")
        actions = [(_("Présenter des observations"), _step(running, "observe"), "pencil")] if writes else []
        return Ball(writes, title, text, running.period_ends, actions=actions)
    if (waiting := found.waiting) is not None:
        text = _("Sans réponse le %(day)s, il sera rejeté par le silence.") % {"day": day(waiting.answer_by)}
        studied = _("Votre recours gracieux est à l’étude.")
        return Ball(False, known.title, f"{studied} {text}", actions=known.actions)
    return known


def desk_ball(found: Aftermath, known: Ball, held: set[Any]) -> Ball:
    if (waiting := found.waiting) is not None:
        advised = waiting.advised_at is not None
        yours = roles.SIGNATORY in held or (roles.OFFICER in held and not advised)
        title = _("Un recours gracieux attend une réponse") if advised else _("Un recours gracieux est à instruire")
        if waiting.second_awaited:
            title = _("La réponse au recours attend une seconde signature")
        text = _("Sans réponse à cette date, le silence vaudra rejet.")
        if waiting.late:
            late = _("Il est arrivé hors délai : il peut être rejeté pour ce seul motif.")
            text = f"{late} {text}"
        return Ball(yours, title, text, waiting.answer_by, actions=[_see(waiting)])
    if (running := found.running) is not None:
        heard = running.state == Withdrawal.S.HEARD
        title = _("Le retrait de l’aide est à décider") if heard else _("Observations attendues du porteur")
        if running.second_awaited:
            title = _("Le retrait attend une seconde signature")
        due = None if heard else running.period_ends
        return Ball(heard and roles.SIGNATORY in held, title, "", due, actions=[_see(running), *known.actions])
    return known


def _see(thing: Any) -> tuple[str, str, str]:
    label = _("Voir le recours") if isinstance(thing, Appeal) else _("Voir la procédure")
    return label, thing.get_absolute_url(), "envelope-paper"
