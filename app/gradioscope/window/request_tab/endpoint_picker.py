"""The endpoint's name to pick, by list or by typing, and what it does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QCompleter,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gradioscope.gradio.model import App, Endpoint
from gradioscope.window import theme
from gradioscope.window.parts import IconButton

DESCRIPTION = Qt.ItemDataRole.UserRole + 1


class EndpointPicker(QWidget):
    """Signals: `chosen(Endpoint)` when another one is current."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        self.label = QLabel("Endpoint")
        theme.mark(self.label, tone="muted", size="meta")
        self.combo = QComboBox()
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setMaxVisibleItems(14)
        self.combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.combo.setAccessibleName("Endpoint")
        self.combo.setAccessibleDescription("Type to filter")
        self.label.setBuddy(self.combo)
        row.addWidget(self.label)
        row.addWidget(self.combo, 1)
        self.hidden_button = IconButton("eye", "Show undocumented endpoints", self, checkable=True)
        self.hidden_button.hide()
        self.hidden_button.toggled.connect(self._show_hidden)
        row.addWidget(self.hidden_button)
        self._app: App | None = None
        self._shows: set[str] = set()
        self._model = QStandardItemModel(self)
        self.combo.setModel(self._model)
        self.combo.setFont(theme.mono_font())
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setMaxVisibleItems(14)
        self.combo.setCompleter(self._completer)
        self._delegate = _TwoLines(self)
        self.combo.view().setItemDelegate(self._delegate)
        popup = self._completer.popup()
        if popup is not None:
            popup.setItemDelegate(self._delegate)
        self._endpoints: tuple[Endpoint, ...] = ()
        self._current: Endpoint | None = None
        self.combo.currentIndexChanged.connect(self._index_changed)
        line = self.combo.lineEdit()
        if line is not None:
            line.setAccessibleName("Endpoint")
            line.editingFinished.connect(self._settle)
        self.combo.installEventFilter(self)

    def set_app(self, app: App, wanted: str | None = None) -> None:
        """Fill the list; the one of that name becomes current, or the first. `chosen` is emitted.

        Those that the app does not list are shown where the person asked for it, remembered for the session.
        """
        self._app = app
        if wanted is not None and any(e.name == wanted for e in app.hidden):
            self._shows.add(app.url)
        self.hidden_button.blockSignals(True)
        self.hidden_button.setChecked(app.url in self._shows)
        self.hidden_button.blockSignals(False)
        self.hidden_button.setVisible(bool(app.hidden))
        self._fill(wanted)

    def _fill(self, wanted: str | None) -> None:
        app = self._app
        assert app is not None
        endpoints = app.endpoints + (app.hidden if self.hidden_button.isChecked() else ())
        self._endpoints = endpoints
        self.combo.blockSignals(True)
        self._model.clear()
        for endpoint in endpoints:
            item = QStandardItem(endpoint.name)
            item.setData(_told(endpoint), DESCRIPTION)
            item.setToolTip(endpoint.description)
            self._model.appendRow(item)
        first = next((i for i, e in enumerate(endpoints) if app.page and e.page == app.page), 0 if endpoints else -1)
        index = next((i for i, e in enumerate(endpoints) if e.name == wanted), first)
        self.combo.setCurrentIndex(index)
        self.combo.blockSignals(False)
        self._current = None
        self._index_changed(index)

    def _show_hidden(self, shown: bool) -> None:
        if self._app is not None:
            (self._shows.add if shown else self._shows.discard)(self._app.url)
            self._fill(self._current.name if self._current else None)

    def current(self) -> Endpoint | None:
        return self._current

    def choose(self, name: str) -> bool:
        """Make the endpoint of that name current. Whether there is one."""
        for index, endpoint in enumerate(self._endpoints):
            if endpoint.name == name:
                self.combo.setCurrentIndex(index)
                return True
        return False

    def show_hidden(self, name: str) -> None:
        """Make one current that the app does not list; those are shown from now on."""
        if self._app is not None:
            self.set_app(self._app, name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.px(240)  # the label above, so that names stay readable
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        line = self.combo.lineEdit()
        if (
            isinstance(event, QFocusEvent)
            and event.gotFocus()
            and event.reason() != Qt.FocusReason.MouseFocusReason  # the pointer puts the caret where it is
            and line is not None
        ):
            line.selectAll()  # what is typed replaces the name
        return super().eventFilter(watched, event)

    def _index_changed(self, index: int) -> None:
        if not 0 <= index < len(self._endpoints):
            return
        endpoint = self._endpoints[index]
        if endpoint is not self._current:
            self._current = endpoint
            self.chosen.emit(endpoint)

    def _settle(self) -> None:
        """What was typed becomes the endpoint it names, or the best match; never a name that does not exist."""
        typed = self.combo.currentText().strip().casefold()
        names = [e.name.casefold() for e in self._endpoints]
        for matches in (lambda n: n == typed, lambda n: n.lstrip("/") == typed, lambda n: typed in n):
            index = next((i for i, name in enumerate(names) if typed and matches(name)), -1)
            if index >= 0:
                self.combo.setCurrentIndex(index)
                break
        if self._current is not None:
            self.combo.setEditText(self._current.name)


class _TwoLines(QStyledItemDelegate):
    """The name, and the description's first line below it in muted."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        lines = 2 if index.data(DESCRIPTION) else 1
        height = 2 * theme.S1 + 4
        height += option.fontMetrics.height()
        if lines == 2:
            height += option.fontMetrics.height()
        return QSize(200, max(height, theme.CONTROL))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = theme.tokens()
        painter.save()
        active = bool(option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver))
        if active:
            painter.fillRect(option.rect, tokens.selection)
        area = option.rect.adjusted(theme.S3, theme.S1, -theme.S3, -theme.S1)
        description = str(index.data(DESCRIPTION) or "")
        name = QRect(area)
        painter.setPen(tokens.text)
        painter.setFont(theme.mono_font())
        if description:
            name.setHeight(area.height() // 2)
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(index.data() or ""))
        if description:
            below = QRect(area.left(), name.bottom(), area.width(), area.bottom() - name.bottom())
            painter.setPen(tokens.text_muted)
            painter.setFont(theme.font("meta"))
            shown = painter.fontMetrics().elidedText(description, Qt.TextElideMode.ElideRight, below.width())
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


def _told(endpoint: Endpoint) -> str:
    """What is said below its name: whether it is listed, its page, the first line of its description."""
    kinds = {"": "", "undocumented": "Undocumented", "private": "Private, called by its number"}
    parts = (kinds[endpoint.visibility], endpoint.page, _first_line(endpoint.description))
    return " · ".join(part for part in parts if part)


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")
