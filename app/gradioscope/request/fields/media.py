"""Pictures, sound, film and models: one file each, or several in the shape that the app's version takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gradioscope.gradio.model import Json, LocalFile, Parameter, is_file_data
from gradioscope.request.fields.base import Field
from gradioscope.request.fields.files import FileField, file_from, file_problem

AUDIO = ("audio",)
IMAGE = ("image",)
VIDEO = ("video",)
MODEL = (".obj", ".glb", ".gltf", ".stl", ".splat", ".ply")
SUBTITLES = (".srt", ".vtt")


@dataclass(frozen=True, slots=True)
class VideoField(FileField):
    """Gradio 4 and 5 take `{"video": file, "subtitles": file or null}`; Gradio 6 takes the file itself."""

    wrapped: bool = False

    def video(self, value: Json) -> Json:
        """The film's file in a value of either shape; None where there is none."""
        return value.get("video") if isinstance(value, Mapping) and "video" in value else value

    def subtitles(self, value: Json) -> Json:
        return value.get("subtitles") if isinstance(value, Mapping) and "video" in value else None

    def value_of(self, video: Json, subtitles: Json = None) -> Json:
        if not self.wrapped or video is None:
            return video
        return {"video": video, "subtitles": subtitles}

    def check(self, value: Json) -> str | None:
        if value is None:
            return None
        if self.wrapped != (isinstance(value, Mapping) and "video" in value):
            shape = 'the object {"video": FILE, "subtitles": null}' if self.wrapped else "the file itself"
            return f"{self.label} takes {shape} in this app's version of Gradio."
        wrong = file_problem(self.video(value), self.file_types, self.label)
        if wrong is None and self.subtitles(value) is not None:
            wrong = file_problem(self.subtitles(value), SUBTITLES, f"{self.label}: subtitles")
        return wrong

    def from_text(self, text: str) -> Json:
        return self.value_of(file_from(text, self.label))

    def from_files(self, files: list[LocalFile]) -> Json:
        if len(files) > (2 if self.wrapped else 1):
            raise ValueError(f"{self.label} takes one film{' and its subtitles' if self.wrapped else ''}.")
        return self.value_of(files[0], files[1] if len(files) > 1 else None)


@dataclass(frozen=True, slots=True)
class GalleryField(Field):
    """A list of `{"image": file, "caption": text or null}`; since Gradio 5 also `{"video": file, …}`."""

    videos: bool = False

    @property
    def empty(self) -> Json:
        return []

    @property
    def initial(self) -> Json:
        value = self.empty if self.parameter.required else self.parameter.default
        return [] if value is None else value

    @property
    def takes_folders(self) -> bool:
        return True

    def check(self, value: Json) -> str | None:
        if value is None:
            return None
        if not isinstance(value, list):
            return f"{self.label} takes a list of pictures."
        for number, item in enumerate(value, 1):
            if not isinstance(item, Mapping) or len({"image", "video"} & item.keys()) != 1:
                return f'{self.label}: item {number} is not {{"image": FILE, "caption": TEXT}}.'
            kind = "image" if "image" in item else "video"
            wrong = file_problem(item[kind], (kind,), f"{self.label}: item {number}")
            if wrong:
                return wrong
            if item.get("caption") is not None and not isinstance(item["caption"], str):
                return f"{self.label}: the caption of item {number} is not text."
        return None

    def item(self, file: Json, caption: str | None = None) -> Json:
        """A new item for a picture, or for a film where the app takes them."""
        name = file.path if isinstance(file, LocalFile) else str((file or {}).get("orig_name") or file.get("path"))
        film = self.videos and name.lower().endswith((".mp4", ".webm", ".mov", ".avi", ".mkv", ".ogv"))
        return {"video" if film else "image": file, "caption": caption}

    def from_text(self, text: str) -> Json:
        return [self.item(file_from(text, self.label))]

    def from_files(self, files: list[LocalFile]) -> Json:
        return [self.item(file) for file in files]


@dataclass(frozen=True, slots=True)
class ImagePairField(Field):
    """Two pictures that are compared: a list of exactly two, each a file or null."""

    def check(self, value: Json) -> str | None:
        if value is None:
            return None
        if not isinstance(value, list) or len(value) != 2:
            return f"{self.label} takes two pictures."
        problems = (
            file_problem(file, IMAGE, f"{self.label}: picture {number}")
            for number, file in enumerate(value, 1)
            if file is not None
        )
        return next(filter(None, problems), None)

    def from_text(self, text: str) -> Json:
        return [file_from(text, self.label), None]

    def from_files(self, files: list[LocalFile]) -> Json:
        if len(files) > 2:
            raise ValueError(f"{self.label} takes two pictures; {len(files)} files were given.")
        return [*files, None][:2]


@dataclass(frozen=True, slots=True)
class ImageEditorField(Field):
    """`{"background": file, "layers": [file, …], "composite": file}`; a plain file would be taken for nothing."""

    @property
    def empty(self) -> Json:
        return {"background": None, "layers": [], "composite": None}

    def check(self, value: Json) -> str | None:
        if value is None:
            return None
        if not isinstance(value, Mapping) or not isinstance(value.get("layers"), list):
            return f'{self.label} takes {{"background": FILE, "layers": [FILE, …], "composite": FILE}}.'
        parts = [("background", value.get("background")), ("composite", value.get("composite"))]
        parts += [(f"layer {number}", file) for number, file in enumerate(value["layers"], 1)]
        problems = (file_problem(file, IMAGE, f"{self.label}: {part}") for part, file in parts if file is not None)
        return next(filter(None, problems), None)

    def from_text(self, text: str) -> Json:
        return self.value_of(file_from(text, self.label))

    def from_files(self, files: list[LocalFile]) -> Json:
        return self.value_of(files[0], files[1:])

    def value_of(self, background: Json, layers: list[Json] | None = None, composite: Json = None) -> Json:
        """What is sent. Without a composite the server's function gets none, as it does from gradio_client."""
        return {"background": background, "layers": list(layers or ()), "composite": composite}


@dataclass(frozen=True, slots=True)
class AnnotatedImageField(Field):
    """`{"image": file, "annotations": [{"image": mask, "label": text}, …]}`."""

    def check(self, value: Json) -> str | None:
        if value is None:
            return None
        if not isinstance(value, Mapping) or not isinstance(value.get("annotations"), list):
            return f'{self.label} takes {{"image": FILE, "annotations": [{{"image": MASK, "label": TEXT}}]}}.'
        wrong = file_problem(value.get("image"), IMAGE, self.label)
        if wrong:
            return wrong
        for number, item in enumerate(value["annotations"], 1):
            if not isinstance(item, Mapping) or not isinstance(item.get("label"), str):
                return f"{self.label}: mask {number} needs a label."
            wrong = file_problem(item.get("image"), IMAGE, f"{self.label}: mask {number}")
            if wrong:
                return wrong
        return None

    def from_text(self, text: str) -> Json:
        return {"image": file_from(text, self.label), "annotations": []}

    def from_files(self, files: list[LocalFile]) -> Json:
        masks = [{"image": file, "label": file.name.rpartition(".")[0] or file.name} for file in files[1:]]
        return {"image": files[0], "annotations": masks}


def audio_field(p: Parameter) -> Field:
    return FileField("audio", p, AUDIO)


def model_field(p: Parameter) -> Field:
    return FileField("model3d", p, MODEL)


def video_field(p: Parameter) -> Field:
    return VideoField("video", p, VIDEO, _wrapped(p))


def _wrapped(p: Parameter) -> bool:
    if isinstance(p.example, Mapping):
        return "video" in p.example and not is_file_data(p.example)
    properties = p.schema.get("properties")
    return isinstance(properties, Mapping) and "video" in properties


def gallery_field(p: Parameter) -> Field:
    # 4.44 knows pictures only; its schema has no word of a video
    return GalleryField("gallery", p, "GalleryVideo" in str(p.schema.get("$defs", "")))


def image_pair_field(p: Parameter) -> Field:
    return ImagePairField("image_pair", p)


def image_editor_field(p: Parameter) -> Field:
    return ImageEditorField("image_editor", p)


def annotated_image_field(p: Parameter) -> Field:
    return AnnotatedImageField("annotated_image", p)
