"""The PowerShell snippet as a syntax tree: whatever is in a request, the commands are those of a harmless one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import tree_sitter_powershell
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tree_sitter import Language, Node, Parser

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import LocalFile
from gradioscope.request.draft import Access
from gradioscope.snippets import Options, render

PARSER = Parser(Language(tree_sitter_powershell.language()))
SIGNIFICANT = "'\"`$@\\ \n\t‘’‚‛“”„;|&,#(){}[]%!<>-=.:?é😀"
TEXT = st.text(st.one_of(st.sampled_from(SIGNIFICANT), st.characters(exclude_categories=["Cs"])), max_size=40)
HOSTILE = [
    "'; calc; '",
    "’; calc; ‘",
    '"; calc; "',
    "$(calc)",
    "`n'@\n'@; calc",
    "\n'@\ncalc\n@'\n" * 500,
    "#> calc <#",
    "--% & calc",
    "${env:X} @(calc) &{calc}",
    "[char]0x41",
]


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from nodes(child)


def shape(snippet: str) -> tuple[list[str], list[str]]:
    """What is called, and which variables are read or set. No part of the text may be outside of the grammar."""
    root = PARSER.parse(snippet.encode()).root_node
    assert not root.has_error, snippet
    found = list(nodes(root))

    def texts(*kinds: str) -> list[str]:
        return [(node.text or b"").decode() for node in found if node.type in kinds]

    return texts("command_name", "command_name_expr", "invokation_expression", "member_access"), texts("variable")


def without_characters(found: tuple[list[str], list[str]]) -> tuple[list[str], list[str]]:
    """`[char]0x2019` is how a sign is written, as often as there are any."""
    calls, variables = found
    return [call.partition("(")[0] for call in calls if not call.startswith("&")], variables


def draft_of(make: Any, text: str) -> Any:
    line = "".join(sign for sign in text if sign.isprintable())
    headers = (("X-Plain", line.strip() or "x"), ("X-Api-Key", line))
    access = Access(line or "x", True, headers, True)
    values = {"text": text, "more": [{text: text}], "file": LocalFile(f"a b{text}.txt".replace("\0", ""))}
    kept = {"from_environment": {"<p>": "WHO"}, "environment_defaults": {"WHO": line[:900]}}
    values["kept"] = f"<p>{text}"
    return make(values, **kept, access=access, session_hash=text or "x", name=f"/{text}", oauth_token="required")


@pytest.mark.parametrize(
    "options",
    [
        Options(),
        Options(follow=True, extract=True, separate=True),
        Options(pretty=True, long=True, body_file=True, variables=True),
    ],
)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_value_is_a_command(make, text, options):
    harmless = without_characters(shape(render("curl-powershell", draft_of(make, "x"), options)))
    assert without_characters(shape(render("curl-powershell", draft_of(make, text), options))) == harmless


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXT)
def test_no_value_at_all_is_a_command(make, text):
    harmless = without_characters(shape(render("curl-powershell", draft_of(make, "x"))))
    try:
        snippet = render("curl-powershell", draft_of(make, text))
    except WrongUse:
        return
    assert without_characters(shape(snippet)) == harmless


def test_the_tree_tells_a_command(make):
    assert shape("'a'; calc")[0] == ["calc"]
    with pytest.raises(AssertionError):
        shape("$x = 'it's'")
