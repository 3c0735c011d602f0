"""The live page of a session, as one person sees it: what is in hand, who is there, the ranking and its line.

Whoever steps aside from a file sees its place on the agenda and nothing of it: no score, amount, debate or vote.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from look.typography import euros
from workflows import engine

from . import conflicts, roles, voting
from .deliberation import Deliberation

ZERO = Decimal(0)
RUNS = frozenset({roles.CHAIR, roles.SECRETARY})


def version(session: Any) -> str:
    """Changes whenever anything said or done in the session does. One query: every screen asks it every few seconds."""
    items = session.items.aggregate(steps=Sum("journal_count"), count=Count("pk"))
    return f"{session.journal_count}-{items['steps'] or 0}-{items['count']}"


@dataclass
class Row:
    """A line of the ranking; `line` says that the envelope ends above it."""

    item: Any
    rank: int | None = None
    score: Any = None
    weighs: Decimal = ZERO
    total: Decimal | None = None
    decided_by: str = ""
    below: bool = False
    line: bool = False
    hidden: bool = False
    refusals: list[str] = field(default_factory=list)


class Room:
    def __init__(self, session: Any, user: Any, wanted: str = "", envelope: Decimal | None = None) -> None:
        self.session, self.user, self.wanted, self.asked = session, user, wanted, envelope
        self.sitting = Deliberation(session)

    @cached_property
    def held(self) -> set[Any]:
        return self.session.roles_of(self.user)

    @property
    def runs(self) -> bool:
        """Chair or secretary: they have the buttons of the session."""
        return bool(self.held & RUNS)

    @cached_property
    def closed(self) -> set[int]:
        """The files from which this person steps aside, whether they sit or hold an office of the call."""
        open_to = self.session.items.filter(conflicts.not_barred(self.user, "application"))
        return {item.pk for item in self.sitting.items} - set(open_to.values_list("pk", flat=True))

    def hides(self, item: Any) -> bool:
        return item.pk in self.closed

    # --- The agenda, and the file in hand

    @cached_property
    def current(self) -> Any:
        """The vote that is running; else the file one chose; else the first without an opinion."""
        items = self.sitting.items
        running = next((item for item in items if item.state == item.S.VOTING), None)
        chosen = next((item for item in items if str(item.pk) == self.wanted), None)
        waiting = next((item for item in items if not item.outcome and not self.hides(item)), None)
        return running or chosen or waiting or (items[0] if items else None)

    @cached_property
    def agenda(self) -> list[dict[str, Any]]:
        found = []
        for item in self.sitting.items:
            state = "now" if item == self.current else "done" if item.outcome else "todo"
            detail = _("déport") if self.hides(item) else item.get_outcome_display() or item.application.lead.name
            url = f"{self.session.get_absolute_url()}?item={item.pk}"
            title = _("Point %(n)s") % {"n": item.position} if self.hides(item) else item.application.title
            found.append({"title": title, "detail": detail, "state": state, "url": url})
        return found

    @property
    def current_hidden(self) -> bool:
        return self.current is not None and self.hides(self.current)

    @cached_property
    def doors(self) -> dict[str, engine.Door]:
        """The steps of the file in hand, by name."""
        if self.current is None or self.current_hidden:
            return {}
        self.current.session = self.session
        return {door.name: door for door in engine.doors(self.current, self.user)}

    @cached_property
    def session_doors(self) -> list[engine.Door]:
        return engine.doors(self.session, self.user)

    def door(self, name: str) -> engine.Door | None:
        return next((door for door in self.session_doors if door.name == name), None)

    @property
    def check_in(self) -> engine.Door | None:
        return self.door("check_in")

    @property
    def check_out(self) -> engine.Door | None:
        return self.door("check_out")

    @property
    def here_door(self) -> engine.Door | None:
        """To say that one is there, or that one leaves: whichever is possible."""
        return next((door for door in (self.check_in, self.check_out) if door and door.open), None)

    @property
    def back(self) -> str:
        """Where one comes back to after a step on the file in hand."""
        return f"{self.session.get_absolute_url()}?item={self.current.pk}"

    @property
    def choices(self) -> list[dict[str, Any]]:
        return [
            {"value": "for", "label": _("Pour"), "icon": "hand-thumbs-up"},
            {"value": "against", "label": _("Contre"), "icon": "hand-thumbs-down"},
            {"value": "abstain", "label": _("Je m’abstiens"), "icon": "dash-circle"},
        ]

    @property
    def managing(self) -> list[engine.Door]:
        """Buttons beside the page: all but those that have a place of their own."""
        return [door for door in self.session_doors if not door.step.quiet]

    @property
    def acts(self) -> list[engine.Door]:
        """What chair and secretary may do with the file in hand."""
        return [door for name, door in self.doors.items() if name not in ("vote", "recuse")]

    # --- The vote

    @cached_property
    def tally(self) -> voting.Tally | None:
        """Of an open vote, as it goes; a secret one is told when it is counted."""
        if self.current is None or not self.current.motion or voting.is_secret(self.current):
            return None
        return voting.tally(self.current)

    @cached_property
    def ballots(self) -> dict[int, str]:
        """Seats that voted in this round, and how when the vote is open."""
        if self.current is None or not self.current.motion:
            return {}
        return {b.seat_id: b.choice for b in self.current.ballots.all() if b.round == self.current.round}

    @property
    def awaited(self) -> int:
        voices = [*self.sitting.voters(self.current), *self.sitting.lent(self.current)]
        return len([seat for seat in voices if seat.pk not in self.ballots])

    @cached_property
    def lent_to_me(self) -> list[dict[str, Any]]:
        """Voices of absent members that this person casts in the running vote; a secret ballot is cast once."""
        vote = self.doors.get("vote")
        if vote is None or self.current.state != self.current.S.VOTING or self.session.state != self.session.S.OPEN:
            return []
        secret, lent = voting.is_secret(self.current), self.sitting.lent(self.current)
        return [
            {"seat": giver, "url": vote.url, "mine": self.ballots.get(giver.pk),
             "open": not secret or giver.pk not in self.ballots}
            for giver, holder in lent.items() if holder.user_id == self.user.pk
        ]  # fmt: skip

    @property
    def motion(self) -> dict[str, Any]:
        motion = self.current.motion if self.current is not None else {}
        if not motion:
            return {}
        label = self.current.Outcome(motion["outcome"]).label
        return motion | {"label": label, "amount": Decimal(motion["amount"])}

    @cached_property
    def mine(self) -> str | None:
        """One's own vote: a choice, "" when it was secret, None before."""
        seat = next((seat for seat in self.sitting.seats if seat.user_id == self.user.pk), None)
        return self.ballots.get(seat.pk) if seat else None

    @property
    def score(self) -> Any:
        return self.sitting.scores[self.current.pk] if self.current is not None else None

    # --- Who is there

    @cached_property
    def attendance(self) -> list[dict[str, Any]]:
        here = {seat.pk for seat in self.sitting.present}
        away = self.sitting.barred(self.current) if self.current is not None else {}
        holders = {row.giver_id: row.holder for row in self.sitting.proxies}
        return [
            {"seat": seat, "holder": holders.get(seat.pk), "present": seat.pk in here, "recused": seat.user_id in away,
             "voted": seat.pk in self.ballots, "awaited": bool(self.motion) and seat.may_vote}
            for seat in self.sitting.seats
        ]  # fmt: skip

    @property
    def figures(self) -> list[dict[str, Any]]:
        """What everyone looks at first."""
        here, items = self.sitting.voters(), self.sitting.items
        lacking = self.sitting.quorum_sentences()
        left = len(items) - self.decided
        examined = _("reste %(left)s à examiner") % {"left": left} if left else _("tout a un avis")
        return [
            {"name": _("Voix présentes"), "value": len(here), "tone": "" if lacking else "ok",
             "unit": _("sur %(all)s") % {"all": len([seat for seat in self.sitting.seats if seat.may_vote])},
             "sense": " ".join(lacking) or _("quorum de %(quorum)s atteint") % {"quorum": self.session.quorum}},
            {"name": _("Ordre du jour"), "value": self.decided,
             "unit": _("sur %(all)s examinés") % {"all": len(items)},
             "sense": examined if items else _("aucun dossier inscrit")},
            {"name": _("Enveloppe"), "value": euros(self.session.remaining), "unit": "",
             "sense": _("%(spent)s déjà retenus") % {"spent": euros(self.shown_spent)}
             if self.shown_spent is not None else ""},
        ]  # fmt: skip

    @property
    def shown_spent(self) -> Decimal | None:
        """Not to who steps aside from a file: the sum would tell its amount."""
        return None if self.closed else self.sitting.spent

    @property
    def decided(self) -> int:
        return len([item for item in self.sitting.items if item.outcome])

    # --- The ranking

    @property
    def envelope(self) -> Decimal:
        """The session's, or the one that somebody tries."""
        return self.session.remaining if self.asked is None else self.asked

    @cached_property
    def cut(self) -> Any:
        return self.sitting.cut(self.envelope)

    @cached_property
    def ranking(self) -> list[Row]:
        """Ranked files with the running sum, the line where the envelope ends, then those that cannot be ranked; last
        the files from which one steps aside, where their place would tell how they were judged: so would a number
        that is missing among the ranks, and none is shown then."""
        reserve = {place.candidate.reference for place in self.cut.reserve}
        sums_shown = self.shown_spent is not None
        rows, total, line_drawn = [], ZERO, False
        for place in self.sitting.places:
            item = self.sitting.item_at(place)
            below = place.candidate.reference in reserve
            taken = ZERO if item.outcome in ("unfavourable", "adjourned", "reserve") else place.candidate.proposed
            total += taken
            if self.hides(item):
                continue
            rank, running = (place.rank, total if taken else None) if sums_shown else (None, None)
            row = Row(item, rank, place.candidate.score, taken, running, place.decided_by, below,
                      below and not line_drawn)  # fmt: skip
            line_drawn = line_drawn or below
            rows.append(row)
        ranked = {row.item.pk for row in rows}
        others = [item for item in self.sitting.items if item.pk not in ranked]
        rows += [self._unranked(item) for item in others if not self.hides(item)]
        return rows + [Row(item, hidden=True) for item in others if self.hides(item)]

    def _unranked(self, item: Any) -> Row:
        score = self.sitting.scores[item.pk]
        said = [refusal.sentence for refusal in score.refusals]
        return Row(item, score=score.score, refusals=said)

    @property
    def left(self) -> Decimal:
        return self.cut.left

    @property
    def most(self) -> Decimal:
        """How far the slider goes: everything that is proposed, or the envelope."""
        asked = sum((item.proposed for item in self.sitting.items), ZERO)
        return max(asked, self.session.remaining, self.envelope).quantize(Decimal(1))
