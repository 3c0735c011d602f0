"""What the page of a file says of its place: the panel, the stage of its thread, who has the ball."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext as _

from funding import roles
from funding.ball import Ball
from funding.instrument import Panel
from workflows import engine

from .models.place_record import ACCOMPANIED, BEFORE_CHARTER, DONE, GONE, PlaceState

S = PlaceState


def panels(application: Any, user: Any) -> Iterable[Panel]:
    asked, moved = application.redirection, application.redirected_from
    if asked or moved:
        context = {"asked": asked, "moved": moved, "application": application}
        yield Panel("accelerators/_redirection.html", context)
    place = application.place
    if place is not None:
        yield Panel("accelerators/_place.html", {"place": place, "doors": acts(place, user)})


def acts(place: Any, user: Any) -> list[engine.Door]:
    """The steps that this person may take, but for those that have a place of their own on the page."""
    return engine.buttons(place, user)


def stage_after(application: Any) -> tuple[str, Any] | None:
    place = application.place
    if place is None:
        return "charter", _("place à venir")
    if place.state in BEFORE_CHARTER:
        return "charter", place.get_state_display()
    if place.state in ACCOMPANIED:
        return "programme", place.get_state_display()
    return "closed", place.get_state_display()


def ball_meanwhile(application: Any, held: Collection[Any]) -> Ball | None:
    """A redirection is for the holder to answer, while the file is under study; the office waits."""
    moved = application.redirection if application.state == "submitted" else None
    if moved is None:
        return None
    to = {"call": moved.target.title}
    if {roles.HOLDER, roles.BINDER} & set(held):
        text = _("Il garderait son numéro et sa date de dépôt. Sans votre accord, il reste ici.")
        return Ball(True, _("Acceptez-vous que votre dossier passe à « %(call)s » ?") % to, text)
    return Ball(False, _("Le porteur répond à la réorientation vers « %(call)s »") % to, moved.reason)


def ball_after(application: Any, held: Collection[Any]) -> Ball:
    place = application.place
    if place is None:
        return Ball(False, _("Votre projet est admis"), _("Votre place vous est proposée dans quelques instants."))
    writes = bool({roles.HOLDER, roles.BINDER} & set(held))
    page = [(_("La page de votre projet"), place.get_absolute_url(), "arrow-right")]
    if place.state in DONE:
        return Ball(False, _("Le programme est terminé"), _("L’attestation et les enquêtes sont là."), over=True,
                    actions=page)  # fmt: skip
    if place.state in GONE:
        return Ball(False, str(place.get_state_display()), place.left_why, over=True, actions=page)
    title, text, due, yours = told(place)
    return Ball(writes and yours, title, text, due, actions=page)


def told(place: Any) -> tuple[str, str, Any, bool]:
    """(title, text, until when, whether it is for the holder to act)."""
    cohort = {"cohort": place.cohort}
    if place.state == S.OFFERED:
        text = _("Sans réponse, elle va au projet suivant de la liste complémentaire.")
        return _("Une place vous est proposée dans « %(cohort)s »") % cohort, text, place.answer_by, True
    if place.state == S.ONBOARDING:
        if place.holder_signed_at:
            return _("L’accélérateur signe la charte à son tour"), "", None, False
        if place.charter_ready:
            return _("La charte est à signer"), _("Relisez ce que chacun s’engage à faire."), None, True
        return _("L’accélérateur prépare la charte"), _("Vous la recevrez pour signature."), None, False
    if place.state == S.HEARING:
        hearing = place.hearing
        return _("Vos observations sont attendues"), hearing.rule, hearing.answer_by, not hearing.answered_at
    if place.state == S.PAUSED:
        return _("Le programme est en pause"), place.paused_why, place.paused_until, False
    return next_milestone(place)


def next_milestone(place: Any) -> tuple[str, str, Any, bool]:
    waits = place.milestones.awaited().first()
    if place.state == S.DEMO_DAY:
        when = place.cohort.demo_at
        if not place.pitch:
            return _("Présentez votre projet au public"), _("Rien ne paraît sans votre accord."), when, True
        return _("Vous passez à la journée de démonstration"), "", when, False
    if waits is None:
        return _("Tous vos jalons sont remis"), _("La suite vous sera annoncée ici."), None, False
    return _("Prochain jalon : %(title)s") % {"title": waits.title}, waits.expected, waits.due_on, True


def my_places(user: Any) -> Any:
    from .models import Place

    mine = Place.objects.filter(application__partners__organisation__memberships__user=user)
    return mine.select_related("cohort__node", "application__lead", "coach").distinct().order_by("-id")
