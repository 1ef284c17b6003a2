"""A value in another shape than a field takes -> the same in the field's shape, where that can be told."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from gradioscope.gradio.model import Json, LocalFile, file_data, is_file_data
from gradioscope.request.fields.base import Field

if TYPE_CHECKING:
    from difflib import SequenceMatcher

    from gradioscope.request.fields.choices import Choice
    from gradioscope.request.fields.numbers import NumberField

LIKE = 0.5
"""How alike, of 1, a choice has to be to be proposed in another one's place."""

_COMPARED = 80
"""Characters of texts that are compared: difflib takes quadratic time."""
_LOOKED_AT = 5000
"""Choices among which a like one is looked for."""


def problem(field: Field, value: Json) -> str | None:
    """What is wrong with a value, as a sentence. Files of this computer are not looked at: they are no app's doing."""
    return field.check(_without_files(value))


def fitting(field: Field, value: Json) -> tuple[Json, ...]:
    """The value in the field's own shape: none where nobody can tell what it would be, else the one."""
    for made in _shapes(field, value):
        try:
            if problem(field, made) is None:
                return (made,)
        except (TypeError, ValueError, AttributeError, KeyError):  # a shape that is not of the field's world at all
            continue
    return ()


def nearest(value: Json, choices: tuple[Choice, ...]) -> tuple[Json, ...]:
    """The choice most like one that is gone: none where no one is like it, else its value."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        numbers = [c.value for c in choices if isinstance(c.value, int | float) and not isinstance(c.value, bool)]
        if numbers:
            return (min(numbers, key=lambda number: abs(number - value)),)
    text = _plain(str(value))
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, "", text, autojunk=False)
    best, found = 0.0, None
    for choice in choices[:_LOOKED_AT]:
        for other in {_plain(str(choice.value)), _plain(choice.label)}:
            likeness = _alike(text, other, matcher, best)
            if likeness > best:
                best, found = likeness, choice.value
    return (found,) if best >= LIKE else ()


def _alike(text: str, other: str, matcher: SequenceMatcher[str], best: float) -> float:
    """How alike two are, exact only where they are more alike than the best so far. `matcher` knows the first."""
    if text and other and (text in other or other in text):
        return max(LIKE, min(len(text), len(other)) / max(len(text), len(other)))
    matcher.set_seq1(other)
    if matcher.real_quick_ratio() <= best or matcher.quick_ratio() <= best:
        return 0.0
    return matcher.ratio()


def _plain(text: str) -> str:
    """For comparison: no case, no punctuation between words."""
    return " ".join("".join(c if c.isalnum() else " " for c in text[:_COMPARED].casefold()).split())


def _without_files(value: Json) -> Json:
    if isinstance(value, LocalFile):
        return file_data("http://localhost/file", value.name or "file")
    if isinstance(value, Mapping):
        return {key: _without_files(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_files(item) for item in value]
    return value


def _shapes(field: Field, value: Json) -> Iterator[Json]:
    """What the value might be in the field's terms, the likeliest first. Most will not pass the field's check."""
    from gradioscope.request.fields import ChatField, CheckboxField, ChoicesField, NumberField, VideoField

    if isinstance(field, VideoField):
        yield field.value_of(field.video(value), field.subtitles(value))
    elif isinstance(field, ChatField) and isinstance(value, list):
        from gradioscope.request.fields.chat import messages

        yield field.value_of(messages(value))
    if isinstance(field, NumberField):
        number = _number(value)
        if number is not None:
            yield from _within(number, field)
    if isinstance(field, ChoicesField) and not isinstance(value, list):
        yield [value]
    if field.kind == "datetime" and isinstance(value, str):  # with a time, or without one
        yield value[:10]
        yield f"{value} 00:00:00"
    if isinstance(value, str) and (isinstance(field, CheckboxField) or field.kind in ("choice", "json", "structure")):
        yield from _parsed(field, value)
    if _is_file(value):
        yield from _from_files(field, [value])
    if isinstance(value, list):
        if value and all(map(_is_file, value)):
            yield from _from_files(field, value)
        if len(value) == 1:
            yield value[0]
            yield from _of_object(value[0])
    elif isinstance(value, Mapping):
        yield from _of_object(value)
    if isinstance(value, str):
        yield from _told(field, value)
    if isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, int | float):
        yield json.dumps(value)
    if (
        field.kind in ("text", "code", "markdown", "html")
        and isinstance(value, Mapping | list)
        and not _has_file(value)
    ):
        yield json.dumps(value, ensure_ascii=False)


def _parsed(field: Field, text: str) -> Iterator[Json]:
    if field.kind not in ("json", "structure"):
        yield from _told(field, text)
        return
    try:
        yield json.loads(text)
    except (ValueError, RecursionError):
        return


def _told(field: Field, text: str) -> Iterator[Json]:
    try:
        yield field.from_text(text)
    except ValueError:
        return


def _number(value: Json) -> int | float | None:
    if isinstance(value, str):
        try:
            number = float(value)
        except ValueError:
            return None
        if not math.isfinite(number):
            return None
        return int(number) if number == int(number) and "." not in value else number
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value


def _within(number: int | float, field: NumberField) -> Iterator[Json]:
    """The number itself, whole where the field wants it so, moved to the nearer end where it lies outside."""
    yield number
    yield round(number)
    if field.minimum is not None and number < field.minimum:
        yield field.minimum
    if field.maximum is not None and number > field.maximum:
        yield field.maximum


def _from_files(field: Field, files: list[Json]) -> Iterator[Json]:
    """The files as the field takes them; fields make values from local files, a FileData is put in after."""
    stand_ins = [LocalFile(f"{number}") for number in range(len(files))]
    try:
        made = field.from_files(stand_ins)
    except ValueError:
        return
    given = dict(zip(stand_ins, files, strict=True))
    yield _put_back(made, given)


def _put_back(value: Json, given: Mapping[LocalFile, Json]) -> Json:
    if isinstance(value, LocalFile):
        return given[value]
    if isinstance(value, Mapping):
        return {key: _put_back(item, given) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_put_back(item, given) for item in value]
    return value


def _of_object(value: Json) -> Iterator[Json]:
    """What is the core of an object that some component takes: its picture, its film, its text."""
    if isinstance(value, Mapping):
        for key in ("composite", "background", "image", "video", "text", "path"):
            if value.get(key) is not None and not (key == "path" and is_file_data(value)):
                yield value[key]


def _is_file(value: Json) -> bool:
    return isinstance(value, LocalFile) or is_file_data(value)


def _has_file(value: Json) -> bool:
    if _is_file(value):
        return True
    if isinstance(value, Mapping):
        return any(map(_has_file, value.values()))
    return isinstance(value, list) and any(map(_has_file, value))
