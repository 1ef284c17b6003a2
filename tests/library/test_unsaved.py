"""What was open comes back, also after a kill; two windows do not take each other's."""

import os
import signal
import subprocess
import sys

from gradioscope.library.places import Places
from gradioscope.library.unsaved import Left, Unsaved


def test_the_next_window_finds_what_was_open(tmp_path):
    window = Unsaved(Places(tmp_path))
    assert window.take_over() == Left()
    window.write(0, {"text": "a\ud800\u2028"})
    window.write(1, {"text": "b"})
    window.write(2, {"text": "c"})
    window.arrange([2, 0], 1)
    window.close()
    again = Unsaved(Places(tmp_path))
    assert again.take_over() == Left(({"text": "c"}, {"text": "a\ud800\u2028"}), 1)
    again.close()


def test_a_window_that_lives_keeps_its_own(tmp_path):
    first, second = Unsaved(Places(tmp_path)), Unsaved(Places(tmp_path))
    first.take_over()
    first.write(0, 1)
    first.arrange([0], 0)
    assert second.take_over() == Left()
    first.close()
    second.close()
    third = Unsaved(Places(tmp_path))
    assert third.take_over().tabs == (1,)
    third.close()


def test_what_two_windows_left_comes_back_together(tmp_path):
    windows = [Unsaved(Places(tmp_path)) for _ in range(2)]
    for number, window in enumerate(windows):
        window.take_over()
        window.write(7, number)
        window.arrange([7], 0)
    for window in windows:
        window.close()
    third = Unsaved(Places(tmp_path))
    assert sorted(third.take_over().tabs) == [0, 1]
    third.close()


def test_one_damaged_tab_does_not_take_the_others_with_it(tmp_path):
    window = Unsaved(Places(tmp_path))
    window.take_over()
    for number in range(3):
        window.write(number, number)
    window.arrange([0, 1, 2], 2)
    window.close()
    (folder,) = (tmp_path / "state" / "windows").iterdir()
    (folder / "1.json").write_bytes(b'{"half')
    again = Unsaved(Places(tmp_path))
    assert again.take_over().tabs == (0, 2)
    again.close()


def test_tabs_are_found_without_their_order(tmp_path):
    window = Unsaved(Places(tmp_path))
    window.take_over()
    window.write(3, "x")
    window.close()
    (folder,) = (tmp_path / "state" / "windows").iterdir()
    (folder / "tabs.json").write_bytes(b"")
    again = Unsaved(Places(tmp_path))
    assert again.take_over().tabs == ("x",)
    again.close()


WRITER = """
import sys
from pathlib import Path
from gradioscope.library.places import Places
from gradioscope.library.unsaved import Unsaved
window = Unsaved(Places(Path(sys.argv[1])))
window.take_over()
number = 0
while True:
    number += 1
    window.write(0, {"number": number, "more": "x" * 20000})
    window.arrange([0], 0)
    print(number, flush=True)
"""


def test_a_killed_window_leaves_its_last_words(tmp_path):
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
        (tab,) = again.take_over().tabs
        assert tab["number"] in (told[-1], told[-1] + 1)
        again.close()
