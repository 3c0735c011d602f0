"""Who asks: a token, a session with its CSRF token, or nobody."""

import json

import pytest
from django.test import Client

from people import tokens
from tests.api.asking import Asker

pytestmark = pytest.mark.django_db


def test_without_a_key_or_a_session_one_reads_public_calls_only(cast):
    nobody = Asker()
    assert nobody.get("/calls")[0] == 200
    status, body = nobody.get("/applications")
    assert (status, body["reason"]) == (401, "login")
    assert nobody.post("/applications", {"call": "LIT-2026", "lead": "x"})[0] == 401


def test_a_revoked_a_false_and_a_strange_key_open_nothing(cast):
    token, raw = tokens.create(cast.holder, "tests")
    client = Client()
    assert client.get("/api/applications", headers={"Authorization": f"Bearer {raw}"}).status_code == 200
    token.revoke()
    for key in (raw, raw[:-1], "trame_", "x" * 10_000, "trame_é_x"):
        response = client.get("/api/applications", headers={"Authorization": f"Bearer {key}"})
        assert response.status_code == 401
        assert response["WWW-Authenticate"] == "Bearer"
    assert client.get("/api/calls", headers={"Authorization": f"Bearer {raw}"}).status_code == 401


def test_a_false_key_is_said_even_to_someone_with_a_session(cast):
    client = Client()
    client.force_login(cast.holder)
    assert client.get("/api/applications").status_code == 200
    assert client.get("/api/applications", headers={"Authorization": "Bearer trame_a_b"}).status_code == 401


def test_a_session_needs_the_csrf_token_to_change_anything(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.holder)
    data = json.dumps({"call": cast.call.code, "lead": cast.town.siret})
    refused = client.post("/api/applications", data, content_type="application/json")
    assert (refused.status_code, refused.json()["reason"]) == (403, "csrf")
    client.get("/compte/login/")
    client.get("/")
    from django.middleware.csrf import _get_new_csrf_string

    secret = _get_new_csrf_string()
    client.cookies["csrftoken"] = secret
    made = client.post("/api/applications", data, content_type="application/json", headers={"X-CSRFToken": secret})
    assert made.status_code == 201


def test_a_key_needs_no_csrf_token(cast):
    _token, raw = tokens.create(cast.holder, "tests")
    client = Client(enforce_csrf_checks=True)
    data = json.dumps({"call": cast.call.code, "lead": cast.town.siret})
    headers = {"Authorization": f"Bearer {raw}"}
    assert client.post("/api/applications", data, content_type="application/json", headers=headers).status_code == 201


def test_the_answer_speaks_the_language_of_the_account(cast):
    cast.holder.language = "fr"
    cast.holder.save()
    _status, body = Asker(cast.holder).get("/applications/NOWHERE")
    assert body == {"reason": "missing", "sentences": ["Rien ici, ou rien que vous puissiez voir."], "errors": {}}


def test_what_does_not_exist_is_said_in_json():
    assert Asker().get("/nowhere/at/all")[1]["reason"] == "missing"


def test_the_description_names_every_operation(cast):
    schema = Client().get("/api/openapi.json").json()
    operations = {(method.upper(), path) for path, methods in schema["paths"].items() for method in methods}
    assert {
        ("GET", "/api/calls"), ("GET", "/api/calls/{code}"), ("GET", "/api/applications"),
        ("POST", "/api/applications"), ("GET", "/api/applications/{reference}"),
        ("PATCH", "/api/applications/{reference}"), ("PUT", "/api/applications/{reference}/partners"),
        ("POST", "/api/applications/{reference}/documents"), ("POST", "/api/applications/{reference}/steps/{name}"),
        ("POST", "/api/reviews/{pk}/steps/{name}"), ("POST", "/api/agreements/{pk}/steps/{name}"),
        ("POST", "/api/disbursements/{pk}/steps/{name}"),
    } <= operations  # fmt: skip
    assert "{rest}" not in str(operations)
