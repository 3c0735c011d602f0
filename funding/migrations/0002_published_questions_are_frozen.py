from django.db import migrations

REFUSE = """
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

ALLOW = """
DROP TRIGGER published_questions_frozen ON funding_formversion;
DROP FUNCTION funding_published_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
