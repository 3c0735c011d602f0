"""Who has the ball, until when: the first sentence of a file's page, in the words of the office."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from look.typography import day, euros

from . import roles, visas
from .ball import Ball
from .obstacles.approving import having


def office_ball(thing: Any, user: Any, held: set[Any], agreement: Any = None) -> Ball:
    """`yours` when the reader's own role is the one awaited."""
    if meanwhile := thing.ball_meanwhile(held):
        return meanwhile
    maker = MAKERS.get(thing.state)
    if maker is not None:
        return maker(thing, user, held)
    if thing.state == "awarded":
        return thing.ball_after(held) or _awarded(thing, held, agreement)
    titles = {
        "reserve_list": _("Le projet est sur la liste complémentaire"),
        "rejected": _("La demande est refusée"),
        "ineligible": _("La demande n’est pas recevable"),
        "implicitly_rejected": _("Le silence a valu rejet"),
        "lapsed": _("La demande est caduque : les pièces ne sont pas venues"),
        "withdrawn": _("Le porteur a retiré sa demande"),
        "withdrawn_award": _("L’aide est retirée"),
    }
    actions = [(_("Convention et versements"), agreement.get_absolute_url(), "cash-coin")] if agreement else []
    title = titles.get(thing.state, str(thing.state_label("officer")))
    return Ball(False, title, over=thing.state != "reserve_list", actions=actions)


def next_step(thing: Any) -> str:
    """The step that the first sentence asks for."""
    if thing.state == "submitted":
        return "admit" if thing.officer_id else "take_charge"
    given = [review for review in thing.reviews.all() if review.state == "submitted"]
    if thing.state in ("eligible", "shortlisted") and len(given) >= thing.call.reviews_wanted:
        return "shortlist" if thing.call.with_shortlist and thing.state == "eligible" else "examine"
    return ""


def _mine(thing: Any, user: Any, held: set[Any]) -> bool:
    return roles.OFFICER in held and thing.officer_id in (None, user.pk)


def silence(thing: Any) -> str:
    if not thing.silence_on:
        return ""
    return _("Sans décision le %(day)s, le silence vaudra rejet.") % {"day": day(thing.silence_on)}


def _submitted(thing: Any, user: Any, held: set[Any]) -> Ball:
    yours = _mine(thing, user, held)
    if thing.officer is None:
        title = _("Personne ne suit encore ce dossier")
    elif yours:
        title = _("Vérifiez que le dossier est complet et recevable")
    else:
        title = _("%(who)s vérifie le dossier") % {"who": thing.officer}
    return Ball(yours, title, silence(thing), thing.silence_on)


def _incomplete(thing: Any, user: Any, held: set[Any]) -> Ball:
    title = _("%(lead)s doit envoyer les pièces demandées") % {"lead": thing.lead}
    text = _("Le délai de réponse est suspendu. Sans réponse à temps, la demande deviendra caduque.")
    return Ball(False, title, text, thing.answer_due_on)


def _eligible(thing: Any, user: Any, held: set[Any]) -> Ball:
    awaited = [review for review in thing.reviews.all() if review.state == "assigned"]
    given = [review for review in thing.reviews.all() if review.state == "submitted"]
    if awaited:
        due = min((review.due_on for review in awaited if review.due_on), default=None)
        names = ", ".join(str(review.reviewer) for review in awaited) if held & SEE_REVIEWERS else _("les évaluateurs")
        return Ball(False, _("Évaluation attendue de : %(names)s") % {"names": names}, silence(thing), due)
    yours = _mine(thing, user, held)
    if len(given) < thing.call.reviews_wanted:
        title = _("Désignez des évaluateurs") if yours else _("Des évaluateurs sont à désigner")
    elif thing.call.with_shortlist and thing.state == "eligible":
        yours, title = roles.CHAIR in held, _("Le comité dit si le dossier est présélectionné")
    else:
        title = _("Les évaluations sont remises : ouvrez l’instruction") if yours else _("L’instruction va s’ouvrir")
    return Ball(yours, title, silence(thing), thing.silence_on)


def _studied(thing: Any, user: Any, held: set[Any]) -> Ball:
    yours = _mine(thing, user, held)
    title = _("Proposez une décision") if yours else _("%(who)s prépare la décision") % {"who": thing.officer or ""}
    sent_back = next((d for d in reversed(thing.decisions.all()) if d.sent_back_why), None)
    if not held & SEE_REVIEWERS:
        sent_back = None
    text = _("Renvoyé par le signataire : %(why)s") % {"why": sent_back.sent_back_why} if sent_back else silence(thing)
    return Ball(yours, title, text, thing.silence_on)


def _proposed(thing: Any, user: Any, held: set[Any]) -> Ball:
    """Its sense and its amount are told to those who prepare it, to nobody else before it is signed."""
    title, decision = _("La décision se prépare"), thing.decision
    left = visas.missing(decision) if decision else 0
    yours = roles.SIGNATORY in held and not left
    if left and held & SEE_REVIEWERS:
        yours = roles.VISOR in held and visas.awaited_of(decision, user) is not None
        stopped = visas.out_of_reach(decision)
        title = _("Un visa est refusé : le projet est à revoir") if stopped else _("La décision attend un visa")
        return Ball(yours, title, having(decision) or silence(thing), thing.silence_on)
    if decision and held & SEE_REVIEWERS:
        values = {
            "what": decision.get_kind_display().lower(),
            "amount": f" · {euros(decision.amount)}" if decision.amount else "",
        }
        title = _("La décision attend une signature : %(what)s%(amount)s") % values
    return Ball(yours, title, silence(thing), thing.silence_on)


def _awarded(thing: Any, held: set[Any], agreement: Any) -> Ball:
    decision = thing.decision
    title = _("%(amount)s accordés") % {"amount": euros(decision.kept)} if decision else _("Aide accordée")
    if agreement is None:
        return Ball(False, title, _("La convention s’ouvre dans un instant."))
    yours = {
        "drafted": roles.OFFICER in held,
        "holder_signed": roles.SIGNATORY in held,
        "in_force": roles.FINANCE in held,
        "waived": roles.FINANCE in held,
    }.get(agreement.state, False)
    text = _("Convention : %(state)s.") % {"state": str(agreement.get_state_display()).lower()}
    actions = [(_("Convention et versements"), agreement.get_absolute_url(), "cash-coin")]
    return Ball(yours, title, text, over=agreement.state == "closed", actions=actions)


SEE_REVIEWERS = frozenset({roles.OFFICER, roles.MANAGER, roles.CHAIR, roles.SIGNATORY, roles.VISOR})
MAKERS = {
    "submitted": _submitted,
    "incomplete": _incomplete,
    "eligible": _eligible,
    "shortlisted": _eligible,
    "under_due_diligence": _studied,
    "decision_proposed": _proposed,
}
