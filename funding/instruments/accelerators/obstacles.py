"""Obstacles: what stands in the way, as the person reads it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from funding.models.application_record import ApplicationState as S
from look.typography import day, day_hour
from workflows import clock

NO_COHORT = gettext_lazy("Cet appel ne remplit encore aucune promotion : choisissez-en une sur sa page.")

# --- The file


def too_many_refusals(application: Any, attempt: Any) -> str | None:
    """Where the call says so: so many refusals in the network, and no further file (as the EIC Accelerator does)."""
    from .models import AcceleratorApplication, Recruitment

    most = Recruitment.of(application.call).most_refusals
    if most is None:
        return None
    refused = AcceleratorApplication.objects.filter(
        lead=application.lead_id, call__programme=application.call.programme_id, instrument=application.INSTRUMENT,
        state__in=(S.REJECTED, S.INELIGIBLE, S.IMPLICITLY_REJECTED),
    ).count()  # fmt: skip
    if refused < most:
        return None
    sentence = ngettext(
        "%(lead)s a déjà essuyé %(refused)s refus dans ce réseau : cet appel n’en admet pas davantage.",
        "%(lead)s a déjà essuyé %(refused)s refus dans ce réseau : cet appel n’en admet pas davantage.",
        refused,
    )
    return sentence % {"lead": application.lead, "refused": refused}


def redirection_awaited(application: Any, attempt: Any) -> str | None:
    asked = application.redirection
    if asked is None:
        return None
    return _("Une réorientation vers « %(call)s » attend la réponse du porteur.") % {"call": asked.target}


def target_closed(application: Any, attempt: Any) -> str | None:
    asked = application.redirection
    if asked is None or asked.target.is_open(attempt.at):
        return None
    return _("L’appel « %(call)s » est clos depuis : refusez la réorientation, votre dossier reste ici.") % {
        "call": asked.target
    }


def jury_not_heard(application: Any, attempt: Any) -> str | None:
    """A6: an admission, and a place on the waiting list, follow a closed session in which both colleges sat."""
    if attempt.data.get("kind") not in ("award", "reserve"):
        return None
    from funding.models import AgendaItem

    from .models import Recruitment

    item = AgendaItem.objects.settled().filter(application=application.pk).select_related("session").last()
    if item is None:
        return _("Le jury n’a pas encore entendu ce projet : inscrivez-le à une séance, puis concluez-la.")
    rules = Recruitment.of(application.call)
    needed = {"administration": rules.administration_quorum, "citizens": rules.citizens_quorum}
    held = item.session.quorums
    short = [college for college, least in needed.items() if least and held.get(college, 0) < least]
    if not short:
        return None
    return _("La séance du %(day)s n’exigeait pas le quorum des deux collèges : administration et jury citoyen.") % {
        "day": day(clock.paris_day(item.session.starts_at))
    }


def cohort_missing(application: Any, attempt: Any) -> str | None:
    from .models import Recruitment

    if attempt.data.get("kind", "award") not in ("award", "reserve"):
        return None
    return None if Recruitment.of(application.call).cohort_id else str(NO_COHORT)


def cohort_full(application: Any, attempt: Any) -> str | None:
    """Said before the signature; the lock says it again at the very moment."""
    from .models import Recruitment
    from .models.cohort import full

    cohort = Recruitment.of(application.call).cohort
    if cohort is None or cohort.left or application.places.holding().exists():
        return None
    return full(cohort)


def place_not_accepted(application: Any, attempt: Any) -> str | None:
    """A8: from the waiting list one is admitted to a place that freed, was offered in rank order, and accepted."""
    if application.state != S.RESERVE_LIST or attempt.data.get("kind") != "award":
        return None
    place = application.places.holding().last()
    if place is None:
        return _("Aucune place ne lui a été proposée : la liste complémentaire est appelée dans l’ordre des rangs.")
    if place.state in (place.S.PREPARED, place.S.OFFERED):
        return _("Le porteur a jusqu’au %(day)s pour accepter la place.") % {"day": day(place.answer_by)}
    return None


# --- The place and its charter


def offer_over(place: Any, attempt: Any) -> str | None:
    if place.answer_by is None or clock.paris_day(attempt.at) <= place.answer_by:
        return None
    return _("La place était proposée jusqu’au %(day)s : elle va au projet suivant.") % {"day": day(place.answer_by)}


def head_unproven(place: Any, attempt: Any) -> str | None:
    """As for a holder: what commits the node is signed by whoever proved that they may."""
    from funding import writers
    from funding.obstacles import unproven_sentence

    organisation = place.cohort.node.organisation
    return unproven_sentence(place.application, organisation) if writers.unproven(attempt.by, organisation.pk) else None


def charter_unprepared(place: Any, attempt: Any) -> str | None:
    if place.charter_ready:
        return None
    return _("La charte n’est pas prête : il manque l’accompagnateur, les objectifs ou les heures prévues.")


def not_admitted(place: Any, attempt: Any) -> str | None:
    """Called from the waiting list, it is admitted by a signed decision before anything is signed."""
    if place.application.state == S.AWARDED:
        return None
    return _("La décision d’admission n’est pas encore signée.")


def holder_has_not_signed(place: Any, attempt: Any) -> str | None:
    return None if place.holder_signed_at else _("Le porteur n’a pas encore signé la charte.")


def aid_unchecked(place: Any, attempt: Any) -> str | None:
    """An aid in kind to an undertaking is checked before it is given (Reg. 2023/2831, art. 7 § 4)."""
    if not place.is_economic or (place.aid_check_id and place.aid_check.passed):
        return None
    return _("Le porteur a une activité économique : l’instruction contrôle d’abord l’aide en nature.")


# --- The programme


def programme_stopped(milestone: Any, attempt: Any) -> str | None:
    place = milestone.place
    if place.state in (place.S.IN_PROGRAMME, place.S.MILESTONE_REVIEW):
        return None
    return _("Le projet n’est pas en programme (%(state)s) : ce jalon attend.") % {
        "state": str(place.get_state_display()).lower()
    }


def filer_judges(milestone: Any, attempt: Any) -> str | None:
    if milestone.filed_by_id != attempt.by.pk:
        return None
    return _("Vous avez remis ce jalon : quelqu’un d’autre l’examine.")


def no_ground_to_leave(place: Any, attempt: Any) -> str | None:
    if place.has_grounds_to_leave():
        return None
    return _("Une sortie suppose deux jalons manqués, ou un jalon non validé. Ce n’est pas le cas.")


def hearing_running(place: Any, attempt: Any) -> str | None:
    """CRPA, art. L. 121-1 and L. 122-1: nothing is decided before the holder could answer."""
    hearing = place.hearing
    if hearing is None or hearing.may_be_decided(clock.paris_day(attempt.at)):
        return None
    return _("Le porteur peut présenter ses observations jusqu’au %(day)s : rien ne se décide avant.") % {
        "day": day(hearing.answer_by)
    }


def opener_excludes(place: Any, attempt: Any) -> str | None:
    hearing = place.hearing
    if hearing is None or hearing.opened_by_id != attempt.by.pk:
        return None
    return _("Vous avez engagé cette procédure : quelqu’un d’autre la conclut.")


def mandate_missing(place: Any, attempt: Any) -> str | None:
    from funding.obstacles.deciding import mandate_sentence

    return mandate_sentence(place.application, attempt.by, Decimal(0), place.hearing)


def pause_used_up(place: Any, attempt: Any) -> str | None:
    if place.pause_days_left:
        return None
    return _("Ce projet a déjà pris ses %(days)s jours de pause.") % {"days": place.cohort.most_pause_days}


def milestones_open(place: Any, attempt: Any) -> str | None:
    left = [milestone.title for milestone in place.milestones.all() if not milestone.is_settled]
    if not left:
        return None
    return _("Tous les jalons ne sont pas validés : %(left)s.") % {"left": ", ".join(left)}


def demo_day_unset(thing: Any, attempt: Any) -> str | None:
    cohort = getattr(thing, "cohort", thing)
    return None if cohort.demo_at else _("La journée de démonstration n’a pas encore de date.")


def demo_day_to_come(place: Any, attempt: Any) -> str | None:
    when = place.cohort.demo_at
    if when is not None and when <= attempt.at:
        return None
    if when is None:
        return _("La journée de démonstration n’a pas encore de date.")
    return _("L’attestation se délivre après la journée de démonstration, %(when)s.") % {"when": day_hour(when)}


def projects_still_in_programme(cohort: Any, attempt: Any) -> str | None:
    left = cohort.places.holding().count() - cohort.places.done().count()
    if not left:
        return None
    sentence = ngettext(
        "%(left)s projet n’a pas terminé le programme.", "%(left)s projets n’ont pas terminé le programme.", left
    )
    return sentence % {"left": left}
