"""Dialogues, labels and parameters as rows; text with classes as text."""

from __future__ import annotations

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields import DialogueField, HighlightedTextField, LabelField, ParametersField
from gradioscope.request.fields.annotated import (
    Described,
    Span,
    colours_of,
    confidences_of,
    described,
    described_value,
    label_value,
    spans_after,
    spans_of,
    spans_value,
    with_span,
)
from gradioscope.request.fields.dialogue import (
    Line,
    dialogue_from,
    dialogue_lines,
    dialogue_text,
    dialogue_value,
)
from gradioscope.window import theme
from gradioscope.window.inputs.base import Input
from gradioscope.window.inputs.line import Growing
from gradioscope.window.inputs.line import Line as TextLine
from gradioscope.window.inputs.row_table import RowTable
from gradioscope.window.parts import Button, Label


class DialogueInput(Input):
    """Lines with their speakers, or one text; a switch turns the one into the other."""

    def __init__(self, field: DialogueField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._dialogue = field
        self._as_text = isinstance(field.empty, str)
        self.rows = RowTable(f"Lines of {field.label}", ("Speaker", "Text"), 1, self)
        self.rows.changed.connect(self.edited)
        self.rows.add_button.clicked.disconnect()
        self.rows.add_button.clicked.connect(self._add)
        self.text = Growing(3, 16, self)
        self.text.setAccessibleName(field.label)
        self.text.setPlaceholderText("[Speaker] text")
        self.text.textChanged.connect(self.edited)
        self._switch = Button("", "quiet", None, self, compact=True, flush=True)
        self._switch.clicked.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.S1))
        for widget in (self.rows, self.text, self._switch):
            column.addWidget(widget)
        self.start()

    def focus_target(self) -> QWidget:
        return self.text if self._as_text else self.rows.table

    def show_value(self, value: Json) -> None:
        lines = dialogue_lines(value)
        self._as_text = lines is None if value else isinstance(self._dialogue.empty, str)
        self.rows.show_rows([(line.speaker, line.text) for line in lines or ()])
        self.text.setPlainText(value if isinstance(value, str) else "")
        self._choose()

    def read(self) -> Json:
        return self.text.text() if self._as_text else dialogue_value(self._lines())

    def blank(self) -> bool:
        return not self.read()

    def _lines(self) -> list[Line]:
        return [Line(speaker, text) for speaker, text in self.rows.rows()]

    def _add(self) -> None:
        rows = self.rows.rows()
        known = self._dialogue.speakers or ("Speaker 1", "Speaker 2")
        last = rows[-1][0] if rows else ""
        speaker = known[(known.index(last) + 1) % len(known)] if last in known else known[0]
        self.rows.put(rows, (speaker, ""))

    def _turn(self) -> None:
        if self._as_text:
            lines = dialogue_from(self.text.text())
            if lines is None and self.text.text():
                lines = (Line((self._dialogue.speakers or ("Speaker 1",))[0], self.text.text()),)
            self.rows.show_rows([(line.speaker, line.text) for line in lines or ()])
        else:
            self.text.setPlainText(dialogue_text(self._lines()))
        self._as_text = not self._as_text
        self._choose()
        self.edited()

    def _choose(self) -> None:
        self.rows.setVisible(not self._as_text)
        self.text.setVisible(self._as_text)
        self._switch.setText("Write as lines" if self._as_text else "Write as text")


class LabelInput(Input):
    """The label, and each class with its confidence."""

    def __init__(self, field: LabelField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.label = TextLine(self)
        self.label.setPlaceholderText("The surest of those below")
        self.label.textChanged.connect(self.edited)
        self.rows = RowTable(f"Confidences of {field.label}", ("Label", "Confidence"), 0, self)
        self.rows.changed.connect(self.edited)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.S1))
        column.addWidget(self.label)
        column.addWidget(self.rows)
        self.setFocusProxy(self.label)
        self.start()

    def focus_target(self) -> QWidget:
        return self.label

    def show_value(self, value: Json) -> None:
        label = value.get("label") if isinstance(value, dict) else None
        self.label.setText("" if label is None else str(label))
        self.rows.show_rows([(name, "" if sure is None else f"{sure}") for name, sure in confidences_of(value)])

    def read(self) -> Json:
        pairs = [(name, _number(sure)) for name, sure in self.rows.rows() if name or sure]
        return label_value(self.label.text(), pairs)

    def problem(self) -> str | None:
        for number, (name, sure) in enumerate(self.rows.rows() if self._edited else (), 1):
            if sure.strip() and _number(sure) is None:
                return f"Confidence {number} (“{name}”) is no number."
        return super().problem()

    def blank(self) -> bool:
        return not self.read()


class ParametersInput(Input):
    """Parameters, a row each."""

    def __init__(self, field: ParametersField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.rows = RowTable(field.label, ("Name", "Type", "Default", "Description"), 3, self)
        self.rows.changed.connect(self.edited)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows)
        self.start()

    def focus_target(self) -> QWidget:
        return self.rows.table

    def show_value(self, value: Json) -> None:
        rows = described(value) or ()
        self.rows.show_rows([(row.name, row.type, row.default or "", row.description) for row in rows])

    def read(self) -> Json:
        rows = [Described(name, kind, text, default or None) for name, kind, default, text in self.rows.rows()]
        return described_value(rows, self._loaded)

    def problem(self) -> str | None:
        names = [row[0] for row in self.rows.rows()] if self._edited else []
        if "" in names:
            return f"Row {names.index('') + 1} has no name."
        twice = next((name for name in names if names.count(name) > 1), None) if len(names) < 1000 else None
        return f"“{twice}” is there twice." if twice else super().problem()

    def blank(self) -> bool:
        return not self.rows.rows()


class HighlightedTextInput(Input):
    """A text; a class is given to what is selected in it."""

    def __init__(self, field: HighlightedTextField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._spans: tuple[Span, ...] = ()
        self._before = ""
        self._colours = dict(colours_of(field.parameter.props))
        self.text = Growing(3, 16, self)
        self.text.textChanged.connect(self._typed)
        self.kind = TextLine(self)
        self.kind.setPlaceholderText(", ".join(field.categories[:4]) or "Class, or a number from -1 to 1")
        self.kind.setAccessibleName(f"Class for the selection of {field.label}")
        if field.categories:
            self.kind.setText(field.categories[0])
        mark = Button("Mark selection", "secondary", None, self, compact=True)
        mark.clicked.connect(self.mark)
        clear = Button("Unmark", "quiet", None, self, compact=True)
        clear.clicked.connect(self.unmark)
        self._told = Label("", "meta", "muted", self, wrap=True)
        bar = QHBoxLayout()
        bar.setSpacing(theme.px(theme.S1))
        bar.addWidget(self.kind, 1)
        bar.addWidget(mark)
        bar.addWidget(clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.S1))
        column.addWidget(self.text)
        column.addLayout(bar)
        column.addWidget(self._told)
        self.setFocusProxy(self.text)
        self.start()

    def focus_target(self) -> QWidget:
        return self.text

    def show_value(self, value: Json) -> None:
        text, spans = spans_of(value) or ("", ())
        self.text.setPlainText(text)
        self._before = text
        self._spans = spans
        self._paint()

    def read(self) -> Json:
        return spans_value(self.text.text(), self._spans)

    def blank(self) -> bool:
        return not self.text.text()

    def mark(self) -> None:
        """Gives the selection the class that is written."""
        written = self.kind.text().strip()
        if written:
            number = _number(written)
            self._mark(written if number is None else number)

    def unmark(self) -> None:
        self._mark(None)

    def _mark(self, marked: str | float | None) -> None:
        text = self.text.text()
        start, end = (_letters(text, place) for place in self.text.span())
        if start == end:
            return
        self._spans = with_span(self._spans, start, end, marked)
        self._paint()
        self.edited()

    def _typed(self) -> None:
        if not self._showing:
            text = self.text.text()
            at, removed, added = _difference(self._before, text)
            self._spans = spans_after(self._spans, at, removed, added)
            self._before = text
            self._paint()
            self.edited()

    def _paint(self) -> None:
        t = theme.tokens()
        text = self.text.text()
        palette = [t.info, t.success, t.warning, t.danger, t.accent_text]
        classes = list(dict.fromkeys(str(span.marked) for span in self._spans))
        selections = []
        for span in self._spans[:1000]:
            cursor = QTextCursor(self.text.document())
            cursor.setPosition(_units(text, span.start))
            cursor.setPosition(_units(text, span.end), QTextCursor.MoveMode.KeepAnchor)
            selection = QTextEdit.ExtraSelection()
            format = QTextCharFormat()
            given = QColor(self._colours.get(str(span.marked), ""))
            colour = given if given.isValid() else palette[classes.index(str(span.marked)) % 5]
            format.setBackground(theme.mix(colour, t.field, 0.22))
            selection.format, selection.cursor = format, cursor
            selections.append(selection)
        self.text.setExtraSelections(selections)
        said = [f"{text[span.start : span.end][:30]}: {span.marked}" for span in self._spans[:20]]
        self._told.setText(" · ".join(said))
        self._told.setVisible(bool(said))


def _number(text: str) -> float | None:
    """A number as JSON has it, or None."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if abs(found) < 1e300 else None


def _difference(old: str, new: str) -> tuple[int, int, int]:
    """Where two texts begin to differ, and how many letters were taken out and put in there."""
    least = min(len(old), len(new))
    start = 0 if old[:1] != new[:1] else next((at for at in range(least) if old[at] != new[at]), least)
    end = 0
    while end < least - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, len(old) - start - end, len(new) - start - end


def _units(text: str, letters: int) -> int:
    """Qt's position of a letter: it counts UTF-16 units, an emoji as two."""
    return len(text[:letters].encode("utf-16-le", "surrogatepass")) // 2


def _letters(text: str, units: int) -> int:
    """The letter at one of Qt's positions."""
    return len(text.encode("utf-16-le", "surrogatepass")[: units * 2].decode("utf-16-le", "surrogatepass"))
