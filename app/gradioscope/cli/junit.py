"""A run as a report in JUnit's form, which every CI service reads.

The shape is that of Jenkins' JUnit plugin: `testsuites` with one `testsuite`, a `testcase` each; `failure` is an
answer that was not as expected, `error` is anything that kept the app from answering.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Json
from gradioscope.library.atomic import write_atomically
from gradioscope.library.runner.folder import Planned
from gradioscope.library.runner.ran import Ran

# what XML 1.0 cannot hold
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(
    path: Path,
    place: Path,
    requests: Sequence[Planned],
    done: Sequence[tuple[Planned, Ran]],
    masked: Callable[[Json], Json],
) -> None:
    """Write the report. `masked` takes secrets out of texts. WrongUse where the file cannot be written."""
    found = report(place.resolve().name, requests, done, masked)
    try:
        write_atomically(path, found)
    except OSError as error:
        raise WrongUse(
            f"The report {path} cannot be written.",
            f"{error.strerror or error}.",
            "Name a file in a folder you can write to; the requests themselves were run.",
        ) from error


def report(
    name: str,
    requests: Sequence[Planned],
    done: Sequence[tuple[Planned, Ran]],
    masked: Callable[[Json], Json],
) -> bytes:
    """The report as XML. Requests that were not run are skipped ones."""
    suites = ET.Element("testsuites")
    suite = ET.SubElement(suites, "testsuite")
    by_name = {item.name: ran for item, ran in done}
    counts = {"failures": 0, "errors": 0, "skipped": 0}
    seconds = 0.0
    for item in requests:
        ran = by_name.get(item.name)
        group, _, short = item.name.rpartition("/")
        took = ran.outcome.seconds if ran else 0.0
        seconds += took
        case = ET.SubElement(
            suite,
            "testcase",
            name=_xml(short),
            classname=_xml(f"{name}.{group.replace('/', '.')}" if group else name),
            time=f"{took:.3f}",
        )
        kind = _ending(case, ran, masked)
        if kind:
            counts[kind] += 1
    suite.attrib.update(
        name=_xml(name),
        tests=str(len(requests)),
        **{key: str(count) for key, count in counts.items()},
        time=f"{seconds:.3f}",
        timestamp=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
    )
    suites.attrib.update({key: suite.attrib[key] for key in ("name", "tests", "failures", "errors", "time")})
    ET.indent(suites)
    text: str = ET.tostring(suites, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _ending(case: ET.Element, ran: Ran | None, masked: Callable[[Json], Json]) -> str:
    """Put into the case how it ended; what it counts as."""
    if ran is None or ran.outcome.status == "cancelled":
        ET.SubElement(case, "skipped", message=_xml(ran.outcome.error if ran else "It was not run."))
        return "skipped"
    kind = ""
    if not ran.well:
        why = ran.explanation
        answered = ran.outcome.status in ("complete", "error")
        kind = "failures" if answered else "errors"
        lines = [ran.sentence, *((why.why, why.do) if why else ())]
        element = ET.SubElement(
            case, "failure" if answered else "error", message=_xml(masked(ran.sentence)), type=ran.outcome.status
        )
        element.text = _xml(masked("\n".join(line for line in lines if line)))
    if ran.notes:
        ET.SubElement(case, "system-out").text = _xml(masked("\n".join(ran.notes)))
    return kind


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
