"""A story loaded once for a whole module, in a transaction that is rolled back at its end."""

from contextlib import contextmanager

from django.conf import settings
from django.db import transaction
from django.test import override_settings

from funding import law
from funding.models import LawVersion


@contextmanager
def kept_for_module(blocker, folder):
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder / "media"}}
    storages = settings.STORAGES | {"default": files}
    with blocker.unblock(), override_settings(STORAGES=storages, VAR_DIR=folder), transaction.atomic():
        law.seed(LawVersion)  # a journey that emptied the tables took them away
        yield folder
        transaction.set_rollback(True)
