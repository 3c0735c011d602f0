"""One state in the words of who reads it, and the tone of its badge."""

from django.utils.translation import gettext_lazy as _

RESIDENCY = {
    "officer": {
        "matched": _("Convention à rédiger"),
        "agreement_signed": _("Prévisite attendue"),
        "presented": _("Évaluations attendues"),
        "evaluation": _("À clore"),
    },
    "public": {
        "agreement_signed": _("À venir"),
        "pre_visited": _("À venir"),
        "immersion": _("Sur place en ce moment"),
        "interval": _("Entre deux semaines"),
        "interrupted": _("Suspendue"),
        "presentation_scheduled": _("Restitution annoncée"),
        "presented": _("Restituée"),
        "evaluation": _("Restituée"),
        "closed": _("Terminée"),
    },
}
TONES = {
    "drafted": ("neutral", "pencil"),
    "match_proposed": ("you", "clock-fill"),
    "accepted_by_host": ("run", "hourglass-split"),
    "accepted_by_team": ("run", "hourglass-split"),
    "matched": ("run", "people"),
    "match_refused": ("no", "x-octagon"),
    "agreement_drafted": ("you", "pen"),
    "agreement_signed": ("ok", "check-circle-fill"),
    "pre_visited": ("ok", "check-circle-fill"),
    "immersion": ("run", "hourglass-split"),
    "interval": ("run", "hourglass-split"),
    "interrupted": ("no", "exclamation-triangle-fill"),
    "presentation_scheduled": ("jury", "people"),
    "presented": ("ok", "check-circle-fill"),
    "evaluation": ("run", "search"),
    "closed": ("neutral", "archive"),
    "cancelled": ("no", "slash-circle"),
}
INSTALMENT_TONES = {
    "planned": ("neutral", "circle"),
    "ordered": ("you", "pen"),
    "paid": ("ok", "check-circle-fill"),
    "dropped": ("neutral", "slash-circle"),
}
FOLLOW_UP_TONES = {
    "planned": ("neutral", "circle"),
    "asked": ("you", "clock-fill"),
    "answered": ("ok", "check-circle-fill"),
}
