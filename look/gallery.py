"""What the gallery of components shows: samples, never real data."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from look import conf, dates, icons
from look.forms import EurosField


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Nom du projet"), max_length=80, help_text=_("Comme vous le diriez à un voisin."))
    role = forms.CharField(
        label=_("Que fait l’association dans le projet ?"),
        max_length=1500,
        min_length=150,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ce qu’elle apporte, qui y travaille, ce qu’elle en attend."),
        error_messages={"min_length": _("Écrivez au moins 150 caractères.")},
    )
    asked = EurosField(label=_("Subvention demandée"), help_text=_("Plafond : 70 % des dépenses."))
    months = forms.IntegerField(
        label=_("Durée"), widget=forms.NumberInput(attrs={"data-suffix": _("mois"), "data-width": "short"})
    )
    start = forms.DateField(label=_("Début du projet"), widget=forms.DateInput(attrs={"data-width": "mid"}))
    kind = forms.ChoiceField(
        label=_("Qui dépose le dossier ?"),
        choices=[("town", _("Une commune")), ("association", _("Une association")), ("company", _("Une entreprise"))],
        widget=forms.RadioSelect,
    )
    audiences = forms.MultipleChoiceField(
        label=_("À qui s’adresse le projet ?"),
        choices=[("all", _("À tous les habitants")), ("young", _("Aux jeunes")), ("old", _("Aux aînés"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    region = forms.ChoiceField(label=_("Région"), choices=[("", "–"), ("32", "Hauts-de-France"), ("53", "Bretagne")])
    quote = forms.FileField(label=_("Le devis signé"), help_text=_("PDF ou photo nette, 10 Mo au plus"), required=False)
    agree = forms.BooleanField(
        label=_("Je certifie l’exactitude de ces réponses"), help_text=_("Au nom de ma structure.")
    )


STEPS = (
    (_("Dépôt"), _("30 janvier"), "done"),
    (_("Vérification"), _("12 février"), "done"),
    (_("Instruction"), _("en cours, jusqu’à fin mars"), "now"),
    (_("Commission"), _("18 mai"), "todo"),
    (_("Décision"), _("avant le 1er juin"), "todo"),
)
BADGES = (
    (_("Brouillon"), "neutral", "pencil"),
    (_("Pièce attendue"), "you", "paperclip"),
    (_("À signer"), "you", "pen"),
    (_("En vérification"), "run", "search"),
    (_("En instruction"), "run", "hourglass-split"),
    (_("En commission"), "jury", "people"),
    (_("Liste complémentaire"), "jury", "list-ul"),
    (_("Accordé"), "ok", "check-circle-fill"),
    (_("Refusé"), "no", "x-octagon"),
    (_("En retard"), "no", "exclamation-triangle-fill"),
    (_("Clos"), "neutral", "archive"),
)
ROWS = (
    ("Le grand guichet", "Tourcoing (59)", 6, 149000, 5),
    ("La gare vivante", "Hazebrouck (59)", 7, 148000, -3),
    ("Forge ouverte", "Denain (59)", 7, 112500, 30),
)


def content(request: HttpRequest) -> dict[str, Any]:
    now = conf.now().astimezone(dates.PARIS).replace(hour=17, minute=0)
    wrong = SampleForm({"role": "L’association prête son atelier.", "asked": "46 200", "kind": "town", "start": "x"})
    return {
        "pro": "pro" in request.GET,
        "badges": BADGES,
        "steps": [{"title": title, "detail": detail, "state": state} for title, detail, state in STEPS],
        "soon": now + timedelta(days=6),
        "late": now - timedelta(days=3),
        "calm": now + timedelta(days=14),
        "today": now,
        "amounts": [Decimal("1234567"), Decimal("370370.10"), Decimal("-11118.47")],
        "form": wrong if "erreurs" in request.GET else SampleForm(),
        "icons": icons.names(),
        "rows": [
            {"title": title, "town": town, "step": step, "asked": asked, "due": now + timedelta(days=days)}
            for title, town, step, asked, days in ROWS
        ],
        "page": SimpleNamespace(previous="", next="x"),
        "tabs": [("check", _("Vérification"), 4), ("review", _("Évaluations"), 3)],
        **figures(),
    }


def figures() -> dict[str, Any]:
    left = [48, 47.2, 46.8, 44.2, 44, 39.6, 33.4, 33, 31, 25.4, 16.6]
    return {
        "figures": [
            {"name": _("Enveloppe"), "value": "48,0 M€", "sense": _("moitié État, moitié régions")},
            {"name": _("Engagé"), "value": "31,4 M€", "sense": _("65 % · 127 décisions signées")},
            {"name": _("Versé"), "value": "14,2 M€", "sense": _("57 % du conventionné")},
            {"name": _("Présents"), "value": 7, "unit": _("sur 9"), "sense": _("quorum de 5 atteint"), "tone": "ok"},
        ],
        "funnel": [
            {"label": _("Déposés"), "value": 412},
            {"label": _("Recevables"), "value": 351, "note": "85 %"},
            {"label": _("Retenus en commission"), "value": 127, "note": "43 %"},
            {"label": _("Soldés"), "value": 22, "note": "20 %"},
        ],
        "series": [
            {"name": _("réel"), "kind": "real", "stepped": True, "values": [*left, *[None] * 10]},
            {"name": _("prévu"), "kind": "plan", "values": [48 - 2.4 * index for index in range(21)]},
            {"name": _("tendance"), "kind": "proj", "values": [*[None] * 10, 16.6, 12.4, 8.3, 4.1, 0, *[None] * 6]},
        ],
        "months": [f"{month} {year}" for year in (2026, 2027) for month in dates.MONTHS_FR][:21],
        "departments": {"59": 9, "62": 6, "22": 3, "35": 5, "44": 4, "33": 6, "69": 7, "13": 8, "974": 5, "75": 1},
        "parts": [
            {"label": _("Subvention"), "value": Decimal(46200)},
            {"label": _("Commune"), "value": Decimal(12300)},
            {"label": _("Partenaires"), "value": Decimal(6000)},
        ],
        "load": [{"label": _("Vérification"), "value": 6}, {"label": _("En instruction"), "value": 14}],
        "whole": Decimal(67000),
    }
