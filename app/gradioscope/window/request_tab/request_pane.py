"""The question's side of a tab: which endpoint, what it does, the form, and how it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.gradio.model import App, Endpoint, Example, Json
from gradioscope.request.positional import by_name
from gradioscope.request.resolving import own
from gradioscope.window import theme
from gradioscope.window.parts import Hairline, Label
from gradioscope.window.request_tab.details.sections import Sections
from gradioscope.window.request_tab.endpoint_picker import EndpointPicker
from gradioscope.window.request_tab.example_strip import ExampleStrip
from gradioscope.window.request_tab.form import Form
from gradioscope.window.request_tab.panels import FORM
from gradioscope.window.request_tab.run_row import RunButton, RunOptions
from gradioscope.window.request_tab.token_line import TokenLine


class RequestPane(QWidget):
    """Signals: `endpointChosen(Endpoint)`, `edited(None)` when anything of the request changed."""

    endpointChosen = Signal(object)
    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picker = EndpointPicker()
        self.run_button = RunButton()
        self.description = Label(tone="muted", wrap=True, selectable=True)
        self.token = TokenLine()
        self.examples = ExampleStrip()
        self.form = Form()
        self.options = RunOptions()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S2)
        top.setSpacing(theme.S2)
        top.addWidget(self.picker, 1)
        top.addWidget(self.run_button)
        column.addLayout(top)
        described = QHBoxLayout()
        described.setContentsMargins(theme.S4, 0, theme.S4, theme.S2)
        described.addWidget(self.description)
        column.addLayout(described)
        column.addWidget(self.token)
        form = QWidget()
        form_column = QVBoxLayout(form)
        form_column.setContentsMargins(0, 0, 0, 0)
        form_column.setSpacing(0)
        form_column.addWidget(self.examples)
        form_column.addWidget(self.form, 1)
        self.sections = Sections(form)
        column.addWidget(self.sections, 1)
        column.addWidget(Hairline())
        column.addWidget(self.options)
        self._values: dict[str, Mapping[str, Json]] = {}
        self._unplaced: dict[str, dict[str, Json]] = {}
        self._endpoint: Endpoint | None = None
        self.written: Callable[[str], Mapping[str, Json]] = lambda _: {}
        """The values that the request's file has for an endpoint: the person's own, also where they are defaults."""
        self.picker.chosen.connect(self._switch)
        self.examples.chosen.connect(self._fill)
        self.form.changed.connect(self._edited)
        self.options.changed.connect(self._options_changed)
        self.form.wanted.connect(lambda _: self.sections.show_sheet(FORM))
        self.sections.sessionChanged.connect(self.options.set_saved_session)
        self.sections.streamChanged.connect(self.options.set_stream)

    def set_app(self, app: App, wanted: str | None = None) -> None:
        """Show an app's endpoints; the one of that name (or the one shown, or the first) with its values."""
        if self._endpoint is not None:
            # what stood at a default follows the app's, which may be another one by now
            values = self.form.values()
            written = {name: values[name] for name in self.written(self._endpoint.name) if name in values}
            self._values[self._endpoint.name] = {**own(self._endpoint, values), **written}
            wanted = wanted or self._endpoint.name
            self._endpoint = None
        self.picker.set_app(app, wanted)

    def endpoint(self) -> Endpoint | None:
        return self._endpoint

    def values(self) -> Mapping[str, Json]:
        return self.form.values()

    def unplaced(self) -> Mapping[str, Json]:
        """Values that were given for parameters which the endpoint does not have, so that none is lost."""
        return self._unplaced.get(self._endpoint.name, {}) if self._endpoint is not None else {}

    def all_values(self) -> dict[str, Mapping[str, Json]]:
        """The values of each endpoint that was filled in, by its name."""
        if self._endpoint is not None:
            self._values[self._endpoint.name] = self.form.values()
        return dict(self._values)

    def load_all(self, values: Mapping[str, Mapping[str, Json]]) -> None:
        self._values = dict(values)
        self._unplaced = {}
        if self._endpoint is not None and self._endpoint.name in self._values:
            self.form.load(by_name(self._endpoint, self._values[self._endpoint.name]))

    def show_endpoint(self, name: str) -> None:
        """Make an endpoint of the app current, be it one that the app does not list."""
        if not self.picker.choose(name):
            self.picker.show_hidden(name)

    def put(self, name: str, values: Mapping[str, Json]) -> None:
        """Show these values of an endpoint and no others; those for which it has no parameter are kept apart."""
        self._values[name] = dict(values)
        self._unplaced.pop(name, None)
        if self._endpoint is None or self._endpoint.name != name:
            self.show_endpoint(name)
            return
        self._unplaced[name] = {each: values[each] for each in values if self._endpoint.parameter(each) is None}
        self.form.load(values)

    def _switch(self, endpoint: Endpoint) -> None:
        if self._endpoint is not None:
            self._values[self._endpoint.name] = self.form.values()
        self._endpoint = endpoint
        self.description.setText(endpoint.description)
        self.description.setVisible(bool(endpoint.description))
        self.token.set_endpoint(endpoint)
        self.examples.set_endpoint(endpoint)
        self.form.set_endpoint(endpoint)
        if endpoint.name in self._values:
            given = by_name(endpoint, self._values[endpoint.name])
            unplaced = {name: value for name, value in given.items() if endpoint.parameter(name) is None}
            self._unplaced[endpoint.name] = {**self._unplaced.get(endpoint.name, {}), **unplaced}
            self.form.load(given)
        self.endpointChosen.emit(endpoint)

    def _fill(self, example: Example) -> None:
        self.form.fill(example.values)

    def undo(self) -> None:
        """The last change of what is in front: the form, or the settings beside it."""
        (self.form if self.sections.sheet == FORM else self.sections).undo()

    def redo(self) -> None:
        (self.form if self.sections.sheet == FORM else self.sections).redo()

    def _options_changed(self, *_: object) -> None:
        self.sections.set_run(self.options.saved_session, self.options.stream_name)
        self._edited()

    def _edited(self, *_: object) -> None:
        self.edited.emit(None)
