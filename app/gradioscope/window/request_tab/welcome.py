"""The page of a tab without an app: what can be pasted, what was used lately, and the demo app."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Button, Hairline, Label

EXAMPLES = (
    ("http://localhost:7860", "an app on this computer"),
    ("user/space", "a Space on Hugging Face, or its page"),
    ("https://….gradio.live", "a share link"),
    ("https://example.org/apps/one", "an app below a path"),
)
WIDTH = 560
SHOWN_RECENT = 5


class Welcome(QScrollArea):
    """Signals: `addressPicked(str)` of a recent app, `demoAsked(None)`."""

    addressPicked = Signal(object)
    demoAsked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        page = QWidget()
        outer = QVBoxLayout(page)
        outer.setContentsMargins(theme.S6, theme.S6, theme.S6, theme.S6)
        outer.addStretch(2)
        body = QWidget()
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(body, 1000)
        across.addStretch(1)
        outer.addLayout(across)
        outer.addStretch(3)
        self._body = body
        self._resize()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        headline = Label("Explore a Gradio app", "title")
        hint = Label(
            "Paste the address of an app above and press Enter. You get its endpoints, a form for each, "
            "every event of a run as it happens, and a curl that does the same.",
            tone="muted",
            wrap=True,
        )
        column.addWidget(headline)
        column.addWidget(hint)
        column.addSpacing(theme.S3)
        column.addLayout(_examples())
        column.addSpacing(theme.S4)
        row = QHBoxLayout()
        row.setSpacing(theme.S3)
        self.demo_button = Button("Open the demo app", "secondary", "run")
        self.demo_text = Label(
            "A small real app on this computer, to try things on", "meta", "muted", wrap=True, selectable=True
        )
        row.addWidget(self.demo_button)
        row.addWidget(self.demo_text, 1)
        column.addLayout(row)
        column.addSpacing(theme.S4)
        self._recent = QWidget()
        self._recent_rows = QVBoxLayout(self._recent)
        self._recent_rows.setContentsMargins(0, 0, 0, 0)
        self._recent_rows.setSpacing(0)
        column.addWidget(self._recent)
        self.setWidget(page)
        self.demo_button.clicked.connect(self._ask_demo)
        theme.notifier().changed.connect(self._resize)

    def set_recent(self, addresses: list[str]) -> None:
        while (item := self._recent_rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._recent.setVisible(bool(addresses))
        if not addresses:
            return
        self._recent_rows.addWidget(Label("Recent apps", "meta", "muted"))
        self._recent_rows.addSpacing(theme.S1)
        for address in addresses[:SHOWN_RECENT]:
            self._recent_rows.addWidget(Hairline())
            button = Button(address, "quiet")
            button.setProperty("address", address)
            button.clicked.connect(self._pick)
            self._recent_rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_demo(self, text: str, *, busy: bool = False, problem: bool = False) -> None:
        """How the demo app is getting on, beside its button."""
        self.demo_button.setEnabled(not busy)
        self.demo_text.setText(text)
        self.demo_text.set_tone("warning" if problem else "muted")

    def _ask_demo(self) -> None:
        self.demoAsked.emit(None)

    def _pick(self) -> None:
        self.addressPicked.emit(str(self.sender().property("address")))

    def _resize(self) -> None:
        self._body.setMaximumWidth(theme.px(WIDTH))


def _examples() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.S4)
    grid.setVerticalSpacing(theme.S1)
    grid.setColumnStretch(1, 1)
    for row, (text, meaning) in enumerate(EXAMPLES):
        example, explained = Label(text), Label(meaning, tone="muted", wrap=True)
        theme.mark(example, mono="true")
        grid.addWidget(example, row, 0)
        grid.addWidget(explained, row, 1)
    return grid
