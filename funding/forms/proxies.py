"""The forms of a proxy: to whom an absent member lends their voice, or that they take it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms import StepForm


class ProxyForm(StepForm):
    """As many as the session's rules allow each holder; in session, to someone who is there."""

    holder = forms.ModelChoiceField(
        queryset=None, label=_("À qui"), required=False, empty_label=_("Personne : le pouvoir prend fin"),
        help_text=_("Cette personne votera aussi pour l’absent, tant qu’elle est là. Sur un dossier dont l’un des deux "
                    "se déporte, le pouvoir ne sert pas. L’arrivée de l’absent y met fin."),
    )  # fmt: skip

    def prepare(self) -> None:
        session = self.subject
        rows = session.seats.present() if session.state == session.S.OPEN else session.seats.all()
        gave = session.proxies().values("giver")
        self.fields["holder"].queryset = rows.voting().exclude(pk__in=gave).select_related("user")

    def giver_of(self, data: dict[str, Any]) -> Any:
        return data.get("giver")

    def clean(self) -> dict[str, Any]:
        data, session = super().clean(), self.subject
        giver, holder = self.giver_of(data), data.get("holder")
        if giver is None or holder is None:
            return data
        held = session.proxies().filter(holder=holder).exclude(giver=giver).count()
        if holder == giver:
            self.add_error("holder", _("Un pouvoir se donne à une autre personne."))
        elif session.proxies_within_college and holder.college != giver.college:
            text = _("%(who)s n’est pas du même collège (%(college)s) : choisissez une autre personne.")
            self.add_error("holder", text % {"who": holder, "college": giver.get_college_display()})
        elif held >= session.proxies_each:
            text = _("%(who)s tient déjà autant de pouvoirs que le permet la séance (%(most)s).")
            self.add_error("holder", text % {"who": holder, "most": session.proxies_each})
        return data


class GiveProxyForm(ProxyForm):
    def giver_of(self, data: dict[str, Any]) -> Any:
        return self.subject.seats.filter(user=self.by).first()


class RecordProxyForm(ProxyForm):
    """A proxy that came on paper or by mail."""

    giver = forms.ModelChoiceField(queryset=None, label=_("De qui"), empty_label=None)
    field_order = ["giver", "holder"]

    def prepare(self) -> None:
        super().prepare()
        here = self.subject.seats.present().values("pk")
        rows = self.subject.seats.voting().exclude(pk__in=here)
        self.fields["giver"].queryset = rows.select_related("user")
