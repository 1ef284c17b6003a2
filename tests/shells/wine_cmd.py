"""The cmd snippet through Wine's cmd, as a batch file and typed in: by hand, as its result goes into docs/snippets.md.

    apt-get install --no-install-recommends wine wine64 gcc-mingw-w64-x86-64
    python -m tests.shells.wine_cmd

A curl.exe that only writes down its arguments, and the files that they name, takes curl's place.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.shells.test_curl_values import HOSTILE

from gradioscope.gradio.model import App, Endpoint, Parameter
from gradioscope.request.draft import Draft
from gradioscope.snippets import render

CURL = r"""
#include <stdio.h>
int main(int count, char **words) {
    FILE *out = fopen("arguments.txt", "ab");
    for (int i = 1; i < count; i++) {
        fprintf(out, "%s\n", words[i]);
        if (words[i][0] != '@') continue;
        FILE *in = fopen(words[i] + 1, "rb");
        for (int c; in && (c = fgetc(in)) != EOF;) if (c != '\r' && c != '\n') fputc(c, out);
        fputc('\n', out);
        if (in) fclose(in);
    }
    fputs("--\n", out);
    fclose(out);
    return 0;
}
"""
ENVIRONMENT = os.environ | {"WINEDEBUG": "-all"}
SIGNS = "'\"\\$`!@#%&|;<>(){}[]*?~^=\n\r\t \x1b\x7f\x85\u2028-/:,+_0aé日😀"


def texts() -> list[str]:
    chosen = random.Random(4)  # the same ones in every run
    short = ["".join(chosen.choices(SIGNS, k=chosen.randint(1, 40))) for _ in range(60)]
    long = ["".join(chosen.choices(SIGNS, k=1500)) for _ in range(6)]
    names = ["%PATH%", "%%PATH%%", "!PATH!", "%1 %* %~dp0", "^%PATH^%"]
    names += ["& echo stolen>stolen", '" & echo stolen>stolen & "']
    return [*HOSTILE.values(), *names, *short, *long, " " * 3000, "on " * 500, "/? " * 600, "x" * 20_000]


def draft_of(text: str) -> Draft:
    parameters = (Parameter("text", "Text", "", "json", 0), Parameter("more", "More", "", "json", 1))
    endpoint = Endpoint("/with blank & more", "", parameters, (), 3, 2)
    app = App("http://127.0.0.1:7860", "/gradio_api", "Small", "6.31.0", (endpoint,))
    return Draft(app, endpoint, {"text": text, "more": [text[:100], {"key " + text[:100]: None}]})


def as_batch_file(folder: Path, lines: list[str]) -> None:
    (folder / "snippet.bat").write_bytes("".join(f"{line}\r\n" for line in lines).encode("ascii"))
    subprocess.run(
        ["wine", "cmd", "/c", "snippet.bat"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=ENVIRONMENT,
        timeout=100,
        check=False,
    )


def typed(folder: Path, lines: list[str]) -> None:
    """One line at a time: Wine's cmd takes the first line of what it reads from a pipe and drops the rest."""
    with subprocess.Popen(
        ["wine", "cmd"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=ENVIRONMENT,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        said = b""
        for line in ["prompt ready_", *lines, "exit"]:
            process.stdin.write(f"{line}\r\n".encode("ascii"))
            process.stdin.flush()
            while line != "exit" and not said.endswith(b"ready_"):
                piece = os.read(process.stdout.fileno(), 65536)
                if not piece:
                    break
                said += piece
            said = b""


def calls(folder: Path, script: str, run: Callable[[Path, list[str]], None]) -> list[list[str]]:
    """The arguments of each curl."""
    (folder / "arguments.txt").unlink(missing_ok=True)
    run(folder, script.split("\n"))
    written = (folder / "arguments.txt").read_text("utf-8")
    return [call.split("\n")[:-1] for call in written.split("--\n")[:-1]]


def fits(draft: Draft, found: list[list[str]]) -> bool:
    if len(found) != 2:
        return False
    post, get = found
    body = json.loads(post[-1])
    session = body.pop("session_hash")
    return (
        body == {"data": draft.data(), "fn_index": 3}
        and re.fullmatch(r"\d{3,15}", session) is not None
        and "http://127.0.0.1:7860/gradio_api/queue/join" in post
        and get[-1] == f"http://127.0.0.1:7860/gradio_api/queue/data?session_hash={session}"
    )


def main() -> int:
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "curl.c").write_text(CURL)
        subprocess.run(["x86_64-w64-mingw32-gcc", "-O1", "-o", "curl.exe", "curl.c"], cwd=folder, check=True)
        for run in (as_batch_file, typed):
            right = 0
            for text in texts():
                draft = draft_of(text)
                try:
                    good = fits(draft, calls(folder, render("curl-cmd", draft), run))
                except (ValueError, OSError) as error:
                    good = False
                    print(repr(error)[:200])
                right += good
                if not good:
                    print("wrong:", repr(text[:200]))
            failures += len(texts()) - right
            print(f"{run.__name__}: {right} of {len(texts())}")
        stolen = (folder / "stolen").exists()
        print("a command was run" if stolen else "no value was run")
    return int(failures > 0 or stolen)


if __name__ == "__main__":
    sys.exit(main())
