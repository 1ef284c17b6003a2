"""What was open comes back, also after a kill; two windows do not take each other's."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from gradioscope.gradio.model import Json
from gradioscope.library.places import Places
from gradioscope.library.unsaved import Left, Unsaved


def _as_it_is(tab: Json) -> Json:
    return tab


def _tabs(window: Unsaved) -> list[Json]:
    return [tab for _, tab in window.take_over(_as_it_is).tabs]


def _folder(home: Path) -> Path:
    (found,) = (path for path in (home / "state" / "windows").iterdir() if path.is_dir())
    return found


def test_the_next_window_finds_what_was_open(tmp_path: Path) -> None:
    window = Unsaved(Places(tmp_path))
    assert window.take_over(_as_it_is) == Left()
    window.write(0, {"text": "a\ud800\u2028"})
    window.write(1, {"text": "b"})
    window.write(2, {"text": "c"})
    window.arrange([2, 0], 1, {"sidebar": 260})
    window.close()
    again = Unsaved(Places(tmp_path))
    assert again.take_over(_as_it_is) == Left(((2, {"text": "c"}), (0, {"text": "a\ud800\u2028"})), 1, {"sidebar": 260})
    again.close()


def test_a_window_that_lives_keeps_its_own(tmp_path: Path) -> None:
    first, second = Unsaved(Places(tmp_path)), Unsaved(Places(tmp_path))
    first.take_over(_as_it_is)
    first.write(0, 1)
    first.arrange([0], 0, {})
    assert second.take_over(_as_it_is) == Left()
    first.close()
    second.close()
    third = Unsaved(Places(tmp_path))
    assert _tabs(third) == [1]
    third.close()


def test_what_two_windows_left_comes_back_together(tmp_path: Path) -> None:
    windows = [Unsaved(Places(tmp_path)) for _ in range(2)]
    for number, window in enumerate(windows):
        window.take_over(_as_it_is)
        window.write(7, number)
        window.arrange([7], 0, {})
    for window in windows:
        window.close()
    third = Unsaved(Places(tmp_path))
    assert sorted(_tabs(third)) == [0, 1]
    third.close()


def test_one_damaged_tab_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    window = Unsaved(Places(tmp_path))
    window.take_over(_as_it_is)
    for number in range(3):
        window.write(number, number)
    window.arrange([0, 1, 2], 2, {})
    window.close()
    folder = _folder(tmp_path)
    (folder / "1.json").write_bytes(b'{"half')
    again = Unsaved(Places(tmp_path))
    left = again.take_over(_as_it_is)
    assert [tab for _, tab in left.tabs] == [0, 2]
    assert left.current == 1  # still the last one
    (kept,) = left.damaged
    assert kept.read_bytes() == b'{"half'
    assert kept.parent == tmp_path / "state" / "damaged"
    again.close()


def test_what_the_caller_does_not_understand_is_set_aside_too(tmp_path: Path) -> None:
    window = Unsaved(Places(tmp_path))
    window.take_over(_as_it_is)
    window.write(0, {"of": "a newer version"})
    window.arrange([0], 0, {})
    window.close()

    def understand(tab: Json) -> Json:
        return tab["request"]

    left = Unsaved(Places(tmp_path)).take_over(understand)
    assert left.tabs == ()
    assert json.loads(left.damaged[0].read_bytes()) == {"of": "a newer version"}


def test_tabs_are_found_without_their_order(tmp_path: Path) -> None:
    window = Unsaved(Places(tmp_path))
    window.take_over(_as_it_is)
    window.write(3, "x")
    window.close()
    folder = _folder(tmp_path)
    (folder / "tabs.json").write_bytes(b"")
    again = Unsaved(Places(tmp_path))
    assert _tabs(again) == ["x"]
    again.close()


BEGINNER = """
import sys
from pathlib import Path
from gradioscope.library.places import Places
from gradioscope.library.unsaved import Unsaved
window = Unsaved(Places(Path(sys.argv[1])))
sys.stdin.readline()
left = window.take_over(lambda tab: tab)
window.write(0, sys.argv[2])
window.arrange([0], 0, {})
print([tab for _, tab in left.tabs], flush=True)
sys.stdin.readline()
"""


def test_windows_that_start_at_once_share_nothing_and_lose_nothing(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    names = [f"w{number}" for number in range(6)]
    windows = [
        subprocess.Popen(
            [sys.executable, "-c", BEGINNER, str(tmp_path), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in names
    ]
    for window in windows:
        assert window.stdin is not None
        window.stdin.write("go\n")
        window.stdin.flush()
    for window in windows:
        assert window.stdout is not None
        assert window.stdout.readline() == "[]\n"
    for window in windows:
        window.kill()
        window.communicate()
    assert sorted(_tabs(Unsaved(Places(tmp_path)))) == names


WRITER = """
import sys
from pathlib import Path
from gradioscope.library.places import Places
from gradioscope.library.unsaved import Unsaved
window = Unsaved(Places(Path(sys.argv[1])))
window.take_over(lambda tab: tab)
number = 0
while True:
    number += 1
    window.write(0, {"number": number, "more": "x" * 20000})
    window.arrange([0], 0, {})
    print(number, flush=True)
"""


def test_a_killed_window_leaves_its_last_words(tmp_path: Path) -> None:
    for _ in range(5):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, tmp_path], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(20)]
        os.kill(writer.pid, signal.SIGKILL)
        said += writer.stdout.readlines()
        writer.wait()
        writer.stdout.close()
        told = [int(line) for line in said if line.endswith("\n")]
        again = Unsaved(Places(tmp_path))
        (tab,) = _tabs(again)
        assert tab["number"] in (told[-1], told[-1] + 1)
        again.close()
