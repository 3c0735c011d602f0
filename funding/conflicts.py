"""Conflicts of interest: the one place that says who may not see a file.

A link declared on a file, or on its whole call, or a place in one of its structures bars a person from every office
there: lists, search, counts, exports, API, documents, papers, scores, debate, votes, mail. What one is as an
applicant stays: members of a structure keep their own file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from people.models import Membership
from workflows import clock
from workflows.actors import SYSTEM
from workflows.prepared import prepared


def not_barred(user: Any, application: str = "") -> Q:
    """Rows whose file is not closed to `user`; `application` is the path that leads there from the row, empty when the
    row is a file. Subqueries: a list keeps its number of queries."""
    from .models import Application, Interest

    file = f"{application}__in" if application else "pk__in"
    call = f"{application}__call__in" if application else "call__in"
    links = Interest.objects.of(user).links()
    return (
        ~Q(**{file: links.on_files().values("application")})
        & ~Q(**{call: links.on_calls().values("call")})
        & ~Q(**{file: Application.partner_rows(user).values("application")})
    )


def along(user: Any, call: str) -> Q:
    """The same, for a path to the call that leads through a file ("application__call"); nothing for another path."""
    file = call.removesuffix("__call")
    return not_barred(user, file) if file.split("__")[-1] == "application" else Q()


def bars(user: Any, application: Any, call: Any) -> list[QuerySet[Any]]:
    """The rows any of which closes a file to `user`, all by their keys."""
    from .models import Application

    return [
        _links(application, call).filter(user=user),
        Application.partner_rows(user).filter(application=application),
    ]


def barred(user: Any, application: Any) -> bool:
    return user.pk in kept_out(application)


def unbarred(people: Any, application: Any) -> Any:
    """Those of some people who may hear of the file ex officio."""
    closed = kept_out(application)
    return [person for person in people if person.pk not in closed]


def kept_out(application: Any) -> set[int]:
    """The keys of everyone whom a conflict bars from the file."""
    return {user for (user,) in _kept_out(application.pk, application.call_id)}


@prepared
def _kept_out(application: Any, call: Any) -> Any:
    applicants = Membership.objects.filter(organisation__partnerships__application=application)
    return _links(application, call).values_list("user").union(applicants.values_list("user"))


def unbarred_from_call(people: Any, call: Any) -> Any:
    """Those of a queryset of people who declared no link with the call as a whole."""
    from .models import Interest

    return people.exclude(pk__in=Interest.objects.links().on_calls().filter(call=call.pk).values("user"))


def hears(person: Any, application: Any) -> bool:
    return person is not None and not barred(person, application)


def _links(application: Any, call: Any) -> Any:
    from .models import Interest

    return Interest.objects.links().filter(Q(application=application) | Q(application=None, call=call))


def hidden_messages(user: Any) -> Q:
    """Messages of one's inbox that speak of a file from which one stepped aside. Who also belongs to one of its
    structures keeps them: there they are the proof of what the administration told."""
    from .models import Application, Interest

    links = Interest.objects.of(user).links()
    if not user.once("links", links.exists):  # most people have none
        return Q()
    closed = Application.objects.filter(
        Q(pk__in=links.on_files().values("application")) | Q(call__in=links.on_calls().values("call"))
    ).exclude(pk__in=Application.partner_rows(user).values("application"))
    page = Concat(Value("/dossiers/"), "reference", Value("/"))
    found = Q(transition=None, url__in=closed.annotate(page=page).values("page"))
    found |= Q(transition__subject_type=Application.subject_type(), transition__subject_id__in=closed.values("pk"))
    for model in told_of_files():
        rows = Q()
        for path in model.OF_FILES:
            rows |= Q(**{f"{path}__in": closed.values("pk")})
        told = model.objects.filter(rows).values("pk")
        found |= Q(transition__subject_type=model.subject_type(), transition__subject_id__in=told)
    return found


def told_of_files() -> list[Any]:
    """The machines that belong to files, an instrument's too: `OF_FILES` says by which paths."""
    return [model for model in apps.get_models() if getattr(model, "OF_FILES", ())]


# --- Declaring


def declared_for_call(user: Any, call: Any) -> bool:
    """Whether one said, for this call, that one has no link or which."""
    from .models import Interest

    return Interest.objects.of(user).standing().on_calls().filter(call=call).exists()


def declare(
    user: Any, call: Any, *, kind: str, reason: str = "", application: Any = None, by: Any = None, but: Any = None
) -> Any:
    """Write the declaration, or the link that came after it; a link already said stays. With a link, the reviews it
    concerns count no more."""
    from .models import Interest

    with transaction.atomic():
        found, new = Interest.objects.standing().get_or_create(
            user=user,
            call=call,
            application=application,
            defaults={"kind": kind, "reason": reason, "declared_by": by or user, "declared_at": clock.now()},
        )
        if not new and found.kind == Interest.Kind.NONE and kind == Interest.Kind.LINK:
            found.kind, found.reason, found.declared_by, found.declared_at = kind, reason, by or user, clock.now()
            found.save()
        if kind == Interest.Kind.LINK:
            _step_aside(user, call, application, but)
            if application is None:
                call.applications.filter(officer=user).update(officer=None)
    return found


def _step_aside(user: Any, call: Any, application: Any, but: Any) -> None:
    """What one gave on a file still being judged leaves its means and its quorum (domain K); `but` the review whose
    own step this is."""
    from .models import Review
    from .models.application_record import PENDING

    rows = Review.objects.filter(reviewer=user, application__call=call, application__state__in=PENDING)
    rows = rows.exclude(state__in=Review.OVER).exclude(pk=but.pk if but else None)
    for review in rows.filter(application=application) if application else rows:
        review.recuse(by=SYSTEM)


def rule_on(user: Any, application: Any, *, ruling: str, reason: str, by: Any) -> None:
    """What `by` makes of every sign between them that nobody dismissed: a link declared for `user`, or none."""
    from .models import RuledSign
    from .nearness import Nearness

    with transaction.atomic():
        signs = Nearness([user], [application]).signs().get((user.pk, application.pk), {})
        facts = {"user": user, "application_id": application.pk, "reason": reason, "by": by, "at": clock.now()}
        RuledSign.objects.bulk_create(
            RuledSign(key=key, sentence=sentence[:400], ruling=ruling, **facts) for key, sentence in signs.items()
        )
        if ruling == RuledSign.Ruling.CONFIRMED:
            why = " ".join([reason, *signs.values()])[:1000]
            declare(user, application.call, kind="link", reason=why, application=application, by=by)


# --- Warnings: what the product can see by itself. They never decide; a person does.


def warned(people: Iterable[Any], applications: Iterable[Any]) -> dict[tuple[int, int], list[str]]:
    """(person, file) -> why to look twice; pairs without a reason are absent. A few queries whatever the number."""
    from .nearness import Nearness

    return Nearness(people, applications).found()


def warnings(user: Any, application: Any) -> list[str]:
    return warned([user], [application]).get((user.pk, application.pk), [])


def barred_pairs(people: Iterable[Any], applications: Iterable[Any]) -> set[tuple[int, int]]:
    """(person, file) that are closed to one another, in three queries."""
    from .models import Interest, Partner

    users, files = [p.pk for p in people], {a.pk: a.call_id for a in applications}
    links = Interest.objects.links().filter(user__in=users, call__in=set(files.values()))
    found = set(links.filter(application__in=list(files)).values_list("user", "application"))
    whole = links.on_calls().values_list("user", "call")
    found |= {(user, pk) for user, call in whole for pk, its in files.items() if its == call}
    own = Partner.objects.filter(application__in=list(files), organisation__memberships__user__in=users)
    return found | set(own.values_list("organisation__memberships__user", "application"))


__all__ = [
    "along", "barred", "barred_pairs", "bars", "declare", "declared_for_call", "hears", "hidden_messages", "kept_out",
    "not_barred", "rule_on", "unbarred", "unbarred_from_call", "warned", "warnings",
]  # fmt: skip
