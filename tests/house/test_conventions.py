"""The conventions of docs/house.md that a machine can read in the sources."""

from __future__ import annotations

import ast
import re
from collections import Counter

from tests.house import sources

# Comparisons of a state that a page still makes, by file: a number may only go down. They choose what is shown, or
# close an edit that is no step (a plan, a builder, a file); none of them moves anything.
COMPARED = {
    "funding/views/applicant_files.py": 1,  # a file is taken while pieces are asked
    "funding/views/builder.py": 2,  # the questions of a closed call are read only
    "funding/views/finance.py": 1,  # the plan is edited before the offer
    "funding/views/manage_call.py": 5,  # the rules of a published call are frozen
    "funding/views/officer.py": 1,  # which date a line shows
    "funding/views/officer_file.py": 2,  # the others' reviews are seen once one's own is given
    "funding/views/reviewer.py": 2,  # the desk, or what was given
    "templates/funding/application/_card.html": 1,
    "templates/funding/application/filed.html": 1,
    "templates/funding/file/_ball.html": 1,
    "templates/funding/file/_money.html": 1,
    "templates/funding/file/_office_side.html": 1,
    "templates/funding/file/_pieces.html": 1,
    "templates/funding/file/professional.html": 3,
    "templates/funding/file/tab_reviews.html": 1,
    "templates/funding/finance/_ball.html": 1,
    "templates/funding/home/_card.html": 2,
    "templates/funding/manage/_call_head.html": 2,
    "templates/funding/review/_queue.html": 1,
    "templates/funding/review/desk.html": 1,
    "templates/funding/review/list.html": 1,
    "templates/look/thread.html": 1,  # the state of a stage of a drawing, not of a machine
}
# Filters on a state spelled in a view, by file: they wait for a name on their queryset.
SPELLED = {
    "funding/views/applicant.py": 1, "funding/views/manage_call.py": 1,
    "funding/views/reviewer.py": 2, "funding/api/applications.py": 1, "workflows/views.py": 1,
}  # fmt: skip


def counted(places):
    """How many in each file."""
    return Counter(place.rpartition(":")[0] for place in places)


def beyond(places, allowed):
    """Files with more than they are allowed, and files that now have fewer: then the number above goes down."""
    now = counted(places)
    return {name: now[name] for name in set(now) | set(allowed) if now[name] != allowed.get(name, 0)}


def found(rooms, judge):
    """`file:line` of every node that `judge` refuses."""
    return [
        f"{sources.named(path)}:{node.lineno}"
        for path in sources.python(*rooms)
        for node in ast.walk(sources.tree(path))
        if hasattr(node, "lineno") and judge(node, sources.named(path))
    ]


def test_only_the_gate_moves_a_state():
    """Convention 2: no assignment to `.state`, no `update(state=…)`, but in the kernel."""

    def moves(node, path):
        if path.startswith("workflows/"):
            return False
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            changes = node.func.attr in ("update", "bulk_update", "update_or_create")
            return changes and any(word.arg == "state" for word in node.keywords)
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
        )
        return any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets)

    assert found(sources.ROOMS, moves) == []


def test_tests_force_a_state_in_one_place_only():
    forcing = [sources.named(p) for p in sources.python("tests") if re.search(r"SET state\b", p.read_text())]
    assert set(forcing) <= {"tests/cast.py", "tests/house/test_conventions.py"}


def test_a_lifecycle_is_rows_not_a_ladder():
    """Convention 1: no view compares a state, unless listed with its reason."""

    def compares(node, path):
        if not isinstance(node, ast.Compare):
            return False
        return any(isinstance(side, ast.Attribute) and side.attr == "state" for side in (node.left, *node.comparators))

    python = {name: n for name, n in COMPARED.items() if name.endswith(".py")}
    assert beyond(found(sources.VIEWS, compares), python) == {}


def test_no_template_compares_a_state():
    ladder = re.compile(r"{%\s*(?:el)?if[^%]*\.state\s*(?:==|!=|in\b)")
    pages = {name: n for name, n in COMPARED.items() if name.endswith(".html")}
    assert beyond(matching(ladder, sources.templates()), pages) == {}


def test_time_is_injected():
    """Convention 11: one clock, which tests and replays set."""

    def reads_the_machine(node, path):
        # A certificate begins on the machine's own day, whatever day a replay plays.
        if path in ("workflows/clock.py", "workflows/pdf/signing.py") or not isinstance(node, ast.Attribute):
            return False
        if not isinstance(node.value, ast.Name):
            return False
        pair = (node.value.id, node.attr)
        return pair in {("timezone", "now"), ("datetime", "now"), ("datetime", "utcnow"), ("date", "today"),
                        ("timezone", "localdate")}  # fmt: skip

    rooms = ("workflows", "people", "funding", "look", "residencies")
    assert found(rooms, reads_the_machine) == []


def test_no_signals_and_no_logic_in_save():
    """Convention 17: what happens is written where it happens."""

    def hides(node, path):
        if path in ("workflows/apps.py", "config/celery.py"):  # a worker has no other hook after its fork
            return False
        if isinstance(node, ast.FunctionDef):
            signals = any("receiver" in ast.unparse(decorator) for decorator in node.decorator_list)
            saves = node.name in ("save", "delete") and path.split("/")[1].startswith("models")
            return signals or saves
        imports = isinstance(node, ast.ImportFrom) and (node.module or "").endswith("signals")
        connects = (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect"
            and "signal" in ast.unparse(node.func.value)
        )  # fmt: skip
        return imports or connects

    assert found(sources.ROOMS, hides) == []


def test_views_never_spell_a_filter_on_a_state():
    """Convention 8: questions are named methods of the queryset."""

    def spells(node, path):
        asks = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if not asks or node.func.attr not in ("filter", "exclude"):
            return False
        literal = (ast.Constant, ast.Attribute, ast.Tuple, ast.List)
        return any(w.arg in ("state", "state__in") and isinstance(w.value, literal) for w in node.keywords)

    assert beyond(found(sources.VIEWS, spells), SPELLED) == {}


INLINE = re.compile(
    r"""<style[\s>]|<script(?![^>]*\bsrc=)(?![^>]*type="application/json")|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:"""
)


def test_nothing_inline_in_pages():
    """The content policy forbids it: it would silently not work. Papers are not pages, nor are mails."""
    pages = [path for path in sources.templates((".html",)) if path.parts[-2] not in ("papers", "mail", "email")]
    assert matching(INLINE, pages) == []


def test_python_writes_no_markup_that_the_policy_refuses():
    texts = [path for path in sources.python(*sources.ROOMS) if "/pdf/" not in path.as_posix()]
    assert matching(re.compile(r"""<style[\s>]|\sstyle=["']|\sonclick=|javascript:"""), texts) == []


def matching(pattern, paths):
    return [
        f"{sources.named(path)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_every_function_of_a_room_that_others_call_has_no_todo():
    marks = re.compile(r"#\s*(?:TODO|FIXME|XXX)|\{#\s*(?:TODO|FIXME|XXX)")
    assert matching(marks, [*sources.python(*sources.ROOMS), *sources.templates()]) == []
