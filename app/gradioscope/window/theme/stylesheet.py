"""The one style sheet of the application, generated from the tokens.

Dynamic properties widgets may carry (set them with `theme.mark`, which repolishes):

plane="surface|sidebar|raised"      which of the three planes a container is
tone="muted|accent|success|…"       a label's colour, by token
size="meta|body|title"              a label's size (as `textSize`: every QWidget has a `size` already)
weight="bold"                       a label's weight
mono="true"                         the monospace font
invalid="true"                      an input with a problem
blank="true"                        a dropdown in which nothing is chosen yet
bare="true"                         an input or view without outline, inside something that has one
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gradioscope.window.theme.colours import Tokens, mix

_INPUTS = ("QLineEdit", "QPlainTextEdit", "QTextEdit", "QComboBox", "QAbstractSpinBox")


def _each(suffix: str, names: tuple[str, ...] = _INPUTS) -> str:
    return ", ".join(f"{name}{suffix}" for name in names)


def _thick_focus(colour: str, px: Callable[[float], int]) -> str:
    """Two pixels instead of one around the field with the focus, its text staying where it is."""
    inner = px(32) - 4
    return f"""
{_each(":focus")}, QComboBox:on {{ border: 2px solid {colour}; }}
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {{ min-height: {inner}px; max-height: {inner}px; }}
QLineEdit:focus {{ padding: 0 {px(8) - 1}px; }}
QComboBox[compact="true"]:focus {{ min-height: {px(26) - 4}px; max-height: {px(26) - 4}px; }}
SearchField:focus {{ padding: 0 {px(3) - 1}px; }}
QComboBox:focus {{ padding: 0 0 0 {px(10) - 1}px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ padding: {px(4) - 1}px {px(6) - 1}px; }}
QComboBox QLineEdit:focus, QAbstractSpinBox QLineEdit:focus {{ border: none; padding: 0; min-height: 0; }}
"""


def build(t: Tokens, glyph: Mapping[str, str], px: Callable[[float], int], sizes: Mapping[str, int], mono: str) -> str:
    """The style sheet. `px` turns a length at 100 % into pixels, `mono` is a font-family list."""
    pressed = mix(t.text, t.hover, 0.06).name()
    disabled_fill = mix(t.text_disabled, t.surface, 0.12).name()
    alternate = mix(t.hover, t.surface, 0.45).name()
    c = {name: getattr(t, name).name() for name in t.__slots__ if name not in ("dark", "contrast")}
    tones = "\n".join(
        f'QLabel[tone="{tone}"] {{ color: {getattr(t, token).name()}; }}'
        for tone, token in {
            "muted": "text_muted",
            "disabled": "text_disabled",
            "accent": "accent_text",
            "success": "success",
            "warning": "warning",
            "danger": "danger",
            "info": "info",
        }.items()
    )
    fonts = "\n".join(f'QLabel[textSize="{name}"] {{ font-size: {size}px; }}' for name, size in sizes.items())
    control, radius, small = px(32), px(6), px(4)
    inner = control - 2  # without the outline
    return f"""
QWidget[plane="surface"] {{ background: {c["surface"]}; }}
QWidget[plane="sidebar"] {{ background: {c["sidebar"]}; }}
QWidget[plane="raised"] {{ background: {c["surface_raised"]}; }}
QLabel {{ background: transparent; }}
QLabel:disabled {{ color: {c["text_disabled"]}; }}
QLabel[weight="bold"] {{ font-weight: 600; }}
QLabel[mono="true"] {{ font-family: {mono}; }}
{tones}
{fonts}
QFrame[frameShape="4"], QFrame[frameShape="5"] {{ border: none; background: {c["border"]}; }}
QFrame[frameShape="4"] {{ max-height: 1px; }}
QFrame[frameShape="5"] {{ max-width: 1px; }}
.QGroupBox {{ border: none; margin-top: {px(24)}px; font-weight: 600; }}
.QGroupBox::title {{ subcontrol-origin: margin; left: 0; }}
QScrollArea {{ border: none; background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}

{_each("")} {{
    background: {c["field"]}; color: {c["text"]}; border: 1px solid {c["border_strong"]}; border-radius: {radius}px;
    selection-background-color: {c["selection"]}; selection-color: {c["text"]};
    placeholder-text-color: {c["text_muted"]};
}}
QLineEdit, QAbstractSpinBox {{ min-height: {inner}px; max-height: {inner}px; padding: 0 {px(8)}px; }}
SearchField {{ padding: 0 {px(3)}px; }}
QComboBox {{ min-height: {inner}px; max-height: {inner}px; padding: 0 0 0 {px(10)}px; }}
QComboBox[compact="true"] {{ min-height: {px(26) - 2}px; max-height: {px(26) - 2}px; }}
QComboBox[blank="true"] {{ color: {c["text_muted"]}; }}
QPlainTextEdit, QTextEdit {{ padding: {px(4)}px {px(6)}px; }}
{_each(":hover")} {{ border-color: {mix(t.text_muted, t.border_strong, 0.5).name()}; }}
{_each(":focus")}, QComboBox:on {{ border-color: {c["focus"]}; }}
{_thick_focus(c["focus"], px) if t.contrast else ""}
{_each('[invalid="true"]')} {{ border-color: {c["danger"]}; }}
{_each(":disabled")} {{
    background: {disabled_fill}; color: {c["text_disabled"]}; border-color: {c["border"]};
    placeholder-text-color: {c["text_disabled"]};
}}
{_each('[bare="true"]')} {{ border: none; background: transparent; }}
QPlainTextEdit[mono="true"], QTextEdit[mono="true"], QLineEdit[mono="true"] {{ font-family: {mono}; }}
QComboBox QLineEdit, QAbstractSpinBox QLineEdit, QAbstractItemView QLineEdit {{
    border: none; background: transparent; padding: 0; min-height: 0; border-radius: 0;
}}
QAbstractItemView QLineEdit {{ background: {c["field"]}; border: 1px solid {c["focus"]}; padding: 0 {px(3)}px; }}

QComboBox::drop-down {{ border: none; width: {px(26)}px; subcontrol-origin: padding; subcontrol-position: right; }}
QComboBox::down-arrow {{ image: url("{glyph["down"]}"); width: {px(16)}px; height: {px(16)}px; }}
QComboBox::down-arrow:disabled {{ image: url("{glyph["down-disabled"]}"); }}
QComboBox QAbstractItemView {{
    background: {c["surface_raised"]}; border: none; border-radius: 0; padding: {px(4)}px; outline: 0;
}}
QComboBox QAbstractItemView::item {{ min-height: {px(26)}px; padding: 0 {px(6)}px; border-radius: {small}px; }}

QAbstractSpinBox {{ padding: 0; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
    subcontrol-origin: border; width: {px(22)}px; height: {px(14)}px; border: none; background: transparent;
    border-radius: {px(3)}px;
}}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; margin: 2px 2px 0 0; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; margin: 0 2px 2px 0; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {c["hover"]}; }}
QAbstractSpinBox::up-arrow {{ image: url("{glyph["up"]}"); width: {px(12)}px; height: {px(12)}px; }}
QAbstractSpinBox::down-arrow {{ image: url("{glyph["down"]}"); width: {px(12)}px; height: {px(12)}px; }}
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off {{ image: url("{glyph["up-disabled"]}"); }}
QAbstractSpinBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:off {{ image: url("{glyph["down-disabled"]}"); }}

QSlider {{ min-height: {px(24)}px; background: transparent; }}
QSlider::groove:horizontal {{ height: {px(4)}px; border-radius: {px(2)}px; background: {c["border_strong"]}; }}
QSlider::sub-page:horizontal {{ height: {px(4)}px; border-radius: {px(2)}px; background: {c["text_muted"]}; }}
QSlider::handle:horizontal {{
    width: {px(14)}px; height: {px(14)}px; margin: -{px(6)}px 0; border-radius: {px(8)}px;
    background: {c["surface"]}; border: 1px solid {c["text_muted"]};
}}
QSlider::handle:horizontal:hover {{ background: {c["hover"]}; }}
QSlider::handle:horizontal:focus {{
    border: 2px solid {c["focus"]}; width: {px(14) - 2}px; height: {px(14) - 2}px; border-radius: {px(8)}px;
}}
QSlider::handle:horizontal:disabled {{ border-color: {c["border_strong"]}; background: {disabled_fill}; }}
QSlider::sub-page:horizontal:disabled {{ background: {c["border_strong"]}; }}

QCheckBox, QRadioButton {{ spacing: {px(8)}px; min-height: {px(24)}px; background: transparent; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {c["text_disabled"]}; }}
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {{
    width: {px(16)}px; height: {px(16)}px; border: 1px solid {c["border_strong"]}; background: {c["field"]};
}}
QCheckBox::indicator, QAbstractItemView::indicator {{ border-radius: {small}px; }}
QRadioButton::indicator {{ border-radius: {(px(16) + 2) // 2}px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {c["text_muted"]}; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{
    background: {c["text"]}; border-color: {c["text"]}; image: url("{glyph["check"]}");
}}
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {{
    background: {c["text"]}; border-color: {c["text"]}; image: url("{glyph["dash"]}");
}}
QRadioButton::indicator:checked {{
    background: {c["text"]}; border-color: {c["text"]}; image: url("{glyph["dot"]}");
}}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{
    border: 2px solid {c["focus"]}; width: {px(16) - 2}px; height: {px(16) - 2}px;
}}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{
    background: {disabled_fill}; border-color: {c["border"]};
}}
QCheckBox::indicator:checked:disabled {{
    background: {c["text_disabled"]}; border-color: {c["text_disabled"]}; image: url("{glyph["check-disabled"]}");
}}
QCheckBox::indicator:indeterminate:disabled {{
    background: {c["text_disabled"]}; border-color: {c["text_disabled"]}; image: url("{glyph["dash-disabled"]}");
}}
QRadioButton::indicator:checked:disabled {{
    background: {c["text_disabled"]}; border-color: {c["text_disabled"]}; image: url("{glyph["dot-disabled"]}");
}}

.QPushButton {{
    min-height: {inner}px; padding: 0 {px(14)}px; border: 1px solid {c["border_strong"]}; border-radius: {radius}px;
    background: {c["surface_raised"]}; color: {c["text"]};
}}
.QPushButton:hover {{ background: {c["hover"]}; }}
.QPushButton:pressed, .QPushButton:checked {{ background: {pressed}; }}
.QPushButton:focus {{ border: 2px solid {c["focus"]}; padding: 0 {px(14) - 1}px; min-height: {inner - 2}px; }}
.QPushButton:default {{ background: {c["accent"]}; border-color: {c["accent"]}; color: {c["on_accent"]}; }}
.QPushButton:default:hover {{ background: {c["accent_hover"]}; }}
.QPushButton:disabled {{
    background: {disabled_fill}; color: {c["text_disabled"]}; border-color: {c["border"]};
}}
.QToolButton {{
    border: 1px solid transparent; border-radius: {radius}px; padding: {px(4)}px; background: transparent;
    color: {c["text"]};
}}
.QToolButton:hover {{ background: {c["hover"]}; }}
.QToolButton:pressed, .QToolButton:checked {{ background: {pressed}; }}
.QToolButton:focus {{ border-color: {c["focus"]}; }}
.QToolButton:disabled {{ color: {c["text_disabled"]}; }}
.QToolButton::menu-indicator {{ image: none; }}

QAbstractItemView {{
    background: {c["surface"]}; alternate-background-color: {alternate}; color: {c["text"]}; border: none;
    selection-background-color: {c["selection"]}; selection-color: {c["text"]}; gridline-color: {c["border"]};
    outline: 0;
}}
QTreeView, QListView {{ show-decoration-selected: 1; }}
QAbstractItemView[plane="sidebar"] {{ background: {c["sidebar"]}; }}
QAbstractItemView[plane="raised"] {{ background: {c["surface_raised"]}; }}
QListView::item, QTreeView::item {{ min-height: {px(26)}px; padding: 0 {px(4)}px; border: none; }}
QTableView::item {{ padding: 0 {px(6)}px; border: none; }}
QAbstractItemView::item:hover {{ background: {c["hover"]}; }}
QAbstractItemView::item:selected {{ background: {c["selection"]}; color: {c["text"]}; }}
QAbstractItemView::item:disabled {{ color: {c["text_disabled"]}; }}
QTableView:focus, QTreeView:focus, QListView:focus {{ border: none; }}
QTreeView::branch {{ background: transparent; border-image: none; image: none; }}
QTreeView::branch:has-children:closed {{ image: url("{glyph["right"]}"); }}
QTreeView::branch:has-children:open {{ image: url("{glyph["down"]}"); }}
QHeaderView {{ background: {c["surface"]}; border: none; }}
QHeaderView::section {{
    background: {c["surface"]}; color: {c["text_muted"]}; border: none; border-bottom: 1px solid {c["border"]};
    padding: 0 {px(9)}px; min-height: {px(26)}px; font-size: {sizes["meta"]}px; font-weight: 400;
}}
QHeaderView::section:vertical {{ border-bottom: none; border-right: 1px solid {c["border"]}; }}
QTableCornerButton::section {{ background: {c["surface"]}; border: none; border-bottom: 1px solid {c["border"]}; }}

QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: {px(10)}px; }}
QScrollBar:horizontal {{ height: {px(10)}px; }}
QScrollBar::handle {{ background: {c["border_strong"]}; border-radius: {px(3)}px; margin: {px(2)}px; }}
QScrollBar::handle:vertical {{ min-height: {px(28)}px; }}
QScrollBar::handle:horizontal {{ min-width: {px(28)}px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {c["text_muted"]}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; background: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}

QSplitter::handle {{ background: {c["border"]}; }}
QMainWindow::separator {{ background: {c["border"]}; width: 1px; height: 1px; }}
QMenuBar {{ background: {c["surface"]}; color: {c["text"]}; border-bottom: 1px solid {c["border"]}; }}
QMenuBar::item {{ padding: {px(5)}px {px(9)}px; background: transparent; border-radius: {small}px; }}
QMenuBar::item:selected {{ background: {c["hover"]}; }}
QMenu {{
    background: {c["surface_raised"]}; color: {c["text"]}; border: 1px solid {c["border_strong"]};
    padding: {px(4)}px;
}}
QMenu::item {{ padding: {px(5)}px {px(20)}px {px(5)}px {px(10)}px; border-radius: {small}px; min-height: {px(18)}px; }}
QMenu::item:selected {{ background: {c["hover"]}; }}
QMenu::item:disabled {{ color: {c["text_disabled"]}; }}
QMenu::icon {{ padding-left: {px(8)}px; }}
QMenu::separator {{ height: 1px; background: {c["border"]}; margin: {px(4)}px {px(6)}px; }}
QMenu::indicator {{ width: {px(16)}px; height: {px(16)}px; padding-left: {px(6)}px; }}
QMenu::indicator:checked {{ image: url("{glyph["menu-check"]}"); }}
QMenu::right-arrow {{ image: url("{glyph["right"]}"); width: {px(14)}px; height: {px(14)}px; }}
QToolTip {{
    background: {c["surface_raised"]}; color: {c["text"]}; border: 1px solid {c["border_strong"]};
    padding: {px(3)}px {px(5)}px;
}}
.QProgressBar {{
    background: {c["border"]}; border: none; border-radius: {px(2)}px; max-height: {px(4)}px; min-height: {px(4)}px;
    color: transparent;
}}
.QProgressBar::chunk {{ background: {c["info"]}; border-radius: {px(2)}px; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {c["border"]}; }}
QTabBar {{ background: transparent; qproperty-drawBase: 0; }}
QTabBar::tab {{
    background: transparent; color: {c["text_muted"]}; border: none; border-bottom: 2px solid transparent;
    padding: {px(7)}px {px(4)}px {px(6)}px; margin: 0 {px(8)}px;
}}
QTabBar::tab:hover {{ color: {c["text"]}; }}
QTabBar::tab:selected {{ color: {c["text"]}; border-bottom-color: {c["accent"]}; }}
QTabBar::tab:focus {{ color: {c["accent_text"]}; }}
QTabBar::scroller {{ width: {px(24)}px; }}
QTabBar .QToolButton {{
    background: {c["surface"]}; border: none; border-radius: 0; padding: 0; margin: 0;
}}
QTabBar .QToolButton:hover {{ background: {c["hover"]}; }}
QTabBar .QToolButton::left-arrow {{ image: url("{glyph["left"]}"); width: {px(16)}px; height: {px(16)}px; }}
QTabBar .QToolButton::right-arrow {{ image: url("{glyph["right"]}"); width: {px(16)}px; height: {px(16)}px; }}
QTabBar .QToolButton::left-arrow:disabled, QTabBar .QToolButton::right-arrow:disabled {{ image: none; }}
QStatusBar {{ background: {c["surface"]}; border-top: 1px solid {c["border"]}; }}
QStatusBar::item {{ border: none; }}
QDockWidget {{ border: none; }}
"""
