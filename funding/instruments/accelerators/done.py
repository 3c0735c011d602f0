"""What the journal says of each step once taken (see funding/done.py)."""

from django.utils.translation import gettext_lazy as _

COHORT = {
    "set_up": _("Promotion modifiée"),
    "plan_milestone": _("Jalon commun ajouté"),
    "add_event": _("Rendez-vous ajouté"),
    "drop_event": _("Rendez-vous supprimé"),
    "start": _("Promotion commencée"),
    "set_demo_day": _("Journée de démonstration fixée"),
    "publish_demo_day": _("Journée de démonstration publiée"),
    "close": _("Promotion close"),
}

PLACE = {
    "offer": _("Place proposée"),
    "accept": _("Place acceptée"),
    "decline": _("Place refusée"),
    "remind": _("Offre rappelée"),
    "lapse": _("Absence de réponse constatée"),
    "give_back": _("Place reprise"),
    "prepare_charter": _("Charte préparée"),
    "check_aid": _("Aide en nature contrôlée"),
    "sign_charter": _("Charte signée par le porteur"),
    "take_back_charter": _("Charte reprise"),
    "countersign": _("Charte signée par l’accélérateur"),
    "open_review": _("Ouverture de l’examen d’un jalon"),
    "end_review": _("Fin de l’examen d’un jalon"),
    "add_milestone": _("Jalon ajouté"),
    "log_support": _("Accompagnement noté"),
    "open_hearing": _("Procédure de sortie engagée"),
    "answer_hearing": _("Observations présentées"),
    "drop_hearing": _("Procédure classée"),
    "exclude": _("Sortie prononcée"),
    "sign_first_exclusion": _("Sortie signée en premier"),
    "send_back_exclusion": _("Projet de sortie renvoyé"),
    "pause": _("Mise en pause"),
    "resume": _("Programme repris"),
    "end_pause": _("Pause finie"),
    "write_pitch": _("Projet présenté au public"),
    "enrol": _("Inscription à la journée de démonstration"),
    "graduate": _("Attestation délivrée"),
    "become_alumni": _("Passage parmi les anciens"),
    "leave": _("Départ du programme"),
}

ADMISSION = {
    "award": _("Admission signée"),
    "redirect": _("Réorientation proposée"),
    "accept_redirection": _("Réorientation acceptée"),
    "refuse_redirection": _("Réorientation refusée"),
    "drop_redirection": _("Réorientation retirée"),
    "leave_list": _("Départ de la liste complémentaire"),
}

MILESTONE = {
    "file": _("Jalon remis"),
    "approve": _("Jalon validé"),
    "condition": _("Jalon validé sous conditions"),
    "refuse": _("Jalon non validé"),
    "put_off": _("Échéance reportée"),
    "remind": _("Échéance rappelée"),
    "chase": _("Retard signalé"),
}

SURVEY = {
    "ask": _("Enquête ouverte"),
    "remind": _("Enquête rappelée"),
    "answer": _("Réponse donnée à l’enquête"),
}
