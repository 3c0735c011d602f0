"""What puts things where a test wants them, past every rule of the product: only here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection

from funding.models import (
    AgendaItem,
    Appeal,
    Application,
    ApprovalRules,
    CommitteeSession,
    PoolInvitation,
    RegisterImport,
    Visa,
    VisaLevel,
    Withdrawal,
)
from people.models import hash_of
from tests import cast as casting
from workflows import clock

SIGNED = ("confirmed", "granted", "withdrawn", "annulled")  # states of an appeal or a procedure that an act ended


def settled(cast: Any, file: Any) -> AgendaItem:
    """A point of a closed session: what decisions are drawn up from."""
    now = clock.now()
    session = CommitteeSession.objects.create(
        call=cast.call, starts_at=now, envelope=100_000, created_by=cast.manager, closed_at=now, snapshot={},
        sha256="0" * 64,
    )  # fmt: skip
    write("funding_committeesession", session.pk, state="closed")
    return AgendaItem.objects.create(
        session=session, application=file, position=1, outcome="favourable", amount=70_000, proposed=70_000
    )


def decided(file: Any, state: str, decision: Any, kind: str) -> Any:
    """A file in any state: the project of decision is of this kind, or sent back where none waits for a signature."""
    if state == "decision_proposed":
        write("funding_decision", decision.pk, kind=kind, grant=70000 if kind == "award" and file.WITH_AMOUNT else 0)
    else:
        write("funding_decision", decision.pk, sent_back_at=clock.now())
    if state == "incomplete":  # and the holder has asked for more time
        write("funding_piecerequest", file.piece_requests.get().pk, time_asked_on=clock.today())
    casting._force(file, state)
    return Application.objects.get(pk=file.pk)


def judged(cast: Any, file: Any) -> Any:
    """A project of decision waits for a visa; two reviewers were named, and pieces asked for."""
    now, today = clock.now(), clock.today()
    if "visor" not in cast.people:
        cast.people["visor"] = casting.user("Hélène", "Bureau", "Cheffe de bureau")
    file = file.propose(by=cast.officer, kind="award", reasons="Le besoin est établi.")
    for reviewer in (cast.reviewer, cast.second_reviewer):
        file.reviews.get_or_create(reviewer=reviewer, defaults={"assigned_at": now, "no_interest_at": now})
    file.piece_requests.create(message="x", asked_on=today, due_on=today + timedelta(days=9))
    write("funding_application", file.pk, answer_due_on=today + timedelta(days=9))
    level = VisaLevel.objects.create(call=file.call, name="Chef de bureau", holder=cast.visor)
    Visa.objects.create(decision=file.decision, level=level, position=0, asked_at=now)
    return Application.objects.get(pk=file.pk)


def signed(cast: Any) -> dict[str, Any]:
    now = clock.now()
    return {
        "offered_at": now, "holder_signed_at": now, "signed_at": now, "holder_signed_by_id": cast.mayor.pk,
        "signed_by_id": cast.signatory.pk, "starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=500),
    }  # fmt: skip


def contested(cast: Any, file: Any) -> tuple[Appeal, Withdrawal]:
    """An award is contested, and its withdrawal envisaged."""
    now, today = clock.now(), clock.today()
    appeal = Appeal.objects.create(
        application=file, act=file.journal().get(step="award"), decision=file.decision, reasons="Trop peu.",
        lodged_at=now, lodged_by=cast.holder, answer_by=today + timedelta(days=60),
    )  # fmt: skip
    withdrawal = Withdrawal.objects.create(
        application=file, decision=file.decision, facts="Le lieu est fermé.", rule="L’article 4.", envisaged=70000,
        total=True, due_on=today, opened_at=now, opened_by=cast.manager,
    )  # fmt: skip
    return appeal, withdrawal


def act_of(machine: str, cast: Any) -> dict[str, Any]:
    """The columns of a signed answer, or of a signed withdrawal."""
    said = {"answer": "x"} if machine == "appeal" else {"reasons": "x", "amount": 500, "to_repay": 500}
    mandate = cast.signatory.mandates.get().pk
    signed = {"signed_at": clock.now(), "signed_by_id": cast.signatory.pk, "mandate_id": mandate}
    return signed | said | {"number": "D-1"}


def pursued(cast: Any, machine: str, thing: Any, state: str, turn: str) -> None:
    """An appeal or a procedure: signed, or between the two signatures."""
    if turn:
        cosigned(cast, thing, turn)
    if state in SIGNED:
        write(f"funding_{machine}", thing.pk, **act_of(machine, cast))


def cosigned(cast: Any, thing: Any, turn: str, call: Any = None) -> None:
    """Two authorities decide in this call: the first signature is awaited, or given and the second awaited."""
    region = casting.organisation("Région Île-de-France", "region", "23750007900312", cast.commune)
    ApprovalRules.objects.create(call=call or cast.call, second_authority=region)
    if turn == "second":
        president = casting.mandate(casting.user("Paul", "Régional"), "signatory", organisation=region)
        first = {"first_signed_at": clock.now(), "first_signed_by_id": president.pk}
        write(thing._meta.db_table, thing.pk, **first, first_mandate_id=president.mandates.get().pk)


SECRET = "un secret"  # of the invitation below


def called(cast: Any) -> PoolInvitation:
    """A reviewer without an account is invited."""
    return PoolInvitation.objects.create(
        call=cast.call, email="juree@exemple.fr", role="reviewer", invited_by=cast.manager,
        expires_at=clock.now() + timedelta(days=9), token_hash=hash_of(SECRET),
    )  # fmt: skip


def doubtful() -> Any:
    """A line of the register that the import flagged."""
    register = RegisterImport.objects.create(name="x.csv", sha256="", imported_at=clock.now())
    return register.rows.create(
        line=2, siren="552081317", regime="general", gge=0, granted_on=clock.today(), anomalies=["zero"]
    )


def write(table: str, pk: int, **values: Any) -> None:
    columns = ", ".join(f'"{name}" = %s' for name in values)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {columns} WHERE id = %s", [*values.values(), pk])
