"""Appeals and contradictory procedures: what opens them, when their delays run, and what a granted appeal undoes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Min, Q

from workflows import clock
from workflows.actors import SYSTEM
from workflows.models import Message, Transition
from workflows.prepared import prepared

from .rules import deadlines, withdrawals

# The steps of a file that decide of it; the last is what one appeals against, unless an award was withdrawn since.
ACTS = ("award", "reserve", "reject", "declare_ineligible", "fall_silent", "lapse")


def notified_at(entry: Any, application: Any) -> Any:
    """When the notice of this act was deposited in the account of someone of the lead: the proof of notification."""
    told = Message.objects.filter(transition=entry, to__memberships__organisation=application.lead_id)
    return told.aggregate(first=Min("sent_at"))["first"]


def notified_on(entry: Any, application: Any) -> date | None:
    moment = notified_at(entry, application)
    return clock.paris_day(moment) if moment else None


# --- Appeals


def act_of(application: Any, journal: list[Transition] | None = None) -> Transition | None:
    """The last act that decided of the file, which an appeal would contest: a withdrawal that stands, before all. From
    the file's journal, where it was read and tells of no withdrawal."""
    if journal is not None and all(entry.step != "open_withdrawal" for entry in journal):
        return next((entry for entry in reversed(journal) if entry.step in ACTS), None)
    found: list[Transition] = _acts(application.pk, application.pk)
    return found[0] if found else None


@prepared
def _acts(application: Any, withdrawn: Any) -> Any:
    """The same key twice: for the file's journal, and for those of its withdrawals, whose table sorts after its own."""
    from .models import Application, Withdrawal

    taken = Withdrawal.objects.filter(application=withdrawn, state=Withdrawal.S.WITHDRAWN)
    own = Q(subject_type=Application.subject_type(), subject_id=application, step__in=ACTS)
    later = Q(subject_type=Withdrawal.subject_type(), subject_id__in=taken.values("pk"), step="withdraw")
    return Transition.objects.filter(own | later).order_by("-subject_type", "-subject_id", "-sequence")


def last_day(application: Any, act: Any) -> tuple[date | None, date | None]:
    """The day on which the act was notified, and the last to contest it (CJA, art. R. 421-1 and R. 421-5): none
    runs while it was not notified."""
    day = notified_on(act, application)
    return day, deadlines.appeal_deadline(notified_on=day) if day else None


def lodge(application: Any, attempt: Any, *, reasons: str, attachments: Iterable[Any]) -> Any:
    """Received whenever it comes; late, it is marked so, and may be rejected as such."""
    from .models import Appeal, Withdrawal

    act = act_of(application)
    assert act is not None
    day, until = last_day(application, act)
    today = clock.paris_day(attempt.at)
    withdrawal = Withdrawal.objects.filter(pk=act.subject_id).first() if act.step == "withdraw" else None
    signed = None if withdrawal or act.step in ("fall_silent", "lapse") else application.decision
    appeal = Appeal.objects.create(
        application=application, act=act, decision=signed, withdrawal=withdrawal, reasons=reasons,
        lodged_at=attempt.at, lodged_by=attempt.by, notified_on=day, until=until,
        late=until is not None and deadlines.is_over(until, today=today),
        answer_by=deadlines.implicit_decision(received_on=today),
    )  # fmt: skip
    attach(appeal, attachments, by=attempt.by)
    return appeal


def undo(appeal: Any) -> None:
    """The act is withdrawn, never rewritten: a withdrawal is annulled, a file is taken back to be decided anew."""
    from .models import Application

    if appeal.withdrawal_id:
        appeal.withdrawal.annul(by=SYSTEM)
        return
    file = Application.objects.get(pk=appeal.application_id)
    if file.state in Application.reopen.sources:  # else it was taken up again meanwhile
        steps = {"submitted": file.reopen_check, "eligible": file.reopen_review}
        steps.get(file.stage_reached(), file.reopen)(by=SYSTEM)


# --- Withdrawals


def open_withdrawal(application: Any, attempt: Any, **facts: Any) -> Any:
    from .models import Withdrawal

    return Withdrawal.objects.create(
        application=application, decision=application.decision, opened_at=attempt.at, opened_by=attempt.by, **facts
    )


def letter_of(withdrawal: Any) -> Transition | None:
    """The step of the file that sent its letter of observations."""
    return withdrawal.application.journal().filter(step="open_withdrawal", at=withdrawal.opened_at).last()


def period_ends(withdrawal: Any) -> date:
    """The last day to answer: the letter's, and fifteen days at least after its notification."""
    entry = letter_of(withdrawal)
    told = notified_on(entry, withdrawal.application) if entry else None
    # Not deposited yet: the fifteen days have not begun.
    return withdrawals.observations_until(due_on=withdrawal.due_on, notified_on=told or clock.today())


def attach(thing: Any, uploads: Iterable[Any], *, by: Any) -> None:
    from . import files

    for number, upload in enumerate(uploads, start=thing.documents.count() + 1):
        place = f"{thing.subject_kind()}-{thing.pk}-{number}"
        thing.documents.add(files.add(thing.application, upload, by=by, question=place))
