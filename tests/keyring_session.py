"""A D-Bus session of its own, for a keyring that is not the person's."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""
"""A session bus that starts no service by itself, so that an absent one stays absent."""


def in_session(folder: Path, command: Sequence[str | Path], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end with its own bus, home and XDG folders, all of them inside `folder`."""
    settings = {"PATH": os.environ["PATH"], "HOME": str(folder / "user"), "LANG": "C.UTF-8", **environment}
    for name in ("config", "data", "cache", "state", "runtime"):
        place = folder / "user" / name
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings[f"XDG_{name.upper()}_{'DIR' if name == 'runtime' else 'HOME'}"] = str(place)
    bus = folder / "bus.conf"
    bus.write_text(BUS)
    return subprocess.run(
        ["dbus-run-session", f"--config-file={bus}", "--", *command],
        env=settings,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=90,
    )
