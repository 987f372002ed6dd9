# SPDX-License-Identifier: Apache-2.0
"""Disks that fail: the shim that makes calls fail, and small file systems of our own in a file."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parent


def compiled(source: str, folder: Path, *options: str) -> Path:
    """Compiles one of the C files beside this one."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    assert compiler, "the fault tests need a C compiler: apt-get install gcc"
    made = folder / source.replace(".c", "")
    subprocess.run([compiler, "-O2", "-Wall", "-Wextra", "-Werror", "-o", str(made), str(TOOLS / source), *options], check=True)
    return made


def shim(folder: Path) -> Path:
    """The library that makes calls fail, to be named in LD_PRELOAD."""
    return compiled("shim.c", folder, "-shared", "-fPIC", "-ldl")


def faulty(library: Path, under: Path, call: str, at: int, error: str = "EIO", mark: Path | None = None,
           count: int = 1, name: str | None = None) -> dict[str, str]:
    """The environment in which the `at`-th call of a kind on files below `under` fails."""
    said = {"LD_PRELOAD": str(library), "FAULT_UNDER": str(under.resolve()) + "/", "FAULT_CALL": call, "FAULT_AT": str(at),
            "FAULT_COUNT": str(count), "FAULT_ERROR": error}
    return said | ({"FAULT_MARK": str(mark)} if mark else {}) | ({"FAULT_NAME": name} if name else {})


def needs_loop_devices() -> None:
    """Skips, and says what is not tested then, where no file system can be mounted from a file."""
    if os.geteuid() != 0:
        pytest.skip("NOT TESTED: power cuts and full disks need root, to mount a file system from a file")
    if not Path("/dev/loop-control").exists() or not shutil.which("mkfs.ext4"):
        pytest.skip("NOT TESTED: power cuts and full disks need loop devices and mkfs.ext4")


class Disk:
    """An ext4 file system in a file of ours."""

    made: list["Disk"] = []

    def __init__(self, megabytes: int, journal: bool = True):
        needs_loop_devices()
        self.home = Path(tempfile.mkdtemp(prefix="wayhouse-disk-"))
        self.image, self.top = self.home / "image", self.home / "disk"
        self.top.mkdir()
        with open(self.image, "wb") as image:
            image.truncate(megabytes << 20)
        features = [] if journal else ["-O", "^has_journal"]
        # Blocks as on any real disk: with smaller ones (the default of so small a disk) a full disk ends SQLite by SIGBUS.
        run("mkfs.ext4", "-q", "-F", "-m", "0", "-b", "4096", *features, self.image)
        self.is_mounted = False
        self.godown = compiled("godown.c", self.home)
        Disk.made.append(self)

    def mount(self) -> "Disk":
        run("mount", "-o", "loop", self.image, self.top)
        self.is_mounted = True
        return self

    def unmount(self) -> None:
        if self.is_mounted:
            run("umount", self.top)
            self.is_mounted = False

    def cut_power(self) -> None:
        """Whatever was not forced to disk is gone. Mount again to see what is left."""
        run(self.godown, self.image, self.top)

    def remove(self) -> None:
        self.unmount()
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self) -> "Disk":
        return self.mount()

    def __exit__(self, kind, *_):
        # After a failure a server may still be at work there; what made the disk removes it when that has ended.
        if kind is None:
            self.remove()


def run(*command) -> None:
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, f"{command[0]}: {done.stderr.strip()}"
