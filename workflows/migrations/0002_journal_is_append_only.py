from django.db import migrations

REFUSE = """
CREATE FUNCTION workflows_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: no row is changed or deleted', TG_TABLE_NAME;
END $$;
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON workflows_transition
    FOR EACH ROW EXECUTE FUNCTION workflows_append_only();
CREATE TRIGGER seal_append_only BEFORE UPDATE OR DELETE ON workflows_seal
    FOR EACH ROW EXECUTE FUNCTION workflows_append_only();

CREATE FUNCTION workflows_paper_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.content IS DISTINCT FROM OLD.content OR NEW.number <> OLD.number
       OR NEW.code <> OLD.code OR (OLD.sha256 <> '' AND NEW.sha256 <> OLD.sha256) THEN
        RAISE EXCEPTION 'A paper is frozen once issued: a correction is a new paper';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER paper_frozen BEFORE UPDATE OR DELETE ON workflows_paper
    FOR EACH ROW EXECUTE FUNCTION workflows_paper_frozen();
"""

ALLOW = """
DROP TRIGGER journal_append_only ON workflows_transition;
DROP TRIGGER seal_append_only ON workflows_seal;
DROP TRIGGER paper_frozen ON workflows_paper;
DROP FUNCTION workflows_append_only();
DROP FUNCTION workflows_paper_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("workflows", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
