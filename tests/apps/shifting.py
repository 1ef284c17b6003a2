"""An app whose API changes: SHAPE=then, and SHAPE=now with a renamed endpoint, parameters and choices moved about.

`/stable` is the same in both, `/defaults` has another default now, `/grown` takes one more, and needs it.
"""

from __future__ import annotations

import os

from launch import gr, launch

NOW = os.environ.get("SHAPE") == "now"


def paint(prompt: str, style: str, count: float, seed: float) -> str:
    return f"{prompt}|{style}|{count:g}|{seed:g}"


with gr.Blocks() as demo:
    prompt = gr.Textbox(label="Prompt")
    if NOW:
        style = gr.Dropdown(["watercolour v2", "ink", "pastel"], value="ink", label="Style")
        count, seed = gr.Slider(1, 4, value=2, step=1, label="How many"), gr.Number(7, label="Seed")
        inputs = [style, prompt, count, seed]
    else:
        style = gr.Dropdown(["watercolour v1", "oil", "ink"], value="ink", label="Style")
        count, seed = gr.Slider(1, 9, value=2, step=1, label="How many"), gr.Number(3, label="Seed")
        inputs = [prompt, style, count, seed]
    out = gr.Textbox(label="Painted")

    def painted(text: str, style: str, count: float, seed: float) -> str:
        return paint(text, style, count, seed)

    def painted_now(style: str, prompt: str, count: float, seed: float) -> str:
        return paint(prompt, style, count, seed)

    gr.Button().click(painted_now if NOW else painted, inputs, out, api_name="paint" if NOW else "predict")

    word = gr.Textbox("hi", label="Word")
    gr.Button().click(lambda word: word, word, out, api_name="stable")

    limit = gr.Slider(0, 10, value=5 if NOW else 2, label="Limit")

    def defaults(limit: float) -> str:
        return f"{limit:g}"

    gr.Button().click(defaults, limit, out, api_name="defaults")

    one, two = gr.Textbox(label="One"), gr.Textbox(label="Two")

    def grown(one: str) -> str:
        return one

    def grown_now(one: str, two: str) -> str:
        return one + two

    gr.Button().click(grown_now if NOW else grown, [one, two] if NOW else [one], out, api_name="grown")

if __name__ == "__main__":
    launch(demo)
