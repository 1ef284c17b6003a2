"""YAML as people write it: any quotes, indentation, blank lines and comments, drawn by chance for a value."""

from __future__ import annotations

import random
from collections.abc import Mapping

from gradioscope.gradio.model import Json
from gradioscope.library.collection.yaml.scalars import block, quoted, written

TEXTS = """a|hello world|no|1e3||two\nlines|two\nlines\n|a # b|it's|x: y| lead|trail |- dash|{{v}}|/p/q.png|null|#|[x|\
line1\n\n  indented\nend|\ttab|a\n\n\n|quite a long text that is far too long to stand in one line with many others\
""".split("|")  # noqa: SIM905
KEYS = ["a", "b", "c", "key one", "no", "1", "x-y", "$file", "", "it's", "k:"]
NAMES = ["address", "endpoint", "values", "notes", "expect", "theirs"]


class Hand:
    """Somebody who writes. `comments` counts those written so far; each is `# c12c` and alike."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.comments = 0

    def values(self) -> dict[str, Json]:
        """A document's content."""
        names = self._chance.sample(NAMES, self._chance.randrange(1, 5))
        return {name: self.value(0) for name in names}

    def value(self, depth: int) -> Json:
        kind = self._chance.random()
        if depth > 3 or kind < 0.5:
            return self._chance.choice([None, True, 0, -5, 1.5, 1.0, 10**20, *self._chance.sample(TEXTS, 5)])
        if kind < 0.75:
            return [self.value(depth + 1) for _ in range(self._chance.randrange(4))]
        return {key: self.value(depth + 1) for key in self._chance.sample(KEYS, self._chance.randrange(4))}

    def document(self, values: Mapping[str, Json]) -> str:
        text = "\n".join(self._mapping(values, 0)) + self._chance.choice(["\n", "", "\n\n", "\n# end\n"])
        return text.replace("\n", "\r\n") if self._chance.random() < 0.2 else text

    def _comment(self) -> str:
        self.comments += 1
        return f"# c{self.comments}c"

    def _after(self) -> str:
        return f" {self._comment()}" if self._chance.random() < 0.4 else ""

    def _above(self, indent: int) -> list[str]:
        kind = self._chance.random()
        if kind < 0.15:
            return [" " * self._chance.choice([indent, 0]) + self._comment()]
        return [""] if kind < 0.25 else []

    def _word(self, value: Json, flow: bool = False) -> str:
        kind = self._chance.random()
        if isinstance(value, str) and kind < 0.3 and value.isprintable():
            return "'" + value.replace("'", "''") + "'"
        if isinstance(value, str) and kind < 0.5:
            return quoted(value)
        if value is None:
            return self._chance.choice(["null", "~", "Null"])
        if isinstance(value, bool):
            return str(value)
        return written(value, flow)

    def _flow(self, value: Json) -> str:
        blank = self._chance.choice(["", " "])
        if isinstance(value, dict):
            inner = [f"{self._word(key, True)}: {self._flow(item)}" for key, item in value.items()]
            return "{" + blank + ",  ".join(inner) + blank + "}"
        if isinstance(value, list):
            return "[" + blank + ", ".join(map(self._flow, value)) + blank + "]"
        return self._word(value, True)

    def _under(self, value: Json, indent: int) -> tuple[str, list[str]]:
        """What follows a key or a dash on its line, and the lines below it."""
        step = self._chance.choice([2, 3, 4])
        if isinstance(value, str) and "\n" in value and self._chance.random() < 0.7:
            header, lines = block(value) or ("", [])
            if header:
                step = 2 if header[1:2].isdigit() else step
                return f" {header}{self._after()}", [" " * (indent + step) + line if line else "" for line in lines]
        if isinstance(value, dict) and value and self._chance.random() < 0.75:
            return self._after(), self._mapping(value, indent + step)
        if isinstance(value, list) and value and self._chance.random() < 0.75:
            return self._after(), self._list(value, indent + self._chance.choice([0, 2, 4]))
        return self._chance.choice([" ", "   "]) + self._flow(value) + self._after(), []

    def _mapping(self, values: Mapping[str, Json], indent: int) -> list[str]:
        found: list[str] = []
        for name, value in values.items():
            found += self._above(indent)
            head, body = self._under(value, indent)
            found += [f"{' ' * indent}{self._word(name)}:{head}", *body]
        return found

    def _list(self, values: list[Json], indent: int) -> list[str]:
        found: list[str] = []
        for value in values:
            found += self._above(indent)
            blanks = self._chance.choice([1, 1, 3])
            if isinstance(value, dict | list) and value and self._chance.random() < 0.6:
                inner = indent + 1 + blanks
                lines = self._mapping(value, inner) if isinstance(value, dict) else self._list(value, inner)
                while not lines[0].strip() or lines[0].lstrip().startswith("#"):
                    found.append(lines.pop(0))
                found += [" " * indent + "-" + " " * blanks + lines[0].lstrip(), *lines[1:]]
                continue
            head, body = self._under(value, indent)
            found += [" " * indent + "-" + (head if head.startswith(" ") else f" {head}"), *body]
        return found
