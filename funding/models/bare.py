"""Words compared without case nor accents, in the database."""

from django.db import models
from django.db.models import Func

ACCENTS = ("àâäáãåçéèêëíìîïñóòôöõúùûüýÿÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝŸ", 2 * "aaaaaaceeeeiiiinooooouuuuyy")


class Bare(Func):
    """Lower case without accents, by PostgreSQL alone: `unaccent` is an extension that not every server has."""

    template = (
        "replace(replace(lower(translate(%(expressions)s, '" + "', '".join(ACCENTS) + "')), 'œ', 'oe'), 'æ', 'ae')"
    )
    output_field = models.TextField()
