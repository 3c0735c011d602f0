"""The screen of the room: what is in hand, what is put to the vote, and the count once it is over. No name, no button.

Everyone in the room reads it. So a file is shown only when nobody who steps aside from it is noted present, and what is
left of the envelope only when nobody present steps aside from any file: the sum would tell its amount.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Any

from .room import Room


class Screen(Room):
    @cached_property
    def staying(self) -> list[Any]:
        """Members noted present who step aside from the file in hand."""
        away = self.sitting.barred(self.current) if self.current is not None else {}
        return [seat for seat in self.sitting.present if seat.user_id in away]

    @property
    def shut(self) -> bool:
        return self.current_hidden or bool(self.staying)

    @property
    def result(self) -> dict[str, Any]:
        """The last vote that was counted on the file, while no other runs."""
        rounds = self.current.rounds if self.current is not None and not self.current.motion else []
        return rounds[-1] if rounds else {}

    @property
    def left_to_share(self) -> Decimal | None:
        here, files = (
            {seat.user_id for seat in self.sitting.present},
            {item.application_id for item in self.sitting.items},
        )
        told = any(here & set(away) for file, away in self.sitting.recused.items() if file in files)
        return None if told or self.shown_spent is None else self.session.remaining - self.shown_spent
