"""Conversations, messages with files, dialogues, text with classes, labels and parameters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.contact_sheet import InputSpecimen as Input
from tests.contact_sheet import ViewerSpecimen as Viewer
from tests.contact_sheet.basics import LONG, RTL, picture

from gradioscope.gradio.model import LocalFile

ANSWER = (
    "Use a **list**:\n\n1. first\n2. second\n\n```python\nfor item in items:\n    print(item)\n```\n\n> and `quote` it"
)
WORDS = [
    {"token": "The ", "class_or_confidence": None},
    {"token": "cat", "class_or_confidence": "animal"},
    {"token": " sat in ", "class_or_confidence": None},
    {"token": "Paris", "class_or_confidence": "place"},
]
SURE = [{"token": word, "class_or_confidence": sure} for word, sure in (("bad ", -0.9), ("so-so ", 0.1), ("good", 0.9))]
ANIMALS = {
    "label": "Siamese cat",
    "confidences": [
        {"label": name, "confidence": sure} for name, sure in (("Siamese cat", 0.83), ("lynx", 0.12), ("dog", 0.0512))
    ],
}
KNOWN = {
    "prompt": {"type": "str", "description": "What should be drawn.", "default": None},
    "steps": {"type": "int | None", "description": "How many steps are taken. " * 4, "default": "20"},
}


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def inputs(folder: Path) -> list[Input]:
    shot = LocalFile(str(picture(folder / "harbour.png")))
    talk = [
        {"role": "system", "content": [{"type": "text", "text": "Be brief."}]},
        {"role": "user", "content": [{"type": "text", "text": "What is on it?"}, {"type": "file", "file": shot}]},
        {"role": "assistant", "content": [{"type": "text", "text": ANSWER}]},
    ]
    lines = [{"speaker": "A", "text": "Hello, how are you?"}, {"speaker": "B", "text": "Well."}]
    return [
        Input("Conversation", "chatbot", value=talk),
        Input("Empty conversation", "chatbot", required=True),
        Input("Refused", "chatbot", value=[{"role": "user", "content": "hi"}], check=True),
        Input("Message", "multimodaltextbox", {"placeholder": "Ask about a picture"}),
        Input("Message with files", "multimodaltextbox", value={"text": "What is on it?", "files": [shot, shot]}),
        Input("Dialogue", "dialogue", {"speakers": ["A", "B"]}, value=lines),
        Input("Dialogue as text", "dialogue", {"type": "text"}, value="[A] Hello"),
        Input("Entities", "highlightedtext", {"color_map": {"animal": "green", "place": "#3366cc"}}, value=WORDS),
        Input("Label", "label", value=ANIMALS),
        Input("Parameters", "paramviewer", value=KNOWN),
    ]


def viewers(folder: Path) -> list[Viewer]:
    shot = picture(folder / "harbour.png")

    def returned(name: str) -> dict[str, Any]:
        return {"path": f"/tmp/gradio/x/{name}", "orig_name": name, "meta": {"_type": "gradio.FileData"}}

    here = {"/tmp/gradio/x/harbour.png": shot}
    talk = [
        {
            "role": "user",
            "content": [{"type": "text", "text": "What is on it?"}, {"type": "file", "file": returned("harbour.png")}],
        },
        {"role": "assistant", "metadata": {"title": "Thinking"}, "content": [{"type": "text", "text": "Hm."}]},
        {
            "role": "assistant",
            "content": [{"type": "text", "text": ANSWER}],
            "options": [{"value": "More"}, {"value": "Less"}],
        },
        {"role": "user", "content": [{"type": "text", "text": RTL}]},
        {"role": "assistant", "content": [{"type": "file", "file": returned("report.pdf")}]},
    ]
    lines = [{"speaker": "Ada", "text": "Hello, how are you?"}, {"speaker": "Grace", "text": "Well."}]
    both = {"text": "Look at this", "files": [returned("harbour.png")]}
    return [
        Viewer("Conversation", "chatbot", talk, files=here, height=640),
        Viewer("Tuples", "chatbot", [["Hello!", None], [None, "Hi."]], {"type": "tuples"}),
        Viewer(LONG, "chatbot", []),
        Viewer("Message", "multimodaltextbox", both, files=here),
        Viewer("Dialogue", "dialogue", lines),
        Viewer("Entities", "highlightedtext", WORDS, {"color_map": {"place": "#3366cc"}}),
        Viewer("Tone", "highlightedtext", SURE),
        Viewer("Animal", "label", ANIMALS),
        Viewer("No label", "label", {}),
        Viewer("Parameters", "paramviewer", KNOWN),
    ]
