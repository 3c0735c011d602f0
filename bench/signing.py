"""300 decisions signed in one act: from the signature to the last letter stored, by two workers.

Rejections and awards in equal numbers, each with its reasons, its annex and its seal as the settings want it. The
workers are the product's own (prefork, a process each), killed by nobody; a file's signature is one transaction and
its letter another. Afterwards the database says whether each state has its letter, and how much the workers grew.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from bench import crowd
from bench.table import Row
from funding import batch
from funding.models import Call, Decision, SigningLine
from workflows import outbox
from workflows.models import Effect, Paper

FILES, WORKERS, LIMIT = 300, 2, 600.0
KINDS = ("award", "rejection")
GROWTH = 1.25  # memory of the workers at the end, against a fifth of the way


def prepare() -> tuple[Any, list[Decision]]:
    """A decision of each kind drafted by the gate, and copies of it on as many files."""
    from tests import cast as actors

    cast = actors.play()
    for kind in KINDS:
        crowd.of([actors.proposed(cast, kind)], FILES // 2 - 1)
    Call.objects.update(envelope=FILES * 100_000)
    crowd.settle()
    Effect.objects.update(state="done")  # what led here is not measured
    return cast, list(Decision.objects.filter(signed_at=None).select_related("application"))


@contextmanager
def workers() -> Iterator[subprocess.Popen[bytes]]:
    options = f"-P prefork -c {WORKERS} -Q default,papers --without-gossip --without-mingle -l ERROR"
    command = [sys.executable, "-m", "celery", "-A", "config.celery", "worker", *options.split()]
    process = subprocess.Popen(command, env=dict(os.environ), start_new_session=True)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)


def memory(process: subprocess.Popen[bytes]) -> float:
    """Megabytes of the workers' processes, each shared page counted once."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    total = 0
    for pid in children:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def stored() -> int:
    return Paper.objects.filter(template__in=KINDS, made_at__isnull=False).count()


def run() -> dict[str, float]:
    cast, decisions = prepare()
    before = stored()
    with workers() as process:
        began, swept = time.monotonic(), 0.0
        batch.sign_all(cast.signatory, [(decision, decision.imprint) for decision in decisions])
        asked, signed, sizes = time.monotonic() - began, 0.0, []
        while (done := stored() - before) < len(decisions):
            now = time.monotonic() - began
            if refused := SigningLine.objects.exclude(refusal="").first():
                raise RuntimeError(f"{refused.decision}: {refused.refusal}")
            if now > LIMIT:
                raise RuntimeError(f"{done} letters of {len(decisions)} after {LIMIT:.0f} s")
            if now - swept > 5:  # as Beat does
                swept = now
                outbox.sweep()
            if not signed and not Decision.objects.filter(signed_at=None).exists():
                signed = now
            if done > len(decisions) // 5:
                sizes.append(memory(process))
            time.sleep(0.25)
        whole = time.monotonic() - began
    return {
        "files": len(decisions), "asked": asked, "signed": signed or whole, "whole": whole,
        "rate": len(decisions) / whole / WORKERS, "grew": max(sizes) / sizes[0], "most": max(sizes),
        "disagree": disagreements(),
    }  # fmt: skip


def disagreements() -> int:
    """Files whose state, signature, number and letter do not say the same thing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM funding_application a JOIN funding_decision d ON d.application_id = a.id "
            "LEFT JOIN workflows_paper p ON p.subject_id = a.id AND p.subject_type = 'funding.application' "
            "AND p.template = d.kind AND p.content ->> 'reference' = d.number AND p.sha256 <> '' "
            "WHERE a.state <> (CASE d.kind WHEN 'award' THEN 'awarded' ELSE 'rejected' END) "
            "OR d.number IS NULL OR p.id IS NULL"
        )
        return int(cursor.fetchone()[0])


def rows() -> list[Row]:
    """For bin/bench."""
    f = run()
    return [
        Row(f"{f['files']} decisions, from signature to stored letters", f"{f['whole']:.1f} s", f"{WORKERS} workers"),
        Row("  the page answers after", f"{f['asked'] * 1000:.0f} ms", "", "≤ 1 s", f["asked"] <= 1),
        Row("  all signed after", f"{f['signed']:.1f} s"),
        Row("letters a second a worker", f"{f['rate']:.2f}", "signature included"),
        Row("memory of the workers at most", f"{f['most']:.0f} MB", f"{f['grew']:.2f} × a fifth of the way",
            f"≤ {GROWTH}", f["grew"] <= GROWTH),
        Row("states without their letter, letters without their state", str(f["disagree"]), "", "0",
            f["disagree"] == 0),
    ]  # fmt: skip
