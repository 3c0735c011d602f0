"""The journal cannot be changed in silence: not by the product, not by hand in the database."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tests import cast as casting
from workflows import journal
from workflows.models import Transition

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return casting.proposed(casting.play())


def by_hand(sql, *args):
    """What somebody with the database's password could do: past the triggers, as their owner, no superuser."""
    tables = ("workflows_transition", "workflows_paper", "workflows_effect")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM workflows_effect; DELETE FROM workflows_paper")
        cursor.execute(sql, args)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_the_journal_says_who_did_what_in_which_role(file):
    rows = [(t.step, t.source, t.target, t.by_name, t.role) for t in file.journal()]
    assert rows[0] == ("submit", "draft", "submitted", "Odile Ferrand", "binder")
    assert rows[-1] == ("propose", "under_due_diligence", "decision_proposed", "Karim Bensaïd", "officer")
    assert file.journal_count == len(rows)
    assert file.journal().last().inputs["grant"] == "70000"


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_it(file, verb):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        if verb == "update":
            Transition.objects.update(by_name="Personne")
        else:
            Transition.objects.all()._raw_delete("default")


def test_verify_holds_on_an_honest_journal(file, capsys):
    call_command("verify_journal")
    assert "rows hold" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE workflows_transition SET by_name = 'Autre' WHERE subject_id = %s AND sequence = 2", "changed"),
        ("UPDATE workflows_transition SET inputs = '{}' WHERE subject_id = %s AND step = 'propose'", "changed"),
        ("DELETE FROM workflows_transition WHERE subject_id = %s AND sequence = 3", "missing"),
    ],
)
def test_verify_names_the_first_broken_row(file, sql, what):
    # The rows of the reviews share the table: only this file's chain is touched.
    by_hand(sql.replace("WHERE", f"WHERE subject_type = '{file.subject_type()}' AND"), file.pk)
    with pytest.raises(CommandError, match=what):
        call_command("verify_journal")


def test_verify_sees_rows_cut_off_the_end(file):
    by_hand(
        "DELETE FROM workflows_transition WHERE subject_type = %s AND subject_id = %s AND sequence = %s",
        file.subject_type(), file.pk, file.journal_count,
    )  # fmt: skip
    with pytest.raises(CommandError, match="does not end"):
        call_command("verify_journal")


def test_a_whole_chain_rewritten_with_good_hashes_breaks_the_seal(file):
    journal.seal(date(2026, 1, 1))
    previous = ""
    for row in file.journal():
        row.by_name, row.previous = "Autre", previous
        previous = journal.digest(row)
        by_hand(
            "UPDATE workflows_transition SET by_name = %s, previous = %s, hash = %s WHERE id = %s",
            row.by_name, row.previous, previous, row.pk,
        )  # fmt: skip
    by_hand("UPDATE funding_application SET journal_head = %s WHERE id = %s", previous, file.pk)
    assert not list(journal.broken_rows())
    with pytest.raises(CommandError, match="seal"):
        call_command("verify_journal")


def test_seals_are_chained_and_a_day_is_sealed_once(file):
    first = journal.seal(date(2026, 1, 1))
    assert journal.seal(date(2026, 1, 1)).pk == first.pk
    second = journal.seal(date(2026, 1, 2))
    assert second.previous == first.hash
    call_command("verify_journal")
