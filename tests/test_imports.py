"""What may be imported, and when: the start-up of the window and of the commands hangs on it.

The direction of imports is held by import-linter; here is what it cannot see, the imports that are made
while a module is loaded.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import gradioscope

PACKAGE = Path(gradioscope.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
OUTSIDE = [path for path in MODULES if path.relative_to(PACKAGE).parts[0] != "window"]

# each costs the window's first paint, or a command's start, 5 to 270 ms
LATE = (
    "httpx",
    "httpx_sse",
    "keyring",
    "platformdirs",
    "truststore",
    "pygments",
    "sqlite3",
    "qasync",
    "getpass",
    "difflib",
    "ssl",
)


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(tree: ast.AST) -> Iterator[str]:
    """What is imported while the module is loaded: not inside functions, not for the type checker."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            for other in node.orelse:
                yield from imports(other)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from imports(node)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_what_is_dear_is_imported_where_it_is_used(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert [name for name in imports(tree) if name.partition(".")[0] in LATE] == []


@pytest.mark.parametrize("path", OUTSIDE, ids=name_of)
def test_qt_is_for_the_window_alone(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    everywhere = [
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    ]
    assert [name for name in everywhere if name.partition(".")[0] in ("PySide6", "shiboken6", "qasync")] == []


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter has after a statement."""
    script = f"{statement}\nimport sys, json; print(json.dumps(sorted({{m.partition('.')[0] for m in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


@pytest.mark.parametrize(
    "module",
    [
        "gradioscope.cli",
        "gradioscope.vault",
        "gradioscope.library.settings",
        "gradioscope.library.recent",
        "gradioscope.request.draft",
        "gradioscope.snippets",
    ],
)
def test_what_the_window_starts_with_is_light(module: str) -> None:
    heavy = {"asyncio", "PySide6", *LATE}
    assert loaded_by(f"import {module}") & heavy == set()


def test_calling_never_loads_more_than_it_needs() -> None:
    found = loaded_by("import gradioscope.cli.call, gradioscope.gradio.call, gradioscope.request.run")
    assert found & {"httpx", "keyring", "platformdirs", "PySide6", "qasync", "pygments", "sqlite3"} == set()


def test_httpx_comes_without_its_own_command_line() -> None:
    """click and rich are more than half of its import, where another package brought them."""
    found = loaded_by(
        "from gradioscope.gradio.connection import client; client._load_httpx()\n"
        "import sys; assert 'click' not in sys.modules; import click; assert click.__name__ == 'click'\n"
        "import httpx; assert httpx.AsyncClient"
    )
    assert "httpx" in found
    assert "rich" not in found
