"""A result for people: text as text, several outputs under their labels, files as addresses or paths."""

from __future__ import annotations

from collections.abc import Mapping

from gradioscope.cli import output
from gradioscope.gradio.files import file_url
from gradioscope.gradio.model import App, Endpoint, Json, is_file_data


def readable(app: App, endpoint: Endpoint, data: list[Json], saved: Mapping[str, str]) -> str:
    """The whole result. `saved` has the local path by a file's path on the server."""
    if not data:
        return ""
    texts = [output.clean(_text(_plain(app, value, saved))) for value in data]
    if len(texts) == 1:
        return texts[0]
    labels = [item.label for item in endpoint.returns]
    labels += [f"output {number}" for number in range(len(labels) + 1, len(texts) + 1)]
    style = output.Style()
    blocks = []
    for label, text in zip(labels, texts, strict=False):
        head = style.bold(output.visible(" ".join(label.split()) + ":"))
        if "\n" in text:
            blocks.append(f"{head}\n" + "\n".join(f"  {line}" if line else "" for line in text.split("\n")))
        else:
            blocks.append(f"{head} {text}")
    return "\n".join(blocks)


def _plain(app: App, value: Json, saved: Mapping[str, str]) -> Json:
    """The value with each file as the one text that stands for it."""
    if is_file_data(value):
        return saved.get(value["path"]) or file_url(app, value)
    if isinstance(value, dict):
        return {key: _plain(app, item, saved) for key, item in value.items()}
    if isinstance(value, list):
        if value and all(is_file_data(item) for item in value):
            return "\n".join(_plain(app, item, saved) for item in value)
        return [_plain(app, item, saved) for item in value]
    return value


def _text(value: Json) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict | list):
        return output.json_text(value, indent=2)
    return output.json_text(value)
