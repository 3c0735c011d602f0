"""What the tests of the desks share: who looks, what they read."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.words import plain

PEOPLE = [
    "holder", "mayor", "partner", "stranger", "manager", "officer", "reviewer", "second_reviewer", "chair",
    "signatory", "payer", "second_payer", "funder",
]  # fmt: skip
STAFF = {"manager", "officer", "chair", "signatory", "payer", "second_payer", "funder"}


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def text_of(response):
    return plain(response.content.decode()).replace("&#x27;", "’")


def queries_of(client, url):
    """How many queries a page takes, once warm."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as found:
        client.get(url)
    return len(found)
