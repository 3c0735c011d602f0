"""A committee at work: files that wait for it, a session with its members, each way it may go."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from funding.demo import checking
from funding.models import AgendaItem, CommitteeSession
from tests import cast as casting
from tests.remembered import remembered
from workflows import clock


@remembered
def deliberable(cast: Any, title: str, cost: int = 100_000, value: int = 4, reviewers: Any = None, **facts: Any) -> Any:
    """An examined file, scored `value` on every criterion, or {reviewer: {criterion: value}}."""
    file = casting.eligible(cast, title=title, cost=cost, **facts)
    given = reviewers or {"reviewer": value, "second_reviewer": value}
    people = [getattr(cast, name) for name in given]
    file.assign(by=cast.officer, reviewers=people, due_on=clock.today() + timedelta(days=21))
    for name, marks in given.items():
        review = file.reviews.get(reviewer=getattr(cast, name))
        review.submit(by=review.reviewer, **sheet(file, marks))
    examined = file.examine(by=cast.officer)
    checking.check_all(examined, by=cast.officer)
    return examined


def sheet(file: Any, marks: Any) -> dict[str, Any]:
    known = {c.key: marks if isinstance(marks, int) else marks[c.key] for c in file.call.criteria.all()}
    given = {f"mark_{key}": value for key, value in known.items()}
    given |= {f"comment_{key}": "Voilà pourquoi." for key, value in known.items() if value in (0, 1, 5)}
    return given | {"opinion": "Lu.", "no_interest": True}


def seat(session: Any, cast: Any, name: str, college: str, function: str = "member", may_vote: bool = True) -> Any:
    facts = {"email": getattr(cast, name).email, "college": college, "function": function, "may_vote": may_vote}
    session.seat_member(by=cast.manager, **facts)
    return session.seats.get(user=getattr(cast, name))


SEATS = (
    ("chair", "administration", "chair", True), ("officer", "administration", "secretary", False),
    ("reviewer", "experts", "member", True), ("second_reviewer", "experts", "member", True),
)  # fmt: skip


def this_evening() -> datetime:
    """The last minute of the legal day, which a session may open on: "in an hour" is tomorrow after 23:00."""
    return datetime.combine(clock.today(), time(23, 59), clock.PARIS)


@remembered
def prepared(cast: Any, files: Any, **facts: Any) -> CommitteeSession:
    known = {
        "call": cast.call, "starts_at": this_evening(), "place": "Salle Oural",
        "envelope": Decimal(200_000), "quorum": 2, "created_by": cast.manager,
    } | facts  # fmt: skip
    session = CommitteeSession.objects.create(**known)
    for name, college, function, may_vote in SEATS:
        seat(session, cast, name, college, function, may_vote)
    if files:
        session.add_files(by=cast.manager, applications=[file.pk for file in files])
    return session


@remembered
def opened(cast: Any, files: Any, **facts: Any) -> CommitteeSession:
    """Everyone is there; the chair opened it."""
    session = prepared(cast, files, **facts).convene(by=cast.manager)
    session.mark_arrivals(by=cast.officer, seats=[seat.pk for seat in session.seats.all()])
    return session.open(by=cast.chair)


def item_of(session: Any, file: Any) -> AgendaItem:
    return AgendaItem.objects.get(session=session, application=file.pk)


def carried(item: Any, cast: Any, outcome: str = "favourable", amount: Any = "70000", **more: Any) -> Any:
    """Put to the vote, voted by everyone, counted."""
    item.put_to_vote(by=cast.chair, outcome=outcome, amount=amount, **more)
    for name in ("chair", "reviewer", "second_reviewer"):
        AgendaItem.objects.get(pk=item.pk).vote(by=getattr(cast, name), choice="for")
    return AgendaItem.objects.get(pk=item.pk).close_vote(by=cast.chair)
