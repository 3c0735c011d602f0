"""One state, one label per audience (see docs/look.md): the same fact, in the words of who reads it."""

from django.utils.translation import gettext_lazy as _

APPLICATION = {
    "holder": {
        "submitted": _("Déposé, en vérification"),
        "incomplete": _("Pièce attendue"),
        "eligible": _("En instruction"),
        "shortlisted": _("En instruction"),
        "under_due_diligence": _("En instruction"),
        "decision_proposed": _("Décision en préparation"),
        "awarded": _("Accordé"),
        "ineligible": _("Non recevable"),
    },
    "officer": {
        "submitted": _("À vérifier"),
        "incomplete": _("Chez le porteur"),
        "eligible": _("À évaluer"),
        "shortlisted": _("Présélectionné"),
        "under_due_diligence": _("À instruire"),
        "decision_proposed": _("Décision à signer"),
        "awarded": _("Accordé"),
    },
    "funder": {
        "submitted": _("Déposé"),
        "incomplete": _("En vérification"),
        "eligible": _("En instruction"),
        "shortlisted": _("En instruction"),
        "under_due_diligence": _("En instruction"),
        "decision_proposed": _("Proposé"),
        "awarded": _("Engagé"),
    },
}

# State -> (tone, icon) of the badge.
TONES = {
    "draft": ("neutral", "pencil"),
    "submitted": ("run", "search"),
    "incomplete": ("you", "paperclip"),
    "eligible": ("run", "hourglass-split"),
    "shortlisted": ("jury", "people"),
    "under_due_diligence": ("run", "search"),
    "decision_proposed": ("run", "pen"),
    "awarded": ("ok", "check-circle-fill"),
    "reserve_list": ("jury", "list"),
    "rejected": ("no", "x-octagon"),
    "ineligible": ("no", "x-octagon"),
    "implicitly_rejected": ("no", "x-octagon"),
    "lapsed": ("no", "slash-circle"),
    "withdrawn": ("neutral", "slash-circle"),
    "withdrawn_award": ("no", "slash-circle"),
    # agreements
    "drafted": ("neutral", "pencil"),
    "offered": ("you", "pen"),
    "holder_signed": ("run", "pen"),
    "in_force": ("ok", "check-circle-fill"),
    "waived": ("ok", "check-circle-fill"),
    "closed": ("neutral", "archive"),
    # payments
    "planned": ("neutral", "calendar-event"),
    "ordered": ("run", "hourglass-split"),
    "paid": ("ok", "check-circle-fill"),
    "skipped": ("neutral", "slash-circle"),
    # sessions of a committee, and the files on their agenda
    "prepared": ("neutral", "pencil"),
    "convened": ("run", "envelope"),
    "open": ("jury", "people"),
    "signed": ("ok", "check-circle-fill"),
    "cancelled": ("no", "slash-circle"),
    "waiting": ("neutral", "circle"),
    "voting": ("jury", "people"),
    "heard": ("ok", "check-circle-fill"),
    # appeals, and withdrawals of an award
    "lodged": ("you", "envelope"),
    "confirmed": ("no", "x-octagon"),
    "granted": ("ok", "check-circle-fill"),
    "silent": ("no", "hourglass-split"),
    "desisted": ("neutral", "slash-circle"),
    "opened": ("you", "hourglass-split"),
    "withdrawal:heard": ("run", "pen"),
    "withdrawal:withdrawn": ("no", "slash-circle"),
    "dropped": ("ok", "check-circle-fill"),
    "annulled": ("neutral", "arrow-counterclockwise"),
    # reviews
    "assigned": ("you", "pencil"),
    "review:submitted": ("ok", "check-circle-fill"),
    "declined": ("neutral", "slash-circle"),
    "released": ("neutral", "slash-circle"),
}
