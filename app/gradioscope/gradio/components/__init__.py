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
    "button": "text",
    "code": "code",
    "markdown": "markdown",
    "html": "html",
    "number": "number",
    "timer": "number",
    "slider": "slider",
    "checkbox": "checkbox",
    "checkboxgroup": "choices",
    "radio": "choice",
    "dropdown": "choice",
    "colorpicker": "color",
    "datetime": "datetime",
    "file": "file",
    "uploadbutton": "file",
    "downloadbutton": "file",
    "fileexplorer": "server_files",
    "image": "image",
    "imageslider": "image_pair",
    "imageeditor": "image_editor",
    "annotatedimage": "annotated_image",
    "gallery": "gallery",
    "audio": "audio",
    "video": "video",
    "model3d": "model3d",
    "dataframe": "table",
    "chatbot": "chat",
    "multimodaltextbox": "multimodal",
    "dialogue": "dialogue",
    "highlightedtext": "highlighted_text",
    "label": "label",
    "plot": "plot",
    "nativeplot": "plot",
    "barplot": "plot",
    "lineplot": "plot",
    "scatterplot": "plot",
    "paramviewer": "parameters",
    "dataset": "sample",
    "json": "json",
    "browserstate": "json",
}

_OUTPUTS: dict[str, OutputKind] = {
    "textbox": "text",
    "textarea": "text",
    "button": "text",
    "uploadbutton": "text",
    "code": "code",
    "markdown": "markdown",
    "html": "html",
    "number": "number",
    "slider": "number",
    "timer": "number",
    "checkbox": "checkbox",
    "checkboxgroup": "choices",
    "radio": "text",
    "dropdown": "text",
    "colorpicker": "color",
    "datetime": "text",
    "file": "file",
    "downloadbutton": "file",
    "fileexplorer": "server_files",
    "image": "image",
    "imageslider": "image_pair",
    "imageeditor": "image_editor",
    "annotatedimage": "annotated_image",
    "gallery": "gallery",
    "audio": "audio",
    "video": "video",
    "model3d": "model3d",
    "dataframe": "table",
    "chatbot": "chat",
    "multimodaltextbox": "multimodal",
    "dialogue": "dialogue",
    "highlightedtext": "highlighted_text",
    "label": "label",
    "plot": "plot",
    "nativeplot": "plot",
    "barplot": "plot",
    "lineplot": "plot",
    "scatterplot": "plot",
    "paramviewer": "parameters",
    "dataset": "json",
    "json": "json",
    "browserstate": "json",
}

_API_TYPES: dict[str, FieldKind] = {
    "string": "text",
    "integer": "number",
    "number": "number",
    "boolean": "checkbox",
}
_SAYS_SOMETHING = (
    "properties",
    "additionalProperties",
    "items",
    "prefixItems",
    "anyOf",
    "oneOf",
    "allOf",
    "$ref",
    "enum",
    "const",
)


def input_kind(component: str, props: Mapping[str, Json], schema: Mapping[str, Json]) -> FieldKind:
    """The kind of input for a component with these props; `schema` is the parameter's `type` in `/info`."""
    if component == "dropdown" and props.get("multiselect"):
        return "choices"
    if component in ("file", "uploadbutton") and props.get("file_count") in ("multiple", "directory"):
        return "files"
    return _INPUTS.get(component) or _from_schema(schema)


def _from_schema(schema: Mapping[str, Json]) -> FieldKind:
    """gr.api has no component, only its Python type's schema; a custom component's type nobody knows here."""
    if isinstance(schema.get("enum"), list):
        return "choice"
    simple = _API_TYPES.get(str(schema.get("type")))
    if simple:
        return simple
    return "structure" if any(key in schema for key in _SAYS_SOMETHING) else "json"


_API_RETURNS: dict[str, OutputKind] = {
    "string": "text",
    "integer": "number",
    "number": "number",
    "boolean": "checkbox",
}


def output_kind(component: str, props: Mapping[str, Json], schema: Mapping[str, Json] | None = None) -> OutputKind:
    """The kind of viewer for what a component returns; `schema` is the return's `type` in `/info`."""
    if component not in _OUTPUTS and schema is not None:
        return _API_RETURNS.get(str(schema.get("type")), "json")
    if component == "dropdown" and props.get("multiselect"):
        return "choices"
    if component == "file" and props.get("file_count") in ("multiple", "directory"):
        return "files"
    return _OUTPUTS.get(component, "json")
