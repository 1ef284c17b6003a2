"""gradio_client's answers to the same values: `python peer.py URL FOLDER`, in any Gradio's environment.

Reads a JSON list of `[endpoint, value]` from standard input; writes one of `{"data": […]}` or `{"error": TEXT}`.
A file is told by its content, as in `told`.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from gradio_client import Client, handle_file


def given(value: Any, folder: Path) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"$file"}:
            return handle_file(str(folder / value["$file"]))
        return {key: given(item, folder) for key, item in value.items()}
    return [given(item, folder) for item in value] if isinstance(value, list) else value


def told(value: Any) -> Any:
    """A result with each downloaded file as the digest of its content."""
    if isinstance(value, dict):
        # gradio_client leaves what it does not know how to download as FileData
        return {key: told(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [told(item) for item in value]
    if isinstance(value, str) and value.startswith("/") and len(value) < 4096 and Path(value).is_file():
        return {"file": hashlib.sha256(Path(value).read_bytes()).hexdigest()}
    return value


def main() -> None:
    url, folder = sys.argv[1], Path(sys.argv[2])
    client = Client(url, verbose=False, download_files=str(folder / "downloads"))
    answers = []
    for endpoint, value in json.load(sys.stdin):
        try:
            result = client.predict(given(value, folder), api_name=f"/{endpoint}")
        except Exception as error:
            answers.append({"error": f"{type(error).__name__}: {error}"})
        else:
            answers.append({"data": told(list(result) if isinstance(result, tuple) else [result])})
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
