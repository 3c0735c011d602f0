"""Assignment for a whole call: the pool, the proposal, its sending file by file, and who is replaced in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.postgres.search import SearchQuery
from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import override

from people.models import Mandate
from workflows import clock, outbox
from workflows.errors import FormRefused, NotYours, StepRefused, sentence_of
from workflows.models import Effect

from . import conflicts
from .bulk import bulk
from .models import Application, AssignmentPlan, PlannedReview, Review, ReviewerProfile
from .rules import assignment

ASSIGNABLE = ("eligible", "shortlisted")
THEME, PLACE = 2, 1  # what a known theme, a known department, add to a fit


# --- The pool


@dataclass
class Member:
    """A reviewer as the page shows them."""

    user: Any
    profile: ReviewerProfile
    load: int  # files of this call they have given or still owe
    owed: int
    planned: int = 0
    away: bool = False

    @property
    def total(self) -> int:
        return self.load + self.planned

    @property
    def full(self) -> bool:
        return self.total >= self.profile.capacity


def pool(call: Any, plan: AssignmentPlan | None = None) -> list[Member]:
    """Everyone mandated to review on the call, but for those who declared a link with the call itself."""
    held = Mandate.objects.in_force(clock.today()).for_scope(("call", call.pk), ("programme", call.programme_id))
    linked = call.interests.links().on_calls().values("user")
    people = get_user_model().objects.filter(pk__in=held.with_role(Mandate.Role.REVIEWER).values("user"))
    people = people.exclude(pk__in=linked).select_related("reviewer_profile").order_by("last_name", "first_name", "pk")
    rows = Review.objects.active().filter(application__call=call).values("reviewer").order_by()
    loads = {r["reviewer"]: r for r in rows.annotate(n=Count("pk"), owed=Count("pk", filter=Q(state="assigned")))}
    planned = {r["reviewer"]: r["n"] for r in plan.rows.values("reviewer").annotate(n=Count("pk"))} if plan else {}
    today = clock.today()
    return [_member(person, loads.get(person.pk, {}), planned, today, plan) for person in people]


def _member(person: Any, load: dict[str, int], planned: dict[int, int], today: date, plan: Any) -> Member:
    profile = getattr(person, "reviewer_profile", None) or ReviewerProfile(user=person)
    away = profile.away(today, plan.due_on if plan else today)
    return Member(person, profile, load.get("n", 0), load.get("owed", 0), planned.get(person.pk, 0), away)


def assignable(call: Any, user: Any) -> Any:
    return Application.objects.visible_to(user).filter(call=call, state__in=ASSIGNABLE)


def needy(call: Any, wanted: int, user: Any) -> Any:
    """Files of the call that lack reviewers, among those open to who assigns; `active` says how many they have."""
    active = Review.objects.active().filter(application=OuterRef("pk")).order_by().values("application")
    rows = Application.objects.open_to(user).filter(call=call, state__in=ASSIGNABLE)
    rows = rows.annotate(active=Coalesce(Subquery(active.annotate(n=Count("pk")).values("n")), 0))
    return rows.filter(active__lt=wanted)


def matches(call: Any, profiles: Iterable[ReviewerProfile]) -> dict[int, dict[int, list[str]]]:
    """file -> reviewer -> what of the expertise it calls for. A theme is sought in the file's own words, by its index:
    one query for each theme of the pool, however many files and reviewers."""
    by_theme: dict[str, list[int]] = defaultdict(list)
    by_place: dict[str, list[int]] = defaultdict(list)
    for profile in profiles:
        for theme in profile.themes:
            by_theme[theme].append(profile.user_id)
        for code in profile.departments:
            by_place[code].append(profile.user_id)
    found: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    files = Application.objects.filter(call=call, state__in=ASSIGNABLE)
    for theme, people in sorted(by_theme.items()):
        query = SearchQuery(theme, config="french", search_type="websearch")
        for file in files.filter(search=query).values_list("pk", flat=True):
            for person in people:
                found[file][person].append(theme)
    if by_place:
        places = files.filter(commune__department__in=list(by_place)).values_list("pk", "commune__department")
        for file, code in places:
            for person in by_place[code]:
                found[file][person].append(code)
    return found


def fit(words: list[str]) -> int:
    return sum(PLACE if word[:1].isdigit() and len(word) <= 3 else THEME for word in words)


# --- The proposal


def draw_up(call: Any, *, by: Any, wanted: int, due_on: date) -> AssignmentPlan:
    """A new proposal in place of the one being prepared."""
    with transaction.atomic():
        AssignmentPlan.objects.filter(call=call, sent_at=None).delete()
        plan = AssignmentPlan.objects.create(call=call, wanted=wanted, due_on=due_on, made_by=by, made_at=clock.now())
        members = [member for member in pool(call, plan) if not member.away]
        files = list(needy(call, wanted, by).only("pk", "instrument", "state", "call"))
        words = matches(call, [member.profile for member in members])
        people = [member.user for member in members]
        apart = conflicts.barred_pairs(people, files) | set(conflicts.warned(people, files))
        apart |= set(Review.objects.filter(application__call=call).values_list("reviewer", "application"))
        found = assignment.propose(
            files=[assignment.Demand(key=file.pk, wanted=wanted - file.active) for file in files],
            seats=[assignment.Seat(key=m.user.pk, capacity=m.profile.capacity, load=m.load) for m in members],
            fits={file: {who: fit(said) for who, said in theirs.items()} for file, theirs in words.items()},
            barred={(file, person) for person, file in apart},
        )
        PlannedReview.objects.bulk_create(
            PlannedReview(plan=plan, application_id=file, reviewer_id=who, matched=words.get(file, {}).get(who, []))
            for file, given in found.given.items()
            for who in given
        )
    return plan


@dataclass
class Candidate:
    member: Member
    chosen: bool
    matched: list[str]
    warnings: list[str]


def candidates(plan: AssignmentPlan, file: Any) -> list[Candidate]:
    """Whom one may put on the file by hand: no conflict; those to look at twice say why, last."""
    members = pool(plan.call, plan)
    people = [member.user for member in members]
    shut = {person for person, _file in conflicts.barred_pairs(people, [file])}
    shut |= set(Review.objects.filter(application=file.pk).values_list("reviewer", flat=True))
    warned = conflicts.warned(people, [file])
    words = matches(plan.call, [member.profile for member in members]).get(file.pk, {})
    chosen = set(plan.rows.filter(application=file.pk).values_list("reviewer", flat=True))
    rows = [
        Candidate(m, m.user.pk in chosen, words.get(m.user.pk, []), warned.get((m.user.pk, file.pk), []))
        for m in members
        if m.user.pk not in shut
    ]
    return sorted(rows, key=lambda row: (not row.chosen, bool(row.warnings), -fit(row.matched), row.member.total))


def change(plan: AssignmentPlan, file: Any, wanted: Iterable[int]) -> None:
    """By hand: exactly these, among the candidates."""
    known = {row.member.user.pk: row for row in candidates(plan, file)}
    chosen = [known[pk] for pk in dict.fromkeys(wanted) if pk in known]
    with transaction.atomic():
        plan.rows.filter(application=file.pk).exclude(reviewer__in=[row.member.user for row in chosen]).delete()
        PlannedReview.objects.bulk_create(
            [
                PlannedReview(plan=plan, application=file, reviewer=row.member.user, matched=row.matched, by_hand=True)
                for row in chosen
                if not row.chosen
            ]
        )


# --- Sending: rows of the outbox, one for each file. Closing the browser changes nothing.


def send(plan: AssignmentPlan, *, by: Any) -> bool:
    """True for the one who sent it; of two at once the other reads that it is sent."""
    now = clock.now()
    with transaction.atomic():
        mine = AssignmentPlan.objects.filter(pk=plan.pk, sent_at=None).update(sent_at=now, sent_by=by)
        if mine:
            files = plan.rows.order_by("application").values_list("application", flat=True).distinct()
            rows = [_effect("assignment", f"{plan.pk}.{pk}", plan=plan.pk, application=pk) for pk in files]
            outbox.add([*rows, _effect("assignment_digest", f"{plan.pk}.digest", plan=plan.pk)])
    return bool(mine)


def _effect(kind: str, key: str, **payload: Any) -> Effect:
    return outbox.at_once(kind, f"funding.plan.{key}", **payload)


@outbox.handles("assignment")
def deliver_file(effect: Effect) -> None:
    """One file through its gate; a refusal is written beside it, and stops none of the others."""
    plan = AssignmentPlan.objects.select_related("sent_by").get(pk=effect.payload["plan"])
    rows = plan.rows.filter(application=effect.payload["application"], outcome="")
    reviewers = list(rows.values_list("reviewer", flat=True))
    if not reviewers:
        return
    file = Application.objects.get(pk=effect.payload["application"])
    with override(plan.sent_by.language):  # who reads a refusal
        try:
            with transaction.atomic(), bulk():
                file.assign(by=plan.sent_by, reviewers=reviewers, due_on=plan.due_on)
        except (StepRefused, NotYours, FormRefused) as refused:
            rows.update(outcome=PlannedReview.Outcome.REFUSED, why=said(refused))
        else:
            rows.update(outcome=PlannedReview.Outcome.SENT)


def said(refused: Exception) -> str:
    if isinstance(refused, FormRefused) and "reviewers" in refused.form.errors:
        return _("Un des évaluateurs n’est plus possible : lien d’intérêt, mandat terminé, ou déjà désigné.")
    return sentence_of(refused)


# --- Someone is absent


def relieve(call: Any, user: Any, *, by: Any, reason: str) -> tuple[int, list[str]]:
    """Take back what `user` still owes on the call, each through its gate; how many, and what was refused."""
    rows = Review.objects.visible_to(by).filter(reviewer=user, application__call=call).waiting()
    done, refused = 0, []
    with bulk():
        for review in rows.filter(application__state__in=ASSIGNABLE).select_related("application__call"):
            try:
                review.relieve(by=by, reason=reason)
                done += 1
            except (StepRefused, NotYours, FormRefused) as error:
                refused.append(f"{review.application.handle} : {said(error)}")
    if done:
        now = clock.now()
        facts = {"call": call.pk, "user": user.pk, "n": done, "reason": reason}
        key = f"relieved.{call.pk}.{user.pk}.{now.timestamp()}"
        outbox.add([_effect("assignment_relieved", key, **facts)])
    return done, refused
