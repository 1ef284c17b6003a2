"""A picture with layers: chosen, or drawn upon with a brush."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json, LocalFile
from gradioscope.request.fields import ImageEditorField
from gradioscope.request.file_types import local_problem
from gradioscope.window import theme
from gradioscope.window.inputs import scratch
from gradioscope.window.inputs.brush import HIGHEST, BrushCanvas, Stroke, layer
from gradioscope.window.inputs.composite import CompositeInput, part_field, part_input
from gradioscope.window.inputs.image import MOST_MEMORY, Look, look_at
from gradioscope.window.parts import Button, IconButton, Label
from gradioscope.window.parts.background import Background

COLOURS = {
    "red": "#cc3232",
    "green": "#2a9d4a",
    "blue": "#2f5fd0",
    "black": "#000000",
    "white": "#ffffff",
    "eraser": "",
}


class ImageEditorInput(CompositeInput):
    """Background, layers, and the picture they make together.

    What is drawn becomes one more layer, and a composite, each a PNG in the session's folder; both are written in a
    thread when a stroke ends. Without a stroke the composite is left to the app, as gradio_client leaves it.
    """

    def __init__(self, field: ImageEditorField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._editor = field
        self._drawn: str | None = None
        self._composite: Json = None
        self._shown = ""
        self._background = self.add_part(part_input(part_field(field, "image", f"Background of {field.label}"), self))
        self._layers = self.add_part(
            part_input(part_field(field, "files", f"Layers of {field.label}", [], {"file_types": ["image"]}), self)
        )
        self._background.changed.connect(self._look)
        self._looking = Background(self)
        self._looking.done.connect(self._looked)
        self._writing = Background(self)
        self._writing.done.connect(self._written)
        self._draw = Button("Draw on it", "quiet", "edit", self, compact=True)
        self._draw.setCheckable(True)
        self._draw.toggled.connect(self._show_canvas)
        self._canvas_page: QWidget | None = None
        self._canvas: BrushCanvas | None = None
        self.column.addWidget(self._background)
        self.column.addWidget(self._draw, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(Label("Layers", "meta", "muted", self))
        self.column.addWidget(self._layers)
        self.setFocusProxy(self._background)
        self.start()

    def show_value(self, value: Json) -> None:
        given = value if isinstance(value, dict) else {}
        self._drawn = None
        self._composite = given.get("composite")
        self._background.load(given.get("background"))
        layers = given.get("layers")
        self._layers.load(list(layers) if isinstance(layers, list) else [])
        self._look()

    def read(self) -> Json:
        layers = list(self._layers.value() or ())
        if self._drawn is not None:
            layers.append(LocalFile(self._drawn))
        return self._editor.value_of(self._background.value(), layers, self._composite)

    def blank(self) -> bool:
        return bool(self.read() == self._editor.empty)

    # drawing

    def _look(self) -> None:
        """Another background: what was drawn was drawn on the one before."""
        file = self._background.value()
        path = file.path if isinstance(file, LocalFile) else ""
        self._draw.setVisible(bool(path))
        if path == self._shown:
            return
        if self._shown and not self._showing:
            self._drawn = self._composite = None
        self._shown = path
        self._draw.setChecked(False)

    def _show_canvas(self, shown: bool) -> None:
        if shown and self._canvas_page is None:
            self._make_canvas()
        if self._canvas_page is not None:
            self._canvas_page.setVisible(shown)
        if shown and self._shown and local_problem(LocalFile(self._shown)) is None:
            bound = QSize(round(theme.px(620) * self.devicePixelRatioF()), round(theme.px(HIGHEST) * 2))
            path = self._shown
            self._looking.start(lambda: look_at(path, bound))

    def _make_canvas(self) -> None:
        self._canvas_page = page = QWidget(self)
        self._canvas = canvas = BrushCanvas(f"Drawing on {self.field.label}", page)
        canvas.strokesChanged.connect(self._write)
        tools = QHBoxLayout()
        tools.setSpacing(theme.px(theme.S1))
        self._colours: list[Button] = []
        for name, colour in COLOURS.items():
            button = Button(name.capitalize(), "secondary", None, page, compact=True)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setChecked(colour == canvas.colour)
            button.setProperty("colour", colour)
            button.toggled.connect(self._choose_colour)
            self._colours.append(button)
            tools.addWidget(button)
        self._width = QSlider(Qt.Orientation.Horizontal, page)
        self._width.setRange(2, 150)
        self._width.setValue(20)
        self._width.setFixedWidth(theme.px(90))
        self._width.setAccessibleName(f"Width of the brush for {self.field.label}")
        self._width.setToolTip("Width of the brush")
        self._width.valueChanged.connect(self._choose_width)
        tools.addStretch(1)
        tools.addWidget(self._width)
        for icon, word, slot in (("undo", "Take the last stroke back", canvas.undo), ("trash", "Clear", canvas.clear)):
            tool = IconButton(icon, word, page)
            tool.clicked.connect(slot)
            tools.addWidget(tool)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.S2))
        column.addLayout(tools)
        column.addWidget(canvas)
        self.column.insertWidget(self.column.indexOf(self._draw) + 1, page)

    def _choose_colour(self, chosen: bool) -> None:
        if chosen and self._canvas is not None:
            self._canvas.colour = next(str(b.property("colour")) for b in self._colours if b.isChecked())

    def _choose_width(self, value: int) -> None:
        if self._canvas is not None:
            self._canvas.thickness = value / 1000

    def _looked(self, look: Look | str) -> None:
        if self._canvas is None:
            return
        if isinstance(look, Look):
            self._canvas.show_picture(look.picture, look.size)
        else:
            self._draw.setChecked(False)
            self.set_error(f"It cannot be drawn upon: {look}.")

    def _write(self) -> None:
        """Layer and composite of the strokes as they are now."""
        assert self._canvas is not None
        strokes, size = self._canvas.strokes, self._canvas.picture_size
        if not strokes:
            self._writing.forget()
            self._drawn = self._composite = None
            self.edited()
        elif size.width() * size.height() * 8 > MOST_MEMORY * 1024 * 1024:
            self.set_error("The picture is too large to be drawn upon here.")
        else:
            background = self._shown
            self._writing.start(lambda: write_layers(background, size, strokes))

    def _written(self, files: tuple[str, str] | None) -> None:
        if files is None:
            self.set_error("What was drawn could not be saved to this computer.")
            return
        self._drawn, composite = files
        self._composite = LocalFile(composite)
        self.edited()


def write_layers(background: str, size: QSize, strokes: tuple[Stroke, ...]) -> tuple[str, str] | None:
    """Paths of the new layer and of the composite, as PNG; None where they cannot be written. Runs in a thread."""
    drawn = layer(size, strokes)
    whole = QImage(background).convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    if whole.isNull():
        return None
    with QPainter(whole) as painter:
        painter.drawImage(0, 0, drawn)
    paths = str(scratch.new_file("layer", ".png")), str(scratch.new_file("composite", ".png"))
    saved = [image.save(path, "PNG", 60) for image, path in zip((drawn, whole), paths, strict=True)]  # type: ignore[call-overload]
    return paths if all(saved) else None
