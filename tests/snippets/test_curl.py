"""What the curl snippet looks like; that it works is tested in real shells (tests/shells)."""

from __future__ import annotations

import pytest

from gradioscope.gradio.model import LocalFile
from gradioscope.request.draft import Access
from gradioscope.snippets import render
from gradioscope.snippets.curl import INLINE, form_file
from gradioscope.snippets.payload import Variable
from gradioscope.snippets.plan import Upload

SHORT = r"""(
  app=http://127.0.0.1:7860
  answer=$(curl -sS "$app/gradio_api/call/predict" \
    -H 'Content-Type: application/json' \
    -d '{"data": ["It'\''s me", 3]}') || exit
  event_id=$(printf '%s\n' "$answer" | sed -n 's/.*"event_id": *"\([0-9a-f]*\)".*/\1/p')
  [ "$event_id" ] || { printf 'The app answered: %s\n' "$answer" >&2; exit 1; }
  events=$(mktemp) || exit
  trap 'rm -f "$events"' EXIT HUP INT TERM
  curl -sSN "$app/gradio_api/call/predict/$event_id" | tee "$events"
  grep -qs '^event: complete' "$events"
)"""

WITH_A_FILE = r"""(
  app=http://127.0.0.1:7860
  upload() {
    answer=$(curl -sS "$app/gradio_api/upload" -F "$1") || exit
    file=$(printf '%s\n' "$answer" | sed -n 's/^\["\([^"\\]*\(\\\\[^"\\]*\)*\)"\]$/\1/p')
    [ "$file" ] || { printf 'The app answered: %s\n' "$answer" >&2; exit 1; }
    printf '%s' "$file"
  }
  file_1=$(upload 'files=@cat.png') || exit
  answer=$(curl -sS "$app/gradio_api/call/predict" \
    -H 'Content-Type: application/json' \
    -d @- <<JSON
{"data": [{"path": "$file_1", "meta": {"_type": "gradio.FileData"}, "orig_name": "cat.png"}]}
JSON
  ) || exit
"""

FOLLOWING_A_SESSION = r"""
  curl -sSN "$app/gradio_api/queue/data?session_hash=abc%27d" | tee "$events"
  grep -qs '^data: {"msg":"process_completed","event_id":"'"$event_id"'".*"success":true' "$events"
)"""

LOGGED_IN = r"""(
  app=https://example.org
  : "${HF_TOKEN:?is not set}"
  : "${X_API_KEY:?is not set}"
  cookies=$(mktemp) && events=$(mktemp) || exit
  trap 'rm -f "$cookies" "$events"' EXIT
  trap 'exit 130' HUP INT TERM
  if [ -z "${GRADIOSCOPE_PASSWORD-}" ]; then
    modes=$(stty -g </dev/tty) || exit
    trap 'stty "$modes" </dev/tty; exit 130' HUP INT TERM
    stty -echo </dev/tty
    printf 'Password for %s: ' alice >/dev/tty
    GRADIOSCOPE_PASSWORD=$(head -n 1 </dev/tty)
    stty "$modes" </dev/tty
    echo >/dev/tty
  fi
  request() {
    curl -sS \
      -b "$cookies" \
      -H "Authorization: Bearer $HF_TOKEN" \
      -H "X-Api-Key: $X_API_KEY" \
      -H 'X-Plain: it'\''s' \
      --insecure \
      "$@"
  }
  answer=$(printf '%s' "$GRADIOSCOPE_PASSWORD" | request -c "$cookies" "$app/login" \
    --data-urlencode 'username=alice' --data-urlencode password@-) || exit
  grep -q access-token "$cookies" || { printf 'The app answered: %s\n' "$answer" >&2; exit 1; }
  answer=$(request "$app/gradio_api/call/predict" \
    -H 'Content-Type: application/json' \
    -d '{"data": ["Hello"]}') || exit
  event_id=$(printf '%s\n' "$answer" | sed -n 's/.*"event_id": *"\([0-9a-f]*\)".*/\1/p')
  [ "$event_id" ] || { printf 'The app answered: %s\n' "$answer" >&2; exit 1; }
  request -N "$app/gradio_api/call/predict/$event_id" | tee "$events"
  grep -qs '^event: complete' "$events"
)"""


def test_short(make):
    assert render("curl", make({"text": "It's me", "number": 3})) == SHORT


def test_with_a_file(make):
    assert render("curl", make({"image": LocalFile("cat.png")})).startswith(WITH_A_FILE)


def test_with_a_session(make):
    text = render("curl", make({"text": "x"}, session_hash="abc'd"))
    assert '-d \'{"data": ["x"], "session_hash": "abc\'\\\'\'d"}\'' in text
    assert text.endswith(FOLLOWING_A_SESSION)


def test_with_a_login_a_token_headers_and_a_certificate_of_its_own(make):
    access = Access("alice", True, (("X-Api-Key", "never"), ("X-Plain", "it's")), True)
    assert render("curl", make({"text": "Hello"}, url="https://example.org", access=access)) == LOGGED_IN


def test_no_comment_as_an_interactive_zsh_would_run_it(make):
    access = Access("alice", True, (("X-Api-Key", "never"),), True)
    text = render("curl", make({"file": LocalFile("a.txt"), "x": 1}, name="/a/b", access=access))
    assert not any(line.lstrip().startswith("#") for line in text.split("\n"))


@pytest.mark.parametrize("length", [INLINE // 2, INLINE, 200_000])
def test_no_line_is_too_long_for_a_terminal(make, length):
    text = render("curl", make({"text": "é" * length}))
    assert max(len(line.encode()) for line in text.split("\n")) < 4095
    assert ("<<'JSON'" in text) == (length > INLINE // 2)


@pytest.mark.parametrize(
    ("path", "argument"),
    [
        ("cat.png", "files=@cat.png"),
        ("/tmp/a-b_c+d.png", "files=@/tmp/a-b_c+d.png"),
        ("-", "files=@./-"),
        ("a b.png", 'files=@"a b.png"'),
        ("a;type=x,b.png", 'files=@"a;type=x,b.png"'),
        ('a"b\\c.png', 'files=@"a\\"b\\\\c.png";filename="a_b_c.png"'),
        (".hidden", 'files=@".hidden";filename="_hidden"'),
        ("folder/é.png", 'files=@"folder/é.png"'),
    ],
)
def test_file_argument_of_curl(path, argument):
    assert form_file(Upload(Variable("file_1"), LocalFile(path))) == argument
