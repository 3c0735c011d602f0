"""Who has the ball, until when, and what the first action is: the first sentence of a holder's page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from look.typography import day, euros
from workflows import clock


@dataclass
class Ball:
    yours: bool
    title: str
    text: str = ""
    due: Any = None
    over: bool = False  # nobody has it any more
    actions: list[tuple[str, str, str]] = field(default_factory=list)  # label, address, icon
    slots: list[dict[str, Any]] = field(default_factory=list)  # files to send right here


def ball(
    application: Any, *, writes: bool, held: Any, agreement: Any = None, requests: Any = (), current: Any = ()
) -> Ball:
    if meanwhile := application.ball_meanwhile(held):
        return meanwhile
    maker = MAKERS.get(application.state)
    if maker is not None:
        return maker(application, writes)
    if application.state == "incomplete":
        return _incomplete(application, writes, list(requests), list(current))
    if application.state == "awarded":
        return application.ball_after(held) or _awarded(application, writes, agreement)
    return _ended(application)


def _draft(application: Any, writes: bool) -> Ball:
    call, handle = application.call, application.handle
    if not call.is_open(clock.now()):
        text = _("Votre brouillon reste lisible. Il ne peut plus être déposé dans cet appel.")
        return Ball(False, _("L’appel est clos"), text, over=True)
    if not writes:
        return Ball(False, _("%(lead)s prépare le dossier") % {"lead": application.lead}, "", call.closes_at)
    return Ball(
        True,
        _("Finissez votre dossier, puis déposez-le"),
        _("Vous pouvez l’écrire en plusieurs fois et à plusieurs. Rien n’est transmis avant le dépôt."),
        call.closes_at,
        actions=[
            (_("Continuer le dossier"), reverse("funding:application_form", args=[handle]), "pencil"),
            (_("Relire tout le dossier"), reverse("funding:application_preview", args=[handle]), "eye"),
        ],
    )


def _officer(application: Any) -> str:
    return str(application.officer) if application.officer else _("L’instruction")


def _submitted(application: Any, writes: bool) -> Ball:
    if application.officer:
        title = _("%(who)s vérifie votre dossier") % {"who": application.officer}
    else:
        title = _("Nous vérifions votre dossier")
    return Ball(False, title, silence(application))


def _studied(application: Any, writes: bool) -> Ball:
    return Ball(False, _("Votre dossier est complet : nous l’étudions"), silence(application))


def _decided_soon(application: Any, writes: bool) -> Ball:
    return Ball(False, _("La décision se prépare"), silence(application))


def silence(application: Any) -> str:
    if not application.silence_on:
        return _("Vous n’avez rien à faire.")
    return _("Vous n’avez rien à faire. Sans réponse le %(day)s, votre demande sera refusée par le silence.") % {
        "day": day(application.silence_on)
    }


def _incomplete(application: Any, writes: bool, requests: list[Any], current: list[Any]) -> Ball:
    slots, message = [], ""
    for request in requests:
        message = request.message
        sent = {d.piece_id: d for d in current if d.uploaded_at >= request.since}
        slots += [{"piece": p, "label": p.label, "document": sent.get(p.pk)} for p in request.pieces.all()]
        if request.other:
            slots.append({"piece": None, "label": request.other, "document": sent.get(None)})
        slots += [
            {"piece": None, "label": label, "document": copy, "url": reverse("funding:anonymised_add", args=[file.pk])}
            for file, label, copy in request.asked_copies()
        ]
    for slot in slots:
        slot.setdefault("url", reverse("funding:document_add", args=[application.handle]))
    left = [slot for slot in slots if slot["document"] is None]
    if slots and not left:
        title = _("Les pièces sont jointes : envoyez-les")
    elif len(left) == 1:
        title = _("%(who)s attend « %(piece)s »") % {"who": _officer(application), "piece": left[0]["label"]}
    else:
        title = ngettext("%(who)s attend %(count)s pièce", "%(who)s attend %(count)s pièces", len(left)) % {
            "who": _officer(application), "count": len(left),
        }  # fmt: skip
    return Ball(writes, title, message, application.answer_due_on, slots=slots if writes else [])


def _awarded(application: Any, writes: bool, agreement: Any) -> Ball:
    decision = application.decision
    title = _("%(amount)s vous sont accordés") % {"amount": euros(decision.kept)} if decision else _("Aide accordée")
    if agreement is None or agreement.state == "drafted":
        return Ball(False, title, _("Nous préparons la convention. Vous la recevrez pour signature."))
    address = reverse("funding:agreement", args=[application.handle])
    if agreement.state == "offered":
        actions = [(_("Lire la convention"), address, "pen")]
        return Ball(writes, _("La convention est à signer"), title + ".", actions=actions)
    texts = {
        "holder_signed": _("Vous avez signé la convention. L’administration la signe à son tour."),
        "in_force": _("La convention est en vigueur : les versements suivent son plan."),
        "waived": _("Aucune convention n’est nécessaire : les versements suivent leur plan."),
        "closed": _("Tout est versé et soldé."),
    }
    actions = [(_("Convention et versements"), address, "cash-coin")]
    return Ball(False, title, texts.get(agreement.state, ""), actions=actions, over=agreement.state == "closed")


def _ended(application: Any) -> Ball:
    decision = application.decision
    titles = {
        "reserve_list": _("Votre projet est sur la liste complémentaire"),
        "rejected": _("Votre demande est refusée"),
        "ineligible": _("Votre demande n’est pas recevable"),
        "implicitly_rejected": _("Votre demande est refusée par le silence gardé"),
        "lapsed": _("Votre demande a pris fin : les pièces ne sont pas venues"),
        "withdrawn": _("Vous avez retiré votre demande"),
        "withdrawn_award": _("L’aide a été retirée"),
    }
    texts = {
        "reserve_list": _("Une aide reste possible si des crédits se libèrent. Vous n’avez rien à faire."),
        "rejected": _("Les motifs et les recours sont dans la décision, ci-dessous."),
        "ineligible": _("Les motifs et les recours sont dans la décision, ci-dessous."),
        "implicitly_rejected": _(
            "Vous pouvez en demander les motifs, et saisir le tribunal administratif sous deux mois."
        ),
        "lapsed": _("Vous pouvez déposer une autre demande si l’appel est encore ouvert."),
        "withdrawn": _("Pour revenir, déposez un autre dossier."),
        "withdrawn_award": _("La décision de retrait, ci-dessous, dit pourquoi, ce qui est à reverser et les recours."),
    }
    text = texts.get(application.state, "")
    if decision is not None and decision.signed_at:
        text = _decided(application, decision) or text
    return Ball(False, titles.get(application.state, str(application.state_label("holder"))), text, over=True)


def _decided(application: Any, decision: Any) -> str:
    """What a signed decision says, here already: the rank and its term, or the reasons and the ways to contest."""
    if decision.rank and decision.valid_until:
        return _("Rang %(rank)s. Une aide reste possible si des crédits se libèrent, jusqu’au %(day)s.") % {
            "rank": decision.rank, "day": day(decision.valid_until)
        }  # fmt: skip
    if application.state not in ("rejected", "ineligible"):
        return ""
    contest = _(
        "Vous pouvez contester cette décision dans les deux mois qui suivent sa réception : "
        "auprès de nous, ou devant le %(court)s. La décision, ci-dessous, dit comment."
    ) % {"court": application.call.programme.court}
    return f"{decision.reasons}\n{contest}"


MAKERS = {
    "draft": _draft,
    "submitted": _submitted,
    "eligible": _studied,
    "shortlisted": _studied,
    "under_due_diligence": _studied,
    "decision_proposed": _decided_soon,
}
