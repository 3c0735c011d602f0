"""The forms of a session's steps: when and where, who sits, which files, who comes and goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from look.typography import euros_cents
from workflows import clock
from workflows.forms import StepForm

from ..fields import AmountField, ConsentField, MomentField, TextField
from ..models.seat import College

FUNCTIONS = [("member", _("Membre")), ("chair", _("Préside")), ("secretary", _("Secrétaire de séance"))]
RULES = ("proxies_each", "proxies_within_college")
FIGURES = {"inputmode": "numeric", "data-width": "short"}


class SessionForm(StepForm):
    starts_at = MomentField(label=_("Date et heure"))
    duration = forms.IntegerField(label=_("Durée prévue, en minutes"), min_value=15, max_value=1440,
                                  widget=forms.TextInput(attrs=FIGURES))  # fmt: skip
    place = forms.CharField(label=_("Lieu"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Lien de visioconférence"), max_length=300, required=False, assume_scheme="https",
        error_messages={"invalid": _("Écrivez une adresse complète, par exemple https://visio.exemple.fr/comite.")},
    )  # fmt: skip
    envelope = AmountField(
        label=_("Enveloppe à répartir"),
        help_text=_("Le classement est coupé à ce montant ; le comité ne va pas au-delà."),
    )  # fmt: skip
    quorum = forms.IntegerField(
        label=_("Quorum"), min_value=1, max_value=200, widget=forms.TextInput(attrs=FIGURES),
        help_text=_("Voix présentes pour délibérer d’un dossier, sans celles qui se déportent."),
    )  # fmt: skip
    proxies_each = forms.IntegerField(
        label=_("Pouvoirs par membre présent, au plus"), min_value=0, max_value=5, required=False,
        widget=forms.TextInput(attrs=FIGURES),
        help_text=_("Zéro si le règlement du comité n’en permet pas. Un pouvoir ne compte pas dans le quorum."),
    )  # fmt: skip
    proxies_within_college = forms.BooleanField(
        label=_("Un pouvoir se donne dans un même collège seulement"), required=False
    )

    def prepare(self) -> None:
        session = self.subject
        for name in (*RULES, "starts_at", "duration", "place", "link", "quorum"):
            self.fields[name].initial = getattr(session, name)
        self.fields["envelope"].initial = session.envelope if session.envelope is not None else session.call.remaining
        for college in College:
            self.fields[f"quorum_{college.value}"] = forms.IntegerField(
                label=_("Quorum du collège : %(college)s") % {"college": college.label}, min_value=0, max_value=200,
                required=False, widget=forms.TextInput(attrs=FIGURES), initial=session.quorums.get(college.value),
            )  # fmt: skip

    def clean_starts_at(self) -> Any:
        if self.cleaned_data["starts_at"] <= clock.now():
            raise forms.ValidationError(_("Choisissez une date à venir."))
        return self.cleaned_data["starts_at"]

    def clean_envelope(self) -> Any:
        envelope, left = self.cleaned_data["envelope"], self.subject.call.remaining
        if envelope > left:
            text = _("Il reste %(left)s dans l’enveloppe de l’appel : indiquez ce montant ou moins.")
            raise forms.ValidationError(text % {"left": euros_cents(left)})
        return envelope

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["proxies_each"] = data.get("proxies_each") or 0
        quorums = {c.value: data.pop(f"quorum_{c.value}", None) for c in College}
        data["quorums"] = {college: needed for college, needed in quorums.items() if needed}
        if not data.get("place") and not data.get("link") and not self.errors:
            self.add_error("place", _("Indiquez une salle, un lien, ou les deux."))
        least = sum(data["quorums"].values())
        if data.get("quorum") and data["quorum"] < least:
            self.add_error("quorum", _("Les collèges demandent %(least)s voix : écrivez au moins ce nombre.")
                           % {"least": least})  # fmt: skip
        return data


class NewSessionForm(SessionForm):
    """A session to be; another deliberation on what a closed one settled says why."""

    reopens = forms.ModelChoiceField(
        queryset=None, label=_("Délibérer à nouveau sur les dossiers de"), required=False,
        empty_label=_("Aucune séance : ce sont des dossiers jamais examinés"),
    )  # fmt: skip
    reopens_why = TextField(label=_("Motifs de la nouvelle délibération"), max_length=2000, rows=3, required=False)

    def prepare(self) -> None:
        super().prepare()
        from ..models import CommitteeSession

        self.fields["starts_at"].initial = (clock.now() + timedelta(days=14)).astimezone(clock.PARIS).replace(
            hour=9, minute=30, second=0, microsecond=0
        )  # fmt: skip
        closed = CommitteeSession.objects.closed().filter(call=self.subject.call_id)
        self.fields["reopens"].queryset = closed
        if not closed.exists():
            del self.fields["reopens"], self.fields["reopens_why"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("reopens") and not data.get("reopens_why", "").strip():
            self.add_error("reopens_why", _("Dites pourquoi le comité délibère à nouveau."))
        if not data.get("reopens"):
            data["reopens_why"] = ""
        return data


class SeatForm(StepForm):
    email = forms.EmailField(
        label=_("Adresse électronique"), help_text=_("Celle du compte de la personne."),
        error_messages={"invalid": _("Écrivez une adresse électronique, par exemple prenom.nom@exemple.fr.")},
    )  # fmt: skip
    college = forms.ChoiceField(label=_("Collège"), choices=College, widget=forms.RadioSelect)
    function = forms.ChoiceField(label=_("Fonction"), widget=forms.RadioSelect, initial="member", choices=FUNCTIONS)
    may_vote = forms.BooleanField(label=_("A une voix délibérative"), required=False, initial=True)

    def clean_email(self) -> Any:
        user = get_user_model().objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if user is None:
            raise forms.ValidationError(_("Personne n’a de compte à cette adresse : invitez d’abord cette personne."))
        if self.subject.seats.filter(user=user).exists():
            raise forms.ValidationError(_("Cette personne siège déjà."))
        return user

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        taken = {"chair": self.subject.chair, "secretary": self.subject.secretary}.get(data.get("function", ""))
        if taken:
            self.add_error("function", _("%(who)s a déjà cette fonction.") % {"who": taken})
        if data.get("function") == "chair" and not data.get("may_vote"):
            self.add_error("may_vote", _("La personne qui préside a une voix : cochez la case."))
        data["user"] = data.pop("email", None)
        return data


class OfSeats(StepForm):
    """Chooses among some of the session's seats."""

    def choose(self, field: str, rows: Any) -> None:
        self.fields[field].queryset = rows.select_related("user")


class UnseatForm(OfSeats):
    seat = forms.ModelChoiceField(queryset=None, label=_("Membre à retirer"), empty_label=None)

    def prepare(self) -> None:
        self.choose("seat", self.subject.seats.all())


class ArrivalsForm(OfSeats):
    seats = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Arrivent maintenant"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins une personne.")},
    )  # fmt: skip

    def prepare(self) -> None:
        self.choose("seats", self.subject.seats.exclude(pk__in=self.subject.seats.present().values("pk")))


class DeparturesForm(OfSeats):
    seats = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Partent maintenant"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins une personne.")},
    )  # fmt: skip

    def prepare(self) -> None:
        self.choose("seats", self.subject.seats.present())


class HandChairForm(OfSeats):
    seat = forms.ModelChoiceField(queryset=None, label=_("Préside désormais"), empty_label=None)
    reason = forms.CharField(label=_("Motif"), max_length=300)

    def prepare(self) -> None:
        self.choose("seat", self.subject.seats.present().voting().filter(is_chair=False))


class AgendaForm(StepForm):
    everything = forms.BooleanField(label=_("Tous les dossiers à délibérer"), required=False)
    applications = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Dossiers"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def prepare(self) -> None:
        from ..models import AgendaItem

        self.fields["applications"].queryset = AgendaItem.candidates(self.subject)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.pop("everything", False):
            data["applications"] = list(self.fields["applications"].queryset)
        if not data.get("applications") and not self.errors:
            text = _(
                "Choisissez au moins un dossier. Seuls les dossiers en instruction, qui ne sont à l’ordre du jour "
                "d’aucune autre séance, peuvent être inscrits."
            )
            self.add_error("applications", text)
        return data


class RemoveForm(StepForm):
    items = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Dossiers à retirer"), widget=forms.CheckboxSelectMultiple
    )

    def prepare(self) -> None:
        self.fields["items"].queryset = self.subject.items.select_related("application")


class NoteForm(StepForm):
    note = TextField(label=_("Notes"), help_text=_("Reprises au procès-verbal."), required=False, max_length=4000)

    def prepare(self) -> None:
        self.fields["note"].initial = self.subject.note


class AdoptForm(StepForm):
    reserve = forms.IntegerField(
        label=_("Dossiers sur la liste complémentaire, au plus"), required=False, min_value=0, max_value=5000,
        widget=forms.TextInput(attrs=FIGURES),
        help_text=_("Les mieux classés sous la ligne de l’enveloppe ; les suivants reçoivent un avis défavorable. "
                    "Laissez vide pour les inscrire tous."),
    )  # fmt: skip
    consent = ConsentField(
        label=_("Le comité arrête le classement : les dossiers encore sans avis suivent leur rang et l’enveloppe.")
    )


class SignMinutesForm(StepForm):
    consent = ConsentField(label=_("J’ai relu le procès-verbal, et je le signe."))


class CancelForm(StepForm):
    reason = forms.CharField(label=_("Motif"), max_length=300, help_text=_("Les membres convoqués le liront."))
