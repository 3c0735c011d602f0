"""The facts of a guarantee, as its papers tell them."""

from __future__ import annotations

from typing import Any

from funding.rules.deadlines import add_months
from look.typography import euros_cents, percent
from workflows.pdf.french import long_date


def said(day: Any) -> str:
    return long_date(day.isoformat()) if day else "à préciser"


def facts(caption: str, *rows: tuple[str, Any]) -> dict[str, Any]:
    return {"caption": caption, "rows": [{"label": label, "value": value} for label, value in rows]}


def terms(cover: Any) -> dict[str, Any]:
    """The facts of the guarantee, as every paper tells them."""
    return facts(
        "La garantie",
        ("Banque", f"{cover.agreement.bank.name}, convention {cover.agreement.reference}"),
        ("Emprunteur", f"{cover.application.lead.name}, SIREN {cover.application.lead.siren}"),
        ("Prêt", f"{euros_cents(cover.loan)}, {cover.months} mois, {repaid(cover)}"),
        ("Quotité garantie", f"{percent(cover.shown_rate)} de la perte finale, au même rang que la banque"),
        ("Montant garanti au plus", euros_cents(cover.guaranteed)),
        ("Commission", priced(cover)),
        ("Équivalent-subvention brut", euros_cents(cover.gge)),
        ("Délai de carence", f"{cover.agreement.waiting_months} mois après le décaissement"),
    )


def priced(cover: Any) -> str:
    if not cover.agreement.yearly:
        return f"{euros_cents(cover.commission)}, une fois, avant la mise en place"
    rate, first = percent(cover.agreement.fee_rate), cover.years.first()
    amount = euros_cents(first.amount if first else cover.commission)
    return f"{rate} par an de l’encours garanti à l’ouverture de chaque année ; {amount} avant la mise en place"


def received(cover: Any) -> str:
    paid = euros_cents(cover.commission)
    if not cover.agreement.yearly:
        return f"la commission de {paid} est reçue"
    then = "les suivantes sont dues à chaque anniversaire du décaissement"
    return f"la commission de la première année, {paid}, est reçue ; {then}"


def repaid(cover: Any) -> str:
    if not cover.is_constant:
        return {"linear": "échéances de capital égales", "bullet": "en une fois, au terme"}[cover.repayment]
    monthly = f" de {euros_cents(cover.instalment)}" if cover.instalment else ""
    return f"échéances constantes{monthly} au taux nominal de {percent(cover.loan_rate)}"


def planned(cover: Any) -> dict[str, Any]:
    """The schedule that the exposure follows, at the opening of each year and on the last day."""
    left = cover.planned_principal()
    return facts(
        "Échéancier prévu",
        *(
            (said(add_months(cover.disbursed_on, month)), f"{euros_cents(left[month])} de capital restant dû, "
             f"{euros_cents(cover.exposed(left[month]))} garantis")
            for month in sorted({*range(0, cover.months, 12), cover.months})
        ),
    )  # fmt: skip
