"""What is not a request: answered with a sentence, never with our insides."""

import pytest

from funding.models import Application
from tests import cast as casting
from tests.api.asking import Asker

pytestmark = pytest.mark.django_db

BODIES = {
    "nothing like JSON": (b"{title:", 400),
    "half a file": (b'{"edition": 0, "title": "', 400),
    "not UTF-8": (b'{"edition": 0, "title": "\xff"}', 400),
    "null byte": (b'{"edition": 0, "title": "a\\u0000b"}', 400),
    "null byte in a key": (b'{"edition": 0, "answers": {"a\\u0000": 1}}', 400),
    "half a character": (b'{"edition": 0, "title": "\\ud83d"}', 400),
    "not a number": (b'{"edition": NaN}', 400),
    "infinity": (b'{"edition": 0, "months": Infinity}', 400),
    "too deep": (b"[" * 100_000, 400),
    "endless digits": (b'{"edition": ' + b"9" * 5000 + b"}", 400),
    "a list": (b"[]", 422),
    "a text": (b'"x"', 422),
    "null": (b"null", 422),
    "nothing": (b"", 422),
    "ten megabytes": (b'{"edition": 0, "title": "' + b"x" * 10_000_000 + b'"}', 413),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_none(cast, name):
    body, expected = BODIES[name]
    file = casting.application(cast)
    status, answer = Asker(cast.holder).patch(f"/applications/{file.handle}", body)
    assert status == expected, answer
    assert answer["reason"] in ("request", "form")
    assert answer["sentences"] or answer["errors"]
    assert "Traceback" not in str(answer)
    assert Application.objects.get().edition == 0


STEP_BODIES = [b"[]", b"3", b'"x"', b'{"certified": {"a": 1}}', b'{"certified": [[1]]}', b'{"certified": [{}]}']


@pytest.mark.parametrize("body", STEP_BODIES)
def test_a_step_takes_what_a_form_could_send(cast, body):
    file = casting.application(cast)
    status, _answer = Asker(cast.mayor).post(f"/applications/{file.handle}/steps/submit", body)
    assert status == 422


@pytest.mark.parametrize(
    "data", [{"by": 1, "posted": 2, "files": 3, "self": 4, "certified": True}, {"certified": [True]}]
)
def test_no_field_is_mistaken_for_an_argument(cast, data):
    file = casting.application(cast)
    assert Asker(cast.mayor).post(f"/applications/{file.handle}/steps/submit", data)[0] == 200


@pytest.mark.parametrize("path", [
    "/applications/%00", "/applications/a%00b", "/applications/" + "9" * 400, "/applications/%ff",
    "/reviews/99999999999999999999999", "/agreements/0", "/disbursements/abc", "/reviews/-1",
    "/applications/LIT-2026-0001",
])  # fmt: skip
def test_no_address_is_too_strange(cast, path):
    ask = Asker(cast.officer)
    for status, answer in (ask.get(path), ask.post(f"{path}/steps/submit")):
        assert status == 404
        assert answer["reason"] == "missing"


@pytest.mark.parametrize("query", ["call=%00", "lead=%00", "after=%00", "state=%00", "q=%00", "call=" + "x" * 41])
def test_no_query_is_too_strange(cast, query):
    ask = Asker(cast.officer)
    assert ask.get(f"/applications?{query}")[0] in (200, 400, 422)
    assert ask.get(f"/calls?{query}")[0] in (200, 400, 422)


def test_an_accident_shows_nothing_of_itself(cast, monkeypatch, caplog):
    def broken(*args):
        raise RuntimeError("the password is 1234")

    monkeypatch.setattr("funding.api.reading.line", broken)
    casting.submitted(cast)
    status, answer = Asker(cast.officer).get("/applications")
    assert (status, answer["reason"]) == (500, "accident")
    assert "1234" not in str(answer)
    assert "the password is 1234" in caplog.text
