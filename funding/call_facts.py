"""What a call says of itself, in words: amounts, rate, duration, who may apply, the way ahead."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from look.typography import day_hour, euros, number, percent
from people.models import Organisation

K = Organisation.Kind

# kind -> (« Vous êtes : une commune », « Qui peut déposer : communes »)
KINDS: dict[str, tuple[Any, Any]] = {
    K.COMMUNE: (_("Une commune"), _("Communes")),
    K.EPCI: (_("Une intercommunalité"), _("Intercommunalités")),
    K.ASSOCIATION: (_("Une association ou fondation"), _("Associations et fondations")),
    K.COMPANY: (_("Une entreprise"), _("Entreprises")),
    K.RESEARCH: (_("Un organisme de recherche"), _("Organismes de recherche")),
    K.PUBLIC_BODY: (_("Un établissement public"), _("Établissements publics")),
    K.DEPARTMENT: (_("Un département"), _("Départements")),
    K.REGION: (_("Une région"), _("Régions")),
    K.STATE: (_("Un service de l’État"), _("Services de l’État")),
    K.CITIZEN: (_("Un collectif de citoyens"), _("Collectifs de citoyens")),
    K.BANK: (_("Une banque"), _("Banques")),
}


def who(call: Any) -> list[Any]:
    """The kinds that may apply, in the plural; an empty rule lets everyone in."""
    if not call.eligible_kinds:
        return [_("Toute structure")]
    return [plural for kind, (_one, plural) in KINDS.items() if kind in call.eligible_kinds]


def excluded(call: Any) -> list[Any]:
    if not call.eligible_kinds:
        return []
    return [small(plural) for kind, (_one, plural) in KINDS.items() if kind not in call.eligible_kinds]


def small(words: Any) -> str:
    """For the middle of a sentence: « services de l’État »."""
    return str(words)[:1].lower() + str(words)[1:]


def between(low: Decimal | None, high: Decimal | None) -> str:
    """« 20 000 à 150 000 € », « jusqu’à 150 000 € », « à partir de 20 000 € », or nothing."""
    if low and high:
        if low == high:
            return euros(low)
        # « 20 000 à 150 000 € », but “€20,000 to €150,000”: the sign stands once, or on both.
        first = euros(low) if get_language() == "en" else number(low)
        return _now("%(low)s à %(high)s") % {"low": first, "high": euros(high)}
    if high:
        return _now("jusqu’à %(high)s") % {"high": euros(high)}
    return _now("à partir de %(low)s") % {"low": euros(low)} if low else ""


def asked(call: Any) -> str:
    return between(call.min_aid, call.max_aid) or _now("selon le projet")


def rate(call: Any) -> str:
    return _now("%(rate)s au plus") % {"rate": percent(call.aid_rate)}


def has_rules(call: Any) -> bool:
    face = call.face
    return bool((call.cost_categories or not face.WITH_BUDGET) and (call.envelope or not face.SPENDS))


def in_brief(call: Any) -> list[tuple[str, str]]:
    face = call.face
    money = [(_now("Aide"), asked(call)), (_now("Taux"), rate(call))] if face.WITH_BUDGET else []
    return [*money, (_now("Durée"), months(call)), (_now("Réponse"), answer(call))]


def rates_by_size(call: Any) -> list[str]:
    sizes = dict(Organisation.Size.choices)
    return [
        _now("%(size)s : %(rate)s") % {"size": sizes.get(size, size), "rate": percent(value)}
        for size, value in call.rates_by_size.items()
    ]


def months(call: Any) -> str:
    if call.min_months == call.max_months:
        return _now("%(count)s mois") % {"count": call.max_months}
    return _now("%(low)s à %(high)s mois") % {"low": call.min_months, "high": call.max_months}


def answer(call: Any) -> str:
    return _now("sous %(count)s mois") % {"count": call.silence_months}


def window(call: Any, now: datetime) -> str:
    """draft, upcoming, open or closed: what a visitor may do today."""
    if call.state == call.S.DRAFT:
        return "draft"
    if call.is_open(now):
        return "open"
    return "upcoming" if call.state == call.S.PUBLISHED and call.opens_at > now else "closed"


def path(call: Any, now: datetime) -> list[dict[str, Any]]:
    """The stages of a file under this call, those it switched off left out."""
    state = {"open": "now", "closed": "done"}.get(window(call, now), "todo")
    steps = [{"title": _now("Vous déposez"), "detail": deposit(call, now), "state": state}]
    steps.append({"title": _now("Nous vérifions"), "detail": _now("pièces et conditions")})
    if call.with_shortlist:
        steps.append({"title": _now("Un comité présélectionne")})
    steps.append({"title": _now("Nous étudions"), "detail": reviews(call)})
    steps.append({"title": _now("Décision signée"), "detail": answer(call)})
    if not call.face.WITH_BUDGET:
        return [*steps, *({"title": label} for _key, label in call.face.AFTER)]
    steps.append({"title": _now("Convention"), "detail": _now("signée en ligne")})
    advance = _now("avance de %(rate)s au plus") % {"rate": percent(call.advance_rate)} if call.advance_rate else ""
    steps.append({"title": _now("Premier versement"), "detail": advance})
    return steps


def deposit(call: Any, now: datetime) -> str:
    if call.opens_at > now:
        return _now("à partir du %(when)s") % {"when": day_hour(call.opens_at)}
    if call.closes_at is None:
        return _now("toute l’année")
    return _now("jusqu’au %(when)s") % {"when": day_hour(call.closes_at)}


def reviews(call: Any) -> str:
    count = call.reviews_wanted
    return ngettext("%(count)s avis extérieur", "%(count)s avis extérieurs", count) % {"count": count} if count else ""


def instrument(call: Any) -> Any:
    from .models import Application

    face = Application.faces.get(call.programme.instrument)
    return face.INSTRUMENT_LABEL if face else call.programme.instrument


def funders(programme: Any) -> str:
    """Who pays: the names of the funders, the largest share first; the authority when no share is known yet."""
    shares = sorted(programme.shares.all(), key=lambda share: -share.amount)
    names = [share.funder.name for share in shares] or [programme.authority.name]
    if len(names) > 3:
        return _now("%(names)s et %(count)s autres financeurs") % {
            "names": ", ".join(names[:2]),
            "count": len(names) - 2,
        }
    return (
        _now("%(names)s et %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]} if names[1:] else names[0]
    )


def grid(criteria: Any) -> list[dict[str, Any]]:
    """The criteria with what each weighs in the assessments that mark it, as a share."""
    rows = list(criteria)

    def whole(stage: str) -> Decimal:
        return sum((row.weight for row in rows if row.stage in ("", stage)), Decimal(0)) or Decimal(1)

    return [{"criterion": row, "share": row.weight / whole(row.stage or "first")} for row in rows]


def ties(call: Any) -> str:
    """What separates two files of equal score, in the order that the call publishes."""
    words = {
        "margin": _now("la marge au-dessus du seuil éliminatoire"),
        "impact": _now("la note d’impact"),
        "cost_per_point": _now("le coût public par point, le plus bas d’abord"),
        "earliest": _now("la date à laquelle le dossier est complet"),
    }
    return ", ".join(words[name] for name in call.tie_breaks if name in words)
