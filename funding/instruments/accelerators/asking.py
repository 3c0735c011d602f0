"""What a new call of the network begins with: its questions, the grids of its two colleges, its pieces."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from funding.rules.grids import Criterion

TWO = Decimal(2)


def question(key: str, kind: str, label: object, *, required: bool = True, kept: bool = True, **more: object) -> dict:
    return {"key": key, "kind": kind, "label": label, "required": required, "kept": kept, **more}


MATURITY = [
    {"key": "idea", "label": _("Idée : le problème est étudié avec ses usagers")},
    {"key": "prototype", "label": _("Prototype : une première version est essayée")},
    {"key": "running", "label": _("En service : des usagers s’en servent")},
    {"key": "growing", "label": _("En croissance : d’autres territoires la demandent")},
]

FORM = (
    {
        "key": "problem",
        "title": _("Le problème et ceux qui le vivent"),
        "help": "",
        "questions": [
            question("problem", "long", _("Quel problème public voulez-vous résoudre ?"), limit=3000),
            question("public", "long", _("Qui le vit, et comment le savez-vous ?"), limit=2000),
            question("interest", "long", _("En quoi votre projet sert-il l’intérêt général ?"), limit=2000),
        ],
    },
    {
        "key": "progress",
        "title": _("Où vous en êtes"),
        "help": "",
        "questions": [
            question("maturity", "one", _("À quel stade est votre projet ?"), options=MATURITY),
            question("tried", "long", _("Qu’avez-vous essayé, et qu’avez-vous appris ?"), limit=2000),
            question("team", "long", _("Qui porte le projet, avec quel temps disponible ?"), limit=1500),
        ],
    },
    {
        "key": "needs",
        "title": _("Ce que vous attendez du programme"),
        "help": "",
        "questions": [
            question("needs", "long", _("De quoi avez-vous besoin pour changer d’échelle ?"), limit=2000),
            question("partners", "long", _("Quels partenaires vous suivent déjà ?"), required=False, limit=1500),
        ],
    },
)

CRITERIA = (
    Criterion(key="problem", label=_("Le problème est établi et partagé"), weight=TWO, stage="first"),
    Criterion(key="maturity", label=_("La maturité suffit pour un programme"), threshold=TWO, stage="first"),
    Criterion(key="team", label=_("L’équipe peut mener le projet"), threshold=TWO, stage="first"),
    Criterion(key="feasible", label=_("Le projet est réalisable avec les services publics concernés"), stage="first"),
    Criterion(key="interest", label=_("Le projet sert l’intérêt général"), weight=TWO, threshold=TWO, stage="jury"),
    Criterion(key="useful", label=_("Il change la vie de ceux qui vivent le problème"), weight=TWO, stage="jury"),
    Criterion(key="open", label=_("Il associe les habitants et partage ce qu’il apprend"), stage="jury"),
    Criterion(key="evaluate", label=_("Son effet pourra être mesuré"), impact=True, stage="jury"),
)

PIECES = (
    (_("Présentation du projet"), _("Dix pages au plus."), True),
    (_("Statuts, ou délibération qui autorise à candidater"), "", False),
)
