"""Both answers to every case on one Gradio."""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.parity import ours, peer
from tests.parity.cases import Case, of_version, write_files
from tests.servers import environment


@dataclass(frozen=True)
class Outcome:
    case: Case
    ours: ours.Answer
    theirs: dict[str, Any]

    @property
    def same(self) -> bool:
        """Whether both got the same result, or both were refused."""
        if self.ours.data is None:
            return "error" in self.theirs
        return "data" in self.theirs and self.ours.data == self.theirs["data"]

    @property
    def kept(self) -> bool:
        """Whether the input gave back what it was given."""
        return repr(self.ours.read) == repr(self.ours.given) or self.ours.given is None


def outcomes(url: str, gradio: str, folder: Path, cases: Sequence[Case] | None = None) -> list[Outcome]:
    """One a case, in their order; `folder` takes the files."""
    wanted = of_version(gradio) if cases is None else list(cases)
    write_files(folder)
    answers = asyncio.run(ours.answers(url, wanted, folder))
    done = subprocess.run(
        [environment(gradio), peer.__file__, url, str(folder)],
        input=json.dumps([[case.endpoint, case.value] for case in wanted]),
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = json.loads(done.stdout.splitlines()[-1])
    return [Outcome(case, answer, other) for case, answer, other in zip(wanted, answers, theirs, strict=True)]
