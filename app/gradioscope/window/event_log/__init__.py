"""The live log of a run: its time line, its events, one of them whole."""

from __future__ import annotations

from gradioscope.window.event_log.log import EventLog

__all__ = ["EventLog"]
