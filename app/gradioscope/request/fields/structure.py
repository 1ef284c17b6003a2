"""A value described by a JSON schema: gr.api's Python types, and custom components whose type says something.

`Shape` is what an input can be made of; `problem` is the check, with the path to what is wrong. References are
followed within the schema alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from gradioscope.gradio.model import Json, LocalFile, Parameter, is_file_data
from gradioscope.request.fields.base import Field

Schema = Mapping[str, Json]
DEEPEST = 12
"""Levels of a schema that are followed; one that refers to itself has no end."""
MOST_OPTIONS = 16
"""Options of a union, parts of an `allOf` and places of a tuple that are followed."""
STEPS = 5_000
"""Parts of a value, each against each schema that it may have, that are checked: some 15 ms."""
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}
_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
    "array": "a list",
    "object": "an object",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a part of the value is, for an input: `any` is edited as JSON."""

    kind: Literal[
        "text", "number", "integer", "boolean", "choice", "list", "tuple", "map", "object", "file", "union", "any"
    ]
    optional: bool = False
    """Whether null is allowed beside it."""
    choices: tuple[Json, ...] = ()
    item: Schema | None = None
    """Of a list's items, or of a map's values."""
    options: tuple[Schema, ...] = ()
    """A union's, or a tuple's items in their order."""
    least: Json = None
    most: Json = None
    """Bounds of a number, both included."""
    properties: tuple[tuple[str, Schema], ...] = ()
    required: frozenset[str] = frozenset()
    title: str = ""
    description: str = ""

    @property
    def blank(self) -> Json:
        """The value of one that is new."""
        match self.kind:
            case "text":
                return ""
            case "number" | "integer":
                return 0
            case "boolean":
                return False
            case "choice":
                return self.choices[0] if self.choices else None
            case "list":
                return []
            case "tuple":
                return [None] * len(self.options)
            case "map" | "object":
                return {}
        return None


def resolved(schema: Schema, root: Schema) -> Schema:
    """The schema that a reference stands for; an empty one (anything) where it leads nowhere."""
    for _ in range(DEEPEST):
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            return schema
        found: Json = root
        for step in reference.removeprefix("#/").split("/"):
            found = found.get(step) if isinstance(found, Mapping) else None
        if not isinstance(found, Mapping):
            return {}
        schema = {**found, **{key: value for key, value in schema.items() if key != "$ref"}}
    return {}


def shape_of(schema: Schema, root: Schema, deep: int = 0) -> Shape:
    """What the schema asks for; `root` is the whole one, where references lead."""
    schema = merged(schema, root)
    title, description = (str(schema.get(key) or "") for key in ("title", "description"))
    options = _options(schema)
    if options is None:
        return replace(_plain(schema), title=title, description=description)
    kept = [option for option in options if resolved(option, root).get("type") != "null"]
    optional = len(kept) < len(options)
    if len(kept) != 1 or deep > DEEPEST:
        kind: Literal["union", "any"] = "union" if 1 < len(kept) <= MOST_OPTIONS else "any"
        return Shape(kind, optional, options=tuple(kept), title=title, description=description)
    inner = shape_of(kept[0], root, deep + 1)
    named = replace(inner, title=title or inner.title, description=description or inner.description)
    return replace(named, optional=optional or inner.optional)


def merged(schema: Schema, root: Schema) -> Schema:
    """The schema with what all of its `allOf` say in one; references in them followed."""
    schema = resolved(schema, root)
    parts = schema.get("allOf")
    if not isinstance(parts, list) or len(parts) > MOST_OPTIONS:
        return schema
    whole: dict[str, Json] = {}
    own = {key: value for key, value in schema.items() if key != "allOf"}
    for part in [*(resolved(part, root) for part in parts if isinstance(part, Mapping)), own]:
        for key, value in part.items():
            before = whole.get(key)
            if key == "properties" and isinstance(before, Mapping) and isinstance(value, Mapping):
                whole[key] = {**before, **value}
            elif key == "required" and isinstance(before, list) and isinstance(value, list):
                whole[key] = [*before, *value]
            else:
                whole[key] = value
    return whole


def _options(schema: Schema) -> list[Schema] | None:
    for key in ("anyOf", "oneOf"):
        found = schema.get(key)
        if isinstance(found, list) and found and all(isinstance(option, Mapping) for option in found):
            return found
    kinds = schema.get("type")
    if isinstance(kinds, list):
        return [{**schema, "type": kind} for kind in kinds]
    return None


def _plain(schema: Schema) -> Shape:
    if isinstance(schema.get("enum"), list):
        return Shape("choice", choices=tuple(schema["enum"]))
    if "const" in schema:
        return Shape("choice", choices=(schema["const"],))
    properties = schema.get("properties")
    if isinstance(properties, Mapping):
        if {"path", "orig_name", "meta"} <= properties.keys():  # Gradio's FileData
            return Shape("file")
        listed = tuple((str(key), part) for key, part in properties.items() if isinstance(part, Mapping))
        required = schema.get("required")
        names = frozenset(map(str, required)) if isinstance(required, list) else frozenset[str]()
        return Shape("object", properties=listed, required=names)
    match schema.get("type"):
        case "string":
            return Shape("text")
        case "integer" | "number" as kind:
            return Shape(kind, least=_bound(schema.get("minimum")), most=_bound(schema.get("maximum")))
        case "boolean":
            return Shape("boolean")
        case "array":
            return _array(schema)
        case "object":
            values = schema.get("additionalProperties")
            return Shape("map", item=values if isinstance(values, Mapping) else {})
    return Shape("any")


def _array(schema: Schema) -> Shape:
    places = schema.get("prefixItems")
    if isinstance(places, list) and 0 < len(places) <= MOST_OPTIONS and all(isinstance(p, Mapping) for p in places):
        return Shape("tuple", options=tuple(places))
    items = schema.get("items")
    return Shape("list", item=items if isinstance(items, Mapping) else {})


def _bound(value: Json) -> Json:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


class _Budget:
    """Steps that a check may still take, in all its parts together: a schema's options can multiply."""

    def __init__(self) -> None:
        self.left = STEPS

    def spend(self) -> bool:
        """Takes a step; whether there was one."""
        self.left -= 1
        return self.left >= 0


def problem(
    value: Json, schema: Schema, root: Schema, path: str, deep: int = 0, budget: _Budget | None = None
) -> str | None:
    """What is wrong with the value, as a sentence that begins with where.

    What lies too deep, or would take more than `STEPS`, is not looked at: the server has the last word anyway.
    """
    budget = budget or _Budget()
    if not budget.spend():
        return None
    schema = merged(schema, root)
    if deep > DEEPEST or isinstance(value, LocalFile) or is_file_data(value):
        return None
    options = _options(schema)
    if options is not None:
        # options in options multiply: those nested that have some of their own count as several levels
        problems: list[str] = []
        for option in options[:MOST_OPTIONS]:
            found = problem(value, option, root, path, deep + 4, budget)
            if found is None:
                return None
            problems.append(found)
        if len(options) > MOST_OPTIONS:
            return None
        # of the one that comes nearest: null is seldom what was meant
        meant = [
            p for p, option in zip(problems, options, strict=False) if resolved(option, root).get("type") != "null"
        ]
        return meant[0] if len(meant) == 1 else f"{path} is none of what it may be."
    if isinstance(schema.get("enum"), list) and not any(_same(value, choice) for choice in schema["enum"]):
        return f"{path} is one of {', '.join(json.dumps(choice, ensure_ascii=False) for choice in schema['enum'][:8])}."
    if "const" in schema and not _same(value, schema["const"]):
        return f"{path} is always {json.dumps(schema['const'], ensure_ascii=False)}."
    kind = schema.get("type")
    if isinstance(kind, str) and kind in _TYPES and not _is(value, kind):
        return f"{path} must be {_WORDS[kind]}."
    if isinstance(value, list) and (shape := _array(schema)).kind == "tuple":
        if len(value) != len(shape.options):
            return f"{path} must have {len(shape.options)} items; it has {len(value)}."
        places = enumerate(zip(value, shape.options, strict=True), 1)
        each = (problem(item, part, root, f"{path} › {n}", deep + 1, budget) for n, (item, part) in places)
        return next(filter(None, each), None)
    if isinstance(value, list) and isinstance(schema.get("items"), Mapping):
        items = (
            problem(item, schema["items"], root, f"{path} › {n}", deep + 1, budget) for n, item in enumerate(value, 1)
        )
        return next(filter(None, items), None)
    return _in_object(value, schema, root, path, deep, budget) if isinstance(value, dict) else None


def _in_object(
    value: Mapping[str, Json], schema: Schema, root: Schema, path: str, deep: int, budget: _Budget
) -> str | None:
    required = schema.get("required")
    for key in required if isinstance(required, list) else ():
        if key not in value:
            return f"{path} › {key} is required."
    properties, others = schema.get("properties"), schema.get("additionalProperties")
    for key, item in value.items():
        part = properties.get(key) if isinstance(properties, Mapping) else None
        part = part if isinstance(part, Mapping) else others
        if isinstance(part, Mapping):
            wrong = problem(item, part, root, f"{path} › {key}", deep + 1, budget)
            if wrong:
                return wrong
    return None


def _same(a: Json, b: Json) -> bool:
    return isinstance(a, bool) == isinstance(b, bool) and bool(a == b)


def _is(value: Json, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES[kind])


@dataclass(frozen=True, slots=True)
class StructureField(Field):
    """A value in the shape of the parameter's schema."""

    @property
    def shape(self) -> Shape:
        return shape_of(self.parameter.schema, self.parameter.schema)

    @property
    def empty(self) -> Json:
        shape = self.shape
        return None if shape.optional else shape.blank

    def check(self, value: Json) -> str | None:
        if value is None and self.parameter.component != "api":
            return None  # a component takes a null whatever its schema says
        return problem(value, self.parameter.schema, self.parameter.schema, self.label)

    def from_text(self, text: str) -> Json:
        if self.shape.kind == "text":
            return text
        try:
            return json.loads(text)
        except ValueError:
            raise ValueError(f"{self.label} takes JSON: write {self.name}:=JSON.") from None


def structure_field(p: Parameter) -> Field:
    return StructureField("structure", p)
