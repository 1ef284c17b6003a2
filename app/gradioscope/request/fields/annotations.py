"""What says something about a text or a thing: highlighted text, a label with its confidences, parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gradioscope.gradio.model import Json, Parameter
from gradioscope.request.fields.base import Field


def _number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class HighlightedTextField(Field):
    """A list of `{"token": text, "class_or_confidence": word, number or null}`."""

    categories: tuple[str, ...] = ()

    def check(self, value: Json) -> str | None:
        if value is None:
            return None
        if not isinstance(value, list):
            return f"{self.label} takes a list of spans."
        for number, span in enumerate(value, 1):
            if not isinstance(span, Mapping) or not isinstance(span.get("token"), str):
                return f"{self.label}: span {number} has no text."
            kind = span.get("class_or_confidence")
            if kind is not None and not isinstance(kind, str) and not _number(kind):
                return f"{self.label}: the class of span {number} is neither a word nor a number."
        return None

    def from_text(self, text: str) -> Json:
        return [{"token": text, "class_or_confidence": None}]


@dataclass(frozen=True, slots=True)
class LabelField(Field):
    """`{"label": text, "confidences": [{"label", "confidence"}, …] or null}`; `{}` for none."""

    @property
    def empty(self) -> Json:
        return {}

    def check(self, value: Json) -> str | None:
        if value is None or value == {}:
            return None
        if not isinstance(value, Mapping) or not isinstance(value.get("label"), str | int | float):
            return f'{self.label} takes {{"label": TEXT, "confidences": […]}}.'
        confidences = value.get("confidences")
        if confidences is None:
            return None
        if not isinstance(confidences, list):
            return f"{self.label}: confidences are a list."
        for number, item in enumerate(confidences, 1):
            if not isinstance(item, Mapping) or "label" not in item or not _number(item.get("confidence")):
                return f"{self.label}: confidence {number} needs a label and a number."
        return None

    def from_text(self, text: str) -> Json:
        return {"label": text, "confidences": None}


@dataclass(frozen=True, slots=True)
class ParametersField(Field):
    """What ParamViewer shows: `{name: {"type", "description", "default"}}`, each of them a text or null."""

    @property
    def empty(self) -> Json:
        return {}

    def check(self, value: Json) -> str | None:
        if value is None:
            return None
        if not isinstance(value, Mapping):
            return f"{self.label} takes an object: a name, and what is known of it."
        for name, known in value.items():
            if not isinstance(known, Mapping):
                return f"{self.label}: {name} needs an object with type, description and default."
            for key in ("type", "description", "default"):
                if known.get(key) is not None and not isinstance(known[key], str):
                    return f"{self.label}: the {key} of {name} is not text."
        return None


def highlighted_text_field(p: Parameter) -> Field:
    colours = p.props.get("color_map")
    return HighlightedTextField("highlighted_text", p, tuple(colours) if isinstance(colours, Mapping) else ())


def label_field(p: Parameter) -> Field:
    return LabelField("label", p)


def parameters_field(p: Parameter) -> Field:
    return ParametersField("parameters", p)
