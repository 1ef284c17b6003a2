"""How a call goes: waiting, streaming, progress, messages, errors, cancelling, state.

Nothing here depends on the clock where a test has to wait for it: `/hold` and `/stepped` go on when
`/release` is called with the same gate, and `/ran` tells what really happened on the server.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from typing import Any

from launch import MAJOR, gr, launch

RAN: list[str] = []
GATES: dict[str, threading.Semaphore] = defaultdict(lambda: threading.Semaphore(0))
LONGEST = 60.0
"""Seconds after which a closed gate opens by itself, so that no forgotten one outlives the test run."""


def plain(text: str) -> str:
    """Upper-case the text."""
    RAN.append(f"plain {text}")
    return text.upper()


def slow(text: str, seconds: float) -> str:
    """Take that many seconds."""
    RAN.append(f"slow start {text}")
    time.sleep(seconds)
    RAN.append(f"slow end {text}")
    return f"done {text}"


def hold(gate: str) -> str:
    """Wait until the gate is released."""
    RAN.append(f"hold start {gate}")
    GATES[gate].acquire(timeout=LONGEST)
    RAN.append(f"hold end {gate}")
    return f"released {gate}"


def release(gate: str, times: float) -> str:
    for _ in range(int(times)):
        GATES[gate].release()
    return gate


def stepped(gate: str, steps: float) -> Iterator[str]:
    """Yield a growing text, each step but the first after one release of the gate."""
    text = ""
    try:
        for step in range(int(steps)):
            if step:
                GATES[gate].acquire(timeout=LONGEST)
            text += f"step {step}; "
            RAN.append(f"stepped {gate} {step}")
            yield text
        RAN.append(f"stepped {gate} finished")
    except GeneratorExit:
        RAN.append(f"stepped {gate} stopped")
        raise


def count(steps: float, delay: float) -> Iterator[tuple[str, int]]:
    """Yield a growing text and its number."""
    text = ""
    for step in range(int(steps)):
        text += f"step {step}; "
        yield text, step
        if delay:
            time.sleep(delay)


async def async_count(steps: float, delay: float) -> AsyncIterator[str]:
    text = ""
    for step in range(int(steps)):
        text += f"step {step}; "
        yield text
        await asyncio.sleep(delay)


def many(events: float) -> Iterator[int]:
    """Yield as many numbers as asked for, as fast as it goes."""
    yield from range(int(events))


def no_yield(steps: float) -> Iterator[str]:
    yield from ()


def breaks(steps: float) -> Iterator[str]:
    """Yield a few times, then fail."""
    for step in range(int(steps)):
        yield f"step {step}"
    raise gr.Error("the generator broke")


def progress(steps: float, progress: gr.Progress = gr.Progress()) -> str:  # noqa: B008 - Gradio's own way
    """Report progress in each of its forms."""
    progress(0, desc="Starting")
    time.sleep(0.05)
    for step in range(int(steps)):
        progress((step + 1, int(steps)), desc="Working", unit="items")
        time.sleep(0.05)
    progress(None, desc="Some time left")
    time.sleep(0.05)
    return "progress done"


def nested_progress(steps: float, progress: gr.Progress = gr.Progress()) -> str:  # noqa: B008 - Gradio's own way
    for _ in progress.tqdm(range(int(steps)), desc="outer", unit="rounds"):
        for _ in progress.tqdm(range(2), desc="inner"):
            time.sleep(0.05)
    return "nested done"


def messages(text: str) -> str:
    """Show an info and a warning with markup."""
    gr.Info("an info")
    gr.Warning("a <b>bold</b> warning")
    time.sleep(0.05)
    return text


def app_error(text: str) -> str:
    raise gr.Error(f"bad input: {text}")


def python_error(text: str) -> str:
    raise ValueError(f"plain python error: {text}")


def counter(text: str, calls: int) -> tuple[str, int]:
    """Count the calls of a session."""
    calls = (calls or 0) + 1
    return f"{text} {calls}", calls


def counter_first(calls: int, text: str) -> tuple[int, str]:
    calls = (calls or 0) + 1
    return calls, f"{text} {calls}"


def who(text: str, request: gr.Request) -> dict[str, Any]:
    """Answer the headers the call came with."""
    return {
        "text": text,
        "headers": dict(request.headers),
        "username": request.username,
        "session_hash": getattr(request, "session_hash", None),
    }


def pair(first: str, second: str) -> list[str]:
    return [first, second]


def updated(text: str) -> Any:
    return gr.update(choices=["new", text], value="new")


def unchanged(text: str) -> Any:
    return gr.skip() if hasattr(gr, "skip") else gr.update()


def hidden(kind: str) -> dict[str, Any]:
    """Gradio 6 says api_visibility; before, show_api=False or api_name=False."""
    if MAJOR >= 6:
        return {"api_visibility": kind}
    return {"api_name": False} if kind == "private" else {"show_api": False}


def typed(text: str, times: int = 2, loud: bool = False) -> dict[str, Any]:
    """A function without components.

    Args:
        text: the text
        times: how often
    """
    return {"text": text, "times": times, "loud": loud}


def at_least_three(text: str, number: float) -> list[Any]:
    return [
        gr.validate(len(text) >= 3, "the text needs three characters"),
        gr.validate(number > 0, "the number must be positive"),
    ]


with gr.Blocks(title="Behaviour") as demo:
    text = gr.Textbox(label="Text", value="seed")
    gate = gr.Textbox(label="Gate", value="gate")
    steps = gr.Number(label="Steps", value=3)
    delay = gr.Number(label="Delay", value=0.01, info="Seconds")
    out = gr.Textbox(label="Answer")
    out_number = gr.Number(label="Number")
    out_json = gr.JSON(label="Data")
    calls = gr.State(0)

    def endpoint(function: Any, inputs: Any, outputs: Any, name: str | None = None, **more: Any) -> None:
        name = name or function.__name__
        gr.Button(name).click(function, inputs, outputs, **{"api_name": name, **more})

    endpoint(plain, text, out)
    endpoint(slow, [text, delay], out)
    endpoint(slow, [text, delay], out, "slow_alone", concurrency_limit=1, concurrency_id="alone")
    endpoint(hold, gate, out)
    endpoint(hold, gate, out, "hold_alone", concurrency_limit=1, concurrency_id="hold alone")
    endpoint(release, [gate, steps], out, queue=False)
    endpoint(stepped, [gate, steps], out)
    endpoint(count, [steps, delay], [out, out_number])
    endpoint(async_count, [steps, delay], out)
    endpoint(many, steps, out_number)
    endpoint(no_yield, steps, out)
    endpoint(breaks, steps, out)
    endpoint(progress, steps, out)
    endpoint(nested_progress, steps, out)
    endpoint(messages, text, out)
    endpoint(app_error, text, out)
    endpoint(python_error, text, out)
    endpoint(counter, [text, calls], [out, calls])
    endpoint(counter_first, [calls, text], [calls, out])
    endpoint(who, text, out_json)
    endpoint(pair, [gr.Textbox("one", label="Same"), gr.Textbox("two", label="Same")], out_json)
    endpoint(updated, text, gr.Dropdown(["old"], label="Choice"))
    endpoint(unchanged, text, out)
    endpoint(plain, text, out, "unqueued", queue=False)
    endpoint(lambda _text: None, text, None, "no_outputs")
    endpoint(lambda: "from nothing", None, out, "no_inputs")
    endpoint(lambda text: text, text, out, "with/slash and blank")
    endpoint(lambda _steps: float("nan"), steps, out_number, "not_a_number")
    endpoint(lambda steps: "x" * int(steps), steps, out, "big")
    endpoint(lambda text: f"private {text}", text, out, "private", **hidden("private"))
    endpoint(lambda text: f"undocumented {text}", text, out, "undocumented", **hidden("undocumented"))
    endpoint(lambda: list(RAN), None, out_json, "ran", queue=False)
    if hasattr(gr, "api"):
        gr.api(typed, api_name="typed")
    if hasattr(gr, "validate"):
        checked = {"validator": at_least_three}
        endpoint(
            lambda text, number: f"{text} {number}", [text, gr.Number(1, label="Number")], out, "validated", **checked
        )
    endpoint(hold, gr.Code("gate", language="python", label="Code"), out, "hold_code")

if __name__ == "__main__":
    launch(demo)
