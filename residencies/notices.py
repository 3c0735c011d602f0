"""Each notice of residencies, named once: what happened, and whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model

from funding import conflicts
from funding import notices as spine
from people.models import Mandate
from workflows.notices import Notice

R = Mandate.Role


def of_files(*files: Any) -> Iterable[Any]:
    keys = [file.pk for file in files]
    return get_user_model().objects.filter(memberships__organisation__partnerships__application__in=keys)


def residency_of(thing: Any) -> Any:
    return getattr(thing, "residency", thing)


def hosts(thing: Any, entry: Any) -> Iterable[Any]:
    return of_files(residency_of(thing).host)


def team(thing: Any, entry: Any) -> Iterable[Any]:
    return of_files(residency_of(thing).team)


def both(thing: Any, entry: Any) -> Iterable[Any]:
    found = residency_of(thing)
    return of_files(found.host, found.team)


def others(thing: Any, entry: Any) -> Iterable[Any]:
    """The side that did not take this step, and the programme."""
    return [person for person in (*both(thing, entry), *programme(thing, entry)) if person.pk != entry.by_id]


def in_office(*wanted: Any) -> Any:
    """Of the team's call, but for whom a conflict closes either file."""

    def people(thing: Any, entry: Any) -> Iterable[Any]:
        found = residency_of(thing)
        held = spine.listed_in_office(found.round.team_call, *wanted)
        return conflicts.unbarred(conflicts.unbarred(held, found.host), found.team)

    return people


def second_signatories(thing: Any, entry: Any) -> Iterable[Any]:
    return [person for person in signatories(thing, entry) if person.pk != entry.by_id]


def whoever_signed_first(thing: Any, entry: Any) -> Iterable[Any]:
    last = thing.journal().filter(step="sign_first_cancellation").last()
    return [person for person in signatories(thing, entry) if last and person.pk == last.by_id != entry.by_id]


programme = in_office(R.MANAGER, R.OFFICER)
funders = in_office(R.FUNDER)
finance = in_office(R.FINANCE)
signatories = in_office(R.SIGNATORY)


def everyone(thing: Any, entry: Any) -> Iterable[Any]:
    return [*both(thing, entry), *programme(thing, entry), *funders(thing, entry)]


def sides_and_finance(thing: Any, entry: Any) -> Iterable[Any]:
    return [*both(thing, entry), *programme(thing, entry), *finance(thing, entry)]


def host_and_programme(thing: Any, entry: Any) -> Iterable[Any]:
    return [*hosts(thing, entry), *programme(thing, entry)]


def host_and_followers(thing: Any, entry: Any) -> Iterable[Any]:
    return [*hosts(thing, entry), *funders(thing, entry)]


def team_and_programme(thing: Any, entry: Any) -> Iterable[Any]:
    return [*team(thing, entry), *programme(thing, entry)]


def second_payers(thing: Any, entry: Any) -> Iterable[Any]:
    return [person for person in finance(thing, entry) if person.pk != entry.by_id]


def signing_next(thing: Any, entry: Any) -> Iterable[Any]:
    """The other side, and those who sign for the authority once both sides have."""
    found = [person for person in both(thing, entry) if person.pk != entry.by_id]
    return [*found, *signatories(thing, entry)] if thing.host_signed_at and thing.team_signed_at else found


host_selected = Notice("residency_host_selected", to=spine.consortium)
team_selected = Notice("residency_team_selected", to=spine.consortium)
match_proposed = Notice("residency_match_proposed", to=both)
match_accepted = Notice("residency_match_accepted", to=others)
matched = Notice("residency_matched", to=everyone)
match_refused = Notice("residency_match_refused", to=others)
match_expired = Notice("residency_match_expired", to=others)
week_planned = Notice("residency_week_planned", to=others)
lodging_confirmed = Notice("residency_lodging_confirmed", to=team)
agreement_to_sign = Notice("residency_agreement_to_sign", to=both)
agreement_taken_back = Notice("residency_agreement_taken_back", to=both)
agreement_signed_by_party = Notice("residency_agreement_signed_by_party", to=signing_next)
agreement_signed = Notice("residency_agreement_signed", to=sides_and_finance)
pre_visited = Notice("residency_pre_visited", to=host_and_programme)
week_started = Notice("residency_week_started", to=host_and_programme)
week_closed = Notice("residency_week_closed", to=host_and_followers)
presentation_announced = Notice("residency_presentation_announced", to=everyone)
presentation_reported = Notice("residency_presentation_reported", to=hosts)
presented = Notice("residency_presented", to=sides_and_finance)
evaluated = Notice("residency_evaluated", to=others)
closed = Notice("residency_closed", to=everyone)
interrupted = Notice("residency_interrupted", to=everyone)
resumed = Notice("residency_resumed", to=everyone)
cancellation_envisaged = Notice("residency_cancellation_envisaged", to=both)
observed = Notice("residency_observed", to=programme)
cancellation_dropped = Notice("residency_cancellation_dropped", to=both)
second_signature = Notice("residency_second_signature", to=second_signatories)
first_signature_dropped = Notice("residency_first_signature_dropped", to=whoever_signed_first)
cancelled = Notice("residency_cancelled", to=sides_and_finance)
instalment_ordered = Notice("residency_instalment_ordered", to=second_payers)
instalment_paid = Notice("residency_instalment_paid", to=team)
instalment_returned = Notice("residency_instalment_returned", to=finance)
follow_up_asked = Notice("residency_follow_up_asked", to=hosts)
follow_up_answered = Notice("residency_follow_up_answered", to=team_and_programme)
