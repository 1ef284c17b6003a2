"""Snippets in Python and JavaScript as syntax trees: whatever is in a request, they call what a harmless one calls."""

from __future__ import annotations

import ast
import json
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.snippets.hostile import TEXT, TEXTS, draft_of

from gradioscope.gradio.errors import WrongUse
from gradioscope.snippets import Options, render
from gradioscope.snippets.payload import ACTIVE

OPTIONS = [Options(), Options(follow=True, save_files=True, variables=True)]


def python_shape(script: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(script)):
        if isinstance(node, ast.Name | ast.Attribute | ast.Import | ast.ImportFrom | ast.FunctionDef | ast.Call):
            found.append(f"{type(node).__name__} {getattr(node, 'id', getattr(node, 'attr', ''))}")
    return found


READER = """
const acorn = require("internal/deps/acorn/acorn/dist/acorn");
const walk = require("internal/deps/acorn/acorn-walk/dist/walk");
const { createInterface } = require("node:readline");
createInterface({ input: process.stdin }).on("line", (line) => {
  const found = [];
  const tree = acorn.parse(JSON.parse(line), { sourceType: "module", ecmaVersion: "latest" });
  walk.full(tree, (node) => {
    if (/Literal|Property|TemplateElement|Expression$|Object|Array/.test(node.type) && !node.callee) return;
    found.push(`${node.type} ${node.name ?? ""}`);
  });
  console.log(JSON.stringify(found));
});
"""


@pytest.fixture(scope="module")
def javascript_shape() -> Iterator[Callable[[str], list[str]]]:
    """By the parser that Node itself has; one process for all scripts."""
    reader = subprocess.Popen(
        ["node", "--no-warnings", "--expose-internals", "-e", READER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )

    def shape(script: str) -> list[str]:
        assert reader.stdin
        assert reader.stdout
        reader.stdin.write(json.dumps(script) + "\n")
        reader.stdin.flush()
        found: list[str] = json.loads(reader.stdout.readline())
        return found

    yield shape
    reader.communicate()


def check(make: Any, target: str, text: str, options: Options, shape: Callable[[str], list[str]]) -> None:
    harmless = shape(render(target, draft_of(make, "x"), options))
    assert any(name in " ".join(harmless) for name in ("Client", "httpx", "fetch"))
    try:
        snippet = render(target, draft_of(make, text), options)
    except WrongUse:
        return
    assert not ACTIVE.search(snippet.replace("\n", ""))
    assert sorted(shape(snippet)) == sorted(harmless)


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("target", ["python", "python-httpx"])
@pytest.mark.parametrize("text", TEXTS)
def test_python(make, target, text, options):
    check(make, target, text, options, python_shape)


@pytest.mark.parametrize("target", ["python", "python-httpx"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXT)
def test_python_with_any_text(make, target, text):
    check(make, target, text, OPTIONS[1], python_shape)


@pytest.mark.all
@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("target", ["javascript", "javascript-fetch"])
@pytest.mark.parametrize("text", TEXTS)
def test_javascript(make, javascript_shape, target, text, options):
    check(make, target, text, options, javascript_shape)


@pytest.mark.all
@pytest.mark.parametrize("target", ["javascript", "javascript-fetch"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXT)
def test_javascript_with_any_text(make, javascript_shape, target, text):
    check(make, target, text, OPTIONS[1], javascript_shape)
