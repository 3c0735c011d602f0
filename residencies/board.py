"""A round on one page: pairs and their reasons, who stays alone and why, and what a change would break."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from . import pairing
from .pairing import Pool
from .rules import matching


@dataclass
class Trial:
    """One pair as the manager thinks of it: `refused` forbids it, the rest is to be weighed."""

    host: Any
    team: Any
    refused: list[str] = field(default_factory=list)
    upset: list[tuple[Any, Any]] = field(default_factory=list)
    left: list[Any] = field(default_factory=list)


class Board:
    def __init__(self, found: Any) -> None:
        self.round, self.pool = found, Pool(found)

    @cached_property
    def drafts(self) -> list[Any]:
        rows = list(self.round.residencies.drafted().with_sides().order_by("pk"))
        for row in rows:
            row.lines = pairing.reason_lines(row.reasons)
            row.refused = self.pool.sentences(row.host_id, row.team_id)
        return rows

    @cached_property
    def proposed(self) -> list[Any]:
        return list(self.round.residencies.beyond_draft().with_sides().order_by("-pk"))

    @cached_property
    def pairs(self) -> dict[int, int]:
        return {row.host_id: row.team_id for row in self.drafts}

    @cached_property
    def upset(self) -> list[tuple[Any, Any]]:
        return self.pool.upset(self.pairs) if self.drafts else []

    @property
    def teams(self) -> list[Any]:
        return [self.pool.files[key] for key in self.pool.teams]

    @property
    def hosts_alone(self) -> list[tuple[Any, list[str]]]:
        left = [key for key in self.pool.hosts if key not in self.pairs]
        return [(self.pool.files[key], self._why(key, self.pool.teams, is_team=False)) for key in left]

    @property
    def teams_alone(self) -> list[tuple[Any, list[str]]]:
        left = [key for key in self.pool.teams if key not in self.pairs.values()]
        return [(self.pool.files[key], self._why(key, self.pool.hosts, is_team=True)) for key in left]

    def _why(self, key: int, others: list[int], *, is_team: bool) -> list[str]:
        found = matching.alone(
            self.pool.sides[key], self.pool.free(others), self.round.weeks, is_team=is_team
        )  # fmt: skip
        return pairing.why_alone(found, is_team=is_team)

    def trial(self, host: int | None, team: int | None) -> Trial | None:
        if host not in self.pool.hosts or (team is not None and team not in self.pool.teams):
            return None
        files = self.pool.files
        asked = Trial(files[host], files.get(team or 0))
        if team is not None and (refused := self.pool.sentences(host, team)):
            asked.refused = refused
            return asked
        changed = pairing.changed(self.pairs, host, team)
        before = set(self.upset)
        asked.upset = [pair for pair in self.pool.upset(changed) if pair not in before]
        kept = {*changed, *changed.values()}
        asked.left = [files[key] for key in (*self.pairs, *self.pairs.values()) if key not in kept]
        return asked
