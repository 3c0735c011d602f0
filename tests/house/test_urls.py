"""Every address under a rule; what the rule says, tried."""

from __future__ import annotations

import json
import re
from contextlib import nullcontext

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from tests import reading
from tests.house.doors import undone
from tests.house.urls import NOT_ASKED, PUBLIC, ROLE, RULES, STAFF, addresses, arguments, ours, patterns

pytestmark = pytest.mark.django_db


def test_every_address_has_a_rule_and_every_rule_an_address():
    names = set(ours())
    assert sorted(names - set(RULES)) == [], "new addresses: write in tests/house/urls.py who may open them"
    assert sorted(set(RULES) - names) == [], "rules of addresses that are gone"


def path_of(name, stage):
    """The address with keys of things that exist."""
    try:
        return reverse(name, kwargs=arguments(name, stage))
    except NoReverseMatch:  # a pattern that wants plain positions, or a shape of its own
        return re.sub(r"\(\?P<\w+>[^)]*\)", "x", patterns()[name]).replace("^", "").replace("$", "")


def read(client, path):
    """A page; a file that streams is read to its end, which closes it."""
    answer = client.get(path)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def asked(client, name, stage):
    """GET; where only sending is allowed, an empty sending, undone."""
    path = "/" + path_of(name, stage).lstrip("/")
    answer = read(client, path)
    if name in SENT or answer.status_code == 405:
        method, body = SENT.get(name, ("POST", {}))
        with undone():
            if method == "FILE":
                return client.post(path, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4")})
            if name.startswith("api-"):
                return client.generic(method, path, json.dumps(body), "application/json")
            return client.post(path, body)
    return answer


# Well-formed, so that what answers is the rule of access and not the form.
SENT: dict[str, tuple[str, dict]] = {
    "api-1:change": ("PATCH", {"edition": 0}),
    "api-1:partners": ("PUT", {"edition": 0, "partners": []}),
    "api-1:document": ("FILE", {}),
    "api-1:create": ("POST", {"call": "LIT-2026", "lead": "35600000000048"}),
}


# What is asked for does not exist for anyone: a page that is not there, a second factor never set up.
NOT_THERE = {
    "api-1:nothing", "api-1:api-root", "workflows:verify", "mfa_deactivate_totp", "mfa_view_recovery_codes",
}  # fmt: skip


def shut(answer) -> bool:
    login = answer.status_code == 302 and re.match(r"/(compte|admin)/(login|reauthenticate)/", answer["Location"])
    return bool(login) or answer.status_code == 401


TRIED = sorted(set(RULES) - NOT_ASKED)


@pytest.mark.parametrize("name", TRIED)
def test_without_login(stage, name):
    answer = asked(Client(), name, stage)
    if RULES[name] == PUBLIC:
        assert not shut(answer), answer.status_code
        assert answer.status_code < 500
    elif RULES[name] == STAFF:
        assert shut(answer) or answer.status_code in (403, 404)
    else:
        assert shut(answer), f"{answer.status_code}: {answer.headers.get('Location', '')}"


@pytest.mark.parametrize("name", TRIED)
def test_by_a_stranger(stage, name):
    """Someone with an account, a structure, and nothing to do with any file."""
    status = asked(stage.clients["stranger"], name, stage).status_code
    if RULES[name] in (ROLE, STAFF):
        assert status in (403, 404)
    elif name not in NOT_THERE:
        assert status in (200, 201, 302, 409, 422), status


@pytest.mark.usefixtures("bare_errors")
def test_someone_reads_each_page_that_a_rule_closes(stage):
    """A page that nobody can open would pass every refusal above."""
    closed = [name for name in TRIED if RULES[name] in (ROLE, STAFF)]
    never = []
    for name in closed:
        people = ["mayor", "holder", "officer", "manager", "signatory", "reviewer", "payer", "administrator", "steward"]
        if not any(asked(stage.clients[p], name, stage).status_code in (200, 201, 202, 302, 409, 422) for p in people):
            never.append(name)
    assert set(never) <= EXPECTED_SHUT, never


# The cast’s call is not judged without names. The invitation is someone else’s; an empty act is no act; the files of
# the cast have no bytes behind them; a session that is open has no minutes yet, nor an extract.
EXPECTED_SHUT = {
    "funding:committee_minutes",
    "funding:committee_extract",
    "people:invitation_accept",
    "funding:builder_act",
    "funding:document",
    "funding:anonymised",
    "funding:anonymised_add",
    "funding:remark",
}


@pytest.mark.parametrize("name", [name for name, _pattern in addresses() if name.startswith("admin:")])
def test_the_reference_admin_is_for_administrators(stage, name):
    pattern = patterns()[name]
    if "<" in pattern or "(" in pattern:
        pattern = re.sub(r"<[^>]*>|\(.*", "1", pattern)
    path = "/" + pattern
    for client in (Client(), stage.clients["stranger"], stage.clients["manager"]):
        status = client.get(path).status_code
        assert status in (302, 403, 404) or name in ("admin:login", "admin:logout"), status


@pytest.mark.parametrize(
    ("method", "table", "refused"),
    [("get", "people_user", True), ("get", "django_session", False), ("post", "people_user", False)],
)
def test_a_page_that_writes_when_it_is_read_is_refused(method, table, refused):
    """As each GET of all tests would be (tests/reading.py)."""
    page = reading.WritesNothing(lambda request: connection.cursor().execute(f"DELETE FROM {table} WHERE false"))
    with pytest.raises(reading.Wrote) if refused else nullcontext():
        page(getattr(RequestFactory(), method)("/aide/"))
    assert settings.MIDDLEWARE[0] == "tests.reading.WritesNothing"
