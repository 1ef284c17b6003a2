"""Files of other tools as people have them: what is taken, what is left out, and that no secret stays."""

from __future__ import annotations

import json
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.gradio.model import App, Endpoint, LocalFile, Parameter
from gradioscope.library.exchange import Imported, read
from gradioscope.request.template import names_of

BASE = "https://example.org/app"


@pytest.fixture
def imported(tmp_path: Path):
    """`imported(value or text, name="file.json")` -> what is read of that file."""

    def make(content: Any, name: str = "file.json", known: App | None = None) -> Imported:
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return read(path, (lambda _: known) if known else (lambda _: None))

    return make


def postman(*items: Any, **more: Any) -> dict[str, Any]:
    return {"info": {"name": "Mine", "schema": "v2.1.0"}, "item": list(items), **more}


def post(name: str, url: Any, body: str = '{"data":["Hello"]}', **more: Any) -> dict[str, Any]:
    request = {"method": "POST", "url": url, "body": {"mode": "raw", "raw": body}, **more}
    return {"name": name, "request": request}


def pairs(**values: str) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in values.items()]


class TestPostman:
    def test_a_call_and_what_is_none(self, imported):
        found = imported(
            postman(
                {"name": "In", "item": [post("Greet", f"{BASE}/gradio_api/call/greet")]},
                {"name": "Search", "request": {"method": "GET", "url": {"raw": "https://example.org/search?q=x"}}},
                {"name": "About", "request": f"{BASE}/config"},
            )
        )
        [item] = found.items
        assert (item.name, item.folders) == ("Greet", ("In",))
        assert (item.saved.address, item.saved.endpoint) == (BASE, "/greet")
        assert item.saved.values == {"param_0": "Hello"}
        assert [(left.what, left.why) for left in found.left_out] == [
            ("Search", "It is no call of a Gradio app."),
            ("About", "It belongs to a Gradio app, but calls no endpoint."),
        ]

    def test_variables_of_the_collection_and_of_an_environment(self, imported):
        value = postman(
            post("A", "{{base}}/gradio_api/call/a", '{"data":["{{word}} {{$guid}}", {{count}}, "{{ word }}"]}'),
            variable=[{"key": "base", "value": BASE}, {"key": "word", "value": "x"}, {"key": "off", "disabled": True}],
        )
        found = imported(value)
        [item] = found.items
        assert item.saved.address == "{{base}}"
        assert list(item.saved.values.values()) == ["{{word}} {{$uuid}}", "{{count}}", "{{word}}"]
        assert names_of(item.saved) == ("base", "word", "$uuid", "count")
        assert [variables.variables for variables in found.variables] == [{"base": BASE, "word": "x"}]
        other = imported(
            {"name": "Test", "_postman_variable_scope": "environment",
             "values": [{"key": "base", "value": "http://localhost", "enabled": True},
                        {"key": "api_key", "value": "s3cret", "type": "secret"}]}
        )  # fmt: skip
        [environment] = other.variables
        assert (environment.name, environment.variables) == ("Test", {"base": "http://localhost"})
        assert environment.secret_names == ("api_key",)
        assert "s3cret" not in str(other)
        assert any("api_key" in note for note in other.notes)

    @pytest.mark.parametrize(
        "more",
        [
            {"header": [{"key": "Authorization", "value": "Bearer hf_secret"}]},
            {"auth": {"type": "bearer", "bearer": [{"key": "token", "value": "hf_secret"}]}},
            {"auth": {"type": "apikey", "apikey": pairs(key="X-Key", value="hf_secret")}},
            {"auth": {"type": "basic", "basic": pairs(username="hf_secret", password="x")}},
            {"header": [{"key": "Cookie", "value": "access-token=hf_secret"}]},
        ],
    )  # fmt: skip
    def test_secrets_are_named_and_left_out(self, imported, more):
        found = imported(postman(post("A", f"{BASE}/call/a", **more)))
        assert found.items[0].saved.headers == ()
        assert "hf_secret" not in str(found)
        assert len(found.notes) == 1

    def test_tokens_and_passwords_wherever_they_are(self, imported):
        token = "hf_" + "a" * 34
        url = "https://alice:s3cret@example.org/app/call/a"
        body = json.dumps({"data": [token, {"deep": [token, "x" + token]}, "plain"]})
        variables = [{"key": "hub", "value": token}, {"key": "base", "value": "https://bob:s3cret@example.org"}]
        found = imported(postman(post("A", url, body), post("B", "{{base}}/call/b"), variable=variables))
        first, second = (item.saved for item in found.items)
        assert (first.address, second.address) == (BASE, "{{base}}")
        assert first.values["param_0"] == "{{token}}"
        assert first.values["param_1"]["deep"][0] == "{{token}}"
        assert "s3cret" not in str(found)
        assert set(found.variables[0].secret_names) == {"hub", "base", "token"}
        assert found.variables[0].variables == {}

    def test_a_secret_in_a_variable_is_a_secret_variable(self, imported):
        auth = {"type": "bearer", "bearer": [{"key": "token", "value": "{{my_token}}"}]}
        found = imported(postman({"name": "F", "auth": auth, "item": [post("A", f"{BASE}/call/a")]}))
        assert found.items[0].saved.headers == (("Authorization", "Bearer {{my_token}}"),)
        assert found.variables[0].secret_names == ("my_token",)

    def test_an_upload_goes_into_the_call(self, imported, tmp_path):
        upload = {
            "name": "Upload",
            "event": [{"listen": "test", "script": {"exec": ['pm.environment.set("path", pm.response.json()[0]);']}}],
            "request": {
                "method": "POST",
                "url": f"{BASE}/upload",
                "body": {"mode": "formdata", "formdata": [{"key": "files", "type": "file", "src": "cat.png"}]},
            },
        }
        body = '{"data":[{"path":"{{path}}","meta":{"_type":"gradio.FileData"}}]}'
        found = imported(postman(upload, post("A", f"{BASE}/call/a", body)))
        assert found.items[0].saved.values == {"param_0": LocalFile(str(tmp_path / "cat.png"))}
        assert any("cat.png" in note for note in found.notes)

    def test_names_come_from_an_app_that_is_known(self, imported):
        parameters = (
            Parameter("text", "Text", "textbox", "text", 1),
            Parameter("steps", "Steps", "number", "number", 2, default=3),
            Parameter("key", "Key", "textbox", "text", 3, props={"type": "password"}),
        )
        app = App(BASE, "", "", "6.31.0", (Endpoint("/a", "", parameters, (), 0, 4),))
        found = imported(postman(post("A", f"{BASE}/call/a", '{"data":[null,"Hi",3,"hidden"]}')), known=app)
        [item] = found.items
        assert item.saved.values == {"text": "Hi"}  # the other is at its default
        assert item.saved.made_for is not None
        assert "hidden" not in str(found)

    @pytest.mark.parametrize("body", ["no json", "[1]", '{"data":', '{"data":{}}', ""])
    def test_a_body_that_is_no_call_is_said(self, imported, body):
        found = imported(postman(post("A", f"{BASE}/call/a", body)))
        assert found.items[0].saved.values == {}

    def test_an_endpoint_by_its_number(self, imported):
        body = '{"data":["x"],"fn_index":2,"session_hash":"abc"}'
        found = imported(postman(post("Join", f"{BASE}/queue/join", body)))
        assert found.items == ()
        assert "function number 2" in found.left_out[0].why
        app = App(BASE, "", "", "6.31.0", (Endpoint("/second", "", (), (), 2, 0),))
        found = imported(postman(post("Join", f"{BASE}/queue/join", body)), known=app)
        assert (found.items[0].saved.endpoint, found.items[0].saved.session) == ("/second", "abc")


V4 = {
    "_type": "export", "__export_format": 4, "resources": [
        {"_id": "wrk_1", "_type": "workspace", "name": "Mine", "parentId": None},
        {"_id": "fld_1", "_type": "request_group", "name": "In", "parentId": "wrk_1", "metaSortKey": -2},
        {"_id": "req_2", "_type": "request", "name": "Second", "parentId": "fld_1", "metaSortKey": 2, "method": "POST",
         "url": "{{ _.base }}/call/b", "headers": [{"name": "X-A", "value": "{{ _['word'] }}"}],
         "body": {"mimeType": "application/json", "text": "{\"data\": [\"{{ word }}\", \"{% now %}\"]}"}},
        {"_id": "req_1", "_type": "request", "name": "First", "parentId": "fld_1", "metaSortKey": 1, "method": "POST",
         "url": f"{BASE}/call/a", "body": {"mimeType": "application/json", "text": "{\"data\": []}"}},
        {"_id": "env_1", "_type": "environment", "name": "Base", "parentId": "wrk_1",
         "data": {"base": BASE, "nested": {"word": "x"}}},
        {"_id": "env_2", "_type": "environment", "name": "Staging", "parentId": "env_1", "data": {"base": "http://s"}},
    ],
}  # fmt: skip


def test_insomnia_4(imported):
    found = imported(V4)
    assert [(item.name, item.folders) for item in found.items] == [("First", ("In",)), ("Second", ("In",))]
    second = found.items[1].saved
    assert (second.address, second.headers) == ("{{base}}", (("X-A", "{{word}}"),))
    assert second.values == {"param_0": "{{word}}", "param_1": "{% now %}"}
    assert any("{% now %}" in note for note in found.notes)
    assert {each.name: dict(each.variables) for each in found.variables} == {
        "": {"base": BASE, "nested.word": "x"},
        "Staging": {"base": "http://s"},
    }


def test_insomnia_5_as_it_writes_it(imported):
    found = imported(
        f"""type: collection.insomnia.rest/5.0
name: Mine
meta:
  id: wrk_1
collection:
  - name: In
    meta: {{id: fld_1, sortKey: -1}}
    children:
      - url: "{{{{ _.base }}}}/gradio_api/call/greet"
        name: Greet
        meta: {{id: req_1, sortKey: 1}}
        method: POST
        body:
          mimeType: application/json
          text: |-
            {{
              "data": ["no", 1]
            }}
        authentication: {{type: bearer, token: "{{{{ _.secret_token }}}}"}}
environments:
  name: Base Environment
  data: {{base: {BASE}}}
  subEnvironments:
    - name: Test
      data: {{base: "http://t"}}
""",
        "file.yaml",
    )
    [item] = found.items
    assert (item.folders, item.saved.endpoint, item.saved.values) == (
        ("In",),
        "/greet",
        {"param_0": "no", "param_1": 1},
    )
    assert item.saved.headers == (("Authorization", "Bearer {{secret_token}}"),)
    assert {each.name: each.secret_names for each in found.variables} == {"": ("secret_token",), "Test": ()}


BRU = """meta {
  name: Greet all
  type: http
  seq: 2
}

post {
  url: {{base}}/gradio_api/call/greet
  body: json
  auth: bearer
}

headers {
  X-A: b: c
  ~X-Off: d
}

auth:bearer {
  token: {{process.env.MY_TOKEN}}
}

body:json {
  {
    "data": ["a }", {
      "b": 1
    }]
  }
}

docs {
  # Notes
  }
}
"""


def test_a_folder_of_bruno(tmp_path):
    for name, text in {
        "bruno.json": '{"version": "1", "name": "Mine", "type": "collection"}',
        "In/folder.bru": "meta {\n  name: Inside\n  seq: 1\n}\n",
        "In/greet.bru": BRU,
        "environments/Test.bru": f"vars {{\n  base: {BASE}\n}}\nvars:secret [\n  api_key\n]\n",
        ".git/hidden.bru": BRU,
        "node_modules/x/y.bru": BRU,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "link.bru").symlink_to("/etc/passwd")
    found = read(tmp_path)
    [item] = found.items
    assert (item.name, item.folders) == ("Greet all", ("Inside",))
    assert item.saved.values == {"param_0": "a }", "param_1": {"b": 1}}
    assert item.saved.headers == (("X-A", "b: c"), ("Authorization", "Bearer {{$env.MY_TOKEN}}"))
    assert item.saved.notes == "# Notes\n}"
    assert [(each.name, dict(each.variables), each.secret_names) for each in found.variables] == [
        ("Test", {"base": BASE}, ("api_key",))
    ]


def test_a_folder_of_bruno_in_yaml(tmp_path):
    for name, text in {
        "opencollection.yml": "opencollection: 1.0.0\ninfo:\n  name: My\n",
        "Some_tag/folder.yml": "info:\n  name: Some tag\n  type: folder\n",
        "Some_tag/call.yml": """info:
  name: call
  type: http
  seq: 1
http:
  method: POST
  url: "{{baseUrl}}/gradio_api/call/predict"
  headers:
    - name: X-A
      value: b
  body:
    type: json
    data: |-
      {
        "data": ["it's", 1]
      }
  auth: inherit
""",
        "environments/Environment 1.yml": f"name: Environment 1\nvariables:\n  - name: baseUrl\n    value: {BASE}\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    found = read(tmp_path)
    [item] = found.items
    assert (found.name, item.name, item.folders, item.saved.address) == ("My", "call", ("Some tag",), "{{baseUrl}}")
    assert item.saved.values == {"param_0": "it's", "param_1": 1}
    assert found.variables[0].variables == {"baseUrl": BASE}


def entry(url: str, body: str = "", method: str = "POST", **headers: str) -> dict[str, Any]:
    given = [{"name": name, "value": value} for name, value in headers.items()]
    request: dict[str, Any] = {"method": method, "url": url, "headers": given}
    if body:
        request["postData"] = {"mimeType": "application/json", "text": body}
    return {"request": request, "response": {}}


def test_a_browser_s_archive(imported):
    join = '{"data":["{{no variable}}","{{x}}"],"fn_index":0,"session_hash":"s"}'
    found = imported(
        {
            "log": {
                "creator": {"name": "Firefox"},
                "entries": [
                    entry(f"{BASE}/", method="GET"),
                    entry(f"{BASE}/config", method="GET"),
                    entry(f"{BASE}/call/a", '{"data":["{{x}}"]}', Cookie="a=b", Origin=BASE),
                    entry(f"{BASE}/call/a/123", method="GET"),
                    entry(f"{BASE}/queue/join", join),
                ],
            }
        }
    )
    [item] = found.items
    assert item.saved.values == {"param_0": "\\{{x}}"}  # it was sent like this
    assert item.saved.headers == ()
    assert len(found.left_out) == 3


def test_what_gradio_describes_of_itself(imported):
    described = {
        "openapi": "3.0.2",
        "info": {"title": "Echo"},
        "paths": {
            "/gradio_api/call/v2/greet": {
                "post": {
                    "summary": "greet",
                    "requestBody": {
                        "content": {"application/json": {"schema": {"type": "object"}, "example": {"name": "x"}}}
                    },
                }
            },
            "/other": {"get": {}},
        },
        "servers": [{"url": "https://{host}/app", "variables": {"host": {"default": "example.org"}}}],
    }
    found = imported(described)
    [item] = found.items
    assert (item.saved.address, item.saved.endpoint, item.saved.values) == (BASE, "/greet", {"name": "x"})
    assert len(found.left_out) == 1


@pytest.mark.parametrize("gradio", ["6.31", pytest.param("5.49", marks=pytest.mark.all)])
def test_what_a_real_gradio_describes_of_itself(imported, serve, gradio):
    with urllib.request.urlopen(f"{serve('echo', gradio)}/gradio_api/openapi.json") as answer:
        found = imported(answer.read().decode())
    by_name = {item.name: item.saved for item in found.items}
    assert by_name["echo_text"].endpoint == "/echo_text"
    assert by_name["echo_text"].address == "{{server}}"
    if gradio == "5.49":
        assert by_name["echo_text"].values == {"text": "Hello!!"}
    assert found.variables[0].variables == {"server": ""}
    assert "put the address into the variable server" in found.notes[0]


class TestHostile:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "{}",
            "[]",
            "null",
            "just text",
            '{"info":{},"item":[' * 3,
            '{"info": {"name": "x"}, "item": ' + "[" * 100_000,
            '{"info": {"name": "x"}, "item": ' + '[{"item":' * 300 + "[]" + "}]" * 300 + "}",
            "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)),
            "type: collection.insomnia.rest/5.0\ncollection: &a [*a]\n",
            "type: !!python/object/apply:os.system ['true']\n",
            '{"info":{"name":"\\ud800"},"item":[]}',
            '{"_type":"export","resources":[{"_id":1},null,3]}',
            '{"openapi":"3.1.0","paths":[]}',
            '{"log":{"entries":[null,{"request":[]}]}}',
        ],
    )  # fmt: skip
    def test_it_is_refused_or_empty(self, imported, text):
        for name in ("file.json", "file.yaml"):
            with suppress(GradioscopeError):
                assert imported(text, name).items == ()

    def test_a_circle_of_parents(self, imported):
        value = json.loads(json.dumps(V4))
        value["resources"][1]["parentId"] = "fld_1"
        assert len(imported(value).items) == 2

    def test_no_file_is_opened(self, imported, tmp_path):
        (tmp_path / "secret.txt").write_text("s3cret")
        found = imported(postman(post("A", f"{BASE}/call/a", '{"data":["{% file secret.txt %}", "@secret.txt"]}')))
        assert "s3cret" not in str(found)

    def test_a_file_that_is_none(self, tmp_path):
        with pytest.raises(WrongUse, match="no ordinary file"):
            read(Path("/dev/zero"))
        with pytest.raises(WrongUse, match="cannot be read"):
            read(tmp_path / "missing.json")
        with pytest.raises(WrongUse, match="neither bruno"):
            read(tmp_path)
        (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")
        with pytest.raises(WrongUse, match="UTF-8"):
            read(tmp_path / "binary.json")
