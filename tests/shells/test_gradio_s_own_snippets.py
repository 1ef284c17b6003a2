"""What Gradio 6 writes for its own API page, pasted back: every value but the files' placeholders arrives."""

from __future__ import annotations

import json
import urllib.request

import pytest

from gradioscope.snippets.paste import fill, read


@pytest.mark.parametrize("language", ["python", "javascript", "bash", "cli"])
def test_its_values_are_read(serve, app_at, language):
    url = serve("echo")
    with urllib.request.urlopen(f"{url}/gradio_api/info") as answer:
        endpoints = json.load(answer)["named_endpoints"]
    app = app_at(url)
    for name, endpoint in endpoints.items():
        # the page puts the program in
        text = endpoint["code_snippets"][language].replace("{command}", "gradio")
        pasted = read(text)
        draft, _ = fill(pasted, app)
        assert draft.endpoint.name == name
        assert pasted.address == url
        for parameter in endpoint["parameters"]:
            has_default = parameter["parameter_has_default"]
            given = parameter["parameter_default"] if has_default else parameter["example_input"]
            if isinstance(given, dict | list) and "gradio.FileData" in json.dumps(given):
                continue
            if language == "bash" and "FILE_PATH" in text:
                continue
            found = draft.value(parameter["parameter_name"])
            # it writes `"10"` for a choice that is the number
            assert found == given or (isinstance(given, int) and found == str(given)), text
