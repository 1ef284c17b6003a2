"""Garbage is collected in the window's thread, and nowhere else."""

from __future__ import annotations

import gc
import threading
import weakref

from pytestqt.qtbot import QtBot

from gradioscope.window.collector import Collector


class Knot:
    """Held by nothing but itself."""

    def __init__(self) -> None:
        self.me = self


def test_a_cycle_made_while_a_window_lives_is_collected_in_its_thread(qtbot: QtBot) -> None:
    collector = Collector()
    try:
        assert not gc.isenabled()
        where: list[int] = []
        knot = Knot()
        weakref.finalize(knot, lambda: where.append(threading.get_ident()))
        del knot
        kept: list[Knot] = []
        worker = threading.Thread(target=lambda: kept.extend(Knot() for _ in range(20_000)))
        worker.start()
        worker.join()
        assert where == []  # a thread that allocates collects nothing
        qtbot.waitUntil(lambda: bool(where))
        assert where == [threading.get_ident()]
    finally:
        collector.stop()
    assert gc.isenabled()
