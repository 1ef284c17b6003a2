"""Files of every kind, there and back: names that need care, sizes, lists, and files inside other values."""

from __future__ import annotations

import io
import tempfile
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from launch import gr, launch

from PIL import Image  # isort: skip - comes with Gradio


def written(name: str, content: bytes) -> str:
    """A file of that name in a folder of its own, as Gradio keeps only the last part of a path."""
    path = Path(tempfile.mkdtemp(prefix="gradioscope-files-")) / name
    path.write_bytes(content)
    return str(path)


def make_file(name: str, content: str) -> str:
    """Answer a file with this name and content."""
    return written(name, content.encode())


def make_big(size: float) -> str:
    """Answer a file of that many bytes."""
    return written("big.bin", bytes(range(256)) * (int(size) // 256) + bytes(int(size) % 256))


def make_image(width: float, height: float) -> Any:
    return Image.new("RGB", (int(width), int(height)), (200, 60, 40))


def make_list(count: float) -> list[str]:
    return [written(f"file {number}.txt", f"content {number}".encode()) for number in range(int(count))]


def make_gallery(count: float) -> list[tuple[Any, str]]:
    return [(Image.new("RGB", (8, 8), (40 * number, 0, 0)), f"picture {number}") for number in range(int(count))]


def same_file(file: str | None) -> str | None:
    return file


def same_image(image: Any) -> Any:
    return image


def same_gallery(pictures: Any) -> Any:
    return pictures


def sizes(files: list[str] | None) -> list[int]:
    return [Path(file).stat().st_size for file in files or []]


def make_sound(pieces: float) -> Iterator[bytes]:
    """Yield half a second of sound at a time. Gradio 5 and later need ffmpeg for it."""
    for number in range(int(pieces)):
        made = io.BytesIO()
        with wave.open(made, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(16_000)
            sound.writeframes(bytes((number, 0, number, 8)) * 4000)
        yield made.getvalue()


with gr.Blocks(title="Files") as demo:
    size = gr.Number(label="Size", value=3)
    file_out = gr.File(label="File")

    def endpoint(function: Any, inputs: Any, outputs: Any) -> None:
        gr.Button(function.__name__).click(function, inputs, outputs, api_name=function.__name__)

    endpoint(make_file, [gr.Textbox("notes.txt", label="Name"), gr.Textbox("hello", label="Content")], file_out)
    endpoint(make_big, size, file_out)
    endpoint(make_image, [gr.Number(40, label="Width"), gr.Number(30, label="Height")], gr.Image(label="Image"))
    endpoint(make_list, size, gr.File(label="Files", file_count="multiple"))
    endpoint(make_gallery, size, gr.Gallery(label="Pictures"))
    endpoint(same_file, gr.File(label="File"), gr.File(label="Same file"))
    endpoint(same_image, gr.Image(label="Image", type="filepath"), gr.Image(label="Same image", format="png"))
    endpoint(same_gallery, gr.Gallery(label="Pictures"), gr.Gallery(label="Same pictures"))
    endpoint(sizes, gr.File(label="Files", file_count="multiple"), gr.JSON(label="Sizes"))
    endpoint(make_sound, size, gr.Audio(label="Sound", streaming=True))

if __name__ == "__main__":
    launch(demo)
