"""What Django's own checks say, in the words of the house: what to do, never « invalide » nor « obligatoire ».

Installed once at start-up on Django's classes, so that every form says the same; a form may still say better.
"""

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

FIELDS = {
    forms.Field: {"required": _("Une réponse est attendue ici.")},
    forms.BooleanField: {"required": _("Cochez cette case pour continuer.")},
    forms.IntegerField: {"invalid": _("Écrivez un nombre entier, en chiffres.")},
    forms.FloatField: {"invalid": _("Écrivez un nombre en chiffres, par exemple 12,5.")},
    forms.DecimalField: {"invalid": _("Écrivez un nombre en chiffres, par exemple 1 250,50.")},
    forms.DateField: {"invalid": _("Écrivez une date qui existe, par exemple 12/03/2027.")},
    forms.TimeField: {"invalid": _("Écrivez une heure, par exemple 17:00.")},
    forms.DateTimeField: {"invalid": _("Écrivez une date et une heure, par exemple 12/03/2027 17:00.")},
    forms.ChoiceField: {"invalid_choice": _("Choisissez une des réponses de la liste.")},
    forms.MultipleChoiceField: {
        "invalid_choice": _("Choisissez parmi les réponses de la liste."),
        "invalid_list": _("Choisissez parmi les réponses de la liste."),
    },
    forms.ModelChoiceField: {"invalid_choice": _("Choisissez une des réponses de la liste.")},
    forms.ModelMultipleChoiceField: {
        "invalid_choice": _("Choisissez parmi les réponses de la liste."),
        "invalid_list": _("Choisissez parmi les réponses de la liste."),
        "invalid_pk_value": _("Choisissez parmi les réponses de la liste."),
    },
    forms.FileField: {
        "required": _("Joignez un fichier."),
        "invalid": _("Le fichier n’est pas arrivé. Envoyez-le de nouveau."),
        "missing": _("Le fichier n’est pas arrivé. Envoyez-le de nouveau."),
        "empty": _("Ce fichier est vide. Choisissez-en un autre."),
        "contradiction": _("Joignez un fichier, ou cochez la case qui l’enlève, pas les deux."),
    },
    forms.ImageField: {"invalid_image": _("Joignez une image lisible (PNG ou JPEG).")},
    forms.URLField: {"invalid": _("Écrivez une adresse complète, par exemple https://www.mairie.fr.")},
    forms.JSONField: {"invalid": _("Ce contenu n’a pas pu être lu. Recommencez.")},
}
VALIDATORS = {
    validators.MaxLengthValidator: ngettext_lazy(
        "Écrivez %(limit_value)d caractère au plus : il y en a %(show_value)d.",
        "Écrivez %(limit_value)d caractères au plus : il y en a %(show_value)d.",
        "limit_value",
    ),
    validators.MinLengthValidator: ngettext_lazy(
        "Écrivez au moins %(limit_value)d caractère : il y en a %(show_value)d.",
        "Écrivez au moins %(limit_value)d caractères : il y en a %(show_value)d.",
        "limit_value",
    ),
    validators.MaxValueValidator: _("Écrivez %(limit_value)s au plus."),
    validators.MinValueValidator: _("Écrivez %(limit_value)s au moins."),
    validators.EmailValidator: _("Écrivez une adresse complète, par exemple prenom.nom@mairie.fr."),
    validators.ProhibitNullCharactersValidator: _(
        "Un caractère caché s’est glissé ici : effacez et écrivez de nouveau."
    ),
}
DECIMALS = {
    "invalid": _("Écrivez un nombre en chiffres, par exemple 1 250,50."),
    "max_digits": ngettext_lazy("Écrivez %(max)s chiffre au plus.", "Écrivez %(max)s chiffres au plus.", "max"),
    "max_decimal_places": ngettext_lazy(
        "Écrivez %(max)s chiffre au plus après la virgule.",
        "Écrivez %(max)s chiffres au plus après la virgule.",
        "max",
    ),
    "max_whole_digits": ngettext_lazy(
        "Écrivez %(max)s chiffre au plus avant la virgule.",
        "Écrivez %(max)s chiffres au plus avant la virgule.",
        "max",
    ),
}


def install() -> None:
    for field, messages in FIELDS.items():
        field.default_error_messages = {**field.__dict__.get("default_error_messages", {}), **messages}
    for validator, message in VALIDATORS.items():
        validator.message = message
    validators.validate_email.message = VALIDATORS[validators.EmailValidator]
    validators.DecimalValidator.messages = {**validators.DecimalValidator.messages, **DECIMALS}
