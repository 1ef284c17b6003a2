"""A small app of Gradio 3.50: text, a choice, a number, a State, a generator, errors, a file, an image."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from launch import end_with_parent, gr


def steps(count: float) -> Iterator[str]:
    text = ""
    for number in range(int(count)):
        text += f"step {number}; "
        yield text


def refuse(text: str) -> str:
    raise gr.Error("bad " + text)


def size(image: Any) -> str:
    return f"{image.width} x {image.height}"


def content(file: Any) -> str:
    with open(file.name) as opened:
        return opened.read()


with gr.Blocks(title="Legacy") as demo:
    text = gr.Textbox(label="Text", lines=2)
    pick = gr.Dropdown([("Ten", 10), ("Twenty", 20)], label="Pick", value=10)
    count = gr.Slider(1, 10, value=3, step=1, label="Count")
    calls = gr.State(0)
    out = gr.Textbox(label="Out")
    gr.Button("plain").click(lambda text: text.upper(), text, out, api_name="plain")
    gr.Button("slash").click(lambda text: text + "!", text, out, api_name="with/slash")
    gr.Button("no name").click(lambda text: text + "?", text, out, api_name=False)  # type: ignore[arg-type, unused-ignore]
    gr.Button("pick").click(repr, pick, out, api_name="pick")
    gr.Button("steps").click(steps, count, out, api_name="steps")
    gr.Button("refuse").click(refuse, text, out, api_name="refuse")
    gr.Button("state").click(lambda t, n: (f"{t} {n + 1}", n + 1), [text, calls], [out, calls], api_name="counter")
    gr.Button("image").click(size, gr.Image(label="Image", type="pil"), out, api_name="size")
    gr.Button("file").click(content, gr.File(label="File"), out, api_name="content")
    gr.Button("made").click(lambda _text: __file__, text, gr.File(label="Made"), api_name="made")

if __name__ == "__main__":
    end_with_parent()
    demo.queue(api_open=os.environ.get("API_OPEN", "1") == "1").launch(
        server_name="127.0.0.1", server_port=int(os.environ.get("PORT", "7860")), show_error=True, quiet=True
    )
