"""A page of the journal: words, who may read them, and up to four described pictures."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from funding.fields import DayField
from workflows import clock

from .. import photos
from ..models import JournalEntry, Visibility

PICTURES = 4


class EntryForm(forms.ModelForm):
    use_required_attribute = False
    day = DayField(label=_("Jour"))
    sending = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = JournalEntry
        fields = ("day", "title", "text", "visibility")
        widgets = {
            "visibility": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 8}),
        }  # fmt: skip

    def __init__(self, *args: Any, residency: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.residency = residency
        self.fields["visibility"].choices = Visibility.choices
        self.kept = list(self.instance.photos.all()) if self.instance.pk else []
        self.initial.setdefault("day", clock.today())
        self.initial["sending"] = uuid4()
        for number in range(1, PICTURES + 1 - len(self.kept)):
            accept = forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
            self.fields[f"photo_{number}"] = forms.FileField(label=_("Photo"), required=False, widget=accept)
            self.fields[f"alt_{number}"] = forms.CharField(
                label=_("Ce qu’on y voit"), max_length=250, required=False,
                help_text=_("Une phrase, pour qui ne la voit pas. Elle sert aussi de légende."),
            )  # fmt: skip

    @property
    def slots(self) -> list[tuple[Any, Any]]:
        names = [name for name in self.fields if name.startswith("photo_")]
        return [(self[name], self[name.replace("photo", "alt")]) for name in names]

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day > clock.today():
            raise forms.ValidationError(
                _("Un journal raconte ce qui a eu lieu : choisissez un jour passé, ou ce jour.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self.taken: list[tuple[photos.Bare, str]] = []
        for name in [name for name in self.fields if name.startswith("photo_")]:
            upload, alt = data.get(name), (data.get(name.replace("photo", "alt")) or "").strip()
            if not upload:
                continue
            if not alt:
                said = _("Décrivez la photo en une phrase, puis choisissez-la de nouveau.")
                self.add_error(name.replace("photo", "alt"), said)
                continue
            try:
                self.taken.append((photos.bare(upload), alt))
            except forms.ValidationError as error:
                self.add_error(name, error)
        return data

    def already_sent(self) -> JournalEntry | None:
        """The same page came before: the first sending was received, its answer was lost on the way."""
        sending = self.cleaned_data.get("sending")
        if self.instance.pk or not sending:
            return None
        return JournalEntry.objects.filter(residency=self.residency, sending=sending).first()

    def write(self, by: Any) -> JournalEntry:
        if known := self.already_sent():
            return known
        with transaction.atomic():
            entry: JournalEntry = self.instance
            if entry.pk:
                entry.changed_at = clock.now()
            else:
                entry.residency, entry.author = self.residency, by
                entry.written_at, entry.sending = clock.now(), self.cleaned_data.get("sending")
            entry.save()
            for found, alt in self.taken:
                photos.keep(entry, found, alt, len(self.kept) + 1)
        return entry
