"""Who may see what when several requests are run: a choice for one app goes nowhere when they lead to several."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from gradioscope.cli.access import Secrets
from gradioscope.cli.way import CommandWay, ask_passwords
from gradioscope.gradio.connection import Connection
from gradioscope.gradio.errors import AccessNeeded, WrongUse
from gradioscope.gradio.model import App
from gradioscope.request.draft import Access
from gradioscope.request.saved import SavedRequest

SPACE, OTHER = "https://user-name.hf.space", "https://example.org"
SECRETS = Secrets("hf_named_token", "hf_of_the_environment", None)


def way(*addresses: str, secrets: Secrets = SECRETS, **options: Any) -> CommandWay:
    given = {"header": [], "insecure": False, "login": None, "token": None, **options}
    return CommandWay(argparse.Namespace(**given), secrets, {"alice": "wonder"}, addresses)


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


@pytest.mark.parametrize(
    ("addresses", "secrets", "space", "other"),
    [
        ([OTHER], SECRETS, True, True),
        ([OTHER, OTHER], SECRETS, True, True),
        ([OTHER, "https://another.org"], SECRETS, True, False),
        ([OTHER, "{{unresolved}}"], SECRETS, True, False),
        (["{{runs.first.data[0]}}"], SECRETS, True, False),
        ([OTHER], Secrets(None, "hf_of_the_environment"), True, False),
        ([OTHER], Secrets(), False, False),
    ],
)
def test_where_a_token_goes(addresses: list[str], secrets: Secrets, space: bool, other: bool) -> None:
    async def main() -> tuple[bool, bool]:
        made = way(*addresses, secrets=secrets)
        connection = await made.connection(None, ())
        for url in (SPACE, OTHER):
            made.choose(connection, url)
        found = connection.has_token(SPACE), connection.has_token(OTHER)
        of_app = [await made.oauth_token(App(url, "", "", "6.0", ())) is not None for url in (SPACE, OTHER)]
        assert of_app == list(found)
        await made.aclose()
        return found

    assert run(main()) == (space, other)


def test_users_of_one_app_have_connections_of_their_own() -> None:
    async def main() -> None:
        made = way(OTHER)
        one, other, again = [await made.connection(user, ()) for user in ("alice", "bob", "alice")]
        assert one is again is not other
        assert isinstance(one, Connection)
        await made.aclose()

    run(main())


def test_a_password_of_the_environment_is_for_one_app(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIOSCOPE_PASSWORD", "wonder")
    made = way(OTHER)
    assert run(made.password("alice", OTHER)) == "wonder"
    assert run(made.password("alice", f"{OTHER}/path")) == "wonder"
    assert run(made.password("nobody", OTHER)) is None
    with pytest.raises(AccessNeeded, match="was not sent to https://another"):
        run(made.password("alice", "https://another.org"))


def test_what_is_wished_for_and_not_sent_is_said() -> None:
    wish = SavedRequest(token="work")
    assert way(OTHER).not_sent(wish, Access()) == "Its token `work` was not sent; --token work sends it."
    assert way(OTHER).not_sent(wish, Access(token=True)) == ""
    assert way(OTHER).not_sent(SavedRequest(), Access()) == ""
    assert "lead to several" in way(OTHER, SPACE, token="work").not_sent(wish, Access())


def test_a_header_with_a_secret_is_for_one_app() -> None:
    headers = [("X-Trace", "1"), ("Authorization", "Bearer abcdef")]
    way(OTHER, header=headers)
    way(OTHER, SPACE, header=headers[:1])
    with pytest.raises(WrongUse, match="Authorization would go to several apps") as raised:
        way(OTHER, SPACE, header=headers)
    assert "abcdef" not in str(raised.value)


def test_passwords_come_from_the_environment_and_from_nowhere_without_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GRADIOSCOPE_PASSWORD", "wonder")
    assert ask_passwords({"alice": OTHER}) == {"alice": "wonder"}
    assert ask_passwords({}) == {}
