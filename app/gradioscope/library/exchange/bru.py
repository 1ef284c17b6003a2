"""Bruno's own text format: blocks of `name: value` lines, of plain text, or of names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_OPENING = re.compile(r"([A-Za-z][\w:-]*)\s*([{\[])\s*$")
_TEXTS = re.compile(r"body:(?:json|text|xml|sparql|graphql(?::vars)?)|body|script:.*|tests|docs")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*:\s?(.*)', re.DOTALL)


@dataclass(slots=True)
class Block:
    name: str
    pairs: list[tuple[str, str]] = field(default_factory=list)
    """Of lines `name: value`; those that are switched off (`~name`) are left out."""
    text: str = ""
    names: list[str] = field(default_factory=list)
    """Of a block in brackets."""


def blocks(text: str) -> list[Block]:
    """The file's blocks in their order; what is none is passed over."""
    found: list[Block] = []
    lines = text.replace("\r\n", "\n").split("\n")
    at = 0
    while at < len(lines):
        opening = _OPENING.fullmatch(lines[at].rstrip())
        at += 1
        if not opening:
            continue
        closing = "}" if opening[2] == "{" else "]"
        start = at
        while at < len(lines) and lines[at].rstrip() != closing:
            at += 1
        found.append(_block(opening[1], lines[start:at], opening[2] == "["))
        at += 1
    return found


def _block(name: str, lines: list[str], listed: bool) -> Block:
    block = Block(name)
    inner = [line.removeprefix("  ") for line in lines]
    if listed:
        block.names = [word for line in inner if (word := line.strip().rstrip(",")) and not word.startswith("~")]
    elif _TEXTS.fullmatch(name):
        block.text = "\n".join(inner)
    else:
        block.pairs = _pairs(inner)
    return block


def _pairs(lines: list[str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if quoted := _QUOTED.fullmatch(line.strip()):
            key, value = re.sub(r"\\(.)", r"\1", quoted[1]), quoted[2]
        else:
            key, colon, value = line.strip().partition(":")
            if not colon:
                continue
            value = value.removeprefix(" ")
        if value.startswith("'''"):
            value = value[3:]
            parts = [] if not value else [value]
            while "'''" not in value and at < len(lines):
                value = lines[at]
                at += 1
                parts.append(value.removeprefix("  "))
            value = "\n".join(parts).partition("'''")[0].rstrip("\n")
        if key and not key.startswith("~"):
            found.append((key, value))
    return found
