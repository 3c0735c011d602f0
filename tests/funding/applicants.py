"""What the applicants' tests share: the cast, a draft, files that go with the test, addresses."""

import json

import pytest

from funding.models import Application
from tests import cast as casting

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    """Files of tests go with the test."""
    place = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": place}


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def file(cast):
    return casting.application(cast)


def part(file, key, end=""):
    return f"/dossiers/{file.handle}/remplir/{key}/{end}"


def fresh(file):
    return Application.objects.get(pk=file.pk)


def marks(client, file, key):
    return json.loads(client.get(part(file, key)).context["marks"])


def auto(client, file, key, seen=None, **typed):
    only = ",".join(typed)
    return client.post(part(file, key, "auto/"), typed | {"only": only, "marks": json.dumps(seen or {})})
