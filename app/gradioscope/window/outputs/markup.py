"""Markdown and HTML, rendered without loading or running anything of it, or as they were written."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QStackedLayout, QWidget

from gradioscope.window.outputs.base import Viewer
from gradioscope.window.outputs.text import LIMIT
from gradioscope.window.parts.data_text import DataText
from gradioscope.window.parts.preview import clip
from gradioscope.window.parts.rich_text import RichText


class MarkupViewer(Viewer):
    """Rendered; its source on a toggle. Too long a text is only shown as source, which is laid out in parts."""

    def make_content(self) -> QWidget:
        content = QWidget(self)
        self.rendered = RichText(self.ret.label, content)
        self.source: DataText | None = None
        self._stack = QStackedLayout(content)
        self._stack.addWidget(self.rendered)
        return content

    def extra_actions(self) -> list[QWidget]:
        self.source_button = self.action("text", "Source", checkable=True)
        self.source_button.toggled.connect(self._choose)
        return [self.source_button]

    def accepts(self, value: Any) -> bool:
        return isinstance(value, str)

    def show_value(self, value: Any) -> None:
        self._choose()

    def render_text(self, text: str) -> None:
        """Put the text into `rendered`, as the language it is in."""
        raise NotImplementedError

    def copyable(self, value: Any) -> str | None:
        return value if isinstance(value, str) else None

    def _choose(self, *_: object) -> None:
        text = self.shown
        if not isinstance(text, str):
            return
        fits = len(text) <= LIMIT and clip(text, None)[1]
        self.source_button.setEnabled(fits)
        if fits and not self.source_button.isChecked():
            self.render_text(text)
            self._stack.setCurrentWidget(self.rendered)
            return
        if self.source is None:
            self.source = DataText(f"Source of {self.ret.label}")
            self._stack.addWidget(self.source)
        self.source.show_text(text)
        self._stack.setCurrentWidget(self.source)


class MarkdownViewer(MarkupViewer):
    suffix = ".md"

    def render_text(self, text: str) -> None:
        self.rendered.set_markdown(text)


class HtmlViewer(MarkupViewer):
    suffix = ".html"

    def render_text(self, text: str) -> None:
        self.rendered.set_html(text)
