# SPDX-License-Identifier: Apache-2.0
"""Fifty sessions of twenty-five people at work in a large register: how long each of them waits. See --help.

Requests come at fixed rates whatever the answers do, and a wait is counted from when its request should have been sent:
a server that stalls is not spared the requests that would have come meanwhile.
"""

import argparse
import json
import os
import queue
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from load_flood import Flood
from load_world import Person, World, sign_in

from database import Database, programs
from office import Lost, Running
from run import machine, resident

# What each operation may take: requests a second, then milliseconds of p50, p99 and the longest.
TABLE = {
    "open a case": (80, 25, 150, 1000),
    "save a section": (15, 40, 250, 2000),
    "list or search": (20, 40, 300, 2000),
    "overview of all": (2, 200, 1000, 3000),
    "sign in": (1, 450, 3000, 5000),
}
START_SECONDS, RESIDENT_MB = 5, 400
SESSIONS = 50


class Found:
    """What came of the work: waits in seconds by operation, what was not answered well, megabytes resident meanwhile."""

    def __init__(self):
        self.times: dict[str, list[float]] = {what: [] for what in TABLE}
        self.wrong: list[tuple] = []
        self.resident: list[int] = []


class Worker(threading.Thread):
    """One session over a connection of its own, taking what is due from its queue."""

    def __init__(self, world: World, person: Person, by_browser: bool, port: int, due: queue.Queue, found: Found):
        super().__init__(daemon=True)
        self.world, self.person, self.by_browser, self.port = world, person, by_browser, port
        self.due, self.found = due, found

    def run(self) -> None:
        while (asked := self.due.get()) is not None:
            what, moment = asked
            try:
                status = self.do(what)
            except (Lost, AssertionError, OSError) as error:
                status = repr(error)
            self.found.times[what].append(time.monotonic() - moment)
            if status not in (200, 201):
                self.found.wrong.append((what, status))

    def do(self, what: str):
        match what:
            case "open a case": return self.person.open(self.by_browser)
            case "save a section": return self.person.save()
            case "list or search": return self.person.list_or_search(self.by_browser)
            case "overview of all": return self.person.look_over()
            case _: return sign_in(self.port, self.person.source.choice(self.world.comers))


def moments(seconds: float):
    """(second, operation, number) of all that is to be sent, in order of time."""
    return sorted((index / rate + place / 1000, what, index)
                  for place, (what, (rate, *_)) in enumerate(TABLE.items()) for index in range(int(seconds * rate)))


def queue_of(what: str, index: int) -> str:
    """Who does it: caseworkers at a browser, their programs, or supervisors. Half of all is pages, half JSON."""
    if what in ("overview of all", "sign in"):
        return "supervisor"
    if what == "save a section":
        return "program"
    if what == "list or search" and index % 5 == 4:
        return "supervisor"
    return ("browser", "program")[index % 2]


def load(world: World, running: Running, people: list[Person], seconds: float) -> Found:
    """Sends everything of the table at its rates."""
    found, queues = Found(), {name: queue.Queue() for name in ("browser", "program", "supervisor")}
    workers = []
    for person in people:
        for name in ("browser", "program"):
            due = queues["supervisor" if person.name in world.supervisors else name]
            workers.append(Worker(world, person, name == "browser", running.port, due, found))
    assert len(workers) == SESSIONS
    for worker in workers:
        worker.start()
    began = sampled = time.monotonic() + 0.2
    for moment, what, index in moments(seconds):
        time.sleep(max(0, began + moment - time.monotonic()))
        queues[queue_of(what, index)].put((what, began + moment))
        if time.monotonic() > sampled + 0.25:
            sampled = time.monotonic()
            found.resident.append(resident(running))
    for worker in workers:
        worker.due.put(None)
    for worker in workers:
        worker.join(120)
    return found


def table(found: Found) -> list[dict]:
    lines = []
    for what, (rate, *limits) in TABLE.items():
        ordered = sorted(found.times[what]) or [0.0]
        taken = [round(each * 1000, 1) for each in
                 (*(ordered[int(len(ordered) * share)] for share in (0.5, 0.95, 0.99)), ordered[-1])]
        lines.append({"operation": what, "rate": rate, "asked": len(ordered), "p50 ms": taken[0], "p95 ms": taken[1],
                      "p99 ms": taken[2], "max ms": taken[3], "wrong": sum(each[0] == what for each in found.wrong),
                      "of p50 bar": round(taken[0] / limits[0], 2), "of p99 bar": round(taken[2] / limits[1], 2),
                      "of max bar": round(taken[3] / limits[2], 2)})
    return lines


def medians(turns: list[dict]) -> list[dict]:
    """The table whose figures are the medians of those of the turns; what went wrong is added up."""
    lines = []
    for rows in zip(*(turn["table"] for turn in turns), strict=True):
        line = {name: statistics.median(row[name] for row in rows) if isinstance(value, float | int) else value
                for name, value in rows[0].items()}
        lines.append(line | {"wrong": sum(row["wrong"] for row in rows), "asked": sum(row["asked"] for row in rows)})
    return lines


def turn(world: World, seconds: float) -> dict:
    """One start of the server and so many seconds of work."""
    running, first = world.start()
    try:
        result = {"start to first page seconds": round(first, 2), "of processor": processor(running),
                  "resident MB at start": resident(running)}
        people = world.sign_everybody_in(running)
        for person in people:
            person.come_anew()
        found = load(world, running, people, seconds)
        assert running.process.poll() is None, running.said()
        result |= {"table": table(found), "wrong": [repr(each) for each in found.wrong[:10]],
                   "resident MB at work": statistics.median(found.resident), "resident MB after": resident(running),
                   "peak resident MB": peak(running)}
        return result | overload(world, running, people, seconds / 2)
    finally:
        running.kill()


def overload(world: World, running: Running, people: list[Person], seconds: float) -> dict:
    """The same work beside a flood of all that eighty more connections can ask for."""
    flood = Flood(world, running.port, seconds + 1)
    time.sleep(0.5)
    found = load(world, running, people, seconds)
    refused = sum("503" in str(status) for _, status in found.wrong)
    waits = {what: table(found)[place] for place, what in enumerate(TABLE)}
    return {"overload": flood.found() | {
        "at work refused": refused, "at work wrong": len(found.wrong) - refused,
        "at work asked": sum(map(len, found.times.values())),
        "p99 of its bar": max(line["of p99 bar"] for what, line in waits.items() if what != "sign in"),
        "p99 ms of opening a case": waits["open a case"]["p99 ms"], "resident MB": resident(running)}}


def processor(running: Running) -> float:
    """Seconds that the server has had of the processors: what does not change when others use them, too."""
    fields = Path(f"/proc/{running.process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return round((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), 2)


def peak(running: Running) -> int:
    """Of the whole run. Each sign-in under way takes 128 MiB for its scrypt, and two are at once at most."""
    status = Path(f"/proc/{running.process.pid}/status").read_text()
    return round(int(status.split("VmHWM:")[1].split()[0]) / 1024)


def measure(engine: str, scratch: Path, options) -> dict:
    database = Database.made(scratch / "postgresql") if engine == "postgresql" else None
    try:
        began = time.monotonic()
        world = World(scratch / "office", options.cases, database and database.address("load"))
        made = round(time.monotonic() - began, 1)
        turns = [turn(world, options.seconds) for _ in range(options.turns)]
    finally:
        if database:
            database.stop()
    names = ("start to first page seconds", "of processor", "resident MB at start", "resident MB at work",
             "resident MB after", "peak resident MB")
    return ({"engine": engine, "cases": options.cases, "sessions": SESSIONS, "turns": options.turns,
             "seconds": options.seconds, "made in seconds": made}
            | {name: statistics.median(each[name] for each in turns) for name in names}
            | {"table": medians(turns), "wrong": [line for each in turns for line in each["wrong"]],
               "overload": {name: statistics.median(each["overload"][name] for each in turns)
                            for name in turns[0]["overload"]}})


def show(result: dict) -> bool:
    """Prints the table for people. Whether all bars hold."""
    say = lambda text: print(text, file=sys.stderr)
    first, memory = result["start to first page seconds"], result["resident MB at work"]
    say(f"\n{result['engine']}: {result['cases']} cases, {SESSIONS} sessions, medians of {result['turns']} turns of "
        f"{result['seconds']:.0f} s; in brackets: the share of the bar that it takes")
    say(f"start to first page {first} s ({first / START_SECONDS:.2f}), {result['of processor']} s of the processor   "
        f"resident at work {memory} MB ({memory / RESIDENT_MB:.2f}), with sign-ins under way {result['peak resident MB']} MB")
    for line in result["table"]:
        shares = [line[f"of {name} bar"] for name in ("p50", "p99", "max")]
        say(f"{line['operation']:16} {line['rate']:3}/s   p50 {line['p50 ms']:7.1f} ({shares[0]:.2f})   "
            f"p95 {line['p95 ms']:7.1f}   p99 {line['p99 ms']:7.1f} ({shares[1]:.2f})   max {line['max ms']:7.1f} "
            f"({shares[2]:.2f}) ms   wrong {line['wrong']} of {line['asked']}   "
            f"{'within' if is_within(line) else 'NOT within'}")
    for line in result["wrong"][:10]:
        say(f"  wrong: {line}")
    say("beside a flood: " + ", ".join(f"{name} {value}" for name, value in result["overload"].items()))
    return first <= START_SECONDS and memory <= RESIDENT_MB and all(map(is_within, result["table"]))


def is_within(line: dict) -> bool:
    return not line["wrong"] and max(line[f"of {name} bar"] for name in ("p50", "p99", "max")) <= 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True, help="the built program; the release build for figures that count")
    parser.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--turns", type=int, default=3, help="starts of the server; the figures are their medians")
    options = parser.parse_args()
    os.environ["WAYHOUSE_BINARY"] = str(Path(options.binary).resolve())
    engines = ["sqlite", "postgresql"] if options.engine == "both" else [options.engine]
    if "postgresql" in engines and programs() is None:
        raise SystemExit("PostgreSQL is not installed: apt-get install postgresql, or --engine sqlite")
    results, load_before = [], os.getloadavg()[0]
    for engine in engines:
        with tempfile.TemporaryDirectory(prefix="wayhouse-load-") as folder:
            results.append(measure(engine, Path(folder), options))
    within = [show(result) for result in results]
    print(json.dumps({"date": time.strftime("%Y-%m-%d"), "machine": machine(), "load before": round(load_before, 1),
                      "all within": all(within), "results": results}, ensure_ascii=False))


if __name__ == "__main__":
    main()
