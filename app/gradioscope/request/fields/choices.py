"""One of many, several of many, and on or off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gradioscope.gradio.model import Json, Parameter
from gradioscope.request.equality import Places
from gradioscope.request.fields.base import Field


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
            places = Places(choice.value for choice in self.choices)
            for item in value:
                if places.find(item) < 0 and not any(_same(c.value, item) for c in self.choices):
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


def _choices(props: Mapping[str, Json]) -> tuple[Choice, ...]:
    made = []
    listed = props.get("choices")
    for item in listed if isinstance(listed, list | tuple) else ():
        if isinstance(item, list | tuple) and len(item) == 2:
            made.append(Choice(str(item[0]), item[1]))
        else:  # Gradio 3 lists bare values
            made.append(Choice(str(item), item))
    return tuple(made)


def checkbox_field(p: Parameter) -> Field:
    return CheckboxField("checkbox", p)


def choice_field(p: Parameter) -> Field:
    return ChoiceField(
        "choice",
        p,
        _choices(p.props),
        bool(p.props.get("allow_custom_value")),
        "radio" if p.component == "radio" else "dropdown",
    )


def choices_field(p: Parameter) -> Field:
    return ChoicesField(
        "choices",
        p,
        _choices(p.props),
        bool(p.props.get("allow_custom_value")),
        "checkboxes" if p.component == "checkboxgroup" else "dropdown",
        p.props.get("max_choices"),
    )
