"""What has changed in an app since a request was made for it, and what to do about it.

    drift = compare(saved, app)
    saved = apply(saved, propose(drift))

Pure: nobody is asked, and no file is looked at.
"""

from gradioscope.request.drift.changes import (
    Change,
    Drift,
    Give,
    Move,
    Option,
    Proposal,
    Severity,
    Step,
    UseEndpoint,
)
from gradioscope.request.drift.compare import compare
from gradioscope.request.drift.proposal import apply, propose

__all__ = [
    "Change",
    "Drift",
    "Give",
    "Move",
    "Option",
    "Proposal",
    "Severity",
    "Step",
    "UseEndpoint",
    "apply",
    "compare",
    "propose",
]
