"""A chat: gr.ChatInterface that streams and remembers, with two additional inputs.

Its endpoint is `/chat` in 4.44 and 5.49 and `/reply` (the function's name) in 6.31. MODE=multimodal takes files too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from launch import MAJOR, gr, launch


def reply(message: Any, history: list[Any], system: str, warmth: float) -> Iterator[str]:
    """Answer with what was said and how much went before."""
    text = message["text"] if isinstance(message, dict) else message
    answer = ""
    for word in f"You said {text!r} after {len(history)} earlier messages ({system}, {warmth})".split(" "):
        answer = f"{answer} {word}".lstrip()
        yield answer


inputs: list[Any] = [gr.Textbox("be brief", label="System prompt"), gr.Slider(0, 1, value=0.5, label="Warmth")]
kind: dict[str, Any] = {"type": "messages"} if MAJOR < 6 else {}
demo = gr.ChatInterface(
    reply, multimodal=os.environ.get("MODE") == "multimodal", title="Chat", additional_inputs=inputs, **kind
)

if __name__ == "__main__":
    launch(demo)
