"""What hosts and teams are asked, judged on, and must bring: the start of every call of either face.

The kept questions are those that the matching and the stay read; a call may add others.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from funding.rules.grids import Criterion

from .rules import matching
from .rules.weeks import Span, as_bits

DISCIPLINES = (
    ("architecture", _("Architecture, urbanisme")),
    ("arts", _("Arts, spectacle")),
    ("design", _("Design de service, design social")),
    ("digital", _("Numérique, données")),
    ("graphics", _("Design graphique, illustration")),
    ("landscape", _("Paysage, jardins")),
    ("mediation", _("Médiation, animation")),
    ("sociology", _("Sociologie, ethnographie")),
)
REACHES = (
    ("department", _("Dans notre département")),
    ("region", _("Dans notre région")),
    ("zone", _("Partout en métropole, ou dans notre territoire d’outre-mer")),
    ("anywhere", _("Partout en France")),
)
REACH = {"department": matching.DEPARTMENT, "region": matching.REGION, "zone": matching.ZONE}
LABELS: dict[str, Any] = dict(DISCIPLINES)
LEAST_DISCIPLINES = 2


def _options(pairs: Any) -> list[dict[str, Any]]:
    return [{"key": key, "label": label} for key, label in pairs]


def _kept(key: str, kind: str, label: Any, help: Any = "", **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label": label, "help": help, "required": True, "kept": True} | more


def _dates(label: Any, help: Any) -> dict[str, Any]:
    columns = [
        {"key": "from", "label": _("Du"), "kind": "date"},
        {"key": "to", "label": _("Au"), "kind": "date"},
    ]
    return _kept("dates", "table", label, help, columns=columns)


HOST_FORM = (
    {
        "key": "besoin", "title": _("Le besoin et le lieu"), "help": "",
        "questions": [
            _kept("need", "long", _("À quelle question la résidence doit-elle travailler ?"),
                  _("Une vraie question, sans réponse connue : pas un cahier des charges."), limit=3000),
            _kept("place", "long", _("Dans quel lieu, avec qui ?"),
                  _("L’équipement, le quartier, le service, et les personnes qui accueilleront l’équipe."), limit=2000),
            _kept("sponsor", "short", _("Élu référent : prénom, nom et fonction"),
                  _("Il ou elle ouvre les portes et porte la suite devant l’assemblée."), limit=150),
        ],
    },
    {
        "key": "accueil", "title": _("L’accueil"), "help": "",
        "questions": [
            _dates(_("Quand pouvez-vous accueillir l’équipe ?"),
                   _("Périodes possibles. Les trois semaines s’y répartiront sur plusieurs mois.")),
            _kept("disciplines", "many", _("Disciplines souhaitées"),
                  _("Seules les équipes qui les réunissent toutes vous seront proposées."),
                  options=_options(DISCIPLINES)),
            _kept("lodging", "long", _("Logement et espace de travail"),
                  _("Où l’équipe dormira et travaillera : adresse, nombre de lits, accès."), limit=1000),
            _kept("in_kind", "amount", _("Valeur de l’accueil (logement, locaux, temps d’agents)"),
                  _("Une estimation : elle sera reprise dans la convention comme apport en nature.")),
        ],
    },
)  # fmt: skip
TEAM_FORM = (
    {
        "key": "equipe", "title": _("L’équipe"), "help": "",
        "questions": [
            _kept("disciplines", "many", _("Disciplines réunies"), _("Deux au moins."), options=_options(DISCIPLINES)),
            _kept("members", "table", _("Qui partira en résidence ?"), "", columns=[
                {"key": "name", "label": _("Prénom et nom"), "kind": "short"},
                {"key": "craft", "label": _("Métier"), "kind": "short"},
            ]),
            _kept("references", "long", _("Ce que vous avez déjà fait ensemble, ou chacun"),
                  _("Trois projets au plus, avec ce qu’ils ont changé."), limit=3000),
            _kept("manner", "long", _("Comment travaillez-vous sur place ?"), "", limit=2000),
        ],
    },
    {
        "key": "disponibilites", "title": _("Vos disponibilités"), "help": "",
        "questions": [
            _dates(_("Quand pouvez-vous partir ?"), _("Périodes possibles, à l’intérieur desquelles se placeront "
                                                      "les semaines.")),
            _kept("reach", "one", _("Jusqu’où allez-vous ?"), "", options=_options(REACHES)),
        ],
    },
)  # fmt: skip

HOST_GRID = (
    Criterion(key="need", label=_("Une vraie question, partagée sur le territoire"), weight=Decimal(3)),
    Criterion(key="welcome", label=_("Qualité de l’accueil : équipe, lieu, logement"), weight=Decimal(2)),
    Criterion(key="sponsor", label=_("Engagement de l’élu référent et des services"), weight=Decimal(2)),
    Criterion(key="after", label=_("Capacité à donner une suite"), weight=Decimal(2), impact=True),
)
TEAM_GRID = (
    Criterion(key="skills", label=_("Complémentarité des disciplines"), weight=Decimal(3)),
    Criterion(key="method", label=_("Méthode de terrain et de travail avec les habitants"), weight=Decimal(3)),
    Criterion(key="references", label=_("Références"), weight=Decimal(2)),
    Criterion(key="trace", label=_("Art de raconter et de laisser une trace"), weight=Decimal(1), impact=True),
)
HOST_PIECES = (
    (_("Délibération, ou lettre de l’élu référent"),
     _("Elle engage la collectivité à accueillir l’équipe et nomme l’élu référent."), True),
)  # fmt: skip
TEAM_PIECES = (
    (_("Références illustrées"), _("Un seul fichier, dix pages au plus."), True),
    (_("Attestation de responsabilité civile professionnelle"), _("De l’année en cours."), False),
)


def spans(application: Any) -> list[Span]:
    """The periods of a file, those that make sense, in order."""
    found = []
    for row in application.answers.get("dates") or []:
        try:
            span = Span(date.fromisoformat(row.get("from") or ""), date.fromisoformat(row.get("to") or ""))
        except (ValueError, TypeError, AttributeError):
            continue
        if span.first <= span.last and (span.last - span.first).days <= 1100:
            found.append(span)
    return sorted(found)


def week_bits(application: Any) -> int:
    return as_bits(spans(application))


def disciplines(application: Any) -> frozenset[str]:
    known = application.answers.get("disciplines") or []
    return frozenset(key for key in known if key in LABELS)


def named(keys: Any) -> list[str]:
    """Disciplines in words, in the order of the form."""
    return [str(label) for key, label in DISCIPLINES if key in set(keys)]


def reach(application: Any) -> int:
    return REACH.get(application.answers.get("reach") or "", matching.ANYWHERE)


def in_kind(application: Any) -> Decimal:
    try:
        return Decimal(str(application.answers.get("in_kind") or 0))
    except ArithmeticError:
        return Decimal(0)
