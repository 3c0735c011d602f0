"""The conventions of docs/house.md that a machine can read in the sources."""

from __future__ import annotations

import ast
import re

from tests.house import sources

# Where a page must show two different things of one noun, and no step or label could say it.
MAY_COMPARE_STATES: set[str] = set()


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
        if not isinstance(node, ast.Compare) or path in MAY_COMPARE_STATES:
            return False
        return any(isinstance(side, ast.Attribute) and side.attr == "state" for side in (node.left, *node.comparators))

    views = ("funding/views", "people/views", "workflows/views.py", "funding/api")
    assert found(views, compares) == []


def test_no_template_compares_a_state():
    ladder = re.compile(r"{%\s*(?:el)?if[^%]*\.state\s*(?:==|!=|in\b)")
    assert matching(ladder, sources.templates()) == []


def test_time_is_injected():
    """Convention 11: one clock, which tests and replays set."""

    def reads_the_machine(node, path):
        if path == "workflows/clock.py" or not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            return False
        pair = (node.value.id, node.attr)
        return pair in {("timezone", "now"), ("datetime", "now"), ("datetime", "utcnow"), ("date", "today"),
                        ("timezone", "localdate")}  # fmt: skip

    rooms = ("workflows", "people", "funding", "look")
    assert found(rooms, reads_the_machine) == []


def test_no_signals_and_no_logic_in_save():
    """Convention 17: what happens is written where it happens."""

    def hides(node, path):
        if path == "workflows/apps.py":
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

    assert found(("funding/views", "people/views", "funding/api"), spells) == []


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
