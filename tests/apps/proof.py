"""One function for each kind of value a snippet can send; what they received is written to the file PROOF_LOG.

With AUTH=1 it wants a login, as auth.py does.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from launch import MAJOR, gr, launch


def plain(value: Any) -> Any:
    """The value for the log: a file by its content, a picture by its size."""
    if isinstance(value, str) and 1 < len(value) < 4096 and value.startswith("/") and Path(value).is_file():
        content = Path(value).read_bytes()
        return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    if hasattr(value, "size") and hasattr(value, "mode"):
        return list(value.size)
    if hasattr(value, "model_dump"):
        value = value.model_dump()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if item is not None}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


def note(*values: Any) -> str:
    with open(os.environ["PROOF_LOG"], "a", encoding="utf-8") as log:
        log.write(json.dumps(plain(values)) + "\n")
    return "done"


def text(text: str) -> str:
    return note(text)


def values(text: str, number: float, whole: int, flag: bool, choice: str, choices: list[str]) -> str:
    return note(text, number, whole, flag, choice, choices)


def data(data: Any) -> str:
    return note(data)


def file(file: str | None) -> str:
    return note(file)


def files(files: list[str] | None) -> str:
    return note(files)


def picture(picture: Any) -> str:
    return note(picture)


def gallery(gallery: Any) -> str:
    return note(gallery)


def chat(chat: Any) -> str:
    return note(len(chat), "sha256" in json.dumps(plain(chat)))


def message(message: Any) -> str:
    return note(message)


def editor(editor: Any) -> str:
    return note(editor["background"], len(editor["layers"]))


def between(text: str, kept: int, number: float, picture: Any) -> tuple[int, str]:
    """A State between the inputs, and a picture that may be left out."""
    return kept + 1, note(text, kept, number, picture)


def first(kept: int, text: str) -> tuple[int, str]:
    return kept + 1, note(kept, text)


def steps(text: str, count: float) -> Iterator[str]:
    for number in range(int(count)):
        yield str(number)
    yield note(text, count)


def who(text: str, request: gr.Request) -> str:
    # gradio_client says it to Spaces in a header of their own
    headers = {key.lower(): value for key, value in request.headers.items()}
    token = headers.get("authorization") or headers.get("x-hf-authorization")
    return note(text, request.username, token, headers.get("x-plain"))


def password(secret: str) -> str:
    return note(secret)


kind: dict[str, Any] = {"type": "messages"} if MAJOR < 6 else {}

with gr.Blocks(title="Proof") as demo:
    out = gr.Textbox(label="Answer")
    line = gr.Textbox(label="Text", lines=3)
    shot = gr.Image(label="Picture", type="pil")

    def endpoint(function: Any, inputs: Any, name: str = "", outputs: Any = out) -> None:
        gr.Button().click(function, inputs, outputs, api_name=name or function.__name__)

    endpoint(text, line)
    endpoint(text, line, "with blank & more")
    endpoint(text, line, "with/slash and blank")
    endpoint(text, line, "grüße")
    endpoint(text, line, "it's")
    endpoint(
        values,
        [
            gr.Textbox(label="Text", value="hello"),
            gr.Number(label="Number", value=2.5),
            gr.Number(label="Whole", value=3, precision=0),
            gr.Checkbox(label="Flag", value=True),
            gr.Dropdown(["slow", "fast", 'it\'s "hard"'], value="fast", label="Choice"),
            gr.CheckboxGroup(["a", "b c", "d'e"], value=["a"], label="Choices"),
        ],
    )
    endpoint(data, gr.JSON(label="Data"))
    endpoint(file, gr.File(label="File"))
    endpoint(files, gr.File(label="Files", file_count="multiple"))
    endpoint(picture, shot)
    endpoint(gallery, gr.Gallery(label="Gallery", type="filepath"))
    endpoint(chat, gr.Chatbot(label="Chat", **kind))
    endpoint(message, gr.MultimodalTextbox(label="Message", file_count="multiple"))
    endpoint(editor, gr.ImageEditor(label="Editor", type="pil"))
    kept = gr.State(0)
    endpoint(between, [line, kept, gr.Number(label="Number", value=4), shot], outputs=[kept, out])
    kept_first = gr.State(0)
    endpoint(first, [kept_first, line], outputs=[kept_first, out])
    endpoint(steps, [line, gr.Number(label="Count", value=2)])
    endpoint(who, line)
    endpoint(password, gr.Textbox(label="Secret", type="password"))

if __name__ == "__main__":
    login: dict[str, Any] = {"auth": [("alice", "wonder")]} if os.environ.get("AUTH") else {}
    launch(demo, **login)
