"""A file that one can hold in mind: 300 lines, a function 40, a view 25, a template 120."""

from __future__ import annotations

import ast

from tests.house import sources

FILE, FUNCTION, VIEW, TEMPLATE = 300, 40, 25, 120
# A table of rows is read row by row, not held in mind at once: name, why.
LONGER = {
    "tests/cast.py": 300,
}


def test_no_file_is_longer_than_one_can_hold():
    found = {sources.named(path): sources.lines(path) for path in sources.python(*sources.ROOMS, "tests", "bench")}
    long = {name: count for name, count in found.items() if count > LONGER.get(name, FILE)}
    assert not long, listed(long)


def test_no_function_is_longer_than_a_screen():
    long = {}
    for path in sources.python(*sources.ROOMS, "tests", "bench"):
        for node in ast.walk(sources.tree(path)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and length(node) > FUNCTION:
                long[f"{sources.named(path)}:{node.lineno} {node.name}"] = length(node)
    assert not long, listed(long)


def test_no_view_does_more_than_fetch_ask_and_answer():
    long = {}
    for path in sources.python(*sources.VIEWS, "look/views.py"):
        for node in sources.tree(path).body:
            if isinstance(node, ast.FunctionDef) and takes_a_request(node) and length(node) > VIEW:
                long[f"{sources.named(path)}:{node.lineno} {node.name}"] = length(node)
    assert not long, listed(long)


def test_no_template_is_longer_than_one_can_hold():
    found = {sources.named(path): sources.lines(path) for path in sources.templates()}
    long = {name: count for name, count in found.items() if count > TEMPLATE}
    assert not long, listed(long)


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the function, its docstring left out: an explanation is never too long."""
    doc = node.body[0] if ast.get_docstring(node) else None
    return node.end_lineno - node.lineno + 1 - (doc.end_lineno - doc.lineno + 1 if doc else 0)


def takes_a_request(node: ast.FunctionDef) -> bool:
    return bool(node.args.args) and node.args.args[0].arg == "request"


def listed(long: dict[str, int]) -> str:
    return "\n".join(f"{count:5} {name}" for name, count in sorted(long.items(), key=lambda item: -item[1]))
