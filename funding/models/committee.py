"""A session of the committee: prepared, convened, open, closed, its minutes signed. Nothing reopens a closed one.

What is said about a file during the session is on `agenda.AgendaItem`; who sits, in `seat`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from look.typography import day
from people.models import Mandate
from workflows import clock
from workflows.models import StateField, Stateful, StatefulQuerySet
from workflows.steps import Step

from .. import done, minutes, notices, papers, roles
from .. import obstacles as o
from ..forms import committee as f
from ..forms import proxies
from ..forms.seats import SeatsForm
from . import columns
from .agenda import AgendaItem
from .call import in_scope, mandate_roles
from .seat import Seat, Seated, allows_proxies

# Those who prepare it, and those who will act on its minutes.
OFFICES = [Mandate.Role.MANAGER, Mandate.Role.OFFICER, Mandate.Role.SIGNATORY]


class CommitteeQuerySet(StatefulQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Its members from the day they are convened; before, and always, the offices of its call."""
        if not user.is_authenticated:
            return self.none()
        mine = Seat.objects.filter(user=user).values("session")
        seated = Q(pk__in=mine) & ~Q(state=CommitteeSession.S.PREPARED)
        return self.filter(seated | in_scope(user, OFFICES))

    def live(self) -> Self:
        """Whose agenda is not settled yet."""
        return self.filter(state__in=CommitteeSession.LIVE)

    def closed(self) -> Self:
        """Deliberated: the minutes are frozen, signed or about to be."""
        return self.filter(state__in=CommitteeSession.OVER)


class CommitteeSession(Seated, Stateful):
    class S(models.TextChoices):
        PREPARED = "prepared", _("En préparation")
        CONVENED = "convened", _("Convoquée")
        OPEN = "open", _("En séance")
        CLOSED = "closed", _("Séance close")
        SIGNED = "signed", _("Procès-verbal signé")
        CANCELLED = "cancelled", _("Annulée")

    LIVE = (S.PREPARED, S.CONVENED, S.OPEN)
    OVER = (S.CLOSED, S.SIGNED)
    BEFORE = (S.PREPARED, S.CONVENED)
    ROOM = (S.CONVENED, S.OPEN)  # people may be in the room

    state = StateField(_("état"), choices=S, default=S.PREPARED)
    call = models.ForeignKey("funding.Call", models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField(_("date et heure"))
    duration = models.PositiveSmallIntegerField(_("durée prévue (minutes)"), default=180)
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    link = models.URLField(_("lien de visioconférence"), max_length=300, blank=True)
    envelope = columns.amount(_("enveloppe à répartir"))
    quorum = models.PositiveSmallIntegerField(_("quorum"), default=1)
    quorums = models.JSONField(_("quorum par collège"), default=dict, blank=True)
    # No proxies unless the session's own rules say so, written before it is convened and frozen with its record.
    proxies_each = models.PositiveSmallIntegerField(_("pouvoirs par membre présent"), default=0)
    proxies_within_college = models.BooleanField(_("pouvoirs dans un même collège seulement"), default=False)
    note = models.TextField(_("notes de séance"), blank=True)
    reopens = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reopened_by")
    reopens_why = models.TextField(_("motifs de la nouvelle délibération"), blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    snapshot = models.JSONField(null=True, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    secretary_signed_at = models.DateTimeField(null=True, blank=True)
    chair_signed_at = models.DateTimeField(null=True, blank=True)

    objects = CommitteeQuerySet.as_manager()
    FOLLOWS = ("call__programme",)

    class Meta:
        verbose_name = _("séance du comité")
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "signed"])
                | Q(closed_at__isnull=False, snapshot__isnull=False) & ~Q(sha256=""),
                name="closed_session_is_frozen",
                violation_error_message=_("Une séance close garde son relevé et son empreinte."),
            ),
            models.CheckConstraint(
                condition=Q(reopens=None) | ~Q(reopens_why=""),
                name="new_deliberation_has_reasons",
                violation_error_message=_("Dites pourquoi le comité délibère à nouveau."),
            ),
        ]

    DONE = done.SESSION

    # fmt: off
    set_up = Step(S.PREPARED, None, by=[roles.MANAGER, roles.OFFICER], label=_("Modifier la séance"),
                  takes=f.SessionForm)
    seat_member = Step((S.PREPARED, S.CONVENED), None, by=[roles.MANAGER, roles.OFFICER], takes=f.SeatForm,
                       label=_("Ajouter un membre"))
    seat_members = Step((S.PREPARED, S.CONVENED), None, by=[roles.MANAGER, roles.OFFICER], takes=SeatsForm,
                        label=_("Ajouter plusieurs membres"))
    unseat = Step(S.PREPARED, None, by=[roles.MANAGER, roles.OFFICER], label=_("Retirer un membre"), takes=f.UnseatForm)
    add_files = Step((S.PREPARED, S.CONVENED), None, by=[roles.MANAGER, roles.OFFICER], takes=f.AgendaForm,
                     label=_("Inscrire des dossiers"))
    remove_files = Step((S.PREPARED, S.CONVENED), None, by=[roles.MANAGER, roles.OFFICER], takes=f.RemoveForm,
                        label=_("Retirer des dossiers"))
    convene = Step(S.PREPARED, S.CONVENED, by=[roles.MANAGER, roles.OFFICER], label=_("Convoquer le comité"),
                   risky=True, unless=[o.session_past, o.chair_missing, o.secretary_missing, o.quorum_unreachable,
                                       o.agenda_empty],
                   tells=[notices.session_convened], issues=[papers.convocation],
                   explains=_("Chaque membre reçoit la convocation, l’ordre du jour et l’invitation d’agenda."))
    check_in = Step(ROOM, None, by=[roles.MEMBER], label=_("Je suis présent"), unless=[o.already_present], quiet=True)
    check_out = Step(ROOM, None, by=[roles.MEMBER], label=_("Je quitte la séance"), unless=[o.not_present], quiet=True)
    mark_arrivals = Step(ROOM, None, by=[roles.CHAIR, roles.SECRETARY], label=_("Noter des arrivées"),
                         takes=f.ArrivalsForm)
    mark_departures = Step(ROOM, None, by=[roles.CHAIR, roles.SECRETARY], label=_("Noter des départs"),
                           takes=f.DeparturesForm)
    give_proxy = Step(ROOM, None, by=[roles.MEMBER], label=_("Donner mon pouvoir"), takes=proxies.GiveProxyForm,
                      when=allows_proxies, unless=[o.giver_present, o.giver_without_voice])
    record_proxy = Step(ROOM, None, by=[roles.CHAIR, roles.SECRETARY], label=_("Noter un pouvoir"),
                        takes=proxies.RecordProxyForm, when=allows_proxies)
    hand_chair = Step(ROOM, None, by=[roles.CHAIR, roles.SECRETARY], label=_("Confier la présidence"),
                      takes=f.HandChairForm)
    open = Step(S.CONVENED, S.OPEN, by=[roles.CHAIR, roles.SECRETARY], label=_("Ouvrir la séance"),
                unless=[o.session_early, o.session_quorum_missing])
    write_note = Step(S.OPEN, None, by=[roles.CHAIR, roles.SECRETARY], label=_("Écrire les notes de séance"),
                      takes=f.NoteForm)
    adopt_ranking = Step(S.OPEN, None, by=[roles.CHAIR], label=_("Arrêter le classement"), takes=f.AdoptForm,
                         unless=[o.session_quorum_missing, o.nothing_waits])
    close = Step(S.OPEN, S.CLOSED, by=[roles.CHAIR, roles.SECRETARY], label=_("Clore la séance"), risky=True,
                 unless=[o.vote_running, o.files_undecided, o.envelope_exceeded], tells=[notices.session_closed],
                 explains=_("Tout est figé : présences, votes, classement, montants. Rouvrir demandera une "
                            "nouvelle séance, avec ses motifs."))
    sign_secretary = Step(S.CLOSED, None, by=[roles.SECRETARY], label=_("Signer le procès-verbal (secrétariat)"),
                          takes=f.SignMinutesForm, when=lambda session: session.secretary_signed_at is None)
    sign = Step(S.CLOSED, S.SIGNED, by=[roles.CHAIR], label=_("Signer le procès-verbal"), takes=f.SignMinutesForm,
                unless=[o.secretary_signs_first], issues=[papers.minutes], tells=[notices.minutes_signed])
    cancel = Step(S.CONVENED, S.CANCELLED, by=[roles.MANAGER, roles.OFFICER], takes=f.CancelForm,
                  label=_("Annuler la séance"), risky=True, tells=[notices.session_cancelled])
    abandon = Step(S.PREPARED, S.CANCELLED, by=[roles.MANAGER, roles.OFFICER], label=_("Abandonner la séance"),
                   risky=True, explains=_("Personne n’était convoqué : personne n’est prévenu."))
    # fmt: on

    @set_up
    def set_up(self, attempt: Any, **facts: Any) -> None:
        for name, value in facts.items():
            setattr(self, name, value)

    @seat_member
    def seat_member(self, attempt: Any, **seat: Any) -> None:
        self.sit(**seat)

    @seat_members
    def seat_members(self, attempt: Any, seats: Any) -> None:
        for seat in seats:
            self.sit(**seat)

    @unseat
    def unseat(self, attempt: Any, seat: Any) -> None:
        seat.delete()

    @add_files
    def add_files(self, attempt: Any, applications: Any) -> None:
        AgendaItem.enrol(self, applications)

    @remove_files
    def remove_files(self, attempt: Any, items: Any) -> None:
        for item in items:
            item.delete()

    @check_in
    def check_in(self, attempt: Any) -> None:
        self.arrive([self.seats.get(user=attempt.by)], attempt.at)

    @check_out
    def check_out(self, attempt: Any) -> None:
        self.depart([self.seats.get(user=attempt.by)], attempt.at)

    @mark_arrivals
    def mark_arrivals(self, attempt: Any, seats: Any) -> None:
        self.arrive(seats, attempt.at)

    @mark_departures
    def mark_departures(self, attempt: Any, seats: Any) -> None:
        self.depart(seats, attempt.at)

    @give_proxy
    def give_proxy(self, attempt: Any, holder: Any) -> None:
        self.lend(self.seats.get(user=attempt.by), holder, attempt.at)

    @record_proxy
    def record_proxy(self, attempt: Any, giver: Any, holder: Any) -> None:
        self.lend(giver, holder, attempt.at)

    @hand_chair
    def hand_chair(self, attempt: Any, seat: Any, reason: str) -> None:
        self.seats.filter(is_chair=True).update(is_chair=False)
        self.seats.filter(pk=seat.pk).update(is_chair=True)

    @open
    def open(self, attempt: Any) -> None:
        self.opened_at = attempt.at

    @write_note
    def write_note(self, attempt: Any, note: str) -> None:
        self.note = note

    @adopt_ranking
    def adopt_ranking(self, attempt: Any, consent: bool, reserve: int | None = None) -> None:
        """What nobody asked to vote on one by one: the published ranking, cut at the envelope, then at the end of the
        reserve list."""
        minutes.adopt(self, reserve)

    @close
    def close(self, attempt: Any) -> None:
        self.closed_at, self.closed_by = attempt.at, attempt.by
        self.depart(self.seats.present(), attempt.at)
        self.snapshot = minutes.freeze(self)
        self.proxies().update(ended_at=attempt.at)
        self.sha256 = minutes.digest(self.snapshot)

    @sign_secretary
    def sign_secretary(self, attempt: Any, consent: bool) -> None:
        self.secretary_signed_at = attempt.at

    @sign
    def sign(self, attempt: Any, consent: bool) -> None:
        self.chair_signed_at = attempt.at

    @cancel
    def cancel(self, attempt: Any, reason: str) -> None:
        self.note = reason

    def __str__(self) -> str:
        return _now("Comité du %(day)s") % {"day": day(clock.paris_day(self.starts_at))}

    def get_absolute_url(self) -> str:
        return reverse("funding:committee", args=[self.pk])

    @property
    def handle(self) -> str:
        return f"{self.call.code}-C{self.pk}"

    @property
    def in_room(self) -> bool:
        """People come and go: its page follows them."""
        return self.state in self.ROOM

    @property
    def is_over(self) -> bool:
        return self.state in self.OVER

    @property
    def remaining(self) -> Decimal:
        """What the committee may share out: its envelope, and never more than the call still has."""
        return min(self.envelope, self.call.remaining)

    @property
    def intact(self) -> bool:
        return self.snapshot is not None and minutes.digest(self.snapshot) == self.sha256

    @property
    def fingerprint(self) -> str:
        """The hash as one reads it aloud, in groups that a narrow screen can fold."""
        return " ".join(self.sha256[start : start + 8] for start in range(0, len(self.sha256), 8))

    def roles_of_user(self, user: Any, among: Any = None) -> set[Any]:
        held = mandate_roles(user, self.call) & {roles.MANAGER, roles.OFFICER, roles.SIGNATORY}
        return held | self.seat_roles(user)

    def seat_roles(self, user: Any) -> set[Any]:
        """Nobody sits before the convocation."""
        seat = next((seat for seat in self.seats.all() if seat.user_id == user.pk), None)
        if seat is None or self.state == self.S.PREPARED:
            return set()
        functions = {roles.CHAIR: seat.is_chair, roles.SECRETARY: seat.is_secretary, roles.MEMBER: True}
        return {role for role, holds in functions.items() if holds}
