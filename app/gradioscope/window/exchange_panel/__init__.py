"""The HTTP requests as they went over the wire, secrets masked."""

from __future__ import annotations

from gradioscope.window.exchange_panel.panel import ExchangePanel

__all__ = ["ExchangePanel"]
