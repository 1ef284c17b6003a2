"""dev.py: refuses an old Python in words, names what the system lacks, and knows a finished environment."""

from __future__ import annotations

import ast
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEV = ROOT / "packaging" / "dev.py"


@pytest.fixture(scope="module", autouse=True)
def packaging_on_path() -> None:
    if str(DEV.parent) not in sys.path:
        sys.path.append(str(DEV.parent))


@pytest.fixture
def dev() -> ModuleType:
    import dev

    return dev


@pytest.fixture
def system() -> ModuleType:
    from development import system

    return system


@pytest.fixture
def environments(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The module, working on a clone of its own with small locks."""
    from development import environments

    locks = tmp_path / "packaging" / "locks"
    locks.mkdir(parents=True)
    for name in ("uv", "run", "dev", "gradio-1.0"):
        (locks / f"{name}.txt").write_text(f"{name}==1\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    for name, value in {
        "ROOT": tmp_path,
        "LOCKS": locks,
        "OWN": tmp_path / ".venv",
        "CACHE": tmp_path / ".cache",
    }.items():
        monkeypatch.setattr(environments, name, value)
    return environments


def make_environment(folder: Path, version: str = "3.11.2") -> Path:
    """What `python -m venv` leaves, as far as dev.py looks at it."""
    python = folder / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (folder / "pyvenv.cfg").write_text(f"home = /usr/bin\nversion = {version}\n")
    return python


class TestVersionGate:
    @pytest.mark.parametrize("version", [(3, 11), (3, 11, 0), (3, 12, 1), (3, 13, 0), (4, 0)])
    def test_accepts_3_11_and_newer(self, dev: ModuleType, version: tuple[int, ...]) -> None:
        assert dev.refusal(version) == ""

    @pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13)])
    def test_names_what_is_needed_and_what_there_is(self, dev: ModuleType, version: tuple[int, ...]) -> None:
        text = dev.refusal(version)
        assert "needs Python 3.11 or newer" in text
        assert f"is {version[0]}.{version[1]}." in text

    def test_names_a_newer_python_that_is_there(
        self, dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "python3.12").touch(mode=0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        assert "Run: python3.12 packaging/dev.py" in dev.refusal((3, 9))
        (tmp_path / "python3.12").unlink()
        assert "Install one" in dev.refusal((3, 9))

    def test_an_old_python_can_read_the_file(self) -> None:
        source = DEV.read_text(encoding="utf-8")
        ast.parse(source, feature_version=(3, 6))
        assert "annotations" not in source  # `from __future__ import annotations` came with 3.7
        assert source.isascii()  # Python 2 wants a declaration otherwise


class TestSystem:
    def test_a_library_is_there_when_it_loads(self, system: ModuleType) -> None:
        assert system.loads("libc.so.6")
        assert not system.loads("libgradioscope-nowhere.so.1")

    def test_lists_only_what_is_missing(self, system: ModuleType) -> None:
        needs = system.needed_for("run")
        assert system.missing(needs, lambda need: need.name != "libEGL.so.1") == [
            need for need in needs if need.name == "libEGL.so.1"
        ]

    @pytest.mark.parametrize(
        ("tool", "command"),
        [
            ("apt", "apt-get install -y --no-install-recommends libegl1 libgl1"),
            ("dnf", "dnf install -y mesa-libEGL mesa-libGL"),
            ("pacman", "pacman -S --needed --noconfirm libglvnd"),
            ("zypper", "zypper --non-interactive install libEGL1 libGL1"),
        ],
    )
    def test_the_exact_command_of_each_package_manager(self, system: ModuleType, tool: str, command: str) -> None:
        assert " ".join(system.install_command(system.OFFSCREEN[:2], tool)) == command

    def test_a_person_gets_the_command_instead_of_an_installation(
        self, system: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(system, "may_install", lambda: False)
        monkeypatch.setattr(system, "manager", lambda: "apt")
        with pytest.raises(Exception, match="apt-get install -y --no-install-recommends libgl1") as caught:
            system.require(system.OFFSCREEN[:1], lambda _: False)
        assert "libGL.so.1" in str(caught.value)

    def test_root_without_a_terminal_gets_the_installation(
        self, system: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        installed: list[str] = []
        monkeypatch.setattr(system, "may_install", lambda: True)
        monkeypatch.setattr(system, "manager", lambda: "apt")
        monkeypatch.setattr(system, "install", lambda needs, _: installed.extend(need.apt for need in needs))
        system.require(system.OFFSCREEN[:1], lambda _: bool(installed))
        assert installed == ["libgl1"]

    @pytest.mark.parametrize(
        ("env", "problem"),
        [
            ({}, "DISPLAY and WAYLAND_DISPLAY are not set"),
            ({"QT_QPA_PLATFORM": "offscreen"}, ""),
            ({"DISPLAY": ":4711"}, "no X server answers on display :4711"),
            ({"DISPLAY": "elsewhere:0"}, ""),
            ({"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": "/nowhere"}, "Wayland display wayland-9 is not there"),
        ],
    )
    def test_tells_why_there_is_no_display(self, system: ModuleType, env: dict[str, str], problem: str) -> None:
        assert system.display_problem(env) == problem

    def test_finds_a_wayland_display(self, system: ModuleType, tmp_path: Path) -> None:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(tmp_path / "wayland-0"))
            assert system.display_problem({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}) == ""


class TestEnvironments:
    def finished(self, environments: ModuleType, *held: str) -> Path:
        python = make_environment(environments.OWN, environments.version())
        stamp = {name: environments.fingerprint(environments.SETS[name], own=True) for name in held}
        environments.write_stamp(environments.OWN, {"python": environments.version(), **stamp})
        return python

    def test_a_finished_one_needs_no_process(self, environments: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        python = self.finished(environments, "run")
        monkeypatch.setattr(environments, "run", lambda *_: pytest.fail("started a process"))
        assert environments.own("run") == python

    def test_what_develops_also_runs(self, environments: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        python = self.finished(environments, "dev")
        monkeypatch.setattr(environments, "run", lambda *_: pytest.fail("started a process"))
        assert environments.own("run") == python

    @pytest.mark.parametrize("changed", ["packaging/locks/run.txt", "packaging/locks/uv.txt", "pyproject.toml"])
    def test_a_changed_lock_makes_it_anew(
        self, environments: ModuleType, changed: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.finished(environments, "run")
        (environments.ROOT / changed).write_text("something else\n")
        installed: list[tuple[str, ...]] = []
        monkeypatch.setattr(environments, "install", lambda _, names: installed.append(names))
        monkeypatch.setattr(environments, "uv", lambda: (Path("uv"), {}))
        monkeypatch.setattr(environments, "run", lambda *_: "")
        environments.own("run")
        environments.own("run")
        assert installed == [("run",)]

    def test_another_python_makes_it_anew(self, environments: ModuleType) -> None:
        make_environment(environments.OWN, "3.9.18")
        assert environments.made_by(environments.OWN) == "3.9"

    def test_a_python_that_is_gone_counts_as_none(self, environments: ModuleType) -> None:
        python = make_environment(environments.OWN)
        python.unlink()
        python.symlink_to("/nowhere/python3")
        assert environments.made_by(environments.OWN) == ""

    @pytest.mark.parametrize("content", ["", "{", "[]", "null"])
    def test_a_torn_stamp_is_no_stamp(self, environments: ModuleType, content: str) -> None:
        environments.OWN.mkdir()
        (environments.OWN / environments.STAMP).write_text(content)
        assert environments.read_stamp(environments.OWN) == {}

    def test_an_unknown_gradio_names_the_known_ones(self, environments: ModuleType) -> None:
        with pytest.raises(Exception, match=r"known: gradio-1\.0"):
            environments.gradio("gradio-0.1")

    def test_uv_keeps_its_cache_in_the_clone(self, environments: ModuleType) -> None:
        assert environments.uv_settings()["UV_CACHE_DIR"] == str(environments.ROOT / ".cache" / "uv")


class TestLocks:
    @pytest.mark.parametrize("lock", sorted((ROOT / "packaging" / "locks").glob("*.txt")), ids=lambda path: path.stem)
    def test_every_package_is_hashed_and_no_address_is_named(self, lock: Path) -> None:
        text = lock.read_text()
        assert "://" not in text
        assert "index" not in text
        packages = [block for block in text.replace("\\\n", " ").splitlines() if block and not block.startswith("#")]
        assert packages
        assert all("--hash=sha256:" in package for package in packages)

    def test_the_older_gradios_are_the_ones_we_test(self) -> None:
        locks = sorted(path.stem for path in (ROOT / "packaging" / "locks").glob("gradio-*.txt"))
        assert locks == ["gradio-3.50", "gradio-4.44", "gradio-5.49"]

    def test_qt_that_breaks_python_3_11_is_kept_out(self) -> None:
        for name in ("run", "dev"):
            lines = (ROOT / "packaging" / "locks" / f"{name}.txt").read_text().splitlines()
            [old] = [line for line in lines if line.startswith("pyside6-essentials") and "< '3.12'" in line]
            assert tuple(map(int, old.split("==")[1].split()[0].split(".")))[:2] < (6, 12)


class TestCommand:
    def run(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(DEV), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | env)

    def test_explains_itself(self) -> None:
        done = self.run("--help")
        assert done.returncode == 0
        assert all(word in done.stdout for word in ("run", "test", "doctor"))

    def test_refuses_what_it_does_not_know(self) -> None:
        done = self.run("fly")
        assert done.returncode == 2
        assert "no command 'fly'" in done.stderr
        assert "Traceback" not in done.stderr

    def test_doctor_reports_a_line_for_each_thing(self) -> None:
        done = self.run("doctor")
        lines = done.stdout.splitlines()
        assert lines[0].startswith("ok       Python 3.")
        for thing in ("libEGL.so.1", "font", "display", "keyring", "gradio ", "PySide6-Essentials", "gradio-4.44"):
            assert any(thing in line for line in lines), thing
        assert done.returncode == int(any(line.startswith("MISSING") for line in lines))

    def test_a_second_start_adds_little(self) -> None:
        """`run --version` against the same without dev.py: the issue allows a second, a tenth is what it takes."""
        self.run("run", "--version")
        python = ROOT / ".venv" / "bin" / "python"

        def fastest(command: list[str]) -> float:
            times = []
            for _ in range(3):
                begun = time.perf_counter()
                subprocess.run(command, capture_output=True, check=True)
                times.append(time.perf_counter() - begun)
            return min(times)

        plain = fastest([str(python), "-m", "gradioscope", "--version"])
        assert fastest([sys.executable, str(DEV), "run", "--version"]) - plain < 1.0
