# SPDX-License-Identifier: Apache-2.0
"""What the fault tests share: one register that is copied for each of them, and how long they go on."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import machine
import pytest
from database import Database
from office import Office, Running
from register import binary


@pytest.fixture(scope="session")
def opened(tmp_path_factory) -> Office:
    """A register with an owner and a program's token; never served itself, only copied."""
    return Office.opened(tmp_path_factory.mktemp("opened"))


@pytest.fixture(autouse=True)
def nothing_left_running():
    """No server outlives its test, however that ended."""
    yield
    while Running.started:
        Running.started.pop().kill()
    while Database.started:
        Database.started.pop().stop(signal.SIGKILL)
    while machine.Disk.made:
        machine.Disk.made.pop().remove()


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    """The library that makes calls of the server fail."""
    return machine.shim(tmp_path_factory.mktemp("shim"))


class Length:
    """How long the fault tests go on: WAYHOUSE_SOAK=1 is the long run that is done by hand for a release."""

    is_long = os.environ.get("WAYHOUSE_SOAK") == "1"

    def of(self, short: int, long: int) -> int:
        return long if self.is_long else short

    def note(self, what: str, found: dict) -> None:
        """Prints one line of figures, and adds it to the file that WAYHOUSE_SOAK_REPORT names."""
        figures = {key: len(value) if isinstance(value, list) else round(value, 2) for key, value in found.items()}
        line = json.dumps({"date": time.strftime("%Y-%m-%d"), "what": what} | figures, ensure_ascii=False)
        print(line)
        if report := os.environ.get("WAYHOUSE_SOAK_REPORT"):
            with open(report, "a", encoding="utf-8") as file:
                file.write(line + "\n")


@pytest.fixture(scope="session")
def length() -> Length:
    return Length()


def pytest_collection_modifyitems(items):
    """Controls take a protection out of the program, which only a debug build can."""
    controls = [item for item in items if item.get_closest_marker("debug_only")]
    if controls and b"WAYHOUSE_TEST_SWITCHES" not in subprocess.run(["strings", "-n", "20", str(binary())],
                                                                   capture_output=True).stdout:
        for item in controls:
            item.add_marker(pytest.mark.skip(reason="NOT TESTED: a release build has no switches for controls"))
    # A storm takes minutes, and longer on a computer that does other work too.
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent) and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(4 * 3600 if Length.is_long else 900))
