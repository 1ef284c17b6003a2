"""Two Gradio apps inside another web app: /sub, and /locked with a login (alice / wonder).

The host's own root answers JSON and is not Gradio. ROOT_PATH is what a proxy in front would strip.
"""

from __future__ import annotations

import os
from typing import Any

from launch import HOST, MAJOR, PORT, end_with_parent, gr

import uvicorn  # isort: skip - after launch, which sets the environment
from fastapi import FastAPI  # isort: skip

host = FastAPI(title="Host")


@host.get("/")
def index() -> dict[str, str]:
    return {"message": "the host's own page, not Gradio"}


def upper(text: str) -> str:
    """Upper-case the text."""
    return text.upper()


def lower(text: str) -> str:
    return text.lower()


with gr.Blocks(title="Mounted") as open_app:
    text = gr.Textbox(label="Text", value="hello")
    gr.Button("Upper").click(upper, text, gr.Textbox(label="Answer"), api_name="upper")
    file = gr.File(label="File")
    gr.Button("File").click(lambda file: file, file, gr.File(label="Same file"), api_name="same_file")

with gr.Blocks(title="Locked") as locked_app:
    text = gr.Textbox(label="Text", value="HELLO")
    gr.Button("Lower").click(lower, text, gr.Textbox(label="Answer"), api_name="lower")

settings: dict[str, Any] = {"ssr_mode": False} if MAJOR >= 5 else {}
host = gr.mount_gradio_app(host, open_app, path="/sub", **settings)
host = gr.mount_gradio_app(host, locked_app, path="/locked", auth=[("alice", "wonder")], **settings)

if __name__ == "__main__":
    end_with_parent()
    uvicorn.run(host, host=HOST, port=PORT, log_level="warning", root_path=os.environ.get("ROOT_PATH", ""))
