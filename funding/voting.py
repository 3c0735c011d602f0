"""A vote on a motion: ballots of one round, their count, the chair's casting vote.

A simple majority of the votes for and against; abstentions count for nothing. When they are equal the chair tips the
scale, openly, whether or not the vote was secret.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Tally:
    in_favour: int
    against: int
    abstained: int

    @property
    def cast(self) -> int:
        return self.in_favour + self.against + self.abstained

    @property
    def tied(self) -> bool:
        return self.in_favour == self.against

    def carried(self, casting: str = "") -> bool:
        return casting == "for" if self.tied else self.in_favour > self.against

    def as_facts(self) -> dict[str, int]:
        return {"for": self.in_favour, "against": self.against, "abstain": self.abstained}


def is_secret(item: Any) -> bool:
    return bool(item.motion.get("secret"))


def cast(item: Any, attempt: Any, choice: str, lent: Any = None) -> None:
    """One's own ballot, or that of the seat whose proxy one holds. An open one may be changed until the count. Of a
    secret one only that it was cast is kept, without its moment, and the journal is told no more."""
    own, secret = item.session.seats.get(user=attempt.by), is_secret(item)
    how = {"choice": "", "cast_at": None} if secret else {"choice": choice, "cast_at": attempt.at}
    how |= {"cast_by": own if lent else None}
    item.ballots.update_or_create(round=item.round, seat=lent or own, defaults=how)
    if secret:
        counter = f"secret_{choice}"
        setattr(item, counter, getattr(item, counter) + 1)
        attempt.data = {"secret": True} | ({"seat": lent} if lent else {})


def tally(item: Any) -> Tally:
    if is_secret(item):
        return Tally(item.secret_for, item.secret_against, item.secret_abstain)
    choices = [ballot.choice for ballot in item.ballots.all() if ballot.round == item.round]
    return Tally(choices.count("for"), choices.count("against"), choices.count("abstain"))


def count(item: Any, attempt: Any, casting: str) -> None:
    """The result of the round; a motion that fails leaves the file without an opinion, for another motion."""
    found = tally(item)
    casting = casting if found.tied else ""
    carried = found.carried(casting)
    lent = item.ballots.filter(round=item.round).exclude(cast_by=None).count()
    result = item.motion | found.as_facts() | {"round": item.round, "carried": carried, "casting": casting,
                                               "by_proxy": lent}  # fmt: skip
    item.rounds = [*item.rounds, result]
    if carried:
        item.decide(item.motion["outcome"], Decimal(item.motion["amount"]), item.motion["conditions"])
    item.motion = {}
