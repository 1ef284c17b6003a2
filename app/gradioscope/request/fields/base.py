"""What every field knows of its parameter."""

from __future__ import annotations

from dataclasses import dataclass

from gradioscope.gradio.model import FieldKind, Json, LocalFile, Parameter


@dataclass(frozen=True, slots=True)
class Field:
    """What every field knows. `empty` is the value of a field with nothing in it."""

    kind: FieldKind
    parameter: Parameter

    @property
    def takes_folders(self) -> bool:
        """Whether a folder stands for the files in it."""
        return False

    @property
    def name(self) -> str:
        return self.parameter.name

    @property
    def label(self) -> str:
        return self.parameter.label

    @property
    def empty(self) -> Json:
        return None

    @property
    def initial(self) -> Json:
        """The value a new form starts with: the app's default, or empty for a required parameter."""
        return self.empty if self.parameter.required else self.parameter.default

    @property
    def type_text(self) -> str:
        """The value's type in a word or two, for the chip and the accessible description."""
        return self.parameter.python_type or self.kind

    def check(self, value: Json) -> str | None:  # noqa: ARG002
        """What is wrong with the value, as a sentence; None when it can be sent.

        A null that was given is sent: most components take it. Whether a value was given at all is the
        draft's question.
        """
        return None

    def from_text(self, text: str) -> Json:
        """The value that `name=text` on the command line stands for. ValueError where there is none."""
        return text

    def from_files(self, files: list[LocalFile]) -> Json:
        """The value that `name@file`, once or repeated, stands for. ValueError where there is none."""
        if len(files) == 1:
            return files[0]
        raise ValueError(f"{self.label} takes one value; {len(files)} files were given.")
