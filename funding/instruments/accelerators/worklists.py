"""What the network leaves waiting on a person's desk: the holder's, the coach's, the node's, the administration's."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.desk import Desk, R, Task
from funding.worklists import Source

from .models import AcceleratorApplication, Hearing, Milestone, Place, Survey

AT_WORK = ("in_programme", "milestone_review")
RELATED = ("cohort", "application__lead")

# --- The holder


def holders_places(desk: Desk) -> Any:
    if not desk.is_member("admitted"):
        return None
    mine = Place.objects.filter(application__lead__in=desk.written_for)
    signs = Q(state="onboarding", holder_signed_at=None, coach__isnull=False) & ~Q(aims="")
    answers = Q(state="hearing", hearings__decided_at=None, hearings__answered_at=None)
    stage = Q(state="demo_day", pitch="")
    return mine.filter(Q(state="offered") | signs | answers | stage).select_related(*RELATED).distinct().order_by("id")


def holders_place_task(place: Any) -> Task:
    if place.state == "offered":
        return task("accelerator_offer", _("Accepter ou refuser votre place"), place, due=place.answer_by)
    if place.state == "hearing":
        return task("accelerator_hearing", _("Présenter vos observations"), place, due=place.hearing.answer_by)
    if place.state == "demo_day":
        return task("accelerator_pitch", _("Présenter votre projet au public"), place, due=place.cohort.demo_at)
    return task("accelerator_charter", _("Signer la charte"), place, since=place.accepted_at)


def milestones_to_file(desk: Desk) -> Any:
    """A month ahead: what is later is on the calendar."""
    if not desk.is_member("admitted"):
        return None
    mine = Milestone.objects.awaited().filter(place__application__lead__in=desk.written_for, place__state__in=AT_WORK)
    return mine.select_related("place__cohort", "place__application__lead").order_by("due_on", "id")


def milestone_to_file_task(milestone: Any) -> Task:
    action = _("Remettre le jalon « %(title)s »") % {"title": milestone.title}
    return task("accelerator_milestone", action, milestone.place, due=milestone.due_on, url=milestone)


def surveys_to_answer(desk: Desk) -> Any:
    if not desk.is_member("admitted"):
        return None
    mine = Survey.objects.asked().filter(place__application__lead__in=desk.written_for)
    return mine.select_related("place__cohort", "place__application__lead").order_by("opens_on", "id")


def survey_task(survey: Any) -> Task:
    action = _("Répondre à l’enquête à %(months)s mois") % {"months": survey.months}
    return task("accelerator_survey", action, survey.place, url=survey)


def redirections_to_answer(desk: Desk) -> Any:
    if not desk.is_member("applies_to_accelerators"):
        return None
    open_ones = Q(redirections__answered_at=None, redirections__isnull=False)
    rows = AcceleratorApplication.objects.filter(open_ones, lead__in=desk.written_for, state="submitted")
    return rows.select_related("call", "lead").order_by("id")


def redirection_task(file: Any) -> Task:
    action, url = _("Répondre à une réorientation"), file.get_absolute_url()
    return Task("accelerator_redirection", action, url, file.title, file.call.title, file.handle)


# --- The coach and the node


def milestones_to_judge(desk: Desk) -> Any:
    """The coach's own; all of those of the node for its team."""
    if not (desk.is_member("coach") or desk.is_member("node")):
        return None
    mine = Q(place__coach=desk.user) | Q(place__in=Place.objects.run_by(desk.user).values("pk"), place__coach=None)
    rows = Milestone.objects.to_judge().filter(mine).exclude(filed_by=desk.user)
    return rows.select_related("place__cohort", "place__application__lead").order_by("filed_at", "id")


def milestone_to_judge_task(milestone: Any) -> Task:
    action = _("Examiner le jalon « %(title)s »") % {"title": milestone.title}
    return task("accelerator_judge", action, milestone.place, since=milestone.filed_at, url=milestone)


def nodes_places(desk: Desk) -> Any:
    """Charters to prepare or to sign."""
    if not desk.is_member("node"):
        return None
    rows = Place.objects.run_by(desk.user).awaiting_charter()
    unready = Q(coach=None) | Q(aims="")
    rows = rows.filter(unready | Q(holder_signed_at__isnull=False), application__state="awarded")
    return rows.select_related(*RELATED).order_by(F("accepted_at").asc(nulls_last=True), "id")


def nodes_place_task(place: Any) -> Task:
    if place.holder_signed_at:
        return task("accelerator_node", _("Signer la charte pour l’accélérateur"), place, since=place.holder_signed_at)
    return task("accelerator_node", _("Préparer la charte"), place, since=place.accepted_at)


# --- The administration


def hearings_to_conclude(desk: Desk) -> Any:
    if not desk.runs("accelerators", R.SIGNATORY):
        return None
    rows = Place.objects.filter(desk.over(R.SIGNATORY, call="application__call"), state="hearing")
    theirs = Hearing.objects.filter(decided_at=None).exclude(opened_by=desk.user).exclude(first_signed_by=desk.user)
    return rows.filter(hearings__in=theirs).select_related(*RELATED).order_by("id")


def hearing_task(place: Any) -> Task:
    action = _("Conclure une procédure de sortie")
    return task("accelerator_hearing_end", action, place, due=place.hearing.answer_by)


def aid_to_check(desk: Desk) -> Any:
    """The support promised to an undertaking counts as an aid: checked before the charter is signed."""
    if not desk.runs("accelerators", R.OFFICER):
        return None
    rows = Place.objects.awaiting_charter().filter(desk.over(R.OFFICER, call="application__call"), aid_check=None)
    rows = rows.filter(application__partners__is_lead=True, application__partners__is_economic=True)
    return rows.filter(hours__gt=0, coach__isnull=False).select_related(*RELATED).distinct().order_by("id")


def aid_task(place: Any) -> Task:
    return task("accelerator_aid", _("Contrôler une aide en nature"), place, amount=place.aid_value)


def task(
    kind: str, action: str, place: Any, *, due: Any = None, since: Any = None, amount: Any = None, url: Any = None
) -> Task:
    file = place.application
    address = (url or place).get_absolute_url()
    return Task(kind, action, address, file.title, str(place.cohort), file.handle, due, since, amount)


SOURCES = (
    Source(holders_places, holders_place_task),
    Source(milestones_to_file, milestone_to_file_task),
    Source(surveys_to_answer, survey_task),
    Source(redirections_to_answer, redirection_task),
    Source(milestones_to_judge, milestone_to_judge_task),
    Source(nodes_places, nodes_place_task),
    Source(hearings_to_conclude, hearing_task),
    Source(aid_to_check, aid_task),
)
GROUPS = {
    "accelerator": (
        gettext_lazy("Accélérateurs"),
        ("accelerator_judge", "accelerator_node", "accelerator_hearing_end", "accelerator_aid"),
    ),
    "accelerator_holder": (
        gettext_lazy("Mon programme"),
        (
            "accelerator_offer", "accelerator_charter", "accelerator_milestone", "accelerator_hearing",
            "accelerator_pitch", "accelerator_survey", "accelerator_redirection",
        ),
    ),
}  # fmt: skip
