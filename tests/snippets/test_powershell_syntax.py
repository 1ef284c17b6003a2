"""The PowerShell snippet as a syntax tree: whatever is in a request, the commands are those of a harmless one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import tree_sitter_powershell
from hypothesis import HealthCheck, given, settings
from tests.snippets.hostile import TEXT, TEXTS, draft_of
from tree_sitter import Language, Node, Parser

from gradioscope.gradio.errors import WrongUse
from gradioscope.snippets import Options, render

PARSER = Parser(Language(tree_sitter_powershell.language()))


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


@pytest.mark.parametrize(
    "options",
    [
        Options(),
        Options(follow=True, extract=True, separate=True, save_files=True),
        Options(pretty=True, long=True, body_file=True, variables=True),
    ],
)
@pytest.mark.parametrize("text", TEXTS)
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
