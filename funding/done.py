"""What the journal says of each step once taken: a step is named by what one does, its trace by what was done."""

from django.utils.translation import gettext_lazy as _

CALL = {
    "publish": _("Appel publié"),
    "close": _("Appel clos"),
    "close_now": _("Appel clos avant l’heure"),
    "postpone": _("Clôture reportée"),
    "correct": _("Formulaire corrigé publié"),
}

AGENDA_ITEM = {
    "report": _("Fiche du rapporteur écrite"),
    "recuse": _("Déport"),
    "record_recusal": _("Déport noté"),
    "put_to_vote": _("Mise aux voix"),
    "vote": _("Vote exprimé"),
    "close_vote": _("Vote clos"),
    "withdraw_motion": _("Proposition retirée"),
    "adjourn": _("Examen ajourné"),
    "settle": _("Avis arrêté selon le classement"),
    "write_note": _("Note du dossier écrite"),
}

AGREEMENT = {
    "offer": _("Convention proposée"),
    "waive": _("Dispense de convention"),
    "take_back": _("Convention reprise"),
    "sign": _("Convention signée par le bénéficiaire"),
    "countersign": _("Convention signée par l’autorité"),
    "close": _("Dossier soldé"),
    "end": _("Projet de convention abandonné"),
    "start_over": _("Projet de convention repris"),
}

APPEAL = {
    "advise": _("Avis donné sur le recours"),
    "sign_first": _("Réponse signée en premier"),
    "send_back": _("Réponse renvoyée"),
    "confirm": _("Décision confirmée"),
    "grant": _("Recours accueilli"),
    "desist": _("Recours retiré"),
    "fall_silent": _("Rejet par le silence constaté"),
}

REVIEW = {
    "declare": _("Absence de lien d’intérêt déclarée"),
    "submit": _("Évaluation remise"),
    "decline": _("Déport"),
    "stand_down": _("Désistement"),
    "relieve": _("Évaluateur dessaisi"),
    "extend": _("Échéance reportée"),
    "remind": _("Échéance rappelée"),
    "recuse": _("Évaluation écartée : lien d’intérêt"),
    "reopen": _("Évaluation rouverte"),
    "reinstate": _("Évaluation confiée de nouveau"),
}

APPLICATION = {
    "submit": _("Dossier déposé"),
    "take_charge": _("Dossier pris en charge"),
    "request_pieces": _("Pièces demandées"),
    "complete": _("Pièces envoyées"),
    "ask_for_time": _("Délai demandé"),
    "grant_time": _("Délai accordé"),
    "refuse_time": _("Délai refusé"),
    "carry_on": _("Étude reprise sans les pièces"),
    "admit": _("Dossier recevable"),
    "assign": _("Évaluateurs désignés"),
    "recuse": _("Déport"),
    "shortlist": _("Dossier présélectionné"),
    "examine": _("Instruction approfondie ouverte"),
    "propose": _("Décision proposée"),
    "propose_refusal": _("Refus proposé"),
    "send_back": _("Projet renvoyé à l’instruction"),
    "send_back_to_review": _("Projet renvoyé à l’évaluation"),
    "send_back_to_check": _("Projet renvoyé à la vérification"),
    "send_back_to_list": _("Projet renvoyé à la liste complémentaire"),
    "give_visa": _("Visa donné"),
    "refuse_visa": _("Visa refusé"),
    "sign_first": _("Projet signé en premier"),
    "award": _("Aide accordée"),
    "reserve": _("Inscription sur la liste complémentaire"),
    "reject": _("Demande refusée"),
    "declare_ineligible": _("Demande déclarée irrecevable"),
    "fall_silent": _("Refus par le silence constaté"),
    "resume": _("Étude reprise"),
    "resume_review": _("Étude reprise"),
    "resume_check": _("Étude reprise"),
    "lapse": _("Demande caduque"),
    "withdraw": _("Demande retirée"),
    "lodge_appeal": _("Recours gracieux formé"),
    "reopen": _("Dossier rouvert après recours"),
    "reopen_review": _("Dossier rouvert après recours"),
    "reopen_check": _("Dossier rouvert après recours"),
    "open_withdrawal": _("Procédure de retrait ouverte"),
    "withdraw_award": _("Aide retirée"),
    "restore_award": _("Aide rétablie après recours"),
}

SESSION = {
    "set_up": _("Séance modifiée"),
    "seat_member": _("Membre ajouté"),
    "seat_members": _("Membres ajoutés"),
    "unseat": _("Membre retiré"),
    "add_files": _("Dossiers inscrits"),
    "remove_files": _("Dossiers retirés"),
    "convene": _("Comité convoqué"),
    "check_in": _("Arrivée en séance"),
    "check_out": _("Départ de la séance"),
    "mark_arrivals": _("Arrivées notées"),
    "mark_departures": _("Départs notés"),
    "give_proxy": _("Pouvoir donné"),
    "record_proxy": _("Pouvoir noté"),
    "hand_chair": _("Présidence confiée"),
    "open": _("Séance ouverte"),
    "write_note": _("Notes de séance écrites"),
    "adopt_ranking": _("Classement arrêté"),
    "close": _("Séance close"),
    "sign_secretary": _("Procès-verbal signé par le secrétariat"),
    "sign": _("Procès-verbal signé par la présidence"),
    "cancel": _("Séance annulée"),
    "abandon": _("Séance abandonnée"),
}

CONDITION = {
    "file_evidence": _("Justificatif envoyé"),
    "lift": _("Condition levée"),
    "ask_again": _("Autre justificatif demandé"),
    "put_off": _("Date reportée"),
}

PAID_BY_TWO = {
    "order": _("Versement ordonné"),
    "release": _("Versement libéré"),
    "send_back": _("Calcul renvoyé"),
}

DISBURSEMENT = {
    **PAID_BY_TWO,
    "skip": _("Rien n’était dû"),
    "plan_again": _("Versement repris"),
    "record_repayment": _("Reversement constaté"),
    "void": _("Versement annulé, l’aide étant retirée"),
    "unvoid": _("Versement rétabli, le retrait étant annulé"),
}

INTEREST = {
    "lift": _("Déport levé"),
    "add": _("Déclaration complétée"),
}

WITHDRAWAL = {
    "observe": _("Observations présentées"),
    "waive": _("Observations closes par le bénéficiaire"),
    "end_period": _("Fin du délai constatée"),
    "drop": _("Classement sans suite"),
    "sign_first": _("Retrait signé en premier"),
    "send_back": _("Projet de retrait renvoyé"),
    "withdraw": _("Retrait signé"),
    "record_repayment": _("Reversement constaté"),
    "annul": _("Retrait annulé après recours"),
}
