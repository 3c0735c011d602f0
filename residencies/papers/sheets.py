"""Sheets of the stay: facts in tables and paragraphs, on one layout. Rows R5, R9 to R16 of the domain."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from look.typography import day_hour

from .. import pairing, questions
from .common import part, row, sheet, sides, signed, table, weeks, written


def match_sheet(residency: Any, entry: Any) -> dict[str, Any]:
    host, team = residency.host, residency.team
    due = written(residency.answer_due_on)
    answers = [
        part("La question posée par le territoire", host.answers.get("need") or "–"),
        part("L’accueil proposé", host.answers.get("lodging") or "–"),
        part("L’équipe", ", ".join(questions.named(questions.disciplines(team))) or "–"),
        part("Ses références", team.answers.get("references") or "–"),
    ]
    reasons = [row(f"Raison {n}", line) for n, line in enumerate(pairing.reason_lines(residency.reasons), 1)]
    return sheet(
        residency, entry, f"{host.lead.name} et {team.lead.name}", "Fiche d’appariement",
        lead=[f"Le programme propose à ces deux parties de faire résidence ensemble. Chacune accepte ou refuse en "
              f"ligne jusqu’au {due} ; sans réponse ce jour-là, la proposition tombe."],
        tables=[table("Les parties", sides(residency)), table("Pourquoi cette paire", reasons)], parts=answers,
    )  # fmt: skip


def pre_visit(residency: Any, entry: Any) -> dict[str, Any]:
    return sheet(
        residency, entry, f"Prévisite du {written(residency.visited_on)}", "Compte rendu de prévisite",
        tables=[table("La résidence", sides(residency))], parts=[part("Compte rendu", residency.visit_report)],
        signature=of_entry(entry, "Pour l’équipe"),
    )  # fmt: skip


def mission_order(residency: Any, entry: Any) -> dict[str, Any]:
    week = residency.next_week()
    certificates = [
        row(f"Assurance, {c.get_side_display().lower()}",
            f"{c.insurer}, contrat {c.number}, du {written(c.starts_on)} au {written(c.ends_on)}")
        for c in residency.certificates.all() if week and c.span.meets(week.span)
    ]  # fmt: skip
    members = [
        row(str(one.get("name") or "–"), one.get("craft") or "") for one in residency.team.answers.get("members") or []
    ]
    number = week.number if week else 0
    days = f"du {written(week.starts_on)} au {written(week.ends_on)}" if week else ""
    return sheet(
        residency, entry, f"Semaine {number} d’immersion, {days}", "Ordre de mission",
        lead=[f"L’équipe est en immersion {days}, à {residency.place}."],
        tables=[table("La résidence", sides(residency)), table("Qui part", members), table("Assurances", certificates),
                table("Calendrier", weeks(residency))],
        parts=[part("Logement et espace de travail", residency.lodging)],
    )  # fmt: skip


def week_journal(residency: Any, entry: Any) -> dict[str, Any]:
    """What the team shares with its host, of the week that this step closed."""
    closed = [week for week in residency.kept_weeks() if week.closed_at]
    week = closed[-1] if closed else residency.next_week()
    pages = [
        page for page in residency.entries.told()
        if week and week.span.holds(page.day) and page.visibility != "team"
    ]  # fmt: skip
    parts = [part(f"{written(page.day).capitalize()}{f' : {page.title}' if page.title else ''}", page.text)
             for page in pages]  # fmt: skip
    days = f"du {written(week.starts_on)} au {written(week.ends_on)}" if week else ""
    return sheet(
        residency, entry, f"La semaine {days}", "Journal de semaine",
        lead=[f"{len(pages)} pages partagées avec l’hôte. Les photos se voient en ligne."],
        tables=[table("La résidence", sides(residency))], parts=parts, signature=of_entry(entry, "Pour l’équipe"),
    )  # fmt: skip


def invitation(residency: Any, entry: Any) -> dict[str, Any]:
    when = day_hour(residency.presentation_at)
    address = f"{settings.SITE_URL}/residences/{residency.pk}/"
    return sheet(
        residency, entry, "Venez voir ce que la résidence a fait naître", "Invitation à la restitution",
        lead=[f"{residency.host.lead.name} et {residency.team.lead.name} vous invitent à la restitution publique de "
              f"leur résidence « {residency} »."],
        tables=[table("Le rendez-vous", [row("Quand", when), row("Où", residency.presentation_place),
                                         row("Entrée", "libre, ouverte à tous")])],
        parts=[part("La question de départ", residency.host.answers.get("need") or residency.topic),
               part("Lire le journal avant de venir", address)],
    )  # fmt: skip


def presentation(residency: Any, entry: Any) -> dict[str, Any]:
    rows = [row("Quand", day_hour(residency.presentation_at)), row("Où", residency.presentation_place),
            row("Présents", f"{residency.attendance} personnes")]  # fmt: skip
    made = [row(one.name, one.what) for one in residency.deliverables.all()]
    return sheet(
        residency, entry, "Restitution publique", "Procès-verbal de restitution",
        tables=[table("La résidence", sides(residency)), table("La rencontre", rows), table("Productions", made)],
        parts=[part("Ce qui s’est dit", residency.presentation_account)],
        signature=signed(residency.presented_by, "Pour l’hôte", residency.presented_at),
    )  # fmt: skip


def summary(residency: Any, entry: Any) -> dict[str, Any]:
    from funding.papers.common import euros
    from workflows.pdf.french import amount

    rows = [
        row("Bourse versée", amount(euros(residency.paid_total))),
        row("Apport de l’hôte en argent", amount(euros(residency.host_cash))),
        row("Apport de l’hôte en nature", amount(euros(residency.host_in_kind))),
        row("Coût de la résidence", amount(euros(residency.total_cost))),
        row("Pages du journal", residency.entries.count()),
        row("Restitution", f"{residency.attendance} personnes présentes"),
    ]
    parts, tables = [], [table("En chiffres", rows), table("Calendrier", weeks(residency))]
    for one in residency.evaluations.all():
        marks = [row("Question comprise", f"{one.understanding} sur 5"), row("Accueil", f"{one.welcome} sur 5"),
                 row("Utilité", f"{one.usefulness} sur 5")]  # fmt: skip
        tables.append(table(f"Évaluation : {one.get_side_display().lower()}", marks))
        parts.append(part(f"Ce que cela a changé, selon {'l’hôte' if one.side == 'host' else 'l’équipe'}", one.changed))
    return sheet(residency, entry, "Bilan", "Bilan de la résidence", tables=tables, parts=parts)


def follow_up(one: Any, entry: Any) -> dict[str, Any]:
    from ..forms.presentation import CONTINUED

    words = str(dict(CONTINUED).get(one.continued, one.continued))
    return sheet(
        one.residency, entry, f"{one.months} mois après", "Retour sur résidence",
        tables=[table("La résidence", [*sides(one.residency), row("Les pistes", words)])],
        parts=[part("Ce qui a changé depuis", one.account)], signature=of_entry(entry, "Pour l’hôte"),
    )  # fmt: skip


def incident(residency: Any, entry: Any) -> dict[str, Any]:
    last = residency.incidents.last()
    rows = [row("Nature", last.get_kind_display()), row("Survenu le", written(last.happened_on)),
            row("Assureur", "à prévenir" if last.insurer_told else "non concerné")]  # fmt: skip
    return sheet(
        residency, entry, "Le séjour est interrompu", "Constat",
        tables=[table("La résidence", sides(residency)), table("L’incident", rows)],
        parts=[part("Ce qui s’est passé", last.account)], signature=of_entry(entry, "Pour le programme"),
    )  # fmt: skip


def observations(residency: Any, entry: Any) -> dict[str, Any]:
    due = written(residency.cancel_answer_on)
    return sheet(
        residency, entry, "Annulation envisagée de la résidence", "Invitation à présenter des observations",
        lead=[f"L’annulation de cette résidence est envisagée. En application des articles L. 121-1 et L. 122-1 du "
              f"code des relations entre le public et l’administration, vous pouvez présenter des observations, "
              f"écrites ou orales, jusqu’au {due}, assisté d’un conseil si vous le souhaitez."],
        tables=[table("La résidence", sides(residency))],
        parts=[part("Faits et motif", residency.cancel_reason),
               part("Ce qui serait calculé", "La bourse serait arrêtée au prorata des jours des semaines closes ; ce "
                    "qui a été versé au-delà serait à reverser.")],
    )  # fmt: skip


def of_entry(entry: Any, quality: str) -> dict[str, Any]:
    person = entry.by if entry else None
    return signed(person, quality, entry.at if entry else None)
