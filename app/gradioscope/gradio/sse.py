"""Server-sent events: bytes of a stream -> messages. Source: WHATWG HTML, "Server-sent events".

Lines end with CR LF, LF or CR and nothing else: `/queue/data` sends U+2028 and U+0085 raw inside of
a line, which text-based splitting would cut.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `event` is empty where the server names none, as `/queue/data` does."""

    event: str
    data: str


class Decoder:
    """Incremental: feed it what arrives, however it was cut."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._event = ""
        self._data: list[bytes] = []
        self._ended_with_cr = False

    def feed(self, chunk: bytes) -> list[Message]:
        """The messages that this chunk completes."""
        if self._ended_with_cr and chunk.startswith(b"\n"):
            chunk = chunk[1:]
            self._ended_with_cr = False
        if not chunk:
            return []
        # only the new bytes are searched, so that one line of many megabytes costs no more than its length
        if b"\n" not in chunk and b"\r" not in chunk:
            self._pieces.append(chunk)
            self._ended_with_cr = False
            return []
        self._ended_with_cr = chunk.endswith(b"\r")
        lines = (b"".join(self._pieces) + chunk if self._pieces else chunk).splitlines(keepends=True)
        rest = lines[-1]
        self._pieces = [] if rest.endswith((b"\n", b"\r")) else [lines.pop()]
        messages = []
        for line in lines:
            line = line.rstrip(b"\r\n")
            if line:
                self._field(line)
            elif self._data:
                messages.append(Message(self._event, b"\n".join(self._data).decode("utf-8", "replace")))
                self._event, self._data = "", []
            else:
                self._event = ""
        return messages

    def _field(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        value = value[1:] if value.startswith(b" ") else value
        if name == b"data":
            self._data.append(value)
        elif name == b"event":
            self._event = value.decode("utf-8", "replace")
