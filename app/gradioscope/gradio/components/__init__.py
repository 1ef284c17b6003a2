"""One catalogue: what a component is -> the kind of its input and of its viewer.

Component names are compared in lower case: `/info` says `Checkboxgroup` and `Imageeditor`, `/config`
`checkboxgroup` and `imageeditor`.
"""

from __future__ import annotations

from collections.abc import Mapping

from gradioscope.gradio.model import FieldKind, Json, OutputKind

_INPUTS: dict[str, FieldKind] = {
    "textbox": "text",
    "textarea": "text",
    "code": "text",
    "markdown": "text",
    "html": "text",
    "colorpicker": "text",
    "datetime": "text",
    "number": "number",
    "timer": "number",
    "slider": "slider",
    "checkbox": "checkbox",
    "checkboxgroup": "choices",
    "radio": "choice",
    "dropdown": "choice",
    "file": "file",
    "uploadbutton": "file",
    "downloadbutton": "file",
    "audio": "file",
    "model3d": "file",
    "image": "image",
}

_OUTPUTS: dict[str, OutputKind] = {
    "textbox": "text",
    "textarea": "text",
    "code": "text",
    "markdown": "text",
    "html": "text",
    "colorpicker": "text",
    "datetime": "text",
    "radio": "text",
    "dropdown": "text",
    "button": "text",
    "number": "number",
    "slider": "number",
    "timer": "number",
    "image": "image",
    "file": "file",
    "uploadbutton": "file",
    "downloadbutton": "file",
    "audio": "file",
    "video": "file",
    "model3d": "file",
}

_API_TYPES: dict[str, FieldKind] = {
    "string": "text",
    "integer": "number",
    "number": "number",
    "boolean": "checkbox",
}


def input_kind(component: str, props: Mapping[str, Json], schema: Mapping[str, Json]) -> FieldKind:
    """The kind of input for a component with these props; `schema` is the parameter's `type` in `/info`."""
    if component == "api":  # gr.api: no component, only the Python type's schema
        if isinstance(schema.get("enum"), list):
            return "choice"
        return _API_TYPES.get(str(schema.get("type")), "json")
    if component == "dropdown" and props.get("multiselect"):
        return "choices"
    if component in ("file", "uploadbutton") and props.get("file_count") in ("multiple", "directory"):
        return "files"
    return _INPUTS.get(component, "json")


def output_kind(component: str, props: Mapping[str, Json]) -> OutputKind:
    """The kind of viewer for what a component returns."""
    if component == "dropdown" and props.get("multiselect"):
        return "json"
    if component in ("file", "uploadbutton") and props.get("file_count") in ("multiple", "directory"):
        return "files"
    return _OUTPUTS.get(component, "json")
