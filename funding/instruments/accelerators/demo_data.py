"""What the demonstration tells of the network: fictional projects of real towns, nobody's real file."""

from __future__ import annotations

NODES = (
    # key, town that carries it, name, sentence, departments, themes
    ("seine", "Les Mureaux (78)", "Accélérateur du Val de Seine", "Des quartiers qui inventent leurs services.",
     ["78", "95"], ["emploi", "jeunesse", "énergie"]),
    ("quercy", "Figeac (46)", "Fabrique du Quercy", "Des services publics qui tiennent loin des villes.",
     ["46", "12", "15"], ["accès aux droits", "mobilité", "santé"]),
    ("bretagne", "Rennes (35)", "Accélérateur des communs numériques",
     "Des outils libres, partagés entre collectivités.",
     [], ["numérique", "communs"]),
)  # fmt: skip

# The graduated cohort: title, lead, what it does, outcome, surveys at 6 and 12 months (runs on, jobs, users, euros).
GRADUATED = (
    ("La recyclerie des écoles", "Mantes-la-Jolie (78)", "Réparer et redistribuer le matériel scolaire.", "scaled",
     ((True, 3, 1800, 45000), (True, 6, 5200, 120000))),
    ("Premier emploi, premier mois", "Poissy (78)", "Suivre chaque jeune pendant son premier mois de travail.",
     "transferred", ((True, 2, 240, 18000), (True, 4, 610, 64000))),
    ("Chauffer sans gaspiller", "Argenteuil (95)", "Des voisins règlent le chauffage des copropriétés.", "goes_on",
     ((True, 1, 320, 12000), (True, 1, 480, 15000))),
    ("La carte des gestes", "Cergy (95)", "Recenser les aides invisibles entre habitants.", "stopped",
     ((True, 1, 90, 0), (False, 0, 110, 0))),
)  # fmt: skip

# The running cohort: title, lead, what it does, what happens to it.
RUNNING = (
    ("Le bus des droits", "Cahors (46)", "Un bus itinérant pour ouvrir ses droits sans rendez-vous.", "ahead"),
    ("Soins à dix minutes", "Gourdon (46)", "Une salle équipée et un infirmier dans chaque bourg.", "filed"),
    ("La régie des trajets", "Rodez (12)", "Partager les véhicules des services publics le soir.", "conditional"),
    ("Un toit pour l’hiver", "Decazeville (12)", "Louer les logements vacants des communes.", "late"),
    ("Cantines du soir", "Aurillac (15)", "Ouvrir les cantines aux anciens, deux soirs par semaine.", "paused"),
    ("Le guichet à domicile", "Souillac (46)", "Une secrétaire de mairie qui vient chez vous.", "no_go"),
    ("Les aidants du numérique", "Millau (12)", "Des lycéens accompagnent leurs aînés en ligne.", "left"),
    ("La maison des saisonniers", "Villefranche-de-Rouergue (12)", "Loger et orienter les saisonniers.", "listed"),
)  # fmt: skip

# Filed in the open call: the last is proposed to another node.
FILED = (
    ("Le permis en six semaines", "Trappes (78)", "Apprendre à conduire pour aller travailler."),
    ("La clé des ateliers", "Sarcelles (95)", "Ouvrir les ateliers des lycées aux artisans qui débutent."),
    ("Le cadastre partagé", "Meulan-en-Yvelines (78)", "Un outil libre pour trouver les locaux vides."),
)  # fmt: skip

MILESTONES = (
    ("Usagers rencontrés", "Dix entretiens, et ce qu’ils changent au projet.", 30),
    ("Premier essai mesuré", "Un essai d’un mois, avec une mesure avant et après.", 80),
    ("Partenaires engagés", "Deux partenaires écrivent ce qu’ils apportent.", 130),
)  # fmt: skip

COACHES = {
    "seine": ("Nour", "Haddad", "Accompagnatrice"),
    "quercy": ("Mathieu", "Vidal", "Accompagnateur"),
    "bretagne": ("Anna", "Le Bris", "Accompagnatrice"),
}
CITIZENS = (("Aïcha", "Benali"), ("Jean-Marc", "Pons"), ("Solène", "Garric"))

OPINIONS = {
    "approve": "Ce qui est montré est solide. On continue.",
    "refuse": "Rien n’a été essayé depuis le départ.",
    "condition": "L’essai est là ; la mesure avant et après manque encore.",
}
