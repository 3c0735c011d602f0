"""What a call for guarantees begins with: the loan's facts, which the instrument reads, and a grid of risk."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from funding.rules.grids import Criterion

# In French, as everything that a manager may edit afterwards.
FORM: tuple[dict[str, Any], ...] = (
    {
        "key": "loan",
        "title": "Le prêt à garantir",
        "help": "Les mêmes chiffres que l’accord de la banque.",
        "questions": [
            {"key": "bank", "kind": "short", "label": "SIREN de votre banque", "required": True, "limit": 20,
             "help": "Neuf chiffres. La banque doit avoir signé une convention avec le fonds.", "kept": True},
            {"key": "loan_amount", "kind": "amount", "label": "Montant du prêt", "required": True, "kept": True},
            {"key": "loan_months", "kind": "number", "label": "Durée du prêt, en mois", "required": True, "kept": True},
            {"key": "loan_repayment", "kind": "one", "label": "Remboursement du capital", "required": True,
             "kept": True, "options": [{"key": "linear", "label": "Par échéances de capital égales"},
                                       {"key": "annuity", "label": "Par échéances constantes, intérêts compris"},
                                       {"key": "bullet", "label": "En une fois, à la fin"}]},
            {"key": "loan_rate", "kind": "number", "label": "Taux nominal annuel du prêt, en %", "required": False,
             "help": "Si les échéances sont constantes.", "kept": True},
            {"key": "loan_grace", "kind": "number", "label": "Différé de remboursement, en mois", "required": False,
             "kept": True},
            {"key": "other_cover", "kind": "number", "label": "Part du prêt déjà garantie par d’autres, en %",
             "required": False, "kept": True},
            {"key": "insolvent", "kind": "yes_no", "label": "Une procédure collective est-elle ouverte ?",
             "required": True, "kept": True},
        ],
    },
    {
        "key": "use",
        "title": "Ce que le prêt finance",
        "help": "",
        "questions": [
            {"key": "use", "kind": "long", "label": "À quoi servira le prêt ?", "required": True, "limit": 3000},
            {"key": "repay", "kind": "long", "label": "D’où viendra l’argent qui le remboursera ?", "required": True,
             "limit": 2000},
        ],
    },
)  # fmt: skip

CRITERIA = (
    Criterion(key="need", label=_("Utilité du projet pour le territoire"), impact=True),
    Criterion(key="team", label=_("Solidité de l’équipe et de la gouvernance")),
    Criterion(key="plan", label=_("Réalisme du plan de financement")),
    Criterion(key="repayment", label=_("Capacité à rembourser")),
    Criterion(key="additional", label=_("Ce que la garantie change : le prêt se ferait-il sans elle ?")),
)
