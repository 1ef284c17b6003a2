"""Files for other tools, run by those tools' own command-line runners against real apps, or held to their schema.

What the apps' functions received is read from the answers: they echo it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.servers import ROOT

from gradioscope.gradio.model import LocalFile
from gradioscope.request.draft import Access, Draft
from gradioscope.snippets.exports import Entry, export_all
from gradioscope.snippets.exports.bruno import folder

pytestmark = pytest.mark.all

HARD = 'it\'s "quoted" \\ {{app}} {{{x}}} {% tag %} {# note #} ${x} é日本\U0001f600 \r\n\t$HOME `id` </script> \x1b[31m'
SECRETS = {"GRADIOSCOPE_PASSWORD_2": "wonder", "APP_SECRET": 'p"a\\ss {x}'}
NAMES = ["plain.txt", "two words; [x], é.txt", "it's.txt"]


@pytest.fixture(scope="module")
def runners() -> Path:
    """The folder that has newman, Bruno's runner and the validators."""
    made = subprocess.run(
        [sys.executable, ROOT / "packaging" / "dev.py", "environment", "runners"],
        capture_output=True,
        text=True,
        check=True,
    )
    return Path(made.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def entries(
    serve: Callable[..., str],
    draft: Callable[..., Draft],
    app_at: Callable[..., Any],
    every_gradio: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> list[Entry]:
    """Requests of all kinds, to several apps, in folders."""
    files = tmp_path_factory.mktemp("uploads")
    for name in NAMES:
        (files / name).write_bytes(name.encode() * 3)
    echo, behaviour = serve("echo", every_gradio), serve("behaviour", every_gradio)
    app = app_at(serve("auth", every_gradio), "alice", "wonder")
    hello = app.endpoint("hello")
    assert hello is not None
    uploads = [LocalFile(str(files / name)) for name in NAMES]
    plain = Access(headers=(("X-Plain", "a b; c"),))
    return [
        Entry(draft(echo, "received", {"text": HARD, "data": {"deep": [1, None, HARD]}}, access=plain), "Text"),
        Entry(Draft(app, hello, {"name": "x"}, access=Access(login_user="alice")), "Login", ("Other apps",)),
        Entry(draft(echo, "echo_files", {"files": uploads}), "Files", ("Deep", "Deeper")),
        Entry(draft(behaviour, "with/slash and blank", {"text": "got there"}), "By its number", ("Deep",)),
        Entry(draft(echo, "echo_password", {"secret": "never in the file"}), "Password", notes="Some\nnotes }"),
    ]


def run(command: list[str | Path], folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=os.environ | env,
        timeout=100,
        check=False,
    )


def values(events: str) -> Any:
    """What the function returned, from the events of either kind."""
    data = re.findall(r"^data: (.*)$", events, re.MULTILINE)
    last = [json.loads(line) for line in data if "close_stream" not in line][-1]
    return last["output"]["data"][0] if isinstance(last, dict) else last[0]


def check(results: dict[str, str], text: str) -> None:
    """`results`: the request's name to the events that the runner read."""
    assert "never in the file" not in text
    assert "wonder" not in text
    found = {name: values(events) for name, events in results.items()}
    assert found["Text"]["text"] == HARD
    assert found["Text"]["data"] == {"deep": [1, None, HARD]}
    assert found["Login"] == "hello x, you are alice"
    assert [file["size"] for file in found["Files"]] == [len(name.encode()) * 3 for name in NAMES]
    assert found["By its number"] == "got there"
    assert found["Password"]["value"] == SECRETS["APP_SECRET"]


def test_newman_runs_a_postman_collection(entries, runners, tmp_path):
    text = export_all("postman", entries, "All kinds")
    (tmp_path / "all.json").write_text(text, encoding="utf-8")
    given = [part for name, value in SECRETS.items() for part in ("--env-var", f"{name}={value}")]
    ran = run(
        [
            "node", runners / "node_modules/newman/bin/newman.js", "run", "all.json", *given,
            "--reporters", "cli,json", "--reporter-json-export", "report.json",
        ],
        tmp_path,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    names = {
        request["id"]: place["name"] for place in walked(report["collection"]["item"]) for request in place["item"]
    }
    assert report["run"]["stats"]["assertions"] == {"total": len(entries), "pending": 0, "failed": 0}
    check(
        {
            names[each["item"]["id"]]: bytes(each["response"]["stream"]["data"]).decode()
            for each in report["run"]["executions"]
            if each["item"]["name"] == "Result"
        },
        text,
    )


def walked(items: list[Any]) -> Any:
    for item in items:
        if "item" in item:
            yield item
            yield from walked(item["item"])


def test_bruno_runs_a_folder(entries, runners, tmp_path):
    files = folder(entries, "All kinds")
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    program = runners / "node_modules/@usebruno/cli/bin/bru.js"
    ran = run(["node", program, "run", "-r", ".", "--noproxy", "-o", "report.json"], tmp_path, **SECRETS)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    [report] = json.loads((tmp_path / "report.json").read_text())
    assert (report["summary"]["passedTests"], report["summary"]["failedTests"]) == (len(entries), 0)
    results = [each for each in report["results"] if each["test"]["filename"].endswith("Result.bru")]
    check(
        {Path(each["test"]["filename"]).parent.name: each["response"]["data"] for each in results},
        "".join(files.values()),
    )


def test_har_and_openapi_are_what_their_schemas_say(entries, runners, tmp_path):
    (tmp_path / "all.har").write_text(export_all("har", entries, "All kinds"), encoding="utf-8")
    one_app = [entry for entry in entries if entry.draft.app == entries[0].draft.app]
    (tmp_path / "all.json").write_text(export_all("openapi", one_app, "All kinds"), encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(runners / "node_modules")
    (tmp_path / "check.mjs").write_text(
        """
import { readFileSync } from "node:fs";
import har from "har-validator";
import { Validator } from "@seriousme/openapi-schema-validator";
await har.har(JSON.parse(readFileSync("all.har", "utf8")));
const found = await new Validator().validate(JSON.parse(readFileSync("all.json", "utf8")));
if (!found.valid) throw new Error(JSON.stringify(found.errors));
console.log("both are valid");
"""
    )
    ran = run(["node", "check.mjs"], tmp_path)
    assert ran.stdout == "both are valid\n", ran.stderr


def test_bruno_reads_the_one_file_and_those_of_insomnia(entries, runners, tmp_path):
    """Bruno's own importers and its schema: as near to the programs as it gets without their windows."""
    (tmp_path / "bruno.json").write_text(export_all("bruno", entries, "All kinds"), encoding="utf-8")
    (tmp_path / "insomnia.yaml").write_text(export_all("insomnia", entries, "All kinds"), encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(runners / "node_modules")
    (tmp_path / "check.cjs").write_text(
        """
const { readFileSync } = require("node:fs");
const { insomniaToBruno } = require("@usebruno/converters");
const { collectionSchema } = require("@usebruno/schema");
const names = (items) => items.map((each) => [each.name, each.items ? names(each.items) : each.request.url]);
const collection = JSON.parse(readFileSync("bruno.json", "utf8"));
const uid = "a".repeat(21);
const imported = (item) => ({ // what Bruno adds before it checks a file
  ...item, uid, type: item.type === "http" ? "http-request" : item.type,
  ...(item.items ? { items: item.items.map(imported) } : { request: {
    ...item.request,
    headers: item.request.headers.map((each) => ({ ...each, uid })),
    body: Object.fromEntries(Object.entries(item.request.body).map(([name, value]) =>
      [name, Array.isArray(value) ? value.map((each) => ({ ...each, uid })) : value])),
  } }),
});
collectionSchema.validateSync({ ...collection, uid, items: collection.items.map(imported) });
const other = insomniaToBruno(readFileSync("insomnia.yaml", "utf8"));
console.log(JSON.stringify([names(collection.items), names(other.items)]));
"""
    )
    ran = run(["node", "check.cjs"], tmp_path)
    assert ran.returncode == 0, ran.stderr
    own, other = json.loads(ran.stdout)
    assert own == other
