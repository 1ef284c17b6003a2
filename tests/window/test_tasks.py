"""Background work: named, replaced, reported, and ended with its widget."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from tests.window.live import until

from gradioscope.window import tasks
from gradioscope.window.loop import new_loop
from gradioscope.window.tasks import Tasks


def run(application: QApplication, work: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=lambda: new_loop(application)) as runner:
        runner.run(work)


async def _wait_for_ever(ended: list[str], name: str) -> None:
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        ended.append(name)


def test_another_task_of_the_same_slot_replaces_the_first(qapp: QApplication) -> None:
    async def script() -> None:
        ended: list[str] = []
        owner = QObject()
        own = Tasks(owner)
        own.start("call", _wait_for_ever(ended, "first"))
        await asyncio.sleep(0)
        own.start("call", _wait_for_ever(ended, "second"))
        await until(lambda: ended == ["first"], "the first ended")
        assert own.is_running("call")
        assert own.cancel("call")
        await until(lambda: len(ended) == 2, "both ended")
        assert not own.busy
        assert not own.cancel("call")

    run(qapp, script())


def test_tasks_end_when_what_they_work_for_is_destroyed(qapp: QApplication) -> None:
    async def script() -> None:
        ended: list[str] = []
        owner = QObject()
        Tasks(owner).start("call", _wait_for_ever(ended, "call"))
        await asyncio.sleep(0)
        owner.deleteLater()
        await until(lambda: ended == ["call"], "it ended")

    run(qapp, script())


def test_an_error_goes_to_its_own_handler_or_else_to_the_loops(qapp: QApplication) -> None:
    async def fail() -> None:
        raise ValueError("wrong")

    async def script() -> None:
        own: list[BaseException] = []
        loops: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: loops.append(context))
        owner = QObject()
        work = Tasks(owner)
        work.start("one", fail(), own.append)
        work.start("other", fail())
        await until(lambda: own and loops, "both errors")
        assert str(own[0]) == "wrong"
        assert len(own) == len(loops) == 1
        assert isinstance(loops[0]["exception"], ValueError)
        assert "other" in loops[0]["message"]

    run(qapp, script())


def test_work_asked_for_before_the_loop_runs_then(qapp: QApplication) -> None:
    done: list[str] = []

    async def work(name: str) -> None:
        done.append(name)

    owner = QObject()
    own = Tasks(owner)
    own.start("kept", work("kept"))
    own.start("replaced", work("first"))
    own.start("replaced", work("second"))
    own.start("dropped", work("dropped"))
    assert own.cancel("dropped")
    assert own.is_running("kept")
    assert done == []

    async def script() -> None:
        tasks.loop_runs()
        await until(lambda: len(done) == 2, "both done")

    run(qapp, script())
    assert sorted(done) == ["kept", "second"]


def test_a_generator_left_before_its_end_is_closed_by_the_loop(qapp: QApplication) -> None:
    closed: list[str] = []

    async def numbers() -> Any:
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(0)
            closed.append("closed")

    async def script() -> None:
        async for _ in numbers():
            break
        await until(lambda: closed, "closed")

    run(qapp, script())
