"""The widgets everything in the window is made of. Each is one file; this package exports them all.

A part's file is imported when the part is first asked for: the window's first paint needs half of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradioscope.window.parts.banner import Banner
    from gradioscope.window.parts.button import Button
    from gradioscope.window.parts.chip import Chip
    from gradioscope.window.parts.code_edit import CodeEdit
    from gradioscope.window.parts.elided_label import ElidedLabel
    from gradioscope.window.parts.empty_state import EmptyState
    from gradioscope.window.parts.flow_layout import FlowLayout
    from gradioscope.window.parts.hairline import Hairline
    from gradioscope.window.parts.icon_button import IconButton
    from gradioscope.window.parts.icon_label import IconLabel
    from gradioscope.window.parts.key_values import KeyValues
    from gradioscope.window.parts.label import Label
    from gradioscope.window.parts.popover import Popover
    from gradioscope.window.parts.progress_line import ProgressLine
    from gradioscope.window.parts.search_field import SearchField
    from gradioscope.window.parts.select import Select
    from gradioscope.window.parts.spin_box import DoubleSpinBox, SpinBox
    from gradioscope.window.parts.splitter import Splitter
    from gradioscope.window.parts.tab_strip import TabStrip
    from gradioscope.window.parts.toast import Toast

__all__ = [
    "Banner",
    "Button",
    "Chip",
    "CodeEdit",
    "DoubleSpinBox",
    "ElidedLabel",
    "EmptyState",
    "FlowLayout",
    "Hairline",
    "IconButton",
    "IconLabel",
    "KeyValues",
    "Label",
    "Popover",
    "ProgressLine",
    "SearchField",
    "Select",
    "SpinBox",
    "Splitter",
    "TabStrip",
    "Toast",
]

_FILES = {
    "Banner": "banner",
    "Button": "button",
    "Chip": "chip",
    "CodeEdit": "code_edit",
    "ElidedLabel": "elided_label",
    "EmptyState": "empty_state",
    "FlowLayout": "flow_layout",
    "Hairline": "hairline",
    "IconButton": "icon_button",
    "IconLabel": "icon_label",
    "KeyValues": "key_values",
    "Label": "label",
    "Popover": "popover",
    "ProgressLine": "progress_line",
    "SearchField": "search_field",
    "Select": "select",
    "DoubleSpinBox": "spin_box",
    "SpinBox": "spin_box",
    "Splitter": "splitter",
    "TabStrip": "tab_strip",
    "Toast": "toast",
}


def __getattr__(name: str) -> object:
    if name not in _FILES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    part = getattr(import_module(f"{__name__}.{_FILES[name]}"), name)
    globals()[name] = part
    return part
