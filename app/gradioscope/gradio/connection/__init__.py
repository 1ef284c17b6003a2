"""The way to the network, and the only package that knows httpx."""

from gradioscope.gradio.connection.client import Answer, Connection, Stream
from gradioscope.gradio.connection.exchange import Exchange

__all__ = ["Answer", "Connection", "Exchange", "Stream"]
