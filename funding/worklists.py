"""What waits for a person, in all their roles at once, the oldest deadline first.

A source is a queryset and how to read its rows; `tasks` runs those that a person's mandates and memberships open,
`count` counts them all in one query.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import approval_tasks, conflicts, contest_tasks
from .applicant_tasks import SOURCES as APPLICANTS
from .committee_tasks import minutes_task, minutes_to_sign, on_an_agenda, seat_task, seats
from .desk import FAR, STAFF, Desk, R, Task, agreement_task, file_task, payment_task
from .instrument import instruments
from .models import Agreement, Application, Call, Disbursement, Review
from .models.application_record import ASSESSED
from .shapes import asked_of_a_desk

MOST = 60  # rows of one source on the page


def to_instruct(desk: Desk) -> Any:
    """One's own files and those nobody took, unless a reviewer has them; what silence reaches first comes first, and
    last what it no longer reaches: a file taken up again after its silence, or from the reserve list."""
    if not desk.holds(R.OFFICER):
        return None
    rows = Application.objects.filter(desk.over_files(R.OFFICER), Q(officer=desk.user) | Q(officer=None))
    awaited = Exists(Review.objects.filter(application=OuterRef("pk"), state="assigned"))
    rows = rows.filter(state__in=("submitted", "eligible", "shortlisted", "under_due_diligence"))
    rows = rows.exclude(awaited, state__in=("eligible", "shortlisted"))
    rows = rows.exclude(on_an_agenda(), state="under_due_diligence")
    reviewed = Exists(Review.objects.filter(application=OuterRef("pk"), state="submitted"))
    return rows.annotate(is_reviewed=reviewed).select_related("call", "lead").order_by("silence_on", "id")


def to_instruct_task(file: Any) -> Task:
    if file.officer_id is None:
        return file_task("charge", _("Prendre en charge"), file)
    actions = {
        "submitted": ("check", _("Vérifier le dossier")),
        "under_due_diligence": ("propose", _("Proposer une décision")),
    }
    studied = _("Ouvrir l’instruction") if file.is_reviewed else _("Désigner des évaluateurs")
    kind, action = actions.get(file.state, ("assess", studied))
    return file_task(kind, action, file)


def to_draft(desk: Desk) -> Any:
    if not desk.holds(R.OFFICER):
        return None
    mine = Q(application__officer=desk.user) | Q(application__officer=None)
    rows = Agreement.objects.filter(desk.over(R.OFFICER, call="application__call"), mine, state="drafted")
    rows = rows.filter(application__state="awarded")  # as all of them are: officer and state have an index
    return rows.select_related(*Agreement.FOLLOWS).order_by("id")


def to_draft_task(agreement: Any) -> Task:
    return agreement_task(_("Préparer la convention"), agreement, since=agreement.decision.signed_at)


def to_shortlist(desk: Desk) -> Any:
    if not desk.holds(R.CHAIR):
        return None
    rows = Application.objects.filter(desk.over_files(R.CHAIR), state="eligible", call__with_shortlist=True)
    rows = rows.filter(Exists(Review.objects.filter(application=OuterRef("pk"), state="submitted")))
    rows = rows.exclude(Exists(Review.objects.filter(application=OuterRef("pk"), state="assigned")))
    return rows.select_related("call", "lead").order_by("silence_on", "id")


def to_shortlist_task(file: Any) -> Task:
    return file_task("shortlist", _("Présélectionner ou non"), file)


def reviews(desk: Desk) -> Any:
    """Until the file is decided: then its assessment is closed."""
    rows = Review.objects.filter(reviewer=desk.user, state="assigned", application__state__in=ASSESSED)
    rows = rows.filter(conflicts.not_barred(desk.user, "application"))
    return rows.select_related("application__call", "application__lead").order_by("due_on", "id")


def review_task(review: Any) -> Task:
    task = file_task("review", _("Rendre votre évaluation"), review.application, due=review.due_on)
    if review.application.call.blind:
        task.title, task.detail = review.application.handle, str(_("Porteur non nommé"))
    task.url, task.since = review.get_absolute_url(), review.assigned_at
    return task


def decisions(desk: Desk) -> Any:
    """Four eyes: who instructs a file does not sign for it."""
    if not desk.holds(R.SIGNATORY):
        return None
    rows = Application.objects.filter(desk.over_files(R.SIGNATORY), state="decision_proposed")
    rows = rows.filter(Q(officer=None) | ~Q(officer=desk.user))
    return rows.select_related("call", "lead").order_by("silence_on", "id")


def decision_task(file: Any) -> Task:
    return file_task("decision", _("Signer la décision"), file)


def to_countersign(desk: Desk) -> Any:
    if not desk.holds(R.SIGNATORY):
        return None
    rows = Agreement.objects.filter(desk.over(R.SIGNATORY, call="application__call"), state="holder_signed")
    rows = rows.filter(Q(application__officer=None) | ~Q(application__officer=desk.user))
    return rows.select_related(*Agreement.FOLLOWS).order_by("holder_signed_at", "id")


def to_countersign_task(agreement: Any) -> Task:
    return agreement_task(_("Signer la convention"), agreement, since=agreement.holder_signed_at)


def to_order(desk: Desk) -> Any:
    """The next payment of each agreement in force: the earlier ones are paid."""
    if not desk.holds(R.FINANCE):
        return None
    earlier = Disbursement.objects.filter(agreement=OuterRef("agreement"), position__lt=OuterRef("position"))
    rows = Disbursement.objects.filter(desk.over(R.FINANCE, call="agreement__application__call"), state="planned")
    rows = rows.unthreatened().filter(~Exists(earlier.unfinished()), agreement__state__in=Agreement.PAYABLE)
    return rows.select_related("agreement__application__lead").order_by("due_on", "id")


def to_order_task(payment: Any) -> Task:
    return payment_task(_("Ordonner le versement"), payment, payment.agreement.signed_at)


def to_release(desk: Desk) -> Any:
    """Four eyes: what someone else ordered."""
    if not desk.holds(R.FINANCE):
        return None
    rows = Disbursement.objects.filter(desk.over(R.FINANCE, call="agreement__application__call"), state="ordered")
    rows = rows.unthreatened().exclude(ordered_by=desk.user).select_related("agreement__application__lead")
    return rows.order_by("due_on", "id")


def to_release_task(payment: Any) -> Task:
    return payment_task(_("Libérer le versement"), payment, payment.ordered_at)


def to_publish(desk: Desk) -> Any:
    if not desk.holds(R.MANAGER):
        return None
    rows = Call.objects.filter(desk.over(R.MANAGER, call="pk"), state="draft")
    return rows.select_related("programme").order_by("opens_at", "id")


def to_publish_task(call: Any) -> Task:
    url = reverse("funding:call_edit", args=[call.code])
    action, programme = _("Préparer l’appel"), call.programme.name
    return Task("call", action, url, call.title, programme, call.code, due=call.opens_at, amount=call.envelope)


@dataclass(frozen=True)
class Source:
    rows: Callable[[Desk], Any]
    read: Callable[[Any], Task]


SOURCES = (
    *(Source(rows, read) for rows, read in APPLICANTS),
    Source(to_instruct, to_instruct_task),
    Source(to_draft, to_draft_task),
    Source(to_shortlist, to_shortlist_task),
    Source(reviews, review_task),
    Source(seats, seat_task),
    Source(minutes_to_sign, minutes_task),
    Source(approval_tasks.to_visa, approval_tasks.to_visa_task),
    Source(approval_tasks.conditions, approval_tasks.condition_task),
    Source(approval_tasks.evidence, approval_tasks.evidence_task),
    Source(approval_tasks.to_draw_up, approval_tasks.to_draw_up_task),
    *(Source(rows, read) for rows, read in contest_tasks.SOURCES),
    Source(decisions, decision_task),
    Source(to_countersign, to_countersign_task),
    Source(to_order, to_order_task),
    Source(to_release, to_release_task),
    Source(to_publish, to_publish_task),
)
# What the pills of the home page say, in this order; several kinds may share one.
GROUPS = {
    "check": (gettext_lazy("À vérifier"), ("check", "charge")),
    "study": (gettext_lazy("À instruire"), ("assess", "propose", "shortlist", "evidence", "appeal")),
    "review": (gettext_lazy("Évaluations"), ("review",)),
    "committee": (gettext_lazy("Commissions"), ("session",)),
    "decision": (gettext_lazy("Décisions"), ("decision", "visa", "minutes")),
    "agreement": (gettext_lazy("Conventions"), ("agreement",)),
    "payment": (gettext_lazy("Versements"), ("payment",)),
    "call": (gettext_lazy("Appels"), ("call",)),
    "holder": (gettext_lazy("Mes demandes"), ("draft", "pieces", "engagement", "condition", "observations")),
}


def sources() -> list[Source]:
    return [*SOURCES, *(source for one in instruments() for source in one.sources)]


def groups() -> dict[str, tuple[Any, tuple[str, ...]]]:
    return {key: group for known in (GROUPS, *(one.groups for one in instruments())) for key, group in known.items()}


def tasks(desk: Desk) -> list[Task]:
    """The oldest deadline first; then those without, the longest waiting first."""
    found = [source.read(row) for source, rows in zip(sources(), _rows(desk), strict=True) for row in rows or ()]
    desk.waiting = len(found)
    return sorted(found, key=lambda task: (task.day, task.since or desk.now))


def count(desk: Desk) -> int:
    """How many there are, up to `MOST` a source, in one query; none where they were read for the page."""
    if desk.waiting is not None:
        return desk.waiting
    return sum(len(rows or ()) for rows in _keys(desk))


@asked_of_a_desk
def _rows(desk: Desk) -> list[Any]:
    return [rows if rows is None else rows[:MOST] for rows in (source.rows(desk) for source in sources())]


@asked_of_a_desk
def _keys(desk: Desk) -> list[Any]:
    """Of all of them, in one question."""
    open_sources = [rows for source in sources() if (rows := source.rows(desk)) is not None]
    parts = [rows.order_by().values_list("pk")[:MOST] for rows in open_sources]
    return [parts[0].union(*parts[1:], all=True)]


__all__ = ["FAR", "GROUPS", "MOST", "SOURCES", "STAFF", "Desk", "R", "Task", "count", "tasks"]
