"""`python -m tests.library.killed_saves FOLDER TIMES`: a process that saves a request again and again is killed, that
many times, at moments of chance; the file has to be the one before or the one after.

It prints how many kills came in the middle of a save. A process of its own, without threads, as it forks.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from gradioscope.library.collection import read_request, write_request, write_text
from gradioscope.library.collection.yaml.writing import document
from gradioscope.request.saved import SavedRequest

TEXT = "a line of text that takes some room\n" * 300


def request(number: int) -> SavedRequest:
    return SavedRequest("x", "/y", {"number": number, "text": f"{number}\n{TEXT}{number}\n"})


def text(number: int) -> str:
    return document({"address": "x", "endpoint": "/y", "values": dict(request(number).values)})


def save_for_ever(path: Path, number: int, told: int, *, only_write: bool) -> None:
    """Saves number + 1, number + 2, …; tells `s` before and `f` after each. `only_write`: without the reading."""
    while True:
        number += 1
        os.write(told, b"s")
        if only_write:
            write_text(path, text(number))
        else:
            write_request(path, request(number))
        os.write(told, b"f")


def main(folder: Path, times: int) -> int:
    path = folder / "a.gradio.yaml"
    chance = random.Random(1)
    number = in_the_middle = 0
    began = time.perf_counter()
    for _ in range(10):
        write_request(path, request(number))
    usual = (time.perf_counter() - began) / 10
    for turn in range(times):
        reads, told = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reads)
            save_for_ever(path, number, told, only_write=turn % 2 == 0)
        os.close(told)
        begun = os.read(reads, 1)
        time.sleep(chance.random() * usual)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reads, "rb") as rest:
            begun += rest.read()
        finished, in_flight = begun.count(b"f"), begun.endswith(b"s")
        found = read_request(path)
        now = found.values["number"]
        assert found == request(now), "neither the old nor the new file"
        assert now in ((number + finished, number + finished + 1) if in_flight else (number + finished,))
        in_the_middle += in_flight
        number = now
    left = [name for name in os.listdir(folder) if name != path.name]
    for name in left:
        os.utime(folder / name, (1, 1))
    write_request(path, request(number + 1))
    assert os.listdir(folder) == [path.name], "temporary files are left"
    print(f"{times} kills, {in_the_middle} in the middle of a save, {len(left)} temporary files left and taken away")
    return in_the_middle


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
