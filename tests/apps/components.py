"""Every component as an input and, where a function may return it, as an output.

`/echo_NAME` answers the value back and a text of what Python was given; files in that text are told by their
content, since their paths differ from call to call. `/take_NAME` only tells what was given.
"""

from __future__ import annotations

import hashlib
import inspect
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd  # type: ignore[import-untyped]
from launch import MAJOR, gr, launch
from PIL import Image

TREE = Path(__file__).resolve().parent


def told(value: Any) -> str:
    """What Python was given, in words that are the same for the same content."""
    match value:
        case str() if "/" in value and "\n" not in value and len(value) < 4096 and Path(value).is_file():
            path = Path(value)
            return f"file {path.suffix} {hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"
        case Image.Image():
            return f"picture {value.mode} {value.size} {hashlib.sha256(value.tobytes()).hexdigest()[:12]}"
        case np.ndarray():
            return f"array {value.dtype} {value.shape} {hashlib.sha256(value.tobytes()).hexdigest()[:12]}"
        case pd.DataFrame():
            return f"frame {list(value.columns)} {value.to_numpy().tolist()!r}"
        case dict():
            return "{" + ", ".join(f"{key!r}: {told(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return f"{type(value).__name__}[" + ", ".join(map(told, value)) + "]"
        case None | bool() | int() | float() | str() | bytes():
            return f"{type(value).__name__} {value!r}"
    if hasattr(value, "model_dump"):
        return f"{type(value).__name__} {told(value.model_dump())}"
    return type(value).__name__


def echo(value: Any) -> tuple[Any, str]:
    return value, told(value)


def echo_tokens(value: Any) -> tuple[Any, str]:
    """gr.HighlightedText hands over dicts, and wants pairs back."""
    pairs = [(t["token"], t["class_or_confidence"]) if isinstance(t, dict) else t for t in value or ()]
    return (pairs if value else value), told(value)


def component(cls: type, **settings: Any) -> Any:
    """One with those of the settings that this Gradio has."""
    known = inspect.signature(cls).parameters
    return cls(**{key: value for key, value in settings.items() if key in known})


def add(name: str, cls: str, *, back: bool = True, fn: Any = echo, **settings: Any) -> None:
    if not hasattr(gr, cls):
        return
    given = component(getattr(gr, cls), label=name, **settings)
    heard = gr.Textbox(label="told")
    button = gr.Button(name)
    if not back:
        button.click(told, [given], [heard], api_name=f"take_{name}")
        return
    settings.pop("value", None)
    answer = component(getattr(gr, cls), label="back", **settings)
    button.click(fn, [given], [answer, heard], api_name=f"echo_{name}")


with gr.Blocks(title="Components") as demo:
    add("textbox", "Textbox", lines=3, value="seed")
    add("password", "Textbox", type="password")
    add("email", "Textbox", type="email")
    add("textarea", "TextArea")
    add("code", "Code", language="python", value="x = 1")
    add("markdown", "Markdown")
    add("html", "HTML")
    add("number", "Number", minimum=0, maximum=10, value=2)
    add("whole", "Number", precision=0)
    add("slider", "Slider", minimum=0, maximum=20, step=0.25, value=5)
    add("timer", "Timer", value=3600)
    add("checkbox", "Checkbox", value=True)
    add("checkboxgroup", "CheckboxGroup", choices=[("Label A", "a"), ("Two", 2), "c"], value=["a"])
    add("radio", "Radio", choices=["one", "two"], value="one")
    add("radio_typed", "Radio", choices=[("One", 1), ("Two", 2)], value=1)
    add("radio_index", "Radio", choices=["zero", "one"], type="index", back=False)
    add("dropdown", "Dropdown", choices=[("Ten", 10), ("Twenty", 20)], value=10)
    add("dropdown_several", "Dropdown", choices=["p", "q", "r"], multiselect=True, max_choices=2)
    add("dropdown_own", "Dropdown", choices=["k"], allow_custom_value=True)
    add("colorpicker", "ColorPicker", value="#ff0000")
    add("datetime", "DateTime", type="string")
    add("date", "DateTime", include_time=False, type="string")
    add("json", "JSON")
    add("browserstate", "BrowserState", default_value={"k": 0})
    add("file", "File", file_types=[".txt"])
    add("file_bytes", "File", type="binary", back=False)
    add("files", "File", file_count="multiple")
    add("directory", "File", file_count="directory", back=False)
    add("uploadbutton", "UploadButton", back=False)
    add("downloadbutton", "DownloadButton", back=False)
    add("fileexplorer", "FileExplorer", root_dir=str(TREE), glob="*.py", back=False)
    add("image", "Image", type="filepath")
    add("image_pil", "Image", type="pil")
    add("imageslider", "ImageSlider", type="filepath")
    add("imageeditor", "ImageEditor", type="pil", back=False)
    add("annotatedimage", "AnnotatedImage", back=False)
    add("gallery", "Gallery", type="filepath")
    add("audio", "Audio", type="filepath")
    add("audio_numpy", "Audio", type="numpy", back=False)
    add("video", "Video", back=False)
    add("model3d", "Model3D")
    add("dataframe", "Dataframe", headers=["name", "age", "ok"], datatype=["str", "number", "bool"])
    add("dataframe_array", "Dataframe", type="array", col_count=(2, "fixed"), column_count=(2, "fixed"))
    add("chatbot", "Chatbot", type="messages")
    if MAJOR < 6:
        add("chatbot_tuples", "Chatbot", type="tuples")
    add("multimodaltextbox", "MultimodalTextbox", file_count="multiple")
    add("dialogue", "Dialogue", speakers=["A", "B"], type="list")
    add("dialogue_text", "Dialogue")
    add("highlightedtext", "HighlightedText", fn=echo_tokens)
    add("label", "Label")
    add("paramviewer", "ParamViewer", value={"p": {"type": "int", "description": "d", "default": "1"}})
    add("plot", "Plot", back=False)
    add("barplot", "BarPlot", x="x", y="y", back=False)
    samples = gr.Dataset(components=[gr.Textbox(visible=False)], samples=[["s1"], ["s2"]], label="dataset")
    heard = gr.Textbox(label="told")
    samples.click(lambda sample: told(sample), [samples], [heard], api_name="take_dataset")
    if MAJOR >= 5:

        def take_typed(
            word: str, count: int = 2, names: list[str] | None = None, more: dict[str, Any] | None = None
        ) -> str:
            return told([word, count, names, more])

        gr.api(take_typed, api_name="take_typed")  # type: ignore[attr-defined, unused-ignore]

if __name__ == "__main__":
    launch(demo, allowed_paths=[str(TREE)])
