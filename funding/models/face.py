"""What an instrument says of its files: the face under which a row of the one table comes back.

An instrument declares a proxy of `Application` with `INSTRUMENT`, and says here only what differs from a grant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from ..instrument import Panel

if TYPE_CHECKING:
    from ..ball import Ball


class Face:
    do_not_call_in_templates = True  # a page asks the face of a call; Django would make a file of it
    INSTRUMENT = ""
    INSTRUMENT_LABEL: ClassVar[Any] = ""  # as a call names what it gives: « Subvention »
    SOUGHT: ClassVar[Any] = ""  # as one seeks it on the public list: « Une subvention »
    faces: ClassVar[dict[str, type[Any]]] = {}
    # Whether its files have a budget (costs, partners' shares, resources), and its awards an amount.
    WITH_BUDGET: ClassVar[bool] = True
    WITH_AMOUNT: ClassVar[bool] = True
    # Whether its calls have an envelope, which its awards spend, or its own acts: a residency's agreement commits the
    # stipend. A guarantee spends none, its fund has figures of its own; nor does a place in an accelerator.
    SPENDS: ClassVar[bool] = True
    # The stages of its thread that follow a favourable decision: (key, label).
    AFTER: ClassVar[tuple[tuple[str, Any], ...]] = (("agreement", _("Convention")), ("payments", _("Versements")))
    # What a new call of this instrument begins with: sections of questions as FormVersion tells them (one that is
    # `kept` stays in the form, with its kind: the instrument reads its answer), lines of the grid
    # (`rules.grids.Criterion`), and required pieces (label, help, indispensable).
    FORM: ClassVar[tuple[dict[str, Any], ...]] = ()
    CRITERIA: ClassVar[tuple[Any, ...]] = ()
    PIECES: ClassVar[tuple[tuple[Any, Any, bool], ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.INSTRUMENT:
            cls.faces[cls.INSTRUMENT] = cls

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> Any:
        """A row comes back as its instrument's face, so that its own table of steps holds."""
        names, row = list(field_names), list(values)
        face = cls.faces.get(row[names.index("instrument")], cls) if "instrument" in names else cls
        return super(Face, face).from_db(db, field_names, values)  # type: ignore[misc]

    def counted_aid(self, amount: Decimal) -> Decimal:
        """What an award of `amount` counts under State aid: for what gives no money, its gross grant equivalent."""
        return amount

    def committed_by(self, decision: Any) -> Decimal:
        """What its signature commits, up to the ceiling of a mandate: its amount; what a guarantee covers."""
        amount: Decimal = decision.amount
        return amount

    def panels(self, user: Any) -> Iterable[Panel]:
        """What its instrument adds to its page, for `user`."""
        return ()

    def stage_after(self) -> tuple[str, Any] | None:
        """Awarded: at which stage of `AFTER` it stands ("closed" when all are over), and in which words. None where
        the agreement tells."""
        return None

    def ball_meanwhile(self, held: Collection[Any]) -> Ball | None:
        """Before a decision: who has the ball while an act of its instrument is awaited. None where the state tells."""
        return None

    def ball_after(self, held: Collection[Any]) -> Ball | None:
        """Awarded: who has the ball, for whoever holds these roles. None where the agreement tells."""
        return None
