# SPDX-License-Identifier: Apache-2.0
"""The time that a server is told: the clock of one process alone, set by a library that answers in the system's place.

Time that only passes is left as it is.
"""

import time
from datetime import datetime
from pathlib import Path

from machine import compiled


def library(folder: Path) -> Path:
    """Made once for a run of tests."""
    return compiled("clock.c", folder, "-shared", "-fPIC", "-ldl")


class Clock:
    """How far ahead of ours the clock of a server is that is started with its `environment`."""

    def __init__(self, scratch: Path, library: Path):
        self.library, self.file = library, scratch / "time"
        self.set(0)

    def set(self, seconds: int | datetime) -> None:
        """Seconds from now, or a moment in UTC."""
        if isinstance(seconds, datetime):
            seconds = round(seconds.timestamp() - time.time())
        self.ahead = seconds
        new = self.file.with_suffix(".new")
        new.write_text(str(seconds))
        new.rename(self.file)

    def now(self) -> float:
        """Seconds since 1970, as the server has it."""
        return time.time() + self.ahead

    @property
    def environment(self) -> dict[str, str]:
        return {"LD_PRELOAD": str(self.library), "FAULT_CLOCK": str(self.file)}
