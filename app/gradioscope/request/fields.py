"""Typed fields: what a parameter's input needs to know, and the check of a value before it is sent.

One frozen class a kind. `field_for(parameter)` makes it from the component's props; `check(value)`
gives the sentence a person needs, or None. Values are JSON values or LocalFile.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from gradioscope.gradio.model import FieldKind, Json, LocalFile, Parameter, file_data, is_file_data


@dataclass(frozen=True, slots=True)
class Field:
    """What every field knows. `empty` is the value of a field with nothing in it."""

    kind: FieldKind
    parameter: Parameter

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


@dataclass(frozen=True, slots=True)
class TextField(Field):
    lines: int = 1
    max_lines: int | None = None
    placeholder: str = ""
    max_length: int | None = None
    form: Literal["text", "password", "email"] = "text"

    @property
    def empty(self) -> Json:
        return ""

    def check(self, value: Json) -> str | None:
        if value is not None and not isinstance(value, str):
            return f"{self.label} takes text."
        if value and self.max_length is not None and len(value) > self.max_length:
            return f"{self.label} takes {self.max_length} characters at most; this has {len(value)}."
        return None


def _number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number_from(text: str, label: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{label} takes a number; {text!r} is not one.")
    return number


@dataclass(frozen=True, slots=True)
class NumberField(Field):
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    precision: int | None = None
    """Digits after the point; 0 is a whole number."""

    def check(self, value: Json) -> str | None:
        # named, as zero-argument super() finds no class cell after slots=True rebuilt the class (CPython < 3.14)
        if value is None:
            return Field.check(self, value)
        if not _number(value) or not math.isfinite(value):
            return f"{self.label} takes a number."
        if self.minimum is not None and value < self.minimum:
            return f"{self.label} must be at least {self.minimum:g}; this is {value:g}."
        if self.maximum is not None and value > self.maximum:
            return f"{self.label} must be at most {self.maximum:g}; this is {value:g}."
        if self.precision == 0 and value != int(value):
            return f"{self.label} takes a whole number."
        return None

    def from_text(self, text: str) -> Json:
        return _number_from(text, self.label)


@dataclass(frozen=True, slots=True)
class SliderField(NumberField):
    @property
    def empty(self) -> Json:
        return self.minimum if self.minimum is not None else 0

    def check(self, value: Json) -> str | None:
        if value is None:  # Gradio 5 and 6 refuse a null here; 4 takes it
            return f"{self.label} takes a number."
        return NumberField.check(self, value)


@dataclass(frozen=True, slots=True)
class CheckboxField(Field):
    @property
    def empty(self) -> Json:
        return False

    def check(self, value: Json) -> str | None:
        if value is None or isinstance(value, bool):
            return None
        return f"{self.label} is either on or off."

    def from_text(self, text: str) -> Json:
        word = text.strip().lower()
        if word in ("true", "yes", "on", "1"):
            return True
        if word in ("false", "no", "off", "0"):
            return False
        raise ValueError(f"{self.label} takes true or false; {text!r} is neither.")


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    value: Json
    """Sent as it is: 1 and "1" are different choices."""


def _same(a: Json, b: Json) -> bool:
    """Equal, and of the same JSON type: True is not 1 (1 and 1.0 are one number in JSON)."""
    return isinstance(a, bool) == isinstance(b, bool) and bool(a == b)


@dataclass(frozen=True, slots=True)
class ChoiceField(Field):
    choices: tuple[Choice, ...] = ()
    free_text: bool = False
    look: Literal["dropdown", "radio"] = "dropdown"

    def check(self, value: Json) -> str | None:
        if value is None:
            return Field.check(self, value)
        if self.free_text or any(_same(c.value, value) for c in self.choices):
            return None
        return f"{value!r} is not one of the choices of {self.label}."

    def from_text(self, text: str) -> Json:
        return _choice_from(text, self.choices, self.free_text, self.label)


def _choice_from(text: str, choices: tuple[Choice, ...], free_text: bool, label: str) -> Json:
    """A value's own text first, then a label; numbers by their text."""
    for matches in (
        lambda c: c.value == text,
        lambda c: c.label == text,
        lambda c: not isinstance(c.value, str) and str(c.value) == text,
    ):
        for choice in choices:
            if matches(choice):
                return choice.value
    if free_text:
        return text
    listed = ", ".join(c.label for c in choices[:8]) + ("…" if len(choices) > 8 else "")
    raise ValueError(f"{text!r} is not one of the choices of {label}: {listed}.")


@dataclass(frozen=True, slots=True)
class ChoicesField(Field):
    """Several of many. None is never sent: Gradio 5 and 6 refuse it for a CheckboxGroup."""

    choices: tuple[Choice, ...] = ()
    free_text: bool = False
    look: Literal["dropdown", "checkboxes"] = "dropdown"
    max_choices: int | None = None

    @property
    def empty(self) -> Json:
        return []

    @property
    def initial(self) -> Json:
        value = self.empty if self.parameter.required else self.parameter.default
        return [] if value is None else value if isinstance(value, list) else [value]

    def check(self, value: Json) -> str | None:
        if value is None:
            return None
        if not isinstance(value, list):
            return f"{self.label} takes a list of choices."
        if not self.free_text:
            for item in value:
                if not any(_same(c.value, item) for c in self.choices):
                    return f"{item!r} is not one of the choices of {self.label}."
        if self.max_choices is not None and len(value) > self.max_choices:
            return f"{self.label} takes {self.max_choices} choices at most; {len(value)} are chosen."
        return None

    def from_text(self, text: str) -> Json:
        """Comma-separated, unless the whole text is itself a choice."""
        try:
            return [_choice_from(text, self.choices, False, self.label)]
        except ValueError:
            parts = [part.strip() for part in text.split(",") if part.strip()]
            return [_choice_from(part, self.choices, self.free_text, self.label) for part in parts]


def _is_file(value: Json) -> bool:
    return isinstance(value, LocalFile) or is_file_data(value)


@dataclass(frozen=True, slots=True)
class FileField(Field):
    """One file: LocalFile, or FileData whose path is an http(s) address or an uploaded path."""

    file_types: tuple[str, ...] = ()
    """As Gradio says them: `.txt`, `image`, `audio`, `video`, `text`; empty for any."""

    def check(self, value: Json) -> str | None:
        if value is None:
            return Field.check(self, value)
        return None if _is_file(value) else f"{self.label} takes a file."

    def from_text(self, text: str) -> Json:
        return _file_from(text, self.label)


def _file_from(text: str, label: str) -> Json:
    if text.startswith(("http://", "https://")):
        name = text.split("?", 1)[0].split("#", 1)[0].rstrip("/").rsplit("/", 1)[-1]
        return file_data(text, name or None)
    raise ValueError(f"{label} takes a file: write name@FILE, or an http(s) address.")


@dataclass(frozen=True, slots=True)
class ImageField(FileField):
    pass


@dataclass(frozen=True, slots=True)
class FilesField(Field):
    file_types: tuple[str, ...] = ()
    directory: bool = False

    @property
    def empty(self) -> Json:
        return []

    def check(self, value: Json) -> str | None:
        if value is None:
            return None
        if isinstance(value, list) and all(_is_file(item) for item in value):
            return None
        return f"{self.label} takes a list of files."

    def from_text(self, text: str) -> Json:
        return [_file_from(text, self.label)]


@dataclass(frozen=True, slots=True)
class JsonField(Field):
    """Any JSON value, edited as text."""

    def check(self, value: Json) -> str | None:
        try:
            json.dumps(value, allow_nan=False, default=lambda item: item.path if isinstance(item, LocalFile) else None)
        except ValueError:
            return f"{self.label} holds NaN or Infinity, which JSON does not have."
        return None

    def from_text(self, text: str) -> Json:
        try:
            return json.loads(text)
        except ValueError:
            return text


def _choices(props: Mapping[str, Json]) -> tuple[Choice, ...]:
    made = []
    for item in props.get("choices") or ():
        if isinstance(item, list | tuple) and len(item) == 2:
            made.append(Choice(str(item[0]), item[1]))
        else:  # Gradio 3 lists bare values
            made.append(Choice(str(item), item))
    return tuple(made)


def _types(props: Mapping[str, Json]) -> tuple[str, ...]:
    types = props.get("file_types") or ()
    return tuple(t for t in ([types] if isinstance(types, str) else types) if isinstance(t, str))


def _text(p: Parameter) -> Field:
    props = p.props
    form = props.get("type")
    return TextField(
        "text",
        p,
        lines=int(props.get("lines") or 1),
        max_lines=props.get("max_lines"),
        placeholder=str(props.get("placeholder") or ""),
        max_length=props.get("max_length"),
        form=form if form in ("password", "email") else "text",
    )


def _numeric(p: Parameter) -> dict[str, Json]:
    found = {key: p.props.get(key) for key in ("minimum", "maximum", "step")}
    return {key: value if _number(value) else None for key, value in found.items()}


_MAKERS: dict[FieldKind, Callable[[Parameter], Field]] = {
    "text": _text,
    "number": lambda p: NumberField("number", p, **_numeric(p), precision=p.props.get("precision")),
    "slider": lambda p: SliderField("slider", p, **_numeric(p)),
    "checkbox": lambda p: CheckboxField("checkbox", p),
    "choice": lambda p: ChoiceField(
        "choice",
        p,
        _choices(p.props),
        bool(p.props.get("allow_custom_value")),
        "radio" if p.component == "radio" else "dropdown",
    ),
    "choices": lambda p: ChoicesField(
        "choices",
        p,
        _choices(p.props),
        bool(p.props.get("allow_custom_value")),
        "checkboxes" if p.component == "checkboxgroup" else "dropdown",
        p.props.get("max_choices"),
    ),
    "file": lambda p: FileField("file", p, _types(p.props)),
    "image": lambda p: ImageField("image", p, ("image",)),
    "files": lambda p: FilesField("files", p, _types(p.props), p.props.get("file_count") == "directory"),
    "json": lambda p: JsonField("json", p),
}


def field_for(parameter: Parameter) -> Field:
    """The typed field of a parameter, from its kind and its component's props."""
    return _MAKERS[parameter.kind](parameter)
