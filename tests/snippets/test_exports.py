"""A request as a file of another tool: what is in it. Their own runners run it by hand, as docs/snippets.md says."""

from __future__ import annotations

import json

import pytest

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import LocalFile
from gradioscope.request.draft import Access
from gradioscope.snippets.exports import EXPORTS, Entry, export, suffix
from gradioscope.snippets.exports.bruno import folder

TRICKY = "it's {{app}} {{{x}}} {% tag %} {# note #} ${x} é\n"


@pytest.mark.parametrize("form", EXPORTS)
def test_every_format_is_json_and_has_the_values(make, form):
    text = export(form, make({"text": "Hello", "list": [1, None, {"a": "b"}]}))
    assert json.loads(text)
    assert "Hello" in text
    assert EXPORTS[form]
    assert suffix(form).startswith(".")


@pytest.mark.parametrize("form", EXPORTS)
def test_no_secret_is_in_it(make, form):
    access = Access("alice", True, (("X-Api-Key", "never shown"),))
    text = export(
        form, make({"code": "never shown"}, kinds={"code": "text"}, props={"type": "password"}, access=access)
    )
    assert "never shown" not in text


def test_an_unknown_format_is_named(make):
    with pytest.raises(WrongUse, match="no export 'wget'"):
        export("wget", make({}))


@pytest.mark.parametrize("form", ["postman", "bruno", "insomnia"])
def test_braces_of_a_value_are_no_variables(make, form):
    text = export(form, make({"text": TRICKY}))
    [body] = [found for found in strings(json.loads(text)) if found.startswith('{"data": ')]
    assert [opening for opening in ("{{", "{%", "{#") if opening in body] == []
    assert json.loads(body) == {"data": [TRICKY]}


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def test_a_header_with_braces_is_refused(make):
    with pytest.raises(WrongUse, match="cannot be exported"):
        export("postman", make({}, access=Access(headers=(("X-Plain", "{{app}}"),))))


class TestPostman:
    def test_two_requests_in_a_row(self, make):
        found = json.loads(export("postman", make({"text": "Hello"}, access=Access(token=True))))
        post, get = found["item"]
        assert post["request"]["url"] == "{{app}}/gradio_api/call/predict"
        assert post["request"]["body"]["raw"] == '{"data": ["Hello"]}'
        assert {"key": "Authorization", "value": "Bearer {{HF_TOKEN}}"} in post["request"]["header"]
        assert 'set("event_id", answer.event_id)' in post["event"][0]["script"]["exec"][1]
        assert get["request"]["url"] == "{{app}}/gradio_api/call/predict/{{event_id}}"
        assert [variable["key"] for variable in found["variable"]] == ["app", "HF_TOKEN"]

    def test_files_and_login_come_first(self, make):
        found = json.loads(export("postman", make({"file": LocalFile("a b.txt")}, access=Access("alice"))))
        login, upload, post, _ = found["item"]
        assert login["request"]["url"] == "{{app}}/login"
        assert upload["request"]["body"]["formdata"] == [{"key": "files", "type": "file", "src": "a b.txt"}]
        assert '"path": "{{file_1}}"' in post["request"]["body"]["raw"]

    def test_a_session_of_its_own_is_made_at_each_run(self, make):
        found = json.loads(export("postman", make({"text": "x"}, name="/a/b")))
        post, get = found["item"]
        assert post["event"][0]["listen"] == "prerequest"
        assert get["request"]["url"] == "{{app}}/gradio_api/queue/data?session_hash={{session}}"


def test_bruno_s_folder(make):
    files = folder([Entry(make({"text": "Hello"}, access=Access(token=True)))])
    assert list(files) == ["bruno.json", "collection.bru", "1 Call.bru", "2 Result.bru"]
    assert "  HF_TOKEN: {{process.env.HF_TOKEN}}\n" in files["collection.bru"]
    assert 'body:json {\n  {"data": ["Hello"]}\n}\n' in files["1 Call.bru"]
    assert "url: {{app}}/gradio_api/call/predict/{{event_id}}\n" in files["2 Result.bru"]


def test_names_of_bruno_s_folders_stay_inside_and_apart(make):
    names = ["../../up", "One", "one", "", "a/b", "C:\\x", ".hidden", "x\nmeta {"]
    files = folder([Entry(make({"text": "x"}), name, ("..",)) for name in names])
    places = [path.rpartition("/")[0] for path in files if path.endswith("1 Call.bru")]
    assert len({place.casefold() for place in places}) == len(names)
    assert all(part.strip(".") for path in files for part in path.split("/"))
    assert all("\\" not in path and ":" not in path and "\n" not in path for path in files)
    assert "meta {\n  name: x meta {\n" in files[next(path for path in files if "x meta" in path)]


def test_insomnia_s_ids_stay_the_same(make):
    first, second = (json.loads(export("insomnia", make({"text": text}))) for text in "ab")
    assert first["meta"] == second["meta"]
    assert first["type"] == "collection.insomnia.rest/5.0"
    assert first["collection"][1]["url"] == "{{ _.app }}/gradio_api/call/predict/{{ _.event_id }}"


class TestOpenApi:
    def test_the_second_request_is_linked_to_the_first(self, make):
        found = json.loads(export("openapi", make({"text": "Hello"}, access=Access(token=True))))
        post, get = found["paths"]["/gradio_api/call/predict"], found["paths"]["/gradio_api/call/predict/{event_id}"]
        link = post["post"]["responses"]["200"]["links"]["events"]
        assert link == {
            "operationId": get["get"]["operationId"],
            "parameters": {"event_id": "$response.body#/event_id"},
        }
        assert post["post"]["requestBody"]["content"]["application/json"]["examples"]["/predict"]["value"] == {
            "data": ["Hello"]
        }
        assert found["components"]["securitySchemes"]["token"]["scheme"] == "bearer"

    def test_a_session_is_in_the_query(self, make):
        found = json.loads(export("openapi", make({"text": "Hello"}, session_hash="abc", stream="queue")))
        [given] = found["paths"]["/gradio_api/queue/data"]["get"]["parameters"]
        assert given["in"] == "query"


def test_har_is_of_requests_that_were_not_sent(make):
    log = json.loads(export("har", make({"text": "Hello"})))["log"]
    assert [entry["request"]["method"] for entry in log["entries"]] == ["POST", "GET"]
    assert {entry["response"]["status"] for entry in log["entries"]} == {0}
