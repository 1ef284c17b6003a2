"""The built-in demo app: one endpoint for each thing Gradioscope can do, with something pleasant in every field.

Run by `gradioscope.demo`, never imported by Gradioscope itself. It serves on a free port of the loopback
address, says `url http://…` on standard output when it is ready, and ends when its standard input does: the
other end of that pipe is held by Gradioscope, so the demo goes when Gradioscope goes, however that happens.
Gradio 5 and newer.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = tempfile.mkdtemp(prefix="gradioscope-demo-")


def end_with_parent() -> None:
    """Leave at the end of standard input, in whatever state the server is."""
    sys.stdin.buffer.read()
    shutil.rmtree(FOLDER, ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    # Before Gradio is imported, which takes seconds in which Gradioscope may already be gone.
    threading.Thread(target=end_with_parent, daemon=True).start()
    os.environ["GRADIO_TEMP_DIR"] = FOLDER
    print("progress Loading Gradio", flush=True)

import gradio as gr  # noqa: E402
from PIL import Image, ImageDraw, ImageOps  # noqa: E402

GREETINGS = {"en": "Hello", "fr": "Bonjour", "de": "Guten Tag", "ja": "こんにちは", "sw": "Habari"}
LANGUAGES = [("English", "en"), ("French", "fr"), ("German", "de"), ("Japanese", "ja"), ("Swahili", "sw")]
PRICES = {20: 6, 30: 9, 40: 13}
SKIES = {
    "dawn": ((255, 183, 120), (120, 160, 230)),
    "noon": ((140, 200, 255), (235, 246, 255)),
    "dusk": ((38, 32, 84), (240, 120, 90)),
}
PAUSE = 0.4
"""Seconds between the words of a streamed text: slow enough to watch."""


def greet(name: str, language: str, times: float, loudly: bool) -> str:
    """Greet somebody in their language."""
    greeting = f"{GREETINGS[language]}, {name or 'stranger'}!"
    return " ".join([greeting.upper() if loudly else greeting] * int(times))


def order(size: int, toppings: list[str], wishes: list[str], note: str) -> dict[str, Any]:
    """Order a pizza. The sizes are numbers, the toppings a list, and the wishes take words of your own."""
    price = PRICES[size] + 1.5 * len(toppings)
    return {"diameter": size, "toppings": toppings, "wishes": wishes, "note": note, "price": {"EUR": price}}


def draw(sky: str, width: float, height: float, stars: float) -> Any:
    """Draw a landscape and give it back as an image."""
    top, bottom = SKIES[sky]
    size = int(width), int(height)
    shade = Image.linear_gradient("L").resize(size)
    picture = ImageOps.colorize(shade, top, bottom)
    pen = ImageDraw.Draw(picture)
    sky_of_tonight = random.Random(3)  # the same stars every time
    for _ in range(int(stars)):
        x, y = sky_of_tonight.uniform(0, size[0]), sky_of_tonight.uniform(0, size[1] * 2 / 3)
        pen.ellipse((x, y, x + 2, y + 2), fill=(255, 255, 240))
    hill = [(0, size[1]), *((x, size[1] * (0.78 - 0.1 * (x * (size[0] - x)) / size[0] ** 2)) for x in range(size[0]))]
    pen.polygon([*hill, (size[0], size[1])], fill=(44, 74, 62))
    return picture


def filter_image(image: Any, effect: str, strength: float) -> tuple[Any, dict[str, Any]]:
    """Send an image, get it back changed, with its measures. Without an image the demo draws one."""
    picture = (image or draw("dusk", 320, 200, 30)).convert("RGB")
    effects = {"grey": ImageOps.grayscale, "invert": ImageOps.invert, "mirror": ImageOps.mirror}
    changed = effects[effect](picture).convert("RGB")
    return Image.blend(picture, changed, strength), {"width": picture.width, "height": picture.height}


def count_words(file: str | None) -> tuple[dict[str, Any], str]:
    """Send a text file; get its figures, and a report as a file to keep."""
    if file is None:
        raise gr.Error("Choose a file first: any text file will do.")
    path = Path(file)
    text = path.read_text(encoding="utf-8", errors="replace")
    words = Counter(text.lower().split()).most_common(5)
    figures = {
        "file": path.name,
        "bytes": path.stat().st_size,
        "lines": len(text.splitlines()),
        "common words": dict(words),
    }
    report = Path(tempfile.mkdtemp(dir=FOLDER), f"{path.stem} report.txt")
    report.write_text("\n".join(f"{name}: {value}" for name, value in figures.items()) + "\n", encoding="utf-8")
    return figures, str(report)


def tell(topic: str, words: float, progress: gr.Progress = gr.Progress()) -> Iterator[str]:  # noqa: B008
    """Tell a story word by word: watch the events arrive, and cancel when you know how it ends."""
    story = f"Once upon a time {topic} wanted to see the sea and walked and walked until the road was blue".split()
    told = ""
    for number in range(int(words)):
        progress((number + 1, int(words)), desc="Telling", unit="words")
        told = f"{told} {story[number % len(story)]}".strip()
        yield told
        time.sleep(PAUSE)


def chat(message: str, history: list[str]) -> tuple[str, list[str], list[str]]:
    """Talk to somebody who remembers: send a second message in the same session."""
    history = [*history, message]
    if len(history) == 1:
        answer = f"Nice to meet you. You said: “{message}”. Say something else, in the same session."
    else:
        answer = f"That is message {len(history)}. Before it you said: “{history[-2]}”."
    return answer, history, history


def wait(seconds: float, progress: gr.Progress = gr.Progress()) -> str:  # noqa: B008 - Gradio's own way
    """Take a long time, with messages and progress on the way. Made to be cancelled."""
    gr.Info("This takes a while. Cancel it whenever you like.")
    steps = max(1, round(seconds / PAUSE))
    for step in range(steps):
        progress(step / steps, desc=f"{seconds - step * PAUSE:.0f} s to go")
        time.sleep(PAUSE)
    gr.Warning("You really waited for it.")
    return f"Done after {seconds:g} seconds."


def fail(kind: str) -> str:
    """Fail, in the way you choose, to see what an error looks like."""
    if kind == "app":
        raise gr.Error("The demo fails because you asked it to. Choose another kind and run it again.")
    if kind == "python":
        raise ValueError("an exception nobody caught")
    return "No error this time."


def reverse(data: Any) -> Any:
    """Turn any JSON value around."""
    if isinstance(data, dict):
        return dict(reversed(data.items()))
    return data[::-1] if isinstance(data, list) else {"value": data}


def build() -> gr.Blocks:
    """The app: its endpoints in the order a newcomer may try them."""
    demo: gr.Blocks
    with gr.Blocks(title="Gradioscope demo", analytics_enabled=False) as demo:
        with gr.Tab("Greet"):
            fields: list[Any] = [
                gr.Textbox("Ada", label="Name", info="Who is greeted", placeholder="A name"),
                gr.Dropdown(LANGUAGES, value="en", label="Language", info="The greeting's language"),
                gr.Slider(1, 5, value=1, step=1, label="Times", info="How often"),
                gr.Checkbox(False, label="Loudly", info="In capitals"),
            ]
            button = gr.Button("Greet")
            button.click(greet, fields, gr.Textbox(label="Greeting"), api_name="greet")
        with gr.Tab("Order"):
            fields = [
                gr.Radio([("Small", 20), ("Medium", 30), ("Large", 40)], value=30, label="Size", info="In centimetres"),
                gr.CheckboxGroup(["basil", "mushrooms", "olives", "capers"], value=["basil"], label="Toppings"),
                gr.Dropdown(
                    ["well done", "no salt", "cut in eight"],
                    value=["well done"],
                    multiselect=True,
                    allow_custom_value=True,
                    label="Wishes",
                    info="Choose some or write your own",
                ),
                gr.Textbox("", label="Note", lines=3, max_length=200, info="For the kitchen"),
            ]
            button = gr.Button("Order")
            button.click(order, fields, gr.JSON(label="Order"), api_name="order")
        with gr.Tab("Draw"):
            fields = [
                gr.Radio(["dawn", "noon", "dusk"], value="dusk", label="Sky"),
                gr.Number(480, label="Width", precision=0, minimum=16, maximum=2000, info="Pixels"),
                gr.Number(300, label="Height", precision=0, minimum=16, maximum=2000, info="Pixels"),
                gr.Slider(0, 200, value=60, step=1, label="Stars"),
            ]
            button = gr.Button("Draw")
            button.click(draw, fields, gr.Image(label="Landscape", format="png"), api_name="draw")
        with gr.Tab("Filter"):
            fields = [
                gr.Image(label="Image", type="pil"),
                gr.Radio(["grey", "invert", "mirror"], value="grey", label="Effect"),
                gr.Slider(0, 1, value=1, label="Strength", info="0 leaves it as it is"),
            ]
            results: list[Any] = [gr.Image(label="Filtered image", format="png"), gr.JSON(label="Measures")]
            button = gr.Button("Filter")
            button.click(filter_image, fields, results, api_name="filter_image")
        with gr.Tab("Count words"):
            file = gr.File(label="Text file")
            results = [gr.JSON(label="Figures"), gr.File(label="Report")]
            button = gr.Button("Count")
            button.click(count_words, file, results, api_name="count_words")
        with gr.Tab("Tell"):
            fields = [
                gr.Textbox("a small snail", label="Topic", info="Who the story is about"),
                gr.Slider(1, 60, value=12, step=1, label="Words", info="How many are told"),
            ]
            button = gr.Button("Tell")
            button.click(tell, fields, gr.Textbox(label="Story"), api_name="tell")
        with gr.Tab("Chat"):
            message = gr.Textbox("Hello, I am Ada.", label="Message", info="What you say")
            history = gr.State([])
            results = [gr.Textbox(label="Answer"), gr.JSON(label="Remembered"), history]
            button = gr.Button("Send")
            button.click(chat, [message, history], results, api_name="chat")
        with gr.Tab("Wait"):
            seconds = gr.Slider(1, 120, value=30, step=1, label="Seconds", info="How long it takes")
            button = gr.Button("Wait")
            button.click(wait, seconds, gr.Textbox(label="Outcome"), api_name="wait")
        with gr.Tab("Fail"):
            kinds = [("The app says no", "app"), ("An exception", "python"), ("Not at all", "none")]
            kind = gr.Radio(kinds, value="app", label="Kind", info="How it fails")
            button = gr.Button("Fail")
            button.click(fail, kind, gr.Textbox(label="Outcome"), api_name="fail")
        with gr.Tab("Reverse"):
            data = gr.JSON({"first": 1, "second": [True, None]}, label="Data")
            button = gr.Button("Reverse")
            button.click(reverse, data, gr.JSON(label="Reversed"), api_name="reverse")
    return demo


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    print("progress Building the app", flush=True)
    demo = build().queue(default_concurrency_limit=4)
    # A port can be taken between finding and using it; then another one is found.
    for attempt in range(5):
        try:
            _, url, _ = demo.launch(
                server_name="127.0.0.1",
                server_port=free_port(),
                show_error=True,
                share=False,
                inbrowser=False,
                quiet=True,
                ssr_mode=False,
                # Gradio gives its own page three seconds to appear, else it ends; a busy machine takes longer.
                _frontend=False,
                prevent_thread_lock=True,
            )
            break
        except OSError:
            if attempt == 4:
                raise
    print(f"url {url.rstrip('/')}", flush=True)
    demo.block_thread()


if __name__ == "__main__":
    main()
