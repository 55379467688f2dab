"""Imports go one way: collab > governance > workstreams > programmes; nobody imports collab."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHAIN = ("programmes", "workstreams", "governance", "collab")


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module that a file imports, also inside functions, and by name through import_module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "import_module":
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str))


def upward(app: str, source: str) -> list[str]:
    """The modules that a file of an app imports although they stand above it."""
    above = CHAIN[CHAIN.index(app) + 1 :]
    return [name for name in imported(ast.parse(source)) if name.split(".")[0] in above]


@pytest.mark.parametrize("app", CHAIN[:-1])
def test_app_imports_nothing_above_it(app):
    found = {str(path.relative_to(ROOT)): upward(app, path.read_text()) for path in (ROOT / app).rglob("*.py")}
    assert found
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize("app", CHAIN)
def test_app_imports_nothing_from_the_tests(app):
    names = {name for path in (ROOT / app).rglob("*.py") for name in imported(ast.parse(path.read_text()))}
    assert not [name for name in names if name.split(".")[0] in ("tests", "bench")]


@pytest.mark.parametrize(
    "source",
    [
        "import governance",
        "from governance.stages import advance",
        "def f():\n    from governance import models",
        "importlib.import_module('governance.stages')",
        "import collab.settings",
    ],
)
def test_upward_import_is_found(source):
    assert upward("workstreams", source)


def test_downward_import_is_allowed():
    assert upward("governance", "from programmes.access import may\nfrom workstreams import models") == []


def test_no_drawer_modules():
    names = {"utils", "helpers", "common", "core", "services", "misc", "signals"}
    drawers = [p for app in CHAIN for p in (ROOT / app).rglob("*") if p.stem in names]
    assert drawers == []
