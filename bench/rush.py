"""The last minute of a call: 200 people bring three attachments each and submit, all at once, over HTTP.

The server is the real one (gunicorn, gthread 2 × 4, pool of connections) on the loopback, with PostgreSQL on its
socket. Forty more have everything ready and press just after the closing. Afterwards the database says who was
accepted: nobody lost, nobody late, numbers without a gap, three files each, every effect in the outbox.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection

from bench import crowd
from bench.clients import Person, together
from bench.table import Row, ms
from funding.models import Application, Call, Document, RequiredPiece
from people.models import Membership, Organisation, User
from workflows import clock
from workflows.models import Effect

CLIENTS, LATE, LIMIT = 200, 40, 240.0
LAST_MINUTE = timedelta(seconds=90)  # a minute, and a margin for a machine that does something else too
FILE = b"%PDF-1.7\n" + os.urandom(200_000)


def prepare() -> tuple[Any, list[Application], list[str]]:
    """A draft, its town, its mayor and an open session for each client."""
    from tests import cast as actors

    cast = actors.play()
    for label in ("Plan de financement", "Lettre du maire"):
        RequiredPiece.objects.create(call=cast.call, label=label, indispensable=True)
    draft = actors.application(cast)
    draft.documents.all().delete()
    total = CLIENTS + LATE + 1  # one more for the count of statements
    towns = {
        "id": f"n * {crowd.STEP} + o.id",
        "siret": "lpad(n::text, 9, '0') || '00000'",
        "siren": "lpad(n::text, 9, '0')",
    }
    crowd.copy(Organisation, [cast.town.pk], total, **towns)
    crowd.of([draft], total, lead_id=f"n * {crowd.STEP} + o.lead_id", aid_requested="o.aid_requested")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE funding_partner p SET organisation_id = a.lead_id FROM funding_application a "
            "WHERE a.id = p.application_id AND p.is_lead"
        )
    drafts = list(Application.objects.exclude(pk=draft.pk).order_by("pk"))
    return cast, drafts, [session_of(person) for person in mayors(drafts)]


def mayors(drafts: list[Application]) -> list[User]:
    proof = {"vouched_at": clock.now(), "vouched_on": "Délibération"}
    people = User.objects.bulk_create(
        User(email=f"maire{n}@exemple.fr", first_name="Odile", last_name=f"Ferrand {n}", password="!")
        for n in range(len(drafts))
    )
    Membership.objects.bulk_create(
        Membership(user=person, organisation_id=draft.lead_id, role="owner", may_bind=True, **proof)
        for person, draft in zip(people, drafts, strict=True)
    )
    return people


def session_of(person: User) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


class Server:
    """gunicorn as bin/start runs it."""

    def __enter__(self) -> Server:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--preload", "--no-control-socket"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread", "--workers", "2", "--threads", "4"]
        environment = {**os.environ, "DATABASE_POOL": "6"}
        self.process = subprocess.Popen([*command, "--log-level", "error"], env=environment)
        end = time.monotonic() + 60
        while Person(self.port, "").get("start", "/").status != 200:
            if time.monotonic() > end or self.process.poll() is not None:
                raise RuntimeError("gunicorn does not answer")
            time.sleep(0.1)
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(30)

    def memory(self) -> float:
        """Megabytes of the master and its workers, each shared page counted once."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        total = 0
        for pid in [str(self.process.pid), *children]:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total / 1024


def bring(person: Person, draft: Application, pieces: list[int], kind: str = "upload") -> None:
    for piece in pieces:
        person.upload(kind, f"/dossiers/{draft.draft_code}/fichiers/", FILE, f"piece-{piece}.pdf", piece=piece)


def press(person: Person, draft: Application) -> None:
    person.post("submit", f"/etapes/application/{draft.pk}/submit/", certified="on")


def story(person: Person, draft: Application, pieces: list[int]) -> None:
    bring(person, draft, pieces)
    person.get("page", f"/etapes/application/{draft.pk}/submit/")
    press(person, draft)


def late_story(person: Person, draft: Application, pieces: list[int], closing: float, wait: float) -> None:
    bring(person, draft, pieces)
    time.sleep(max(0.0, closing + wait - time.time()))
    press(person, draft)


def counted(draft: Application, session: str, pieces: list[int]) -> tuple[int, int, int]:
    """How many statements the whole story takes, and the submission alone; how many effects it writes."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost"})
    client.cookies["sessionid"] = session
    with CaptureQueriesContext(connection) as whole:
        for piece in pieces:
            file = SimpleUploadedFile(f"{piece}.pdf", FILE, "application/pdf")
            client.post(f"/dossiers/{draft.draft_code}/fichiers/", {"piece": piece, "file": file})
        client.get(f"/etapes/application/{draft.pk}/submit/")
        with CaptureQueriesContext(connection) as last:
            reply = client.post(f"/etapes/application/{draft.pk}/submit/", {"certified": "on"})
    assert reply.status_code == 302, reply.status_code
    return len(whole), len(last), effects_of([draft.pk])


def effects_of(files: Iterable[int]) -> int:
    submitted = {"transition__step": "submit", "transition__subject_id__in": files}
    return Effect.objects.filter(transition__subject_type=Application.subject_type(), **submitted).count()


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def rows() -> list[Row]:
    cast, drafts, sessions = prepare()
    pieces = list(cast.call.pieces.values_list("pk", flat=True))
    counts = counted(drafts.pop(), sessions.pop(), pieces)
    crowd.settle()
    with Server() as server:
        people = [Person(server.port, session) for session in sessions]
        warm(people[-LATE:], drafts[-LATE:], pieces[:1])
        before = server.memory()
        closing = clock.now() + LAST_MINUTE
        Call.objects.filter(pk=cast.call.pk).update(closes_at=closing)
        pairs = list(zip(people, drafts, strict=True))
        stories: list[Any] = [partial(story, p, d, pieces) for p, d in pairs[:CLIENTS]]
        stories += [
            partial(late_story, p, d, pieces, closing.timestamp(), 0.02 * n) for n, (p, d) in enumerate(pairs[CLIENTS:])
        ]
        together(stories, LIMIT)
        after = server.memory()
    return said(people, drafts, closing, counts, (before, after))


def warm(people: list[Person], drafts: list[Application], pieces: list[int]) -> None:
    """Both workers have imported and compiled what they need before anything is measured."""
    for person, draft in zip(people, drafts, strict=True):
        bring(person, draft, pieces, "warm")
        person.get("warm", f"/etapes/application/{draft.pk}/submit/")


def said(people: list[Person], drafts: list[Any], closing: Any, counts: Any, memory: Any) -> list[Row]:
    first = people[:CLIENTS]
    asked = [a for p in first for kind in ("upload", "page", "submit") for a in p.answers.get(kind, [])]
    pressed = [p.answers["submit"][0] for p in first if "submit" in p.answers]
    began, ended = min(a.sent for a in asked), max(a.sent + a.seconds for a in asked)
    span, times = ended - began, [a.seconds for a in asked]
    found = list(Application.objects.filter(pk__in=[d.pk for d in drafts], state="submitted").order_by("reference"))
    accepted = {f.pk for f in found}
    told = {d.pk for p, d in zip(people, drafts, strict=True) if p.answers.get("submit", [None])[0] and
            p.answers["submit"][0].status == 302}  # fmt: skip
    on_time = sum(a.sent < closing.timestamp() for a in pressed)
    late = sum(f.submitted_at >= closing for f in found)
    numbers = [int(f.reference.rpartition("-")[2]) for f in found]
    whole = Document.objects.filter(application__in=accepted, superseded_by=None).count() == 3 * len(found)
    effects = effects_of(accepted)
    kept = told == accepted and numbers == list(range(2, len(found) + 2)) and whole
    grown = memory[1] - memory[0]
    return [
        Row(f"{CLIENTS} clients, 3 attachments each: accepted", f"{len(found)} of {on_time}",
            f"{len(found) / span:.1f} submissions/s", "none lost", kept and len(found) == on_time == CLIENTS),
        Row(f"{LATE} pressed after the closing: accepted", str(late), "", "none", late == 0 and len(found) <= CLIENTS),
        Row("answers that agree with the database, no gap", f"{len(told & accepted)}", f"{effects} effects queued",
            "all", kept and effects == counts[2] * len(found)),
        Row("requests a second", f"{len(asked) / span:.0f}", f"{len(asked)} in {span:.1f} s"),
        Row("a request, median", ms(statistics.median(times)), f"p99 {ms(percentile(times, 0.99))}"),
        Row("the submission itself, median", ms(statistics.median(a.seconds for a in pressed)),
            f"p99 {ms(percentile([a.seconds for a in pressed], 0.99))}"),
        Row("memory of the server", f"{memory[0]:.0f} → {memory[1]:.0f} MB", f"{grown:+.0f} MB", "flat", grown < 60),
        Row("statements of a submission", str(counts[1]), f"{counts[0]} with uploads and page"),
    ]  # fmt: skip
