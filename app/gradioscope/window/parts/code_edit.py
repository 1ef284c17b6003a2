"""A plain text in the monospace font, with line numbers where wanted."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gradioscope.window import theme


class _Gutter(QWidget):
    def __init__(self, edit: CodeEdit) -> None:
        super().__init__(edit)
        self._edit = edit

    def sizeHint(self) -> QSize:
        return QSize(self._edit.gutter_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._edit.paint_gutter(self, event)


class CodeEdit(QPlainTextEdit):
    """Tab moves the focus on, as in every other field of a form. Signals: those of QPlainTextEdit."""

    def __init__(
        self,
        name: str,
        parent: QWidget | None = None,
        *,
        line_numbers: bool = False,
        read_only: bool = False,
        wrap: bool = False,
    ) -> None:
        super().__init__(parent)
        self._lines: tuple[int, int] | None = None
        self._gutter = _Gutter(self) if line_numbers else None
        self.setAccessibleName(name)
        self.setReadOnly(read_only)
        self.setTabChangesFocus(True)
        self.setFont(theme.mono_font())
        theme.mark(self, mono=True)
        self.set_wrap(wrap)
        if read_only:
            # the caret shows where the keyboard is, so that text can be selected with it
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.blockCountChanged.connect(self._fit_gutter)
        self.updateRequest.connect(self._scroll_gutter)
        self.document().documentLayout().documentSizeChanged.connect(self._fit_height)
        theme.notifier().changed.connect(self._restyle)
        self._fit_gutter()

    def set_wrap(self, wrap: bool) -> None:
        """Break long lines at the edge, or scroll sideways."""
        mode = QPlainTextEdit.LineWrapMode.WidgetWidth if wrap else QPlainTextEdit.LineWrapMode.NoWrap
        self.setLineWrapMode(mode)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

    def fit_lines(self, minimum: int, maximum: int) -> None:
        """As high as its text, between so many lines; beyond that it scrolls. Follows the text from now on."""
        self._lines = minimum, maximum
        self._fit_height()

    def gutter_width(self) -> int:
        digits = max(2, len(str(max(1, self.blockCount()))))
        return self.fontMetrics().horizontalAdvance("9") * digits + theme.px(16)

    def paint_gutter(self, gutter: QWidget, event: QPaintEvent) -> None:
        """Draw the numbers of the lines in view."""
        painter = QPainter(gutter)
        painter.setFont(self.font())
        t = theme.tokens()
        painter.setPen(t.text_muted if self.isEnabled() else t.text_disabled)
        block = self.firstVisibleBlock()
        top = round(self.blockBoundingGeometry(block).translated(self.contentOffset()).top())
        width = gutter.width() - theme.px(8)
        while block.isValid() and top <= event.rect().bottom():
            height = round(self.blockBoundingRect(block).height())
            if block.isVisible() and top + height >= event.rect().top():
                line = self.fontMetrics().height()
                painter.drawText(0, top, width, line, int(Qt.AlignmentFlag.AlignRight), str(block.blockNumber() + 1))
            top += height
            block = block.next()
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_gutter()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Esc belongs to the window (cancel), Ctrl+Enter to Run
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _fit_gutter(self) -> None:
        if self._gutter is not None:
            self.setViewportMargins(self.gutter_width(), 0, 0, 0)
            self._place_gutter()

    def _fit_height(self) -> None:
        if self._lines is None:
            return
        self.ensurePolished()
        # the layout of a plain text measures its height in lines, wrapped ones counted
        lines = round(self.document().documentLayout().documentSize().height())
        scrolls = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if lines > self._lines[1] else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.setVerticalScrollBarPolicy(scrolls)
        lines = min(max(lines, self._lines[0]), self._lines[1])
        margins = self.contentsMargins()
        around = margins.top() + margins.bottom()
        if self.horizontalScrollBar().isVisible():
            around += self.horizontalScrollBar().height()
        margin = 2 * self.document().documentMargin() + 1  # its scroll bar counts one pixel less than there is
        self.setFixedHeight(round(lines * self._line_height() + margin) + around)

    def _line_height(self) -> float:
        """As it is laid out: a pixel more than the font's line spacing with some fonts."""
        first = self.document().firstBlock()
        self.blockBoundingRect(first)  # lays it out
        layout = first.layout()
        return layout.lineAt(0).height() if layout.lineCount() else self.fontMetrics().lineSpacing()

    def _place_gutter(self) -> None:
        if self._gutter is not None:
            area = self.contentsRect()
            top = self.viewport().geometry().top()
            self._gutter.setGeometry(QRect(area.left(), top, self.gutter_width(), self.viewport().height()))

    def _scroll_gutter(self, rect: QRect, dy: int) -> None:
        if self._gutter is None:
            return
        if dy:
            self._gutter.scroll(0, dy)
        else:
            self._gutter.update(0, rect.y(), self._gutter.width(), rect.height())

    def _restyle(self) -> None:
        self.setFont(theme.mono_font())
        self._fit_gutter()
        self._fit_height()
