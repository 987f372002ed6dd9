# SPDX-License-Identifier: Apache-2.0
"""What lies in the memory of another process. Needs root, or a process that lets itself be read."""

import os
import re


def regions(pid: int):
    """The readable parts of its memory that hold data: (start, length)."""
    with open(f"/proc/{pid}/maps", encoding="ascii", errors="replace") as maps:
        for line in maps:
            place, rights, *_, = line.split()
            path = line.split(maxsplit=5)[5].strip() if len(line.split(maxsplit=5)) > 5 else ""
            if rights.startswith("r") and not re.match(r"\[(vvar|vsyscall|vdso)", path):
                start, end = (int(part, 16) for part in place.split("-"))
                yield start, end - start


def count(pid: int, needles: dict[str, bytes]) -> dict[str, int]:
    """How often each of these bytes lies anywhere in the process's memory."""
    found = dict.fromkeys(needles, 0)
    longest = max(map(len, needles.values()))
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for start, length in regions(pid):
            tail = b""
            for offset in range(0, length, 16 << 20):
                try:
                    piece = os.pread(memory.fileno(), min(16 << 20, length - offset), start + offset)
                except OSError:
                    break
                whole = tail + piece
                for name, needle in needles.items():
                    found[name] += whole.count(needle)
                tail = whole[-(longest - 1):]
    return found
