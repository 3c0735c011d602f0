"""One message for many assignments (N02): who got files reads how many and by when, not a mail for each."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db.models import Count
from django.urls import reverse

from workflows import outbox
from workflows.models import Effect

from .models import AssignmentPlan, Call
from .note_effects import tell


@outbox.handles("assignment_digest")
def deliver_digest(effect: Effect) -> None:
    plan = AssignmentPlan.objects.select_related("call").get(pk=effect.payload["plan"])
    if plan.rows.filter(outcome="").exists():
        raise outbox.Later("Files of this plan are still being assigned.")
    sent = plan.rows.filter(outcome="sent").order_by().values_list("reviewer").annotate(n=Count("pk"))
    counts = dict(sent)
    for reviewer in get_user_model().objects.filter(pk__in=counts, is_active=True):
        facts = {"plan": plan, "call": plan.call, "n": counts[reviewer.pk]}
        tell(effect, "reviews_assigned", [reviewer], reverse("funding:review_list"), facts)


@outbox.handles("assignment_relieved")
def deliver_relief(effect: Effect) -> None:
    told = effect.payload
    facts = {"call": Call.objects.get(pk=told["call"]), "n": told["n"], "reason": told["reason"]}
    readers = get_user_model().objects.filter(pk=told["user"], is_active=True)
    tell(effect, "reviews_relieved", readers, reverse("funding:review_list"), facts)
