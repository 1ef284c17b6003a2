"""How a snippet is to be: what a person chooses once, and what is remembered."""

from __future__ import annotations

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
