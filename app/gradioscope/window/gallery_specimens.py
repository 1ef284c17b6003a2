"""What the gallery shows: each part with plausible content, and a scene that puts them together."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSlider,
    QTableView,
    QTextEdit,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from gradioscope.gradio.errors import Explanation
from gradioscope.window import icons, theme
from gradioscope.window.parts import (
    Banner,
    Button,
    Chip,
    CodeEdit,
    DoubleSpinBox,
    ElidedLabel,
    EmptyState,
    Hairline,
    IconButton,
    KeyValues,
    Label,
    ProgressLine,
    SearchField,
    Select,
    SpinBox,
    Splitter,
    TabStrip,
    Toast,
)

SNIPPET = """curl -sS -X POST 'https://user-app.hf.space/gradio_api/call/predict' \\
  -H 'Content-Type: application/json' \\
  -d '{"data": ["A lighthouse in the fog", 0.7, true]}' \\
  | awk -F'"' '{print $4}'"""
JSON = """{
  "label": "cat",
  "confidences": [
    {"label": "cat", "confidence": 0.93},
    {"label": "dog", "confidence": 0.07}
  ]
}"""


def _tabs() -> TabStrip:
    strip = TabStrip("Response")
    for name in ("Result", "Events", "Snippet", "Exchange"):
        strip.add(name)
    strip.set_count(1, 12)
    strip.set_count(3, 4)
    return strip


def _combo() -> Select:
    box = Select()
    box.addItems(["/predict", "/generate_image", "/chat", "/transcribe"])
    return box


def _slider() -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setValue(60)
    return slider


def _checked(box: QCheckBox | QRadioButton) -> QCheckBox | QRadioButton:
    box.setChecked(True)
    return box


def _partly() -> QCheckBox:
    box = QCheckBox("Some of them")
    box.setTristate(True)
    box.setCheckState(Qt.CheckState.PartiallyChecked)
    return box


def _line(text: str, placeholder: str = "") -> QLineEdit:
    line = QLineEdit(text)
    line.setPlaceholderText(placeholder)
    return line


def _code(text: str) -> CodeEdit:
    edit = CodeEdit("Code", line_numbers=True)
    edit.setPlainText(text)
    edit.setFixedHeight(84)
    return edit


def _plain() -> QPlainTextEdit:
    edit = QPlainTextEdit("Several lines\nof text")
    edit.setFixedHeight(64)
    return edit


def _search(text: str) -> SearchField:
    field = SearchField("Filter requests")
    field.setText(text)
    return field


def _tool(text: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setIcon(icons.icon("filter"))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button


def _on(button: IconButton) -> IconButton:
    button.setChecked(True)
    return button


CONTROLS: dict[str, Callable[[], QWidget]] = {
    "Button primary": lambda: Button("Run", "primary", "run"),
    "Button secondary": lambda: Button("Connect", "secondary"),
    "Button quiet": lambda: Button("Details", "quiet", "chevron-right"),
    "Button compact": lambda: Button("Copy", "secondary", "copy", compact=True),
    "IconButton": lambda: IconButton("copy", "Copy", shortcut="Ctrl+Shift+C"),
    "IconButton on": lambda: _on(IconButton("sidebar", "Sidebar", checkable=True)),
    "QPushButton": lambda: QPushButton("Cancel"),
    "QToolButton": lambda: _tool("Filter"),
    "Chip neutral": lambda: Chip("slider"),
    "Chip running": lambda: Chip("running", "info", "running"),
    "Chip complete": lambda: Chip("complete", "success", "check"),
    "Chip queued": lambda: Chip("queued", "warning", "clock"),
    "Chip failed": lambda: Chip("failed", "danger", "error"),
    "TabStrip": _tabs,
    "QCheckBox": lambda: QCheckBox("Show details"),
    "QCheckBox on": lambda: _checked(QCheckBox("Show details")),
    "QCheckBox partly": _partly,
    "QRadioButton": lambda: QRadioButton("One of them"),
    "QRadioButton on": lambda: _checked(QRadioButton("One of them")),
    "QSlider": _slider,
}

FIELDS: dict[str, Callable[[], QWidget]] = {
    "QLineEdit": lambda: _line("A lighthouse in the fog"),
    "placeholder": lambda: _line("", "Paste an address"),
    "right to left": lambda: _line("שלום עולם"),
    "Select": _combo,
    "SpinBox": SpinBox,
    "DoubleSpinBox": DoubleSpinBox,
    "SearchField": lambda: _search(""),
    "SearchField filled": lambda: _search("predict"),
    "QPlainTextEdit": _plain,
    "CodeEdit": lambda: _code(JSON),
}


def _column(*widgets: QWidget, margin: int = theme.S4, spacing: int = theme.S3) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    for widget in widgets:
        layout.addWidget(widget)
    return column


def _row(*widgets: QWidget | None, spacing: int = theme.S2) -> QWidget:
    """Widgets side by side; None is where the free room goes."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        else:
            layout.addWidget(widget)
    return row


def events_table() -> QTableView:
    """A table of a few events."""
    model = QStandardItemModel(0, 3)
    model.setHorizontalHeaderLabels(["Time", "Event", "Data"])
    for moment, kind, data in (
        ("0.000", "queued", "rank 3 of 7, about 12 s"),
        ("1.204", "started", "event 2f61c8"),
        ("1.530", "progress", "step 4 of 20, denoising"),
        ("2.118", "log", "warning: the seed is random"),
        ("2.902", "generating", '["A lighthouse stands"]'),
        ("3.377", "complete", '["A lighthouse stands in the fog", 0.93]'),
    ):
        items = [QStandardItem(text) for text in (moment, kind, data)]
        items[0].setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        model.appendRow(items)
    table = QTableView()
    model.setParent(table)
    table.setModel(model)
    table.setShowGrid(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.px(26))
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
    table.setColumnWidth(0, theme.px(64))
    table.selectRow(2)
    return table


def collections_tree() -> QTreeView:
    """A tree of requests in folders, as in the sidebar."""
    model = QStandardItemModel()
    for folder, requests in {
        "Image models": ["Lighthouse in the fog", "Portrait, 4 steps"],
        "Speech": ["Transcribe meeting"],
    }.items():
        parent = QStandardItem(icons.icon("folder", "text_muted"), folder)
        for request in requests:
            parent.appendRow(QStandardItem(request))
        model.appendRow(parent)
    tree = QTreeView()
    model.setParent(tree)
    tree.setModel(model)
    tree.setHeaderHidden(True)
    tree.setIndentation(theme.px(16))
    theme.mark(tree, plane="sidebar")
    tree.ensurePolished()  # the style sheet's row height counts only from here on
    tree.expandAll()
    tree.setCurrentIndex(model.index(0, 0, model.index(0, 0)))
    return tree


def _menu() -> QMenu:
    menu = QMenu()
    menu.addAction(icons.icon("copy"), "Copy").setShortcut("Ctrl+C")
    menu.addAction(icons.icon("save"), "Save result as…").setShortcut("Ctrl+S")
    menu.addSeparator()
    follow = menu.addAction("Follow the newest")
    follow.setCheckable(True)
    follow.setChecked(True)
    menu.addMenu("Move to")
    menu.addAction(icons.icon("trash"), "Delete").setEnabled(False)
    menu.setWindowFlag(Qt.WindowType.Popup, False)
    menu.setWindowFlag(Qt.WindowType.Widget, True)
    return menu


def views() -> QWidget:
    """The item views, menus and bars."""
    area = QScrollArea()
    long = Label("\n".join(f"Line {line} of a text that is longer than its place" * 2 for line in range(20)))
    area.setWidget(long)
    bar = QProgressBar()
    bar.setValue(40)
    text = QTextEdit("Rich text, shown as plain data.")
    left = _column(_combo(), collections_tree(), bar, area)
    right = _column(events_table(), _menu(), text)
    whole = Splitter()
    whole.addWidget(left)
    whole.addWidget(right)
    whole.setSizes([360, 640])
    whole.resize(1000, 640)
    return whole


def _banner(tone: str, explanation: Explanation, *, unfolded: bool = False) -> Banner:
    banner = Banner(tone=tone)  # type: ignore[arg-type]
    banner.set_explanation(explanation)
    if unfolded:
        banner.show_details(True)
    return banner


def panels() -> QWidget:
    """Banners, empty states, progress, lists and a toast."""
    failed = Explanation(
        "The app answered with an error.",
        "ValueError: the image must be at most 1024 pixels wide.",
        "Choose a smaller image and run again.",
        "edit",
        parameter="image",
        details='{"error": "the image must be at most 1024 pixels wide", "visible": true}',
    )
    asleep = Explanation(
        "The Space is asleep.", "It was not used for 48 hours.", "It wakes up by itself; this takes a minute.", "retry"
    )
    busy, part = ProgressLine(), ProgressLine()
    busy.set_busy()
    part.set_fraction(0.4)
    facts = KeyValues()
    facts.load(
        [
            ("App", "https://user-app.hf.space"),
            ("Gradio", "6.31"),
            ("Session", "k2v0x1q8"),
            ("Space", "a-rather-long-name-of-an-organisation/and-of-its-space-too"),
        ]
    )
    left = _column(
        _banner("danger", failed, unfolded=True), _banner("warning", asleep), busy, part, facts, spacing=theme.S4
    )
    empty = EmptyState("plug", "Paste an app's address above, or try the demo app.", "Open the demo app")
    right = _column(
        empty,
        Hairline(),
        ElidedLabel("A label of sixty characters, which is about as long as it gets here in a form"),
        _row(
            Label("Title", "title"), Label("body"), Label("muted", tone="muted"), Label("meta", "meta", "muted"), None
        ),
    )
    whole = QWidget()
    layout = QHBoxLayout(whole)
    layout.addWidget(left, 1)
    layout.addWidget(right, 1)
    whole.resize(1000, 640)
    toast = Toast(whole)
    toast.show_text("Snippet copied", "success", "Show it")
    return whole


def _field(
    label: str, kind: str, widget: QWidget, info: str = "", error: str = "", *, required: bool = False
) -> QWidget:
    name = Label(label + (" *" if required else ""))
    parts = [_row(name, None, Chip(kind)), widget]
    if info:
        parts.append(Label(info, "meta", "muted", wrap=True))
    if error:
        theme.mark(widget, invalid=True)
        parts.append(Label(error, "meta", "danger", wrap=True))
    return _column(*parts, margin=0, spacing=theme.S1)


def scene() -> QWidget:
    """A request as it stands in the window, to judge the whole."""
    search = _search("")
    side = _column(_column(search, margin=theme.S2), collections_tree(), margin=0, spacing=0)
    theme.mark(side, plane="sidebar")
    address = _line("https://user-app.hf.space")
    bar = _row(address, Button("Run", "primary", "run"))
    form = _column(
        _field("Prompt", "text", _line("A lighthouse in the fog"), "What the picture should show.", required=True),
        _field("Steps", "slider", _row(_slider(), SpinBox()), "More steps take longer."),
        _field("Model", "choice", _combo()),
        _field("Seed", "number", _line("-4"), error="At least 0."),
        _checked(QCheckBox("Make it safe for work")),
        Button("6 more at their defaults", "quiet", "chevron-right", flush=True),
    )
    form_layout = form.layout()
    assert isinstance(form_layout, QVBoxLayout)
    form_layout.setSpacing(theme.S4)
    form_layout.addStretch(1)
    snippet = CodeEdit("Snippet", read_only=True)
    snippet.setPlainText(SNIPPET)
    theme.mark(snippet, bare=True)
    head = _row(_tabs(), None, Chip("complete", "success", "check"), Label("3.4 s", "meta", "muted"))
    actions = (("copy", "Copy"), ("download", "Save result"), ("layout-below", "Below"))
    head_layout = head.layout()
    assert head_layout is not None
    head_layout.addWidget(_row(*(IconButton(icon, name) for icon, name in actions), spacing=0))
    head_layout.setContentsMargins(theme.S1, 0, theme.S3, 0)
    response = _column(head, Hairline(), events_table(), Hairline(), snippet, margin=0, spacing=0)
    panes = Splitter()
    panes.addWidget(form)
    panes.addWidget(response)
    progress = ProgressLine()
    progress.set_fraction(0.55)
    middle = _column(_column(bar, margin=theme.S3), progress, Hairline(), panes, margin=0, spacing=0)
    middle_layout = middle.layout()
    assert isinstance(middle_layout, QVBoxLayout)
    middle_layout.setStretchFactor(panes, 1)
    whole = Splitter()
    whole.addWidget(side)
    whole.addWidget(middle)
    whole.resize(1280, 800)
    whole.setSizes([260, 1020])
    panes.setSizes([510, 510])
    return whole
