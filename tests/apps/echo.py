"""Every basic component once: `/echo_…` answers what the Python function was given, and of which type.

The answer is wrapped, `{"value": …, "type": "int"}`, because gr.JSON reads a bare text as JSON.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from launch import gr, launch

RECEIVED: list[dict[str, Any]] = []


def seen(value: Any) -> dict[str, Any]:
    return {"value": value, "type": type(value).__name__}


def fingerprint(path: str) -> dict[str, Any]:
    content = Path(path).read_bytes()
    return {"name": Path(path).name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def echo_text(text: str) -> dict[str, Any]:
    """Answer the text.

    The second paragraph of the description.
    """
    return seen(text)


def echo_long(text: str) -> dict[str, Any]:
    return seen(text)


def echo_password(secret: str) -> dict[str, Any]:
    return seen(secret)


def echo_number(number: float) -> dict[str, Any]:
    return seen(number)


def echo_whole(number: int) -> dict[str, Any]:
    return seen(number)


def echo_slider(level: float) -> dict[str, Any]:
    return seen(level)


def echo_checkbox(flag: bool) -> dict[str, Any]:
    return seen(flag)


def echo_checkboxes(picks: list[str]) -> dict[str, Any]:
    return seen(picks)


def echo_radio(size: int) -> dict[str, Any]:
    return seen(size)


def echo_dropdown(colour: str) -> dict[str, Any]:
    return seen(colour)


def echo_multi(colours: list[str]) -> dict[str, Any]:
    return seen(colours)


def echo_free(word: str) -> dict[str, Any]:
    return seen(word)


def echo_json(data: Any) -> dict[str, Any]:
    return seen(data)


def echo_file(file: str | None) -> dict[str, Any]:
    return fingerprint(file) if file else seen(None)


def echo_files(files: list[str] | None) -> list[dict[str, Any]]:
    return [fingerprint(file) for file in files or []]


def echo_image(image: Any) -> tuple[dict[str, Any], Any]:
    return ({"width": image.width, "height": image.height} if image else seen(None)), image


def echo_state(text: str, history: list[str]) -> tuple[list[str], list[str]]:
    history = [*history, text]
    return history, history


def combo(text: str, number: float, earlier: int, choice: str, image: Any) -> tuple[dict[str, Any], int, Any]:
    """Mix of a text, a number, a choice and an image, with a State between them."""
    earlier = (earlier or 0) + 1
    size = [image.width, image.height] if image else None
    return {"text": text, "number": number, "choice": choice, "image": size, "calls": earlier}, earlier, image


def received(text: str, data: Any) -> dict[str, Any]:
    """Answer what came and keep it for `/log`."""
    content = text.encode("utf-8", "surrogatepass") if text is not None else b""
    entry = {"text": text, "data": data, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    RECEIVED.append(entry)
    del RECEIVED[:-100]
    return entry


def log() -> list[dict[str, Any]]:
    return list(RECEIVED)


COLOURS = [("Red", "r"), ("Green", "g"), ("Blue", "b")]

with gr.Blocks(title="Echo") as demo:
    answer = gr.JSON(label="Received")

    def endpoint(function: Any, *inputs: Any, outputs: Any = answer) -> None:
        gr.Button(function.__name__).click(function, list(inputs), outputs, api_name=function.__name__)

    text = gr.Textbox(label="Text", value="hello", info="Anything at all", placeholder="Write something")
    endpoint(echo_text, text)
    endpoint(echo_long, gr.Textbox(label="Long text", lines=6, max_lines=20, max_length=2000))
    endpoint(echo_password, gr.Textbox(label="Password", type="password"))
    endpoint(echo_number, gr.Number(label="Number", value=2.5))
    endpoint(echo_whole, gr.Number(label="Whole number", value=3, precision=0, minimum=-10, maximum=10))
    endpoint(echo_slider, gr.Slider(0, 10, value=4, step=0.5, label="Level", info="From low to high"))
    endpoint(echo_checkbox, gr.Checkbox(label="Flag", value=True))
    endpoint(echo_checkboxes, gr.CheckboxGroup(["a", "b", "c"], value=["a"], label="Picks"))
    endpoint(echo_radio, gr.Radio([("Small", 10), ("Large", 20)], value=10, label="Size"))
    endpoint(echo_dropdown, gr.Dropdown(COLOURS, value="g", label="Colour"))
    endpoint(echo_multi, gr.Dropdown(COLOURS, value=["r", "b"], multiselect=True, label="Colours"))
    endpoint(echo_free, gr.Dropdown(["one", "two"], value="one", allow_custom_value=True, label="Word"))
    endpoint(echo_json, gr.JSON(label="Data", value={"a": [1, 2, None]}))
    endpoint(echo_file, gr.File(label="File"))
    endpoint(echo_files, gr.File(label="Files", file_count="multiple", file_types=[".txt", ".bin", "image"]))
    picture = gr.Image(label="Image", type="pil")
    endpoint(echo_image, picture, outputs=[answer, gr.Image(label="Same image", type="pil", format="png")])
    kept = gr.State([])
    endpoint(echo_state, text, kept, outputs=[answer, kept])

    calls = gr.State(0)
    endpoint(
        combo,
        gr.Textbox(label="Prompt"),
        gr.Number(label="Steps", value=4),
        calls,
        gr.Dropdown([("Slow", "slow"), ("Fast", "fast")], value="fast", label="Mode"),
        gr.Image(label="Start image", type="pil"),
        outputs=[answer, calls, gr.Image(label="End image", type="pil", format="png")],
    )
    endpoint(received, gr.Textbox(label="Text"), gr.JSON(label="Data"))
    endpoint(log)

if __name__ == "__main__":
    launch(demo)
