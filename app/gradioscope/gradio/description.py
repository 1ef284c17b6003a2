"""`/config` and `/info` -> App. Pure: what was measured of the two answers, and nothing of the network.

The two are read together: `/info` knows names, defaults and types, `/config` the components' props and
where a State stands between the parameters. Where `/info` fails, `/config` alone still makes a form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from gradioscope.gradio.components import input_kind, output_kind
from gradioscope.gradio.examples import examples_of
from gradioscope.gradio.model import App, Endpoint, Json, Parameter, Return

_I18N = "__i18n__"
_NO_LABEL = re.compile(r"parameter_\d+")
# HTML's own elements alone: the errors of Python speak of <class 'int'>, <lambda> and <PIL.Image>
_TAG = re.compile(
    r"<!--.*?-->|</?(?:a|abbr|b|big|blockquote|br|button|center|code|dd|details|div|dl|dt|em|figure|font|footer"
    r"|form|h[1-6]|head|header|hr|html|body|i|iframe|img|input|kbd|label|li|link|main|mark|meta|nav|ol|p|picture|pre|s"
    r"|script|section|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul"
    r"|video|audio|path|g)(?:\s[^<>]*)?/?>",
    re.IGNORECASE | re.DOTALL,
)


def is_config(value: Json) -> bool:
    """Whether an answer to `GET /config` is Gradio's: single-page apps answer 200 to anything."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("version"), str)
        and isinstance(value.get("dependencies"), list)
        and isinstance(value.get("components"), list)
    )


def api_prefix(config: Mapping[str, Json]) -> str:
    """`/gradio_api` since 5.0; Gradio 4 has none and lacks the key."""
    prefix = config.get("api_prefix")
    return prefix.rstrip("/") if isinstance(prefix, str) and prefix.startswith("/") else ""


def plain_text(text: Json) -> str:
    """A text of an app without its HTML tags."""
    return " ".join(_TAG.sub(" ", text).split()) if isinstance(text, str) else ""


def describe_app(url: str, config: Mapping[str, Json], info: Mapping[str, Json] | None) -> App:
    """The app at `url` (which answered `/config`). `info` is None where `/info` failed.

    Where one of the two tells nonsense of an endpoint, the other alone describes it; one that neither tells is
    left out, and named in `left_out`. Raises ValueError where that leaves none.
    """
    components = {
        c["id"]: c for c in config["components"] if isinstance(c, dict) and isinstance(c.get("id"), int | str)
    }
    dependencies = _by_name(config["dependencies"])
    endpoints: list[Endpoint] = []
    hidden: list[Endpoint] = []
    unreadable: list[str] = []
    named = info.get("named_endpoints") if info is not None else None
    if isinstance(named, dict):
        for name, described in named.items():
            found = dependencies.get(name.removeprefix("/"))
            made = _described(name, described, found, components)
            if made is None:
                unreadable.append(name)
            elif _public(described if isinstance(described, dict) else found[1] if found else {}):
                endpoints.append(made)
            else:
                hidden.append(replace(made, visibility="undocumented"))
    else:
        for name, found in dependencies.items():
            if found[1].get("backend_fn") is not False and found[1].get("api_visibility") != "private":
                made = _described(name, None, found, components)
                if made is None:
                    unreadable.append(name)
                elif _public(found[1]):
                    endpoints.append(made)
                else:
                    hidden.append(replace(made, visibility="undocumented"))
    if unreadable and not endpoints:
        raise ValueError(f"{', '.join(unreadable)}: described in no way that is known")
    hidden += _private(config["dependencies"], components)
    page_of = pages_of(config)
    limit = config.get("max_file_size")
    return App(
        url=url,
        api_prefix=api_prefix(config),
        title=str(config.get("title") or "Gradio"),
        version=str(config["version"]),
        endpoints=tuple(replace(e, page=page_of.get(e.fn_index, "")) for e in endpoints),
        hidden=tuple(replace(e, page=page_of.get(e.fn_index, "")) for e in hidden),
        space_id=config.get("space_id") or None,
        app_id=str(config.get("app_id") or ""),
        username=config.get("username") or None,
        max_file_size=limit if isinstance(limit, int) else None,
        show_error=bool(config.get("show_error")),
        connect_heartbeat=bool(config.get("connect_heartbeat")),
        left_out=tuple(name if name.startswith("/") else f"/{name}" for name in unreadable),
    )


_Dependency = tuple[int, Mapping[str, Json]]
_Components = Mapping[int | str, Mapping[str, Json]]


def _by_name(dependencies: Iterable[Json]) -> dict[str, _Dependency]:
    """Dependencies by `api_name`, each with its id (3.x: its place in the list)."""
    found: dict[str, _Dependency] = {}
    for place, dependency in enumerate(dependencies):
        if isinstance(dependency, dict) and isinstance(dependency.get("api_name"), str):
            found.setdefault(dependency["api_name"], (_id(dependency, place), dependency))
    return found


def _id(dependency: Mapping[str, Json], place: int) -> int:
    identifier = dependency.get("id")
    return identifier if isinstance(identifier, int) else place


def _described(name: str, described: Json, found: _Dependency | None, components: _Components) -> Endpoint | None:
    """An endpoint by `/info` and `/config`, by the one that can be read where the other cannot, or None."""
    if isinstance(described, dict) and _readable(described.get("parameters"), described.get("returns")):
        whole = found is not None and _readable(found[1].get("inputs"), found[1].get("outputs"))
        return _endpoint(name, described, found if whole else None, components)
    if found is None or not _readable(found[1].get("inputs"), found[1].get("outputs")):
        return None
    return _from_config(name.removeprefix("/"), found, components)


def _readable(*lists: Json) -> bool:
    return all(value is None or isinstance(value, list) for value in lists)


def _private(dependencies: Iterable[Json], components: _Components) -> list[Endpoint]:
    """Functions of the app that have no name in its API: called by their number, through the queue.

    Not those in JavaScript alone, nor those of a gr.render, which are there only in the session that made them.
    """
    found = []
    for place, dependency in enumerate(dependencies):
        if not isinstance(dependency, dict) or dependency.get("backend_fn") is False:
            continue
        named = isinstance(dependency.get("api_name"), str) and dependency.get("api_visibility") != "private"
        if named or dependency.get("rendered_in") is not None or not _does(dependency):
            continue
        if not _readable(dependency.get("inputs"), dependency.get("outputs")):
            continue
        identifier = _id(dependency, place)
        made = _from_config(f"function {identifier}", (identifier, dependency), components)
        found.append(replace(made, visibility="private"))
    return found


def _does(dependency: Mapping[str, Json]) -> bool:
    """Whether it takes or gives anything: what only cancels or chains does not."""
    return bool(dependency.get("inputs") or dependency.get("outputs"))


def pages_of(config: Mapping[str, Json]) -> dict[int | None, str]:
    """Title of the page by the id of each dependency on it; empty for an app of one page (5 and 6 have several)."""
    titles = page_titles(config)
    pages = config.get("page")
    if len(titles) < 2 or not isinstance(pages, dict):
        return {}
    found: dict[int | None, str] = {}
    for path, page in pages.items():
        ids = page.get("dependencies") if isinstance(page, dict) else None
        for identifier in ids if isinstance(ids, list) else ():
            if isinstance(identifier, int):
                found[identifier] = titles.get(str(path).strip("/"), str(path))
    return found


def page_titles(config: Mapping[str, Json]) -> dict[str, str]:
    """Titles of the app's pages by their path, which is empty for the first."""
    pages = config.get("pages")
    rows = [page for page in pages if isinstance(page, list) and len(page) >= 2] if isinstance(pages, list) else []
    return {str(path).strip("/"): _label(title) or str(path) for path, title, *_ in rows}


def _public(dependency: Mapping[str, Json]) -> bool:
    """Whether the app lists it. For a dependency of `/config` and an endpoint of `/info` alike."""
    return (
        dependency.get("backend_fn") is not False
        and dependency.get("show_api") is not False
        and dependency.get("api_visibility", "public") == "public"
    )


def _slots(ids: Json, components: _Components) -> list[tuple[int, Mapping[str, Json]]]:
    """(position, component) of every id that `/info` lists too: State and buttons are skipped there."""
    found = []
    for position, identifier in enumerate(ids or ()):
        component = components.get(identifier) if isinstance(identifier, int | str) else None
        if component is not None and not component.get("skip_api"):
            found.append((position, component))
    return found


def _endpoint(name: str, described: Mapping[str, Json], found: _Dependency | None, components: _Components) -> Endpoint:
    fn_index, dependency = found if found else (None, {})
    parameters = [p for p in described.get("parameters") or () if isinstance(p, dict)]
    returns = [r for r in described.get("returns") or () if isinstance(r, dict)]
    ins = _matching(_slots(dependency.get("inputs"), components), parameters)
    outs = _matching(_slots(dependency.get("outputs"), components), returns)
    labels = _Unique()
    names = _Unique("_{}")
    return_labels = _Unique()
    made = tuple(_parameter(number, p, ins[number], labels, names) for number, p in enumerate(parameters))
    input_ids = dependency.get("inputs") or ()
    oauth = described.get("oauth_token")
    types = dependency.get("types")
    return Endpoint(
        name=name if name.startswith("/") else "/" + name,
        description=plain_text(described.get("description") or dependency.get("api_description")),
        parameters=made,
        returns=tuple(_return(number, r, outs[number], return_labels) for number, r in enumerate(returns)),
        fn_index=fn_index,
        inputs=max(len(input_ids), len(parameters)),
        generator=isinstance(types, dict) and bool(types.get("generator")),
        has_state=any(isinstance(i, int | str) and components.get(i, {}).get("type") == "state" for i in input_ids),
        oauth_token=oauth if oauth in ("optional", "required") else "",
        examples=examples_of(made, components.values()),
    )


def _matching(
    slots: list[tuple[int, Mapping[str, Json]]], listed: Sequence[Mapping[str, Json]]
) -> list[tuple[int, Mapping[str, Json]]]:
    """Slots for what `/info` lists; its own order alone (gr.api has no components) where the two disagree."""
    return slots if len(slots) == len(listed) else [(number, {}) for number in range(len(listed))]


class _Unique:
    """Names made unique: the second `label` becomes `label 2`."""

    def __init__(self, ending: str = " {}") -> None:
        self._ending = ending
        self._taken: set[str] = set()

    def __call__(self, name: str) -> str:
        number, unique = 1, name
        while unique in self._taken:
            number += 1
            unique = name + self._ending.format(number)
        self._taken.add(unique)
        return unique


def _label(value: Json) -> str:
    """A label as text: null, HTML and the two forms of a translated one (6.x) are met here."""
    if isinstance(value, dict):
        key = value.get("key")
        return key.rpartition(".")[2] if isinstance(key, str) else ""
    if not isinstance(value, str):
        return ""
    if value.startswith(_I18N):
        try:
            return _label(json.loads(value.removeprefix(_I18N)))
        except ValueError:
            return ""
    return plain_text(value) if "<" in value else value.strip()


def _given_label(described: Mapping[str, Json], props: Mapping[str, Json]) -> str:
    """The label that the app gave. Where it gave none, `/info` makes one of the component's id: `parameter_12`."""
    label = _label(described.get("label"))
    own = _label(props.get("label"))
    return own if _NO_LABEL.fullmatch(label) else label or own


def _props(component: Mapping[str, Json]) -> Mapping[str, Json]:
    props = component.get("props")
    return props if isinstance(props, dict) else {}


def _python_type(described: Mapping[str, Json]) -> str:
    python_type = described.get("python_type")
    return str(python_type.get("type") or "") if isinstance(python_type, dict) else ""


def _schema(described: Mapping[str, Json]) -> Mapping[str, Json]:
    schema = described.get("type")
    return schema if isinstance(schema, dict) else {}


def _parameter(
    number: int,
    described: Mapping[str, Json],
    slot: tuple[int, Mapping[str, Json]],
    labels: Callable[[str], str],
    names: Callable[[str], str],
) -> Parameter:
    position, component = slot
    kind_name = str(component.get("type") or described.get("component") or "").lower()
    schema = _schema(described)
    props = _props(component)
    name = names(str(described.get("parameter_name") or f"param_{number}"))
    if "parameter_has_default" in described:
        required = not described["parameter_has_default"]
        default = described.get("parameter_default")
    else:  # 4.20 to 4.22 tell neither
        required, default = "value" not in props, props.get("value")
    kind = input_kind(kind_name, props, schema)
    if kind_name == "api":
        props = _api_props(schema)
    return Parameter(
        name=name,
        label=labels(_given_label(described, props) or name),
        component=kind_name,
        kind=kind,
        position=position,
        required=required,
        default=None if required else default,
        example=described.get("example_input"),
        schema=schema,
        python_type=_python_type(described),
        info=_label(props.get("info")),
        props=props,
        component_id=component.get("id"),
    )


def _api_props(schema: Mapping[str, Json]) -> dict[str, Json]:
    """The props that a component would have, for a gr.api parameter that has only a schema."""
    if isinstance(schema.get("enum"), list):
        return {"choices": [[str(value), value] for value in schema["enum"]]}
    return {"precision": 0} if schema.get("type") == "integer" else {}


def _return(
    number: int, described: Mapping[str, Json], slot: tuple[int, Mapping[str, Json]], labels: Callable[[str], str]
) -> Return:
    position, component = slot
    kind_name = str(component.get("type") or described.get("component") or "").lower()
    props = _props(component)
    return Return(
        label=labels(_label(described.get("label")) or _label(props.get("label")) or f"output {number + 1}"),
        component=kind_name,
        kind=output_kind(kind_name, props, _schema(described)),
        position=position,
        schema=_schema(described),
        python_type=_python_type(described),
        props=props,
    )


def _from_config(name: str, found: _Dependency, components: _Components) -> Endpoint:
    """An endpoint made of `/config` alone, as an `/info` would list it."""
    _, dependency = found

    def listed(ids: Json, given: str) -> list[dict[str, Json]]:
        rows = []
        for number, (_, component) in enumerate(_slots(ids, components)):
            props = _props(component)
            schema = component.get(given) or component.get("api_info")
            rows.append(
                {
                    "label": props.get("label"),
                    "parameter_name": f"param_{number}",
                    "parameter_has_default": "value" in props,
                    "parameter_default": props.get("value"),
                    "type": schema if isinstance(schema, dict) else {},
                    "component": component.get("type"),
                    "example_input": component.get("example_inputs"),
                }
            )
        return rows

    described = {
        "parameters": listed(dependency.get("inputs"), "api_info_as_input"),
        "returns": listed(dependency.get("outputs"), "api_info_as_output"),
        "description": dependency.get("api_description"),
    }
    return _endpoint("/" + name, described, found, components)
