# SPDX-License-Identifier: Apache-2.0
"""Fifty people at work in a large register: how long each of them waits. See --help.

Requests come at fixed rates whatever the answers do, and a wait is counted from when its request should have been sent:
a server that stalls is not spared the requests that would have come meanwhile.
"""

import argparse
import heapq
import json
import os
import queue
import random
import sys
import tempfile
import threading
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1] / "Tests"
sys.path[:0] = [str(TESTS / "Support"), str(TESTS / "Faults" / "tools")]

import fill_templates  # noqa: E402
from office import PASSPHRASE, Lost, Office, Program, Running, Visit  # noqa: E402
from people import people  # noqa: E402
from run import machine, resident  # noqa: E402

# What each operation may take: requests a second, then milliseconds of p50, p99 and the longest.
TABLE = {
    "open a case": (80, 25, 150, 1000),
    "save a section": (15, 40, 250, 2000),
    "list or search": (20, 40, 300, 2000),
    "sign in": (2, 450, 3000, 5000),
}
SESSIONS = 50


class World:
    """A register of many cases, and what the workers know of it."""

    def __init__(self, scratch: Path, cases: int):
        self.rows = people(cases, seed=10)
        self.office = Office.opened(scratch)
        for start in range(0, cases, 10_000):
            file = scratch / f"part-{start}.csv"
            file.write_bytes(fill_templates.canonical_csv(self.rows[start:start + 10_000]))
            self.office.import_file(file)
        self.cases: list[str] = []
        self.notes: "queue.Queue[tuple[str, str, int]]" = queue.Queue()

    def start(self) -> tuple[Running, float]:
        """The server, and the seconds until the first page that shows cases."""
        running = self.office.start()
        running.wait(120)
        began = running.began
        assert running.client(120).ask("GET", "/api/v1/cases")[0] == 200
        return running, time.monotonic() - began

    def learn(self, program: Program) -> None:
        """Which cases there are; a note for each session to write in."""
        for page in range(1, 41):
            found = program.ask("GET", f"/api/v1/cases?page={page}")[1]["cases"]
            self.cases += [case["id"] for case in found]
        self.cases = [case for case in self.cases[:1000] if program.case(case)[0] == 200]
        assert self.cases, "no case can be opened"
        for number in range(SESSIONS * 2):
            case = program.register(f"Load {number}", key=f"load-{number}")[1]["id"]
            status, value, _ = program.ask("POST", f"/api/v1/cases/{case}/records",
                                           {"kind": "comment", "values": {"cco_CaseComment": "begin"}})
            assert status == 201, value
            self.notes.put((case, value["id"], 1))


class Worker(threading.Thread):
    """One session over a connection of its own, taking what is due."""

    def __init__(self, world: World, running: Running, due: queue.Queue, times: dict, wrong: list, seed: int):
        super().__init__(daemon=True)
        self.world, self.port, self.due, self.times, self.wrong = world, running.port, due, times, wrong
        self.program, self.source = Program(running.port, world.office.token, timeout=30), random.Random(seed)

    def run(self) -> None:
        while (asked := self.due.get()) is not None:
            what, moment = asked
            try:
                status = self.do(what)
            except (Lost, AssertionError) as error:
                status = repr(error)
            self.times[what].append(time.monotonic() - moment)
            if status not in (200, 201):
                self.wrong.append((what, status))

    def do(self, what: str):
        if what == "open a case":
            return self.program.case(self.source.choice(self.world.cases))[0]
        if what == "save a section":
            case, record, version = self.world.notes.get()
            status, _, _ = self.program.ask("PUT", f"/api/v1/cases/{case}/records/{record}",
                                            {"values": {"cco_CaseComment": f"Text {version} " + "word " * 80}},
                                            If_Match=f'"{version}"')
            # After a while a note has many versions; a new one takes its place in real offices too.
            self.world.notes.put((case, record, version + 1 if status == 200 else version))
            return status
        if what == "list or search":
            if self.source.randrange(2):
                return self.program.ask("GET", f"/api/v1/cases?page={self.source.randrange(1, 40)}")[0]
            name = self.source.choice(self.world.rows).get("prs_FirstName", "Nobody")
            return self.program.ask("POST", "/api/v1/cases/search", {"text": name})[0]
        visit = Visit(self.port)
        visit.form("/sign-in", account=self.world.office.owner, passphrase=PASSPHRASE)
        return visit.ask("GET", "/cases")[0]


def load(world: World, running: Running, seconds: float, factor: float = 1) -> tuple[dict, list]:
    """Sends everything of the table at its rates. Waits in seconds by operation, and what was not answered well."""
    due, times, wrong = queue.Queue(), {what: [] for what in TABLE}, []
    workers = [Worker(world, running, due, times, wrong, seed) for seed in range(SESSIONS)]
    for worker in workers:
        worker.start()
    began = time.monotonic() + 0.2
    coming = [(began + index / rate / factor, index, what) for what, (rate, *_) in TABLE.items() for index in [0]]
    heapq.heapify(coming)
    while coming and coming[0][0] < began + seconds:
        moment, index, what = heapq.heappop(coming)
        time.sleep(max(0, moment - time.monotonic()))
        due.put((what, moment))
        heapq.heappush(coming, (began + (index + 1) / TABLE[what][0] / factor, index + 1, what))
    for _ in workers:
        due.put(None)
    for worker in workers:
        worker.join(120)
    return times, wrong


def table(times: dict, wrong: list) -> list[dict]:
    lines = []
    for what, (rate, *limits) in TABLE.items():
        ordered = sorted(times[what]) or [0.0]
        found = [round(each * 1000, 1) for each in
                 (ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)], ordered[-1])]
        lines.append({"operation": what, "rate": rate, "asked": len(times[what]), "p50 ms": found[0], "p99 ms": found[1],
                      "max ms": found[2], "wrong": sum(each[0] == what for each in wrong),
                      "within": all(have <= limit for have, limit in zip(found, limits, strict=True))})
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True, help="the built program; the release build for figures that count")
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    os.environ["WAYHOUSE_BINARY"] = str(Path(options.binary).resolve())
    with tempfile.TemporaryDirectory(prefix="wayhouse-load-") as folder:
        world = World(Path(folder), options.cases)
        running, first = world.start()
        result = {"date": time.strftime("%Y-%m-%d"), "machine": machine(), "cases": options.cases, "sessions": SESSIONS,
                  "start to first page seconds": round(first, 2), "resident MB at start": resident(running)}
        try:
            world.learn(running.client(60))
            times, wrong = load(world, running, options.seconds)
            result |= {"table": table(times, wrong), "wrong": [repr(each) for each in wrong[:10]],
                       "resident MB after": resident(running)}
        finally:
            running.kill()
    for line in result["table"]:
        print("{operation:16} {rate:4}/s  p50 {p50:>7}  p99 {p99:>7}  max {max:>7} ms  wrong {wrong}  {verdict}".format(
            **line | {"p50": line["p50 ms"], "p99": line["p99 ms"], "max": line["max ms"],
                      "verdict": "within" if line["within"] else "TOO SLOW"}), file=sys.stderr)
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
