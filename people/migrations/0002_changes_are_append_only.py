from django.db import migrations

REFUSE = """
CREATE TRIGGER changes_append_only BEFORE UPDATE OR DELETE ON people_change
    FOR EACH ROW EXECUTE FUNCTION workflows_append_only();
"""


class Migration(migrations.Migration):
    # A database of before the first release had these one by one.
    replaces = [("people", "0002_proven_powers"), ("people", "0003_changes_are_append_only")]
    dependencies = [("people", "0001_initial"), ("workflows", "0002_journal_is_append_only")]
    operations = [migrations.RunSQL(REFUSE, "DROP TRIGGER changes_append_only ON people_change;")]
