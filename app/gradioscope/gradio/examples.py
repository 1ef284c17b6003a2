"""The app's own examples: a Dataset tells which components its samples fill, and so which parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gradioscope.gradio.model import FILE_DATA, Example, Json, Parameter

MOST = 200
"""Examples kept of an endpoint; an app may list a whole data set."""

_FILES = ("file", "files", "image", "audio", "video", "model3d", "gallery", "image_pair", "image_editor")


def examples_of(parameters: Sequence[Parameter], components: Iterable[Mapping[str, Json]]) -> tuple[Example, ...]:
    """The samples of each Dataset that fills at least one of the parameters, and none of another endpoint's.

    A Dataset that is itself a parameter of the endpoint is no example for it.
    """
    by_id = {p.component_id: p for p in parameters if p.component_id is not None}
    found: list[Example] = []
    for component in components:
        props = component.get("props")
        if component.get("type") != "dataset" or component.get("id") in by_id or not isinstance(props, Mapping):
            continue
        ids, samples = props.get("component_ids"), props.get("samples")
        if not isinstance(ids, list) or not isinstance(samples, list):
            continue
        targets = [by_id.get(i) if isinstance(i, int) else None for i in ids]
        if not any(targets):
            continue
        labels = props.get("sample_labels")
        for number, sample in enumerate(samples[: MOST - len(found)]):
            cells = sample if isinstance(sample, list) else [sample]
            pairs = [(t, cell) for t, cell in zip(targets, cells, strict=False) if t is not None]
            # of a file most versions tell the name alone; the file itself only their own page can get at
            values = {t.name: _value(cell) for t, cell in pairs if not (t.kind in _FILES and isinstance(cell, str))}
            missing = tuple(t.name for t, cell in pairs if t.name not in values and cell)
            named = labels[number] if isinstance(labels, list) and number < len(labels) else None
            if values:
                found.append(Example(named if isinstance(named, str) else _words(cells), values, missing))
    return tuple(found)


def _value(cell: Json) -> Json:
    """What the component takes: a file of an example is a path on the app's server, which needs its `meta`."""
    if isinstance(cell, list):
        return [_value(item) for item in cell]
    if not isinstance(cell, Mapping):
        return cell
    if isinstance(cell.get("path"), str) and "orig_name" in cell:
        name = cell.get("orig_name") or cell["path"].replace("\\", "/").rpartition("/")[2]
        return {**cell, "orig_name": name, "meta": dict(FILE_DATA)}
    return {key: _value(item) for key, item in cell.items()}


def _words(cells: Sequence[Json]) -> str:
    """An example in one line: its texts and numbers, and its files' names."""
    return " · ".join(filter(None, map(_word, cells)))[:200] or "Example"


def _word(cell: Json) -> str:
    if isinstance(cell, Mapping):
        if isinstance(cell.get("path"), str):
            return str(cell.get("orig_name") or cell["path"].replace("\\", "/").rpartition("/")[2])
        return next(filter(None, (_word(item) for item in cell.values() if not isinstance(item, list))), "…")
    if isinstance(cell, list):
        return f"{len(cell)} items"
    return "" if cell is None else " ".join(str(cell)[:200].split())
