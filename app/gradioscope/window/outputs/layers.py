"""Pictures that lie over each other: the masks of an annotated image, the layers of an edited one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from gradioscope.gradio.model import is_file_data
from gradioscope.window import theme
from gradioscope.window.outputs.canvas import Canvas
from gradioscope.window.outputs.decoding import Picture
from gradioscope.window.outputs.file_set import Decoder, FileData, FileSetViewer
from gradioscope.window.parts import FlowLayout

MOST = 40
"""Layers and masks that are fetched and shown."""
_HUES = (10, 200, 130, 50, 275, 330, 170, 90, 235, 300)


class LayeredViewer(FileSetViewer):
    """A canvas, and a row of switches of what lies on it."""

    def make_content(self) -> QWidget:
        self._decoder = Decoder(self)
        self._decoder.decoded.connect(self._decoded)
        self._decoder.refused.connect(self._refused)
        self._pictures: dict[str, Picture] = {}
        self._switches: list[QCheckBox] = []
        self._names: list[str] = []
        content = QWidget(self)
        self.canvas = Canvas(self.ret.label, content)
        self._row = QWidget(content)
        self._flow = FlowLayout(self._row)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, theme.px(theme.S1), 0, 0)
        column.setSpacing(theme.px(theme.S1))
        column.addWidget(self.canvas, 1)
        column.addWidget(self._row)
        return content

    # for each kind to say

    def stack(self, value: Any) -> list[tuple[str, FileData]]:
        """What can be switched, with its name, from the lowest to the highest."""
        raise NotImplementedError

    def base(self, value: Any) -> FileData | None:
        """The picture that all the rest lies on."""
        raise NotImplementedError

    def paint(self, painter: QPainter, number: int, image: QImage, size: QImage) -> None:
        """One of the stack, on a picture as large as `size`."""
        raise NotImplementedError

    # for both

    def files_in(self, value: Any) -> list[FileData]:
        base = self.base(value)
        return [*([base] if base else []), *(file for _, file in self.stack(value)[:MOST])]

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        self._decoder.clear()
        stack = self.stack(value)
        names = [name for name, _ in stack[:MOST]]
        if names != self._names:
            self._make_switches(names)
        self._note(f"The first {MOST} of {len(stack)} are shown." if len(stack) > MOST else "")
        self._pictures = {path: p for path, p in self._pictures.items() if path in self._paths}
        for file in self.files_in(value):
            self.want(file)
        self._compose()

    def arrived(self, file: FileData, path: Path) -> None:
        if str(file["path"]) not in self._pictures:
            self._decoder.add(path)

    def _make_switches(self, names: list[str]) -> None:
        for switch in self._switches:
            self._flow.removeWidget(switch)
            switch.hide()
            switch.deleteLater()
        self._names, self._switches = names, []
        for number, name in enumerate(names):
            # & would mark a shortcut
            switch = QCheckBox((name[:60] or "without a label").replace("&", "&&"), self._row)
            switch.setChecked(self.begins_on(number))
            switch.toggled.connect(self._compose)
            self.dress(switch, number)
            self._flow.addWidget(switch)
            self._switches.append(switch)
        self._row.setVisible(bool(names))

    def begins_on(self, number: int) -> bool:
        del number
        return True

    def dress(self, switch: QCheckBox, number: int) -> None:
        """Room for a kind to mark its switches."""

    def _decoded(self, path: Path, picture: Picture) -> None:
        for key, here in self._paths.items():
            if here == path:
                self._pictures[key] = picture
        self._compose()

    def _refused(self, path: Path, why: str) -> None:
        self._note(f"{path.name}: {why}", "warning")

    def _compose(self) -> None:
        """The base and what is switched on, as one picture."""
        if not self._fits and not self.accepts(self.shown):
            return
        base = self.base(self.shown)
        below = self._pictures.get(str(base["path"])) if base else None
        lying = [
            (number, self._pictures[str(file["path"])])
            for number, (_, file) in enumerate(self.stack(self.shown)[:MOST])
            if number < len(self._switches)
            and self._switches[number].isChecked()
            and str(file["path"]) in self._pictures
        ]
        lowest = below or (lying[0][1] if lying else None)
        if lowest is None:
            self.canvas.show_picture(None)
            return
        image = QImage(lowest.levels[-1].size(), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if below is not None:
                painter.drawImage(0, 0, below.levels[-1])
            for number, picture in lying:
                self.paint(painter, number, picture.levels[-1], image)
        self.canvas.show_picture(Picture((image,), lowest.size, lowest.format))


class AnnotatedImageViewer(LayeredViewer):
    """Each mask in a colour of its own over the picture, with its label as its switch."""

    def accepts(self, value: Any) -> bool:
        return (
            isinstance(value, dict)
            and is_file_data(value.get("image"))
            and isinstance(value.get("annotations"), list)
            and all(isinstance(item, dict) and is_file_data(item.get("image")) for item in value["annotations"])
        )

    def base(self, value: Any) -> FileData | None:
        found: FileData = value["image"]
        return found

    def stack(self, value: Any) -> list[tuple[str, FileData]]:
        return [(str(item.get("label") or ""), item["image"]) for item in value["annotations"]]

    def dress(self, switch: QCheckBox, number: int) -> None:
        swatch = QImage(12, 12, QImage.Format.Format_RGB32)
        swatch.fill(_colour(number))
        switch.setIcon(QIcon(QPixmap.fromImage(swatch)))

    def paint(self, painter: QPainter, number: int, image: QImage, size: QImage) -> None:
        colour = _colour(number)
        tint = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
        tint.fill(colour)
        with QPainter(tint) as over:
            # gradio's masks are the coloured area on transparent ground
            over.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
            over.drawImage(0, 0, image)
        painter.setOpacity(0.55)
        painter.drawImage(size.rect(), tint)
        painter.setOpacity(1)


def _colour(number: int) -> QColor:
    return QColor.fromHsv(_HUES[number % len(_HUES)], 200, 230)


class ImageEditorViewer(LayeredViewer):
    """The composite in front; background and layers to be switched on and off."""

    def accepts(self, value: Any) -> bool:
        if not isinstance(value, dict) or not isinstance(value.get("layers"), list):
            return False
        parts = [value.get("background"), value.get("composite"), *value["layers"]]
        return all(part is None or is_file_data(part) for part in parts) and any(parts)

    def base(self, value: Any) -> FileData | None:
        del value
        return None

    def stack(self, value: Any) -> list[tuple[str, FileData]]:
        found = [("Background", value.get("background"))]
        found += [(f"Layer {number}", layer) for number, layer in enumerate(value["layers"], 1)]
        found.append(("Composite", value.get("composite")))
        return [(name, file) for name, file in found if file is not None]

    def files_in(self, value: Any) -> list[FileData]:
        # what is opened and saved first is what it all makes together
        return list(reversed([file for _, file in self.stack(value)[:MOST]]))

    def begins_on(self, number: int) -> bool:
        return self._names[number] == "Composite" or "Composite" not in self._names

    def paint(self, painter: QPainter, number: int, image: QImage, size: QImage) -> None:
        del number
        painter.drawImage(size.rect(), image)
