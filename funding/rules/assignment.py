"""Who reviews what, for a whole call at once: each file its reviewers, loads even, expertise fitting, no conflict.

Pure arithmetic on keys; no database, no request. Three passes, each of which keeps what the one before it reached:

1. cover: as many places filled as conflicts and capacities allow (augmenting paths: none is missed);
2. even: for what each file got, no reviewer carries two files more than another who could take one of them,
   directly or through others (cost-reducing paths: the sum of squared loads is the least possible);
3. fit: exchanges that raise the sum of fits and leave the loads as even, until none is left or the tries are spent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

Came = dict[int, tuple[int, int] | None]  # reviewer -> the one before on the path, and the file that moves
TRIES = 200_000  # exchanges looked at in the third pass: a bound on time, far beyond what a call needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A reviewer: how many files at most, and how many they have already."""

    key: int
    capacity: int
    load: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A file: how many reviewers it still needs."""

    key: int
    wanted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """`given`: file -> reviewers, in the order of their keys. `short`: file -> how many are missing. `loads` count what
    each reviewer had already."""

    given: Mapping[int, tuple[int, ...]] = field(hash=False)
    short: Mapping[int, int] = field(hash=False)
    loads: Mapping[int, int] = field(hash=False)
    fit: int


def propose(
    *,
    files: Sequence[Demand],
    seats: Sequence[Seat],
    fits: Mapping[int, Mapping[int, int]],
    barred: Collection[tuple[int, int]] = (),
) -> Proposal:
    """`fits[file][reviewer]`: how well the expertise fits, 0 when absent. `barred` pairs (file, reviewer) never meet.

    The order of the arguments changes nothing: ties are broken by key.
    """
    table = _Table(files, seats, fits, barred)
    table.fill()
    table.cover()
    table.even()
    table.improve()
    return table.proposal()


class _Table:
    """Reviewers are numbered by key; a set of them is the bits of one integer, which makes each search short."""

    def __init__(
        self,
        files: Sequence[Demand],
        seats: Sequence[Seat],
        fits: Mapping[int, Mapping[int, int]],
        barred: Collection[tuple[int, int]],
    ) -> None:
        self.seats = sorted(seats, key=lambda seat: seat.key)
        self.files = sorted(files, key=lambda file: file.key)
        number = {seat.key: n for n, seat in enumerate(self.seats)}
        everyone = (1 << len(self.seats)) - 1
        self.allowed = [everyone] * len(self.files)
        place = {file.key: n for n, file in enumerate(self.files)}
        for file, seat in barred:
            if file in place and seat in number:
                self.allowed[place[file]] &= ~(1 << number[seat])
        self.fits = [
            {number[k]: v for k, v in fits.get(file.key, {}).items() if v and k in number} for file in self.files
        ]
        self.load = [seat.load for seat in self.seats]
        self.room = [max(0, seat.capacity - seat.load) for seat in self.seats]
        self.given = [0] * len(self.files)
        self.held: list[set[int]] = [set() for _seat in self.seats]

    def missing(self, file: int) -> int:
        return min(self.files[file].wanted, self.allowed[file].bit_count()) - self.given[file].bit_count()

    def put(self, file: int, seat: int) -> None:
        self.given[file] |= 1 << seat
        self.held[seat].add(file)
        self.load[seat] += 1
        self.room[seat] -= 1

    def take(self, file: int, seat: int) -> None:
        self.given[file] &= ~(1 << seat)
        self.held[seat].discard(file)
        self.load[seat] -= 1
        self.room[seat] += 1

    def fit(self, file: int, seat: int) -> int:
        return self.fits[file].get(seat, 0)

    # --- A first table: those with the fewest choices first, each the best fit under an even share.

    def fill(self) -> None:
        order = sorted(range(len(self.files)), key=lambda n: (self.allowed[n].bit_count(), n))
        wanted = sum(max(0, self.missing(file)) for file in order)
        share = -(-(wanted + sum(self.load)) // max(1, len(self.seats)))
        most = max((file.wanted for file in self.files), default=0)
        for _round in range(most):
            for file in order:
                if self.missing(file) > 0 and (seat := self._best(file, share)) is not None:
                    self.put(file, seat)

    def _best(self, file: int, share: int) -> int | None:
        """The best fit among those under the even share; else the least loaded."""
        free = [seat for seat in bits(self.allowed[file] & ~self.given[file]) if self.room[seat] > 0]
        under = [seat for seat in free if self.load[seat] < share]
        if under:
            return min(under, key=lambda seat: (-self.fit(file, seat), self.load[seat], seat))
        return min(free, key=lambda seat: (self.load[seat], -self.fit(file, seat), seat), default=None)

    # --- 1. Cover

    def cover(self) -> None:
        for file in range(len(self.files)):
            while self.missing(file) > 0 and self._augment(file):
                pass

    def _augment(self, file: int) -> bool:
        """From a file in need to a reviewer with room, along files that change hands."""
        start = self.allowed[file] & ~self.given[file]
        came: Came = dict.fromkeys(bits(start))
        return self._walk(came, lambda seat: self.room[seat] > 0, first=file)

    # --- 2. Even

    def even(self) -> None:
        """One pass from the heaviest down suffices to start; paths are sought again while one is found."""
        moved = True
        while moved:
            moved = False
            for seat in sorted(range(len(self.seats)), key=lambda n: (-self.load[n], n)):
                while self._relieve(seat):
                    moved = True

    def _relieve(self, seat: int) -> bool:
        target = self.load[seat] - 2
        if target < min((self.load[n] for n in range(len(self.seats)) if self.room[n] > 0), default=target + 1):
            return False
        came: Came = {seat: None}
        return self._walk(came, lambda n: n != seat and self.room[n] > 0 and self.load[n] <= target)

    def _walk(self, came: Came, end: Callable[[int], bool], first: int | None = None) -> bool:
        """Breadth first over reviewers: a file of one's own may go to whoever is allowed and does not have it. At the
        end the files move along the path, and the path's first reviewer gains `first`, when there is one."""
        queue, seen = deque(came), sum(1 << seat for seat in came)
        while queue:
            seat = queue.popleft()
            if end(seat):
                self._move(came, seat, first)
                return True
            for file in sorted(self.held[seat]):
                new = self.allowed[file] & ~self.given[file] & ~seen
                seen |= new
                for other in bits(new):
                    came[other] = (seat, file)
                    queue.append(other)
        return False

    def _move(self, came: Came, seat: int, first: int | None) -> None:
        while (step := came[seat]) is not None:
            before, file = step
            self.take(file, before)
            self.put(file, seat)
            seat = before
        if first is not None:
            self.put(first, seat)

    # --- 3. Fit

    def improve(self) -> None:
        self.tries = TRIES
        moved = True
        while moved and self.tries > 0:
            moved = False
            for file in range(len(self.files)):
                for seat in bits(self.given[file]):
                    moved = self._better(file, seat) or moved

    def _better(self, file: int, seat: int) -> bool:
        """`file` leaves `seat` for one whom it fits better: given over when that one carries less, else exchanged."""
        own = self.fit(file, seat)
        choices = [
            (value, other)
            for other, value in self.fits[file].items()
            if value > own and (self.allowed[file] & ~self.given[file]) >> other & 1
        ]
        for value, other in sorted(choices, key=lambda choice: (-choice[0], choice[1])):
            self.tries -= 1
            if self.load[other] < self.load[seat] and self.room[other] > 0:
                self.take(file, seat)
                self.put(file, other)
                return True
            if self._exchange(file, seat, other, value - own):
                return True
            if self.tries <= 0:
                break
        return False

    def _exchange(self, file: int, seat: int, other: int, gain: int) -> bool:
        for back in sorted(self.held[other]):
            self.tries -= 1
            if not (self.allowed[back] & ~self.given[back]) >> seat & 1:
                continue
            if gain + self.fit(back, seat) - self.fit(back, other) > 0:
                for thing, before, after in ((file, seat, other), (back, other, seat)):
                    self.take(thing, before)
                    self.put(thing, after)
                return True
        return False

    def proposal(self) -> Proposal:
        given = {
            file.key: tuple(self.seats[n].key for n in bits(self.given[place])) for place, file in enumerate(self.files)
        }
        short = {
            file.key: file.wanted - len(given[file.key]) for file in self.files if len(given[file.key]) < file.wanted
        }
        loads = {seat.key: self.load[n] for n, seat in enumerate(self.seats)}
        total = sum(self.fit(place, n) for place in range(len(self.files)) for n in bits(self.given[place]))
        return Proposal(given=given, short=short, loads=loads, fit=total)


def bits(value: int) -> list[int]:
    """The places of the bits that are set, the lowest first."""
    found = []
    while value:
        low = value & -value
        found.append(low.bit_length() - 1)
        value ^= low
    return found
