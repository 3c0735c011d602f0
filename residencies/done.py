"""What the journal says of each step once taken (see funding/done.py)."""

from django.utils.translation import gettext_lazy as _

from funding.done import PAID_BY_TWO

SELECTION = {
    "award": _("Sélection signée"),
    "withdraw_award": _("Sélection retirée"),
    "restore_award": _("Sélection rétablie après recours"),
}

FOLLOW_UP = {
    "ask": _("Retour demandé"),
    "answer": _("Retour donné"),
}

INSTALMENT = {
    **PAID_BY_TWO,
    "drop": _("Plus rien n’était dû"),
}

RESIDENCY = {
    "propose": _("Paire proposée"),
    "accept_as_host": _("Accord du territoire"),
    "accept_as_team": _("Accord de l’équipe"),
    "accept_last_as_host": _("Accord du territoire"),
    "accept_last_as_team": _("Accord de l’équipe"),
    "refuse_match": _("Appariement refusé"),
    "expire": _("Délai passé"),
    "plan_week": _("Semaine placée"),
    "drop_week": _("Semaine retirée"),
    "file_certificate": _("Attestation d’assurance déposée"),
    "confirm_lodging": _("Logement confirmé"),
    "draft_agreement": _("Convention rédigée"),
    "take_back": _("Convention reprise"),
    "sign_as_host": _("Convention signée par l’hôte"),
    "sign_as_team": _("Convention signée par l’équipe"),
    "sign_agreement": _("Convention signée par l’autorité"),
    "visit": _("Prévisite faite"),
    "start_week": _("Semaine commencée"),
    "close_week": _("Semaine close"),
    "deliver": _("Production déposée"),
    "schedule_presentation": _("Restitution annoncée"),
    "move_presentation": _("Restitution déplacée"),
    "report_presentation": _("Compte rendu de la restitution"),
    "countersign": _("Restitution contresignée"),
    "evaluate_as_host": _("Résidence évaluée par l’hôte"),
    "evaluate_as_team": _("Résidence évaluée par l’équipe"),
    "close": _("Résidence close"),
    "interrupt": _("Séjour interrompu"),
    "resume_week": _("Semaine reprise"),
    "resume": _("Séjour repris"),
    "envisage_cancellation": _("Annulation engagée"),
    "observe": _("Observations présentées"),
    "drop_cancellation": _("Annulation abandonnée"),
    "cancel": _("Annulation signée"),
    "sign_first_cancellation": _("Annulation signée en premier"),
    "send_back_cancellation": _("Projet d’annulation renvoyé"),
    "record_repayment": _("Reversement enregistré"),
}

ROUND = {
    "match_up": _("Appariements calculés"),
    "pair": _("Paire changée"),
    "release": _("Paires proposées aux deux parties"),
    "declare_tie": _("Lien antérieur signalé"),
    "close": _("Session terminée"),
}
