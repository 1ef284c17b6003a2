"""Texts as people have them -> what they ask for; and texts that mean harm, or nothing."""

from __future__ import annotations

import pytest

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import LocalFile, file_data
from gradioscope.snippets.paste import LONGEST, Unread, read, recognised

GUIDE = """curl -X POST http://127.0.0.1:7860/gradio_api/call/predict -s -H "Content-Type: application/json" -d '{
  "data": [
    "it'"'"'s", 5
]}' \\
  | awk -F'"' '{ print $4}'  \\
  | read EVENT_ID; curl -N http://127.0.0.1:7860/gradio_api/call/predict/$EVENT_ID"""
OLD_GUIDE = """curl -X POST http://127.0.0.1:7860/call/predict -s -d '{"data": ["it'"'"'s", 5]}' \\
  | awk -F'"' '{ print $4}' | read EVENT_ID; curl -N http://127.0.0.1:7860/call/predict/$EVENT_ID"""
BASH = """curl 'http://127.0.0.1:7860/gradio_api/queue/join?__theme=light' \\
  -H 'accept: */*' \\
  -H 'content-type: application/json' \\
  -b 'access-token-x=secret' \\
  -H 'sec-ch-ua: "Chromium";v="140"' \\
  --data-raw $'{"data":["it\\u0027s",5],"event_data":null,"fn_index":2,"trigger_id":9,"session_hash":"abc"}'"""
CMD = """curl ^"http://127.0.0.1:7860/gradio_api/queue/join?__theme=light^" ^
  -H ^"accept: */*^" ^
  -H ^"sec-ch-ua: ^\\^"Chromium^\\^";v=^\\^"140^\\^"^" ^
  --data-raw ^"^{^\\^"data^\\^":^[^\\^"it's^\\^",5^],^\\^"fn_index^\\^":2,^\\^"session_hash^\\^":^\\^"abc^\\^"^}^\""""
OLD_CMD = """curl "http://127.0.0.1:7860/gradio_api/queue/join" ^
  -H "accept: */*" ^
  --data-raw "{\\"data\\":[\\"it's\\",5],\\"fn_index\\":2,\\"session_hash\\":\\"abc\\"}" ^
  --compressed"""
POWERSHELL = """$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession
$session.UserAgent = "Mozilla/5.0 (X11; Linux x86_64)"
Invoke-WebRequest -UseBasicParsing -Uri "http://127.0.0.1:7860/gradio_api/queue/join" `
-Method "POST" `
-WebSession $session `
-Headers @{
"Accept"="*/*"
  "X-Own"="yes"
} `
-ContentType "application/json" `
-Body "{`"data`":[`"it's`",5],`"fn_index`":2,`"session_hash`":`"abc`"}\""""
CURL_EXE = """curl.exe -X POST 'http://127.0.0.1:7860/gradio_api/queue/join' `
  -d '{\\"data\\": [\\"it''s\\", 5], \\"fn_index\\": 2, \\"session_hash\\": \\"abc\\"}'"""


@pytest.mark.parametrize("text", [GUIDE, OLD_GUIDE], ids=["guide", "guide of 4"])
def test_the_guide(text: str) -> None:
    found = read(text)
    assert (found.address, found.endpoint, found.data) == ("http://127.0.0.1:7860", "/predict", ("it's", 5))
    assert found.notes == ()


@pytest.mark.parametrize(
    "text", [BASH, CMD, OLD_CMD, POWERSHELL, CURL_EXE], ids=["bash", "cmd", "old cmd", "PowerShell", "curl.exe"]
)
def test_developer_tools(text: str) -> None:
    found = read(text)
    assert (found.address, found.fn_index, found.data) == ("http://127.0.0.1:7860", 2, ("it's", 5))
    assert found.session_hash == "abc"
    assert "secret" not in repr(found)


def test_headers_of_a_browser_are_left_out_and_own_ones_kept() -> None:
    assert read(POWERSHELL).headers == (("X-Own", "yes"),)
    assert read(BASH).notes == ("The cookies were left out: where the app asks for a login, log in.",)


def test_call_with_named_values() -> None:
    found = read("""curl -X POST https://x.hf.space/gradio_api/call/v2/predict -d '{"name": "a", "n": 3}'""")
    assert (found.address, found.endpoint, found.named) == ("https://x.hf.space", "/predict", {"name": "a", "n": 3})


PYTHON = """from gradio_client import Client, handle_file, file

client = Client("user/space", hf_token=token)
result = client.predict(
\t\t"Hello!!",\t# str in 'name' Textbox component
\t\t[handle_file('/tmp/a.png'), -1.5, None, True],
\t\tn=unknown(3),
\t\tapi_name="/predict"
)
print(result)
"""


def test_gradio_client() -> None:
    found = read(PYTHON)
    assert (found.address, found.endpoint, found.token) == ("user/space", "/predict", True)
    assert found.arguments == ("Hello!!", [LocalFile("/tmp/a.png"), -1.5, None, True])
    assert found.named == {"n": "unknown(3)"}
    assert isinstance(found.named["n"], Unread)


JAVASCRIPT = """import { Client } from "@gradio/client";

const response_0 = await fetch("https://example.org/bus.png");
const exampleImage = await response_0.blob();

const client = await Client.connect("http://127.0.0.1:7860/");
const result = await client.predict("/predict", {
\t\timage: exampleImage, 'text': 'it\\'s \\u{1F600}', // a comment
\t\tn: -0.5, list: [1, , 2,], deep: { a: null, b: `plain`, },
});
console.log(result.data);
"""


def test_gradio_client_of_javascript() -> None:
    found = read(JAVASCRIPT)
    assert (found.address, found.endpoint) == ("http://127.0.0.1:7860/", "/predict")
    assert found.named["text"] == "it's 😀"
    assert (found.named["n"], found.named["list"], found.named["deep"]) == (-0.5, [1, 2], {"a": None, "b": "plain"})
    assert found.named["image"] == file_data("https://example.org/bus.png")


def test_positions_and_numbers_of_endpoints() -> None:
    found = read('const app = await Client.connect("a/b"); await app.predict(3, ["x", 1]);')
    assert (found.address, found.fn_index, found.arguments) == ("a/b", 3, ("x", 1))
    found = read('client = Client("a/b")\nclient.submit("x", fn_index=3)')
    assert (found.address, found.fn_index, found.arguments) == ("a/b", 3, ("x",))


def test_the_command_line_of_gradio() -> None:
    found = read("""gradio predict user/space /predict '{"text": "a b", "n": 3}'""")
    assert (found.address, found.endpoint, found.named) == ("user/space", "/predict", {"text": "a b", "n": 3})


def test_the_command_line_of_gradio_as_its_page_has_it() -> None:
    found = read("""hf gradio predict user/space --token $HF_TOKEN /say it '{
  "text": "a b"
}'""")
    assert (found.address, found.endpoint, found.named, found.token) == ("user/space", "/say it", {"text": "a b"}, True)


RECORDED = """curl -X POST http://127.0.0.1:7860/gradio_api/call/echo -s -H "Content-Type: application/json" -d '{
	"data": [
    "it's one"
]}' \\
  | awk -F'"' '{ print $4}' \\
  | read EVENT_ID; curl -N http://127.0.0.1:7860/gradio_api/call/echo/$EVENT_ID

curl -X POST http://127.0.0.1:7860/gradio_api/call/other -s -H "Content-Type: application/json" -d '{
	"data": [
    "it's another", None
]}' \\
  | awk -F'"' '{ print $4}' \\
  | read EVENT_ID; curl -N http://127.0.0.1:7860/gradio_api/call/other/$EVENT_ID"""


def test_what_gradio_records_and_no_shell_could_read() -> None:
    found = read(RECORDED)
    assert (found.address, found.endpoint, found.data) == ("http://127.0.0.1:7860", "/other", ("it's another", None))
    assert found.notes == ("The text has several requests; the last one was taken.",)


def test_the_page_of_an_app_with_a_login() -> None:
    found = read('client = Client("http://x", auth=("alice", **password**))\nclient.predict(a=1, api_name="/p")')
    assert (found.login_user, found.named, found.endpoint) == ("alice", {"a": 1}, "/p")
    found = read(
        'const c = await Client.connect("http://x", {auth: ["alice", **password**]}); await c.predict("/p", {});'
    )
    assert (found.login_user, found.endpoint) == ("alice", "/p")


FETCH = """await fetch("http://127.0.0.1:7860/gradio_api/queue/join?__theme=light", {
    "credentials": "include",
    "headers": {"User-Agent": "Mozilla/5.0", "X-Own": "yes", "content-type": "application/json"},
    "referrer": "http://127.0.0.1:7860/",
    "body": "{\\"data\\":[\\"it's\\",5],\\"event_data\\":null,\\"fn_index\\":2,\\"session_hash\\":\\"abc\\"}",
    "method": "POST"
});"""


def test_a_fetch_of_developer_tools() -> None:
    found = read(FETCH)
    assert (found.address, found.fn_index, found.data) == ("http://127.0.0.1:7860", 2, ("it's", 5))
    assert (found.session_hash, found.headers) == ("abc", (("X-Own", "yes"),))


def test_an_upload_as_gradio_s_page_has_it() -> None:
    upload = "FILE_PATH=$(curl -s -X POST http://x/gradio_api/upload -F 'files=@{}' | tr -d '[]\" ')\n"
    call = """curl -X POST http://x/gradio_api/call/v2/p -s \\
  -d '{"image": {"path": "'$FILE_PATH'", "meta": {"_type": "gradio.FileData"}}}' | awk"""
    assert read(upload.format("/tmp/a.png") + call).named == {"image": LocalFile("/tmp/a.png")}
    placeholder = read(upload.format("/path/to/your/file") + call)
    assert isinstance(placeholder.named["image"]["path"], Unread)


def test_a_body_alone() -> None:
    found = read('{"data": ["a"], "fn_index": 1, "session_hash": "s", "event_data": null}')
    assert (found.address, found.fn_index, found.data, found.session_hash) == ("", 1, ("a",), "s")


@pytest.mark.parametrize("text", ["http://localhost:7860", "user/space", "localhost:7860", " https://x.org/a "])
def test_addresses(text: str) -> None:
    found = read(text)
    assert (found.source, found.address, found.is_request) == ("address", text.strip(), False)
    assert not recognised(text)


def test_a_token_in_the_text_is_not_kept() -> None:
    found = read("""curl http://x.org/gradio_api/call/p -H 'Authorization: Bearer hf_abc' -d '{"data": []}'""")
    assert found.token
    assert "hf_abc" not in repr(found)


def test_a_file_of_the_body_is_not_read() -> None:
    found = read("curl http://x.org/gradio_api/call/p -d @/etc/passwd")
    assert found.data is None
    assert found.notes == ("The values are in the file /etc/passwd, which was not read.",)


CALL = "curl http://x.org/call/p -d "


@pytest.mark.parametrize(
    "text",
    [
        CALL + "'" + '{"data":' + "[" * 100_000 + "]" * 100_000 + "}'",
        '{"data":' + "[" * 100_000,
        '{"data":' + '{"a":' * 5000 + "1" + "}" * 5001,
        CALL + "$(" * 5000,
        CALL + '"$(' * 5000,
        CALL + '"' + "\\" * 100_001,
        CALL + "'" + "{" * 200_000,
        "c.predict(" + "[" * 100_000,
        "c.predict(" + "-" * 50_000 + "1)",
        "c = Client('a/b'); c.predict(" + "{'a':" * 80 + "1" + "}" * 80 + ")",
        "a = a\nc.predict(a)",
        "c.predict(" + "1" * 20_000 + ")",
        "app.predict('/x', " + "{a:" * 50_000,
        "app.predict('/x', " + "/*" * 50_000,
        "app.predict('/x', " + "'" * 50_001,
        "app.predict('/x', " + "\\u{110000}" * 5000,
        "curl ^\n" * 20_000,
        "curl " + "^" * 50_000 + '"' * 50_000,
        "Invoke-WebRequest " + '@"\n' * 20_000,
        "Invoke-WebRequest -Body " + "`" * 50_000,
        "curl <<JSON\n" * 5000,
        CALL + "\0" * 50 + "\0" + "7\0",
        "x" * (LONGEST + 1),
        "",
        "what is this",
        "a=xx\n" + 'a="$a$a"\n' * 60 + 'curl "$a"',
        "a0=[1]\n" + "".join(f"a{n}=[a{n - 1}{f', a{n - 1}' * 30}]\n" for n in range(1, 40)) + "c.predict(a5)",
        "const a0 = {};" + "".join(f"const a{n} = {{a: a{n - 1}, b: a{n - 1}}};" for n in range(1, 60)) + "ask(a59)",
        "set -l a (" * 5000,
        "set -l a x x\n" + "set -l a $a $a\n" * 60 + "curl $a",
        "set -l a '" + "\\" * 100_001,
        "& $curl x\nWriteAllText($body, " + "(" * 50_000,
        "& $curl x\nWriteAllText($body, " + "'x' + " * 20_000,
        "& $curl x\nWriteAllText($body, @'\n" * 5000,
        "set session=%RANDOM%\n" + '>"a" echo x\n' * 5000 + 'curl -d "@a" http://x/call/p',
        "curl -X POST http://x/call/p -s -d '" + "{" * 50_000 + "' | awk",
        "curl -X POST " * 5000,
        "gradio predict a/b /p '" + "[" * 100_000 + "'",
    ],
    ids=range(38),
)
def test_nothing_harms(text: str) -> None:
    try:
        read(text)
    except WrongUse:
        pass
