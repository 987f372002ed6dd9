# SPDX-License-Identifier: Apache-2.0
"""Those who ask for far more than the server can give, beside the people at work whom `load.py` measures."""

import multiprocessing
import threading
import time

from load_world import World, token

from office import Lost, Program

LINES_EACH = 10


def ask(port: int, word: str, ends: float, served: list, refused: list, wrong: list) -> None:
    """Lists of cases, one after the other without a pause, over one connection."""
    program = Program(port, word, timeout=30)
    while time.monotonic() < ends:
        began = time.monotonic()
        try:
            status = program.ask("GET", "/api/v1/cases")[0]
        except (Lost, OSError) as error:
            wrong.append(repr(error))
            continue
        (served if status == 200 else refused if status == 503 else wrong).append(time.monotonic() - began)


def pour(port: int, words: list[str], seconds: float, end) -> None:
    found = ([], [], [])
    ends = time.monotonic() + seconds
    threads = [threading.Thread(target=ask, args=(port, word, ends, *found)) for word in words for _ in range(LINES_EACH)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 60)
    end.send(found)


class Flood:
    """The accounts that only come in, each over ten connections in a process of its own, for so many seconds."""

    def __init__(self, world: World, port: int, seconds: float):
        words = [token(_At(port), name) for name in world.comers]
        self.seconds = seconds
        context = multiprocessing.get_context("fork")
        self.end, theirs = context.Pipe(duplex=False)
        self.process = context.Process(target=pour, args=(port, words, seconds, theirs), daemon=True)
        self.process.start()

    def found(self) -> dict:
        """What it got: answers a second, the waits of those that were refused, and what was neither."""
        served, refused, wrong = self.end.recv()
        self.process.join(60)
        ordered = sorted(refused) or [0.0]
        return {"flood served a second": round(len(served) / self.seconds),
                "flood refused a second": round(len(refused) / self.seconds),
                "refused p50 ms": round(ordered[len(ordered) // 2] * 1000, 1),
                "refused p99 ms": round(ordered[int(len(ordered) * 0.99)] * 1000, 1), "flood wrong": len(wrong)}


class _At:
    def __init__(self, port: int):
        self.port = port
