"""The colours by name, for the four schemes. Code says `tokens().danger`, never a colour."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from PySide6.QtGui import QColor

Scheme = Literal["light", "dark", "contrast-light", "contrast-dark"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one scheme.

    Every text colour (`text`, `text_muted`, `accent_text`, `success`, `warning`, `danger`, `info`) has at least
    4.5:1 on `surface`, `surface_raised`, `sidebar`, `field` and on `hover`; `on_accent` has it on `accent` and
    `accent_hover`. Only `text_disabled` has less.
    """

    surface: QColor
    surface_raised: QColor
    sidebar: QColor
    field: QColor
    """The inside of an input."""
    border: QColor
    """Hairlines between planes."""
    border_strong: QColor
    """The outline of an input, a check box, a scroll bar's handle."""
    hover: QColor
    """Under the pointer: rows, quiet buttons, menu entries."""
    text: QColor
    text_muted: QColor
    text_disabled: QColor
    accent: QColor
    accent_hover: QColor
    on_accent: QColor
    accent_text: QColor
    """The accent, dark (or light) enough for text and thin lines."""
    success: QColor
    warning: QColor
    danger: QColor
    info: QColor
    focus: QColor
    selection: QColor
    """Behind selected text and rows; `text` stays readable on it."""
    dark: bool
    contrast: bool


def _tokens(*, dark: bool, contrast: bool, **colours: str) -> Tokens:
    return Tokens(**{name: QColor(value) for name, value in colours.items()}, dark=dark, contrast=contrast)


SCHEMES: dict[Scheme, Tokens] = {
    "light": _tokens(
        dark=False,
        contrast=False,
        surface="#ffffff",
        surface_raised="#ffffff",
        sidebar="#f7f6f4",
        field="#ffffff",
        border="#e6e3de",
        border_strong="#c9c5be",
        hover="#f1efeb",
        text="#23211e",
        text_muted="#68645d",
        text_disabled="#a8a49c",
        accent="#c64a0a",
        accent_hover="#b14107",
        on_accent="#ffffff",
        accent_text="#b14107",
        success="#1a7340",
        warning="#8a5a00",
        danger="#c02626",
        info="#1f62b5",
        focus="#e0651a",
        selection="#fce4d3",
    ),
    "dark": _tokens(
        dark=True,
        contrast=False,
        surface="#1d1d1f",
        surface_raised="#28282b",
        sidebar="#171719",
        field="#232326",
        border="#323236",
        border_strong="#4c4c52",
        hover="#2b2b2f",
        text="#e9e7e4",
        text_muted="#a5a29d",
        text_disabled="#67656a",
        accent="#f08a45",
        accent_hover="#f69d60",
        on_accent="#21120a",
        accent_text="#f79b5e",
        success="#5fc489",
        warning="#e0b04a",
        danger="#f38080",
        info="#77b0f2",
        focus="#f08a45",
        selection="#433126",
    ),
    "contrast-light": _tokens(
        dark=False,
        contrast=True,
        surface="#ffffff",
        surface_raised="#ffffff",
        sidebar="#ffffff",
        field="#ffffff",
        border="#5c5c5c",
        border_strong="#2b2b2b",
        hover="#ededed",
        text="#000000",
        text_muted="#333333",
        text_disabled="#6e6e6e",
        accent="#8f3200",
        accent_hover="#6e2600",
        on_accent="#ffffff",
        accent_text="#8f3200",
        success="#004d22",
        warning="#573700",
        danger="#8c0000",
        info="#003a85",
        focus="#8f3200",
        selection="#ffd9bd",
    ),
    "contrast-dark": _tokens(
        dark=True,
        contrast=True,
        surface="#000000",
        surface_raised="#000000",
        sidebar="#000000",
        field="#000000",
        border="#9a9a9a",
        border_strong="#d0d0d0",
        hover="#262626",
        text="#ffffff",
        text_muted="#d6d6d6",
        text_disabled="#939393",
        accent="#ffa25c",
        accent_hover="#ffbb87",
        on_accent="#000000",
        accent_text="#ffb27a",
        success="#7ee6a5",
        warning="#ffd166",
        danger="#ff9c9c",
        info="#9ccbff",
        focus="#ffb27a",
        selection="#6e3405",
    ),
}

TEXT_TOKENS = ("text", "text_muted", "accent_text", "success", "warning", "danger", "info")
"""The tokens text may have."""

COLOUR_TOKENS = tuple(item.name for item in fields(Tokens) if item.name not in ("dark", "contrast"))


def mix(over: QColor, under: QColor, share: float) -> QColor:
    """`over` laid on `under`: 0.0 gives `under`, 1.0 gives `over`."""
    return QColor.fromRgbF(
        over.redF() * share + under.redF() * (1 - share),
        over.greenF() * share + under.greenF() * (1 - share),
        over.blueF() * share + under.blueF() * (1 - share),
    )


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG 2.2, from 1.0 to 21.0."""

    def luminance(colour: QColor) -> float:
        def linear(part: float) -> float:
            return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
