"""How a snippet is to be: what a person chooses once, and what is remembered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """Each target heeds those that mean something in it; `heeded` of its module names them."""

    follow: bool = False
    """Read `/queue/data`, which tells the queue and the progress, instead of the result alone."""
    separate: bool = False
    """The two steps as the guide shows them, to be run one after the other, instead of one script."""
    extract: bool = False
    """Print the result's data alone, instead of the events."""
    jq: bool = False
    """Take the data out with jq, which prints it pretty, instead of with sed."""
    save_files: bool = False
    """Save returned files in the folder where the snippet runs."""
    pretty: bool = False
    """JSON over several lines."""
    body_file: bool = False
    """Put the body into a file of its own first."""
    long: bool = False
    """curl's long options (`--silent`) instead of the short ones (`-s`)."""
    variables: bool = False
    """Keep a request's variables as variables of the shell, whose values are used where the shell has none."""

    def names(self) -> list[str]:
        """The chosen ones, in the order above."""
        return [name for name in NAMES if getattr(self, name)]


NAMES: tuple[str, ...] = Options.__slots__

LABELS = {
    "follow": ("Follow the queue", "Read /queue/data: the place in the queue, progress and messages as they come"),
    "separate": ("Two steps", "Ask, then fetch the result, as Gradio's guide has it, instead of one script"),
    "extract": ("The values alone", "Print the result's data without the events around it"),
    "jq": ("The values by jq", "jq takes the data out and lays it out; it has to be installed"),
    "save_files": ("Save returned files", "In the folder where it runs, never over one that is there"),
    "pretty": ("JSON over several lines", "Lay out the body, where it is short enough to be read"),
    "body_file": ("Body in a file", "Write the body to body.json first, where there is none yet"),
    "long": ("Long curl options", "--silent instead of -s"),
    "variables": ("Keep variables", "{{name}} is read from the shell; its value here is used where the shell has none"),
}
"""Option to its short name and what it does, for the person who chooses."""


def from_names(names: Iterable[object]) -> Options:
    """The options with these names; what is no name of one is passed over, as settings are edited by hand."""
    return Options(**dict.fromkeys((name for name in names if isinstance(name, str) and name in NAMES), True))
