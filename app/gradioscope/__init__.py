"""Gradioscope: a desktop request builder for Gradio apps, and a command line on the same core."""

__version__ = "0.1.0"
