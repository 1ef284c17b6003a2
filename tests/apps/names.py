"""Endpoints whose names are trouble in an address. Each gives its text, and under `grow NAME` grows it in steps."""

from __future__ import annotations

from collections.abc import Iterator

from launch import gr, launch

NAMES = [
    "with/slash and blank",
    "a&b=c",
    "日本 語",
    "100%25 sure",
    "per%2Fcent",
    "q?x#y",
    ".",
    "..",
    "a+b",
    "quo\"te's",
]


def grow(text: str) -> Iterator[str]:
    """The text with one, two, three … signs: what `queue/join` tells as edits."""
    for number in range(1, 2000 if text == "long" else 4):
        yield text + "!" * number


with gr.Blocks() as demo:
    text, out = gr.Textbox(label="Text"), gr.Textbox(label="Out")
    for name in NAMES:
        gr.Button().click(lambda value: value, text, out, api_name=name)
        gr.Button().click(grow, text, out, api_name=f"grow/{name}")

if __name__ == "__main__":
    launch(demo)
