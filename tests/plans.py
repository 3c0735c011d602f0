"""What PostgreSQL plans is planned once a connection, not once a test.

Each test ends by a rollback, and after one psycopg forgets what it prepared, in case a table was made and unmade; no
test makes or alters one that way. The order of joins is taken as written: among the few rows of a test any order is
good, and looking for the best of them costs more than the answer does.
"""

import re

from psycopg._preparing import PrepareManager

OPTIONS = "-c join_collapse_limit=1 -c from_collapse_limit=1"
FORGETS = re.compile(rb"^(?:DROP|ALTER|DISCARD ALL|DEALLOCATE ALL)\b").match  # psycopg's own, without ROLLBACK


def in_written_order(options):
    options["options"] = f"{options.get('options', '')} {OPTIONS}".strip()


def keep():
    discards = PrepareManager._should_discard
    PrepareManager._should_discard = lambda manager, prep, results: discards(manager, prep, results, FORGETS)
    PrepareManager.prepared_max = 400
