"""The scoring grid of a call. By default: the nine success mechanisms of the report « L’innovation au
pouvoir ! ».
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from .wording import Text

ONE = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One line of a grid. `threshold` makes it eliminatory: a mean below it and the file cannot be proposed.

    `impact` marks the criterion whose mean breaks ties second, as published in the call.
    """

    key: str
    label: Text
    weight: Decimal = ONE
    threshold: Decimal | None = None
    impact: bool = False
    stage: str = ""  # at which of two assessments it is marked; each time, where nothing is said


DEFAULT_GRID: tuple[Criterion, ...] = (
    Criterion(key="change", label=_("Changer la posture et la culture de l’administration et des élus")),
    Criterion(key="know", label=_("Connaître les ressources, les enjeux et les besoins du territoire")),
    Criterion(key="mobilise", label=_("Mettre en mouvement les acteurs et les citoyens")),
    Criterion(key="experiment", label=_("Expérimenter et assouplir les règles")),
    Criterion(key="manage", label=_("Gérer et manager autrement les équipes et les projets")),
    Criterion(key="support", label=_("Accompagner : ingénierie, outils, compétences")),
    Criterion(key="finance", label=_("Financer et trouver de nouveaux modèles économiques")),
    Criterion(key="evaluate", label=_("Évaluer les impacts"), impact=True),
    Criterion(key="spread", label=_("Diffuser et communiquer")),
)
