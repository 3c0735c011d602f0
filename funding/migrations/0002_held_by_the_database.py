"""What the database itself refuses, and the figures of the law that the product ships with."""

from django.db import migrations

QUESTIONS = """
CREATE FUNCTION funding_published_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'A published form is frozen: a correction is a new version';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER published_questions_frozen BEFORE UPDATE OR DELETE ON funding_formversion
    FOR EACH ROW EXECUTE FUNCTION funding_published_frozen();
"""
LAW = """
CREATE FUNCTION funding_law_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'A published version of the law is frozen: a correction is a new version';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER published_law_frozen BEFORE UPDATE OR DELETE ON funding_lawversion
    FOR EACH ROW EXECUTE FUNCTION funding_law_frozen();
CREATE FUNCTION funding_aid_check_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A check of State aid is kept as it was made: make another one';
END $$;
CREATE TRIGGER aid_check_kept BEFORE UPDATE OR DELETE ON funding_stateaidcheck
    FOR EACH ROW EXECUTE FUNCTION funding_aid_check_kept();
"""
RULINGS = """
CREATE TRIGGER ruled_signs_append_only BEFORE UPDATE OR DELETE ON funding_ruledsign
    FOR EACH ROW EXECUTE FUNCTION workflows_append_only();
CREATE TRIGGER register_rulings_append_only BEFORE UPDATE OR DELETE ON funding_registerruling
    FOR EACH ROW EXECUTE FUNCTION workflows_append_only();
"""
UNDO_QUESTIONS = """
DROP TRIGGER published_questions_frozen ON funding_formversion;
DROP FUNCTION funding_published_frozen();
"""
UNDO_LAW = """
DROP TRIGGER published_law_frozen ON funding_lawversion;
DROP FUNCTION funding_law_frozen();
DROP TRIGGER aid_check_kept ON funding_stateaidcheck;
DROP FUNCTION funding_aid_check_kept();
"""
UNDO_RULINGS = """
DROP TRIGGER ruled_signs_append_only ON funding_ruledsign;
DROP TRIGGER register_rulings_append_only ON funding_registerruling;
"""


def ship(apps, schema_editor):
    """The figures of the law, as published versions."""
    from funding.law import seed

    seed(apps.get_model("funding", "LawVersion"))


class Migration(migrations.Migration):
    # A database of before the first release had these one by one.
    replaces = [
        ("funding", "0002_published_questions_are_frozen"),
        ("funding", "0003_programme_speaks_on_papers"),
        ("funding", "0004_drafts_and_notes"),
        ("funding", "0005_order_by_aid"),
        ("funding", "0006_waiting_and_awarded_by_index"),
        ("funding", "0007_payments_with_nothing_due"),
        ("funding", "0008_less_than_the_most"),
        ("funding", "0009_requests_answered_dropped_or_delayed"),
        ("funding", "0010_aid"),
        ("funding", "0011_committee"),
        ("funding", "0012_desk"),
        ("funding", "0013_approvals"),
        ("funding", "0014_appeals"),
        ("funding", "0015_invited_lifted_grouped"),
        ("funding", "0016_first_of_two_signatures_on_what_undoes"),
        ("funding", "0017_de_minimis_left_after_a_withdrawal"),
        ("funding", "0018_proxies"),
        ("funding", "0019_anonymised_copies"),
        ("funding", "0021_criteria_of_one_stage"),
    ]
    dependencies = [("funding", "0001_initial"), ("workflows", "0002_journal_is_append_only")]
    operations = [
        migrations.RunSQL(QUESTIONS, UNDO_QUESTIONS),
        migrations.RunSQL(LAW, UNDO_LAW),
        migrations.RunSQL(RULINGS, UNDO_RULINGS),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
