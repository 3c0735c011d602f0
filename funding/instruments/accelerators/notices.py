"""Each notice of the network, named once: what happened, and whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model

from funding import conflicts
from funding.notices import consortium, holders, mandated, officers
from people.models import Mandate, Membership
from workflows.notices import Notice

# --- Whom it concerns. `thing` is a file, a place, a milestone, a survey, or a cohort.


def place_of(thing: Any) -> Any:
    return getattr(thing, "place", thing)


def applicants(thing: Any, entry: Any) -> Iterable[Any]:
    """Members of the lead organisation."""
    return holders(place_of(thing), entry)


def team_of(organisation: int) -> Any:
    mine = Membership.objects.writers().filter(organisation=organisation).values("user")
    return get_user_model().objects.filter(pk__in=mine)


def node_team(thing: Any, entry: Any) -> Iterable[Any]:
    """Who writes for the node, but for whom a link keeps from the file."""
    place = place_of(thing)
    return conflicts.unbarred(team_of(place.cohort.node.organisation_id), place.application)


def node_heads(thing: Any, entry: Any) -> Iterable[Any]:
    place = place_of(thing)
    mine = Membership.objects.binding().filter(organisation=place.cohort.node.organisation_id).values("user")
    return conflicts.unbarred(get_user_model().objects.filter(pk__in=mine), place.application)


def coach(thing: Any, entry: Any) -> Iterable[Any]:
    """The project's own; while nobody is named, the node's team."""
    place = place_of(thing)
    if place.coach is None or not conflicts.hears(place.coach, place.application):
        return node_team(thing, entry)
    return [place.coach]


def both_sides(thing: Any, entry: Any) -> Iterable[Any]:
    return [*applicants(thing, entry), *coach(thing, entry)]


def place_officers(thing: Any, entry: Any) -> Iterable[Any]:
    return officers(place_of(thing), entry)


def node_and_officers(thing: Any, entry: Any) -> Iterable[Any]:
    return [*node_team(thing, entry), *place_officers(thing, entry)]


def deciders(thing: Any, entry: Any) -> Iterable[Any]:
    """Who may conclude a procedure: the node's heads and the signatories of the call."""
    place = place_of(thing)
    return [*node_heads(thing, entry), *mandated(Mandate.Role.SIGNATORY)(place, entry)]


def everyone_of_cohort(cohort: Any, entry: Any) -> Iterable[Any]:
    """Those of its projects, its coaches and the node's team."""
    leads = cohort.places.holding().values("application__lead")
    people = get_user_model().objects.filter(memberships__organisation__in=leads)
    return [*people, *cohort.coaches.all(), *team_of(cohort.node.organisation_id)]


def asker(application: Any, entry: Any) -> Iterable[Any]:
    """Who proposed the redirection."""
    last = application.redirections.last()
    return [last.asked_by] if last and conflicts.hears(last.asked_by, application) else []


# --- The notices, in the order of the programme.

redirection_asked = Notice("accelerator_redirection_asked", to=holders)
redirection_refused = Notice("accelerator_redirection_refused", to=asker)
redirection_dropped = Notice("accelerator_redirection_dropped", to=holders)
redirected = Notice("accelerator_redirected", to=consortium)
redirected_here = Notice("accelerator_redirected_here", to=mandated(Mandate.Role.OFFICER, Mandate.Role.MANAGER))
redirected_away = Notice("accelerator_redirected_away", to=asker)
admitted = Notice("accelerator_admitted", to=consortium)
waiting_listed = Notice("accelerator_waiting_listed", to=holders)

place_offered = Notice("accelerator_place_offered", to=applicants)
place_reminder = Notice("accelerator_place_reminder", to=applicants)
place_accepted = Notice("accelerator_place_accepted", to=node_and_officers)
place_declined = Notice("accelerator_place_declined", to=node_and_officers)
place_lapsed = Notice("accelerator_place_lapsed", to=lambda t, e: [*applicants(t, e), *node_and_officers(t, e)])
charter_ready = Notice("accelerator_charter_ready", to=lambda t, e: [*applicants(t, e), *place_officers(t, e)])
charter_signed_by_holder = Notice("accelerator_charter_signed_by_holder", to=node_heads)
charter_taken_back = Notice("accelerator_charter_taken_back", to=applicants)
charter_in_force = Notice("accelerator_charter_in_force", to=both_sides)

milestone_added = Notice("accelerator_milestone_added", to=applicants)
milestone_due = Notice("accelerator_milestone_due", to=applicants)
milestone_late = Notice("accelerator_milestone_late", to=both_sides)
milestone_filed = Notice("accelerator_milestone_filed", to=coach)
milestone_judged = Notice("accelerator_milestone_judged", to=applicants)
milestone_put_off = Notice("accelerator_milestone_put_off", to=applicants)

hearing_opened = Notice("accelerator_hearing_opened", to=applicants)
hearing_answered = Notice("accelerator_hearing_answered", to=deciders)
hearing_dropped = Notice("accelerator_hearing_dropped", to=applicants)
excluded = Notice("accelerator_excluded", to=lambda t, e: [*applicants(t, e), *node_team(t, e)])
paused = Notice("accelerator_paused", to=both_sides)
resumed = Notice("accelerator_resumed", to=both_sides)
left = Notice("accelerator_left", to=node_and_officers)

event_added = Notice("accelerator_event_added", to=everyone_of_cohort)
event_dropped = Notice("accelerator_event_dropped", to=everyone_of_cohort)
demo_day_published = Notice("accelerator_demo_day_published", to=everyone_of_cohort)
on_stage = Notice("accelerator_on_stage", to=applicants)
graduated = Notice("accelerator_graduated", to=both_sides)
alumni = Notice("accelerator_alumni", to=applicants)
survey_asked = Notice("accelerator_survey_asked", to=applicants)
survey_reminder = Notice("accelerator_survey_reminder", to=applicants)
survey_answered = Notice("accelerator_survey_answered", to=node_team)
