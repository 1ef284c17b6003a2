"""The text that does the same as Run, to copy."""

from __future__ import annotations

from gradioscope.window.snippet_panel.panel import SnippetPanel

__all__ = ["SnippetPanel"]
