"""A ranked list, one choice beside each candidate: nobody needs a script to say whom they want."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from .. import pairing, wishing
from ..models import Preference


class WishForm(forms.Form):
    use_required_attribute = False

    def __init__(self, *args: Any, application: Any, found: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application, self.pool = application, pairing.Pool(found)
        self.is_host = application.call_id == found.host_call_id
        others = self.pool.teams if self.is_host else self.pool.hosts
        self.others = [self.pool.files[key] for key in others]
        known = wishing.ranked(application)
        choices = [("", "–"), *[(str(n), str(n)) for n in range(1, len(self.others) + 1)]]
        for other in self.others:
            label = _("Rang de « %(title)s »") % {"title": other.title}
            self.fields[f"rank_{other.pk}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=str(known.get(other.pk, "")),
                widget=forms.Select(attrs={"data-width": "short"}),
            )  # fmt: skip

    def rows(self) -> list[dict[str, Any]]:
        found = []
        for other in self.others:
            pair = (self.application.pk, other.pk) if self.is_host else (other.pk, self.application.pk)
            said = [pairing.in_words(one) for one in self.pool.barriers(*pair)] if self._known() else []
            found.append({
                "field": self[f"rank_{other.pk}"], "barriers": said, **wishing.shown(other, not self.is_host)
            })  # fmt: skip
        return found

    def _known(self) -> bool:
        return self.application.pk in self.pool.files

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        seen: dict[str, str] = {}
        for name, rank in data.items():
            if rank and rank in seen:
                said = _("Le rang %(rank)s est donné deux fois : changez l’un des deux.") % {"rank": rank}
                self.add_error(name, said)
            seen[rank] = name
        return data

    def save(self) -> None:
        """Ranks are closed up: 1, 3, 7 are a first, a second and a third wish."""
        wanted = sorted(
            (int(rank), int(name.removeprefix("rank_"))) for name, rank in self.cleaned_data.items() if rank
        )
        with transaction.atomic():
            Preference.objects.filter(chooser=self.application).delete()
            Preference.objects.bulk_create(
                Preference(chooser=self.application, chosen_id=key, rank=rank)
                for rank, (_given, key) in enumerate(wanted, 1)
            )
