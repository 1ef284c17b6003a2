"""Gradio's own snippets of a case.

Those of Gradio 6 are made by the code that serves them (`gradio_client.snippet`, since 6.7 in `/info`), the case's
values in the place of the examples. Gradio 4 and 5 make them in the page: the template of its CodeSnippet is written
down here, its values by the same function, which is Gradio's own port of the page's. A file is one that the person
names: at the placeholder of bash, as the path that Python takes, at an address for JavaScript, which fetches it.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Mapping
from typing import Any

from gradio_client import snippet
from tests.snippet_proof.cases import SECRETS, Case
from tests.snippet_proof.place import SHELLS, Place

from gradioscope.gradio.model import FILE_DATA, LocalFile, local_files

TARGETS = ("bash in bash", "bash in dash", "bash in zsh", "python", "javascript")
PLACEHOLDER = "/path/to/your/file"


def works(place: Place, target: str, case: Case) -> str:
    """Why the snippet does not do it; empty where the function received the values and the result was shown."""
    language, _, shell = target.partition(" in ")
    if case.endpoint not in place.info:
        return "the page does not show the endpoint"
    try:
        script = generated(place, language, case)
    except (TypeError, ValueError, KeyError) as error:
        return f"not generated: {error!r}"
    place.received()
    if shell:
        ran = place.run(SHELLS[shell], "theirs.sh", script, **SECRETS)
        shown = "event: complete" in ran.output
    elif language == "python":
        ran = place.run([sys.executable], "theirs.py", script, **SECRETS)
        shown = ran.status == 0
    else:
        # Node would go on for the client's heartbeat
        ran = place.run(place.node, "theirs.mjs", script + "\nprocess.exit();\n", **SECRETS)
        shown = ran.status == 0
    received = place.received()
    # a call before whose result was not waited for may come late
    if case.received not in received:
        return f"received {received!r:.300} {ran.errors[-300:]}"
    return "" if shown else f"no result: {ran.errors[-300:]}"


def generated(place: Place, language: str, case: Case) -> str:
    app = place.app(case.login)
    info = copy.deepcopy(place.info[case.endpoint])
    for parameter in info["parameters"]:
        if parameter["parameter_name"] in case.values:
            parameter["parameter_has_default"] = False
            parameter["example_input"] = _named(place, language, case.values[parameter["parameter_name"]])
    if place.gradio.startswith("6"):
        made: dict[str, str] = snippet.generate_code_snippets(
            case.endpoint, info, app.url, api_prefix=f"{app.api_prefix}/"
        )
        text = made[language]
        files = [file for value in case.values.values() for file in local_files(value)]
        return text.replace(PLACEHOLDER, files[0].path) if files else text
    values = ",\n\t".join(
        str(snippet._represent_value(p["example_input"], p["python_type"]["type"], "bash")) for p in info["parameters"]
    )
    call = f"{app.url}{app.api_prefix}/call/{case.endpoint.removeprefix('/')}"
    return (
        f'curl -X POST {call} -s -H "Content-Type: application/json" -d \'{{\n\t"data": [\n\t{values}\n]}}\' \\\n'
        f"\t| awk -F'\"' '{{ print $4}}'  \\\n\t| read EVENT_ID; curl -N {call}/$EVENT_ID"
    )


def _named(place: Place, language: str, value: Any) -> Any:
    """The value as an example of the page has it: a file with an address, which a person of Python makes a path."""
    if isinstance(value, LocalFile):
        address = value.path if language == "python" else place.address_of(value.path)
        return {"path": address, "url": address, "orig_name": value.name, "meta": dict(FILE_DATA)}
    if isinstance(value, Mapping):
        return {key: _named(place, language, item) for key, item in value.items()}
    return [_named(place, language, item) for item in value] if isinstance(value, list | tuple) else value
