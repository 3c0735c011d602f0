"""What the database itself holds of the ledger: append-only, each entry balanced at commit, its sums kept."""

from django.db import migrations

HOLD = """
CREATE FUNCTION guarantees_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: an entry is corrected by another', TG_TABLE_NAME;
END $$;
CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE ON guarantees_entry
    FOR EACH ROW EXECUTE FUNCTION guarantees_append_only();
CREATE TRIGGER line_append_only BEFORE UPDATE OR DELETE ON guarantees_line
    FOR EACH ROW EXECUTE FUNCTION guarantees_append_only();

CREATE FUNCTION guarantees_balanced(key bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    found record;
BEGIN
    SELECT count(*) AS lines, coalesce(sum(l.debit - l.credit), 0) AS gap,
           coalesce(bool_and(l.fund_id = e.fund_id), false) AS same_fund
      INTO found FROM guarantees_line l JOIN guarantees_entry e ON e.id = l.entry_id WHERE l.entry_id = key;
    IF found.lines = 0 OR found.gap <> 0 OR NOT found.same_fund THEN
        RAISE EXCEPTION 'entry % does not balance: % lines, gap %', key, found.lines, found.gap;
    END IF;
END $$;
CREATE FUNCTION guarantees_entry_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM guarantees_balanced(NEW.id);
    RETURN NULL;
END $$;
CREATE FUNCTION guarantees_line_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM guarantees_balanced(NEW.entry_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER entry_balanced AFTER INSERT ON guarantees_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guarantees_entry_balanced();
CREATE CONSTRAINT TRIGGER line_balanced AFTER INSERT ON guarantees_line
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guarantees_line_balanced();

CREATE FUNCTION guarantees_keep_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO guarantees_balance (fund_id, account, contributor_id, amount)
    SELECT fund_id, account, contributor_id, sum(debit - credit) FROM written
    GROUP BY fund_id, account, contributor_id ORDER BY fund_id, account, contributor_id
    ON CONFLICT (fund_id, account, contributor_id)
    DO UPDATE SET amount = guarantees_balance.amount + excluded.amount;
    RETURN NULL;
END $$;
CREATE TRIGGER line_balances AFTER INSERT ON guarantees_line
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION guarantees_keep_balances();
"""

LET_GO = """
DROP TRIGGER line_balances ON guarantees_line;
DROP TRIGGER line_balanced ON guarantees_line;
DROP TRIGGER entry_balanced ON guarantees_entry;
DROP TRIGGER line_append_only ON guarantees_line;
DROP TRIGGER entry_append_only ON guarantees_entry;
DROP FUNCTION guarantees_keep_balances();
DROP FUNCTION guarantees_line_balanced();
DROP FUNCTION guarantees_entry_balanced();
DROP FUNCTION guarantees_balanced(bigint);
DROP FUNCTION guarantees_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("guarantees", "0001_initial")]
    operations = [migrations.RunSQL(HOLD, LET_GO)]
