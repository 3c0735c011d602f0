"""Each notice of the spine, named once: what happened, and whom it concerns (domain M)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model

from people.models import Mandate
from workflows import clock
from workflows.notices import Notice
from workflows.prepared import prepared

from . import conflicts, visas
from .bulk import in_bulk
from .calendar_file import invitation

# --- Whom it concerns. `thing` is a file, or something that belongs to one.


def file_of(thing: Any) -> Any:
    """The application behind a review, an agreement, a disbursement; its own, when it is one."""
    for path in ("application", "agreement.application"):
        found = thing
        for name in path.split("."):
            found = getattr(found, name, None)
        if found is not None:
            return found
    return thing


def holders(thing: Any, entry: Any) -> Iterable[Any]:
    """Members of the lead organisation."""
    return _members(file_of(thing).lead_id)


@prepared
def _members(organisation: Any) -> Any:
    return get_user_model().objects.filter(memberships__organisation=organisation)


def consortium(thing: Any, entry: Any) -> Iterable[Any]:
    """Members of every partner organisation, the lead's first."""
    return _partners(file_of(thing).pk)


@prepared
def _partners(application: Any) -> Any:
    return get_user_model().objects.filter(memberships__organisation__partnerships__application=application)


def mandated(*wanted: Mandate.Role) -> Any:
    """Everyone with a mandate in force of these roles on the file's call, but for whom a conflict bars from it."""

    def people(thing: Any, entry: Any) -> Iterable[Any]:
        return conflicts.unbarred(listed_in_office(file_of(thing).call, *wanted), file_of(thing))

    return people


def in_office(call: Any, *wanted: Mandate.Role) -> Any:
    """Everyone with a mandate in force of these roles on the call."""
    return _in_office(clock.today(), str(call.pk), str(call.programme_id), wanted)


def listed_in_office(call: Any, *wanted: Mandate.Role) -> list[Any]:
    """The same, read at once: for a step, that asks nothing further of them."""
    found: list[Any] = _listed(*wanted)(clock.today(), str(call.pk), str(call.programme_id))
    return found


@cache
def _listed(*wanted: Mandate.Role) -> prepared:
    return prepared(lambda today, call, programme: _in_office(today, call, programme, wanted))


def _in_office(today: Any, call: Any, programme: Any, wanted: Iterable[Mandate.Role]) -> Any:
    held = Mandate.objects.in_force(today).for_scope(("call", call), ("programme", programme))
    return get_user_model().objects.filter(pk__in=held.with_role(*wanted).values("user"))


def officers(thing: Any, entry: Any) -> Iterable[Any]:
    """Who instructs the file; while nobody does, every officer of the call."""
    officer = file_of(thing).officer
    return [officer] if conflicts.hears(officer, file_of(thing)) else mandated(Mandate.Role.OFFICER)(thing, entry)


def new_reviewers(thing: Any, entry: Any) -> Iterable[Any]:
    """Those whom this very step assigned; of an assignment in bulk they read a digest."""
    if in_bulk():
        return []
    new = get_user_model().objects.filter(reviews__application=thing.pk, reviews__assigned_at=entry.at)
    return conflicts.unbarred(new, thing)


def its_relieved_reviewer(thing: Any, entry: Any) -> Iterable[Any]:
    return [] if in_bulk() else its_reviewer(thing, entry)


def its_reviewer(thing: Any, entry: Any) -> Iterable[Any]:
    return [thing.reviewer] if conflicts.hears(thing.reviewer, thing.application) else []


def whom_it_concerns(interest: Any, entry: Any) -> Iterable[Any]:
    return [interest.user]


def whoever_ordered(thing: Any, entry: Any) -> Iterable[Any]:
    """The author of the order that this step sends back."""
    last = thing.journal().filter(step="order").last()
    return [last.by] if last and conflicts.hears(last.by, file_of(thing)) else []


def whoever_signed_first(thing: Any, entry: Any) -> Iterable[Any]:
    """Of an act that two sign, and that this step sends back."""
    last = thing.journal().filter(step=entry.step.replace("send_back", "sign_first")).last()
    return [last.by] if last and last.by_id != entry.by_id and conflicts.hears(last.by, file_of(thing)) else []


def second_signatories(thing: Any, entry: Any) -> Iterable[Any]:
    return [person for person in signatories(thing, entry) if person.pk != entry.by_id]


def seated(session: Any, entry: Any) -> Iterable[Any]:
    """Everyone who has a seat in the committee's session."""
    return get_user_model().objects.filter(seats__session=session.pk)


def offices_of_session(session: Any, entry: Any) -> Iterable[Any]:
    """Those who draw up decisions from the minutes, and those who sign them; a link with one file closes no session."""
    everyone = in_office(session.call, Mandate.Role.OFFICER, Mandate.Role.MANAGER, Mandate.Role.SIGNATORY)
    return conflicts.unbarred_from_call(everyone, session.call)


signatories = mandated(Mandate.Role.SIGNATORY)
finance = mandated(Mandate.Role.FINANCE)


def visors(thing: Any, entry: Any) -> Iterable[Any]:
    """Those whom this very step asked for a visa, and their deputies; of many projects at once they read a digest."""
    return [] if in_bulk() else visas.asked_by(entry, thing.decision)


def signatories_in_turn(thing: Any, entry: Any) -> Iterable[Any]:
    """Once every visa is given: before, there is nothing to sign."""
    return [] if in_bulk() or visas.missing(thing.decision) else signatories(thing, entry)


officers_and_signatories = mandated(Mandate.Role.OFFICER, Mandate.Role.SIGNATORY)
funders_and_finance = mandated(Mandate.Role.FUNDER, Mandate.Role.FINANCE)

# --- The notices, in the order of the spine.

received = Notice("received", to=consortium)
new_file = Notice("new_file", to=officers)
pieces_asked = Notice("pieces_asked", to=holders)
pieces_filed = Notice("pieces_filed", to=officers)
time_asked = Notice("time_asked", to=officers)
time_granted = Notice("time_granted", to=holders)
time_refused = Notice("time_refused", to=holders)
admitted = Notice("admitted", to=consortium)
review_asked = Notice("review_asked", to=new_reviewers)
review_submitted = Notice("review_submitted", to=officers)
review_declined = Notice("review_declined", to=officers)
review_reopened = Notice("review_reopened", to=its_reviewer)
review_stood_down = Notice("review_stood_down", to=officers)
review_relieved = Notice("review_relieved", to=its_relieved_reviewer)
review_extended = Notice("review_extended", to=its_reviewer)
review_due = Notice("review_due", to=its_reviewer)
review_reinstated = Notice("review_reinstated", to=its_reviewer)
link_lifted = Notice("link_lifted", to=whom_it_concerns)
shortlisted = Notice("shortlisted", to=holders)
decision_to_sign = Notice("decision_to_sign", to=signatories_in_turn)
visa_asked = Notice("visa_asked", to=visors)
visa_refused = Notice("visa_refused", to=officers)
condition_filed = Notice("condition_filed", to=officers)
condition_lifted = Notice("condition_lifted", to=holders)
condition_insufficient = Notice("condition_insufficient", to=holders)
condition_put_off = Notice("condition_put_off", to=holders)
decision_sent_back = Notice("decision_sent_back", to=officers)
awarded = Notice("awarded", to=consortium)
awarded_internal = Notice("awarded_internal", to=funders_and_finance)
reserve_listed = Notice("reserve_listed", to=holders)
rejected = Notice("rejected", to=holders)
found_ineligible = Notice("found_ineligible", to=holders)
implicitly_rejected = Notice("implicitly_rejected", to=holders)
resumed = Notice("resumed", to=holders)
lapsed = Notice("lapsed", to=holders)
withdrawn = Notice("withdrawn", to=officers)
agreement_offered = Notice("agreement_offered", to=holders)
agreement_waived = Notice("agreement_waived", to=holders)
agreement_taken_back = Notice("agreement_taken_back", to=holders)
agreement_signed_by_holder = Notice("agreement_signed_by_holder", to=signatories)
agreement_in_force = Notice("agreement_in_force", to=consortium)
agreement_closed = Notice("agreement_closed", to=consortium)
payment_ordered = Notice("payment_ordered", to=finance)
payment_made = Notice("payment_made", to=holders)
payment_skipped = Notice("payment_skipped", to=holders)
payment_returned = Notice("payment_returned", to=whoever_ordered)
appeal_received = Notice("appeal_received", to=holders)
appeal_to_answer = Notice("appeal_to_answer", to=officers_and_signatories)
appeal_advised = Notice("appeal_advised", to=signatories)
appeal_confirmed = Notice("appeal_confirmed", to=holders)
appeal_granted = Notice("appeal_granted", to=holders)
appeal_granted_internal = Notice("appeal_granted_internal", to=officers)
appeal_silent = Notice("appeal_silent", to=holders)
appeal_silent_internal = Notice("appeal_silent_internal", to=officers_and_signatories)
appeal_desisted = Notice("appeal_desisted", to=officers_and_signatories)
second_signature = Notice("second_signature", to=second_signatories)
first_signature_dropped = Notice("first_signature_dropped", to=whoever_signed_first)
withdrawal_opened = Notice("withdrawal_opened", to=consortium)
observations_received = Notice("observations_received", to=officers_and_signatories)
observations_over = Notice("observations_over", to=officers_and_signatories)
withdrawal_dropped = Notice("withdrawal_dropped", to=consortium)
award_withdrawn = Notice("award_withdrawn", to=consortium)
award_withdrawn_internal = Notice("award_withdrawn_internal", to=funders_and_finance)
withdrawal_repaid = Notice("withdrawal_repaid", to=holders)
session_convened = Notice("session_convened", to=seated, attaches=invitation)
session_cancelled = Notice("session_cancelled", to=seated, attaches=invitation)
session_closed = Notice("session_closed", to=seated)
minutes_signed = Notice("minutes_signed", to=offices_of_session)
