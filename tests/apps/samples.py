"""What the app offers to choose from: samples, examples, files of its own, and Python types."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from launch import MAJOR, gr, launch

TREE = Path(tempfile.mkdtemp(prefix="samples-"))
for path in ("one.txt", "sub/two.txt", "sub/deep/three.txt"):
    (TREE / path).parent.mkdir(parents=True, exist_ok=True)
    (TREE / path).write_text(path)
NOTE = TREE / "note.txt"
NOTE.write_text("a note")


def told(value: Any) -> str:
    return repr(value)


def chosen(value: Any) -> list[str] | str:
    """The paths below the tree, as the server has them."""
    paths = value if isinstance(value, list) else [value]
    return sorted(Path(path).relative_to(TREE).as_posix() for path in paths if path)


def both(text: str, count: float, file: str | None) -> str:
    return f"{text}|{count:g}|{Path(file).read_text() if file else None}"


def typed(names: list[str] | None, sizes: dict[str, int], strict: bool = True) -> str:
    return repr((names, sizes, strict))


with gr.Blocks(title="Samples") as demo:
    answer = gr.Textbox(label="answer")
    picked = gr.Dataset(
        components=["textbox", "number"], samples=[["one", 1], ["two", 2]], headers=["word", "n"], label="Pick"
    )
    picked.click(told, picked, answer, api_name="pick")
    many = gr.FileExplorer(root_dir=str(TREE), glob="**/*.txt", label="Many")
    single = gr.FileExplorer(root_dir=str(TREE), file_count="single", label="Single")
    listed = gr.JSON(label="chosen")
    gr.Button().click(chosen, many, listed, api_name="choose")
    gr.Button().click(chosen, single, listed, api_name="choose_one")
    back = gr.FileExplorer(root_dir=str(TREE), label="back")
    gr.Button().click(lambda value: value, many, back, api_name="give_back")
    text = gr.Textbox(label="text")
    count = gr.Number(label="count")
    file = gr.File(label="file")
    gr.Button().click(both, [text, count, file], answer, api_name="both")
    gr.Examples([["first", 1, str(NOTE)], ["second", 2, None]], [text, count, file])
    if MAJOR >= 5:
        gr.api(typed, api_name="typed")  # type: ignore[attr-defined]


if __name__ == "__main__":
    launch(demo)
