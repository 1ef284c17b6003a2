"""Endpoints that take the caller's Hugging Face token: said in the form, refused without one, sent where chosen."""

from __future__ import annotations

from collections.abc import Callable

from tests.window.conftest import Go
from tests.window.live import connected, ended, until
from tests.window.request_tab.test_token_panel import SECRET, entry, listed, saved

from gradioscope.gradio.address import origin_of
from gradioscope.gradio.events import Event, Failed
from gradioscope.window.main_window import MainWindow
from gradioscope.window.request_tab.token_panel import TokenPanel
from gradioscope.window.request_tab.work import Work

Serve = Callable[..., str]


async def outcome(work: Work) -> Event:
    """The last event of a run."""
    seen: list[Event] = []
    work.running.eventCame.connect(seen.append)
    work.run("")
    await ended(work)
    work.running.eventCame.disconnect(seen.append)
    return seen[-1]


def test_a_required_token_is_asked_for_in_the_form(go: Go, serve: Serve) -> None:
    url = serve("hub_token")

    async def script(window: MainWindow) -> None:
        _, work = await connected(window, url, "/needs")
        line = work.request.token
        assert line.isVisible()
        assert line.text.text() == "Hugging Face access token (required): none is chosen"
        refused = await outcome(work)
        assert isinstance(refused, Failed)
        assert refused.explanation.what.startswith("The endpoint /needs needs a Hugging Face access token")
        assert refused.explanation.action == "token"
        line.button.click()
        (panel,) = [panel for panel in window.findChildren(TokenPanel) if panel.isVisible()]
        await listed(panel)
        await saved(panel)
        entry(panel, "work").click()
        panel.use_button.click()
        await until(lambda: window.surroundings.tokens.chosen(origin_of(url)) == "work", "the choice")
        await until(lambda: not panel._tasks.busy, "handed over")
        await until(lambda: line.text.text().endswith("the app gets work"), "the choice in the form")
        work.request.form.load({"word": "w"})
        await outcome(work)
        assert work.response.result.viewers[0].value() == f"w: hf_… ({len(SECRET)})"

    go(script)


def test_an_optional_token_may_be_left_out(go: Go, serve: Serve) -> None:
    url = serve("hub_token")

    async def script(window: MainWindow) -> None:
        _, work = await connected(window, url, "/may_take")
        assert work.request.token.text.text() == "Hugging Face access token (optional): none is chosen"
        await outcome(work)
        assert work.response.result.viewers[0].value() == "a: none"

    go(script)


def test_other_endpoints_say_nothing_of_tokens(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        _, work = await connected(window, url, "/echo_text")
        assert not work.request.token.isVisible()

    go(script)
