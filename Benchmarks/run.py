# SPDX-License-Identifier: Apache-2.0
"""Measures what docs/benchmarks.md promises, on a built program. See --help."""

import argparse
import http.client
import json
import multiprocessing
import os
import platform
import random
import statistics
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Tests" / "Support"))

import fill_templates  # noqa: E402
from people import people  # noqa: E402
from register import Register  # noqa: E402

READ_ONLY = """
import sys, warnings, openpyxl
warnings.simplefilter("ignore")
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
print(sum(1 for row in book.worksheets[0].iter_rows(values_only=True) if row))
"""


def measured(command) -> tuple[float, float]:
    """Wall seconds and peak resident megabytes of one process."""
    started = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - started
    if status != 0:
        raise SystemExit(f"{command[0]} ended with status {status}")
    return seconds, usage.ru_maxrss / 1024


def bench_import(scratch: Path, rows: int, runs: int) -> dict:
    """The whole import against openpyxl's reading alone, in turns, medians."""
    file = scratch / "big.xlsx"
    fill_templates.big_workbook(people(rows, seed=9), file)
    ours, theirs, peak = [], [], 0.0
    for turn in range(runs):
        register = Register.made(scratch / f"import-{turn}")
        theirs.append(measured([sys.executable, "-c", READ_ONLY, str(file)])[0])
        seconds, memory = measured([os.environ["WAYHOUSE_BINARY"], "import", str(register.folder), str(file), "--json",
                                    *map(str, register.key)])
        ours.append(seconds)
        peak = max(peak, memory)
    return {"rows": rows, "megabytes": round(file.stat().st_size / 1e6, 1), "import seconds": round(statistics.median(ours), 2),
            "openpyxl seconds": round(statistics.median(theirs), 2),
            "ratio": round(statistics.median(ours) / statistics.median(theirs), 3), "peak MB": round(peak)}


class Session:
    """A signed-in visit over one connection that stays open, the way a browser without scripts would make it."""

    PASSPHRASE = "four calm herons wade upstream slowly"

    def __init__(self, server, cookie: str = "", token: str = ""):
        self.server, self.cookie, self.token = server, cookie, token
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

    def get(self, path: str) -> str:
        return self.ask("GET", path)[1]

    def send(self, path: str, **fields) -> str:
        """Sends a form. The address that the answer leads to."""
        if self.token:
            fields["form-token"] = self.token
        return self.ask("POST", path, urllib.parse.urlencode(fields))[0]

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[str, str]:
        headers = {"Cookie": self.cookie, "Origin": self.server.url}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode("utf-8")
        assert answer.status < 400, f"{method} {path.split('?')[0]} answered {answer.status}"
        kept = dict(pair.split("=", 1) for pair in self.cookie.split("; ") if pair)
        kept |= dict(cookie.split(";")[0].split("=", 1) for cookie in answer.headers.get_all("Set-Cookie") or [])
        self.cookie = "; ".join(f"{name}={value}" for name, value in kept.items())
        return answer.headers.get("Location", ""), text

    def first_sign_in(self, user: str, code: str) -> None:
        self.find_token("/first-sign-in")
        self.send("/first-sign-in", account=user, code=code, passphrase=self.PASSPHRASE, again=self.PASSPHRASE)
        self.find_token("/first-sign-in/factor")
        self.send("/first-sign-in/factor", without="yes")

    def sign_in(self, user: str) -> str:
        """Signs in and opens the list of cases. The page."""
        self.find_token("/sign-in")
        self.send("/sign-in", account=user, passphrase=self.PASSPHRASE)
        return self.find_token("/cases")

    def find_token(self, path: str) -> str:
        """Opens a page and remembers what its forms send back. The page."""
        page = self.get(path)
        self.token = page.split('name="form-token" value="')[1].split('"')[0]
        return page

    def another(self) -> "Session":
        """The same visit over a connection of its own."""
        return Session(self.server, self.cookie, self.token)

    def search(self, words: str) -> str:
        """A search as the page makes it: the form, and the page that the answer leads to."""
        return self.get(self.send("/cases/search", q=words))


def bench_register(scratch: Path, cases: int, searches: int) -> dict:
    """A register of many cases: from the start of the server to the first page, and then searches."""
    register = Register.made(scratch / "register")
    rows = people(cases, seed=10)
    for start in range(0, cases, 10_000):
        file = scratch / f"part-{start}.csv"
        file.write_bytes(fill_templates.canonical_csv(rows[start:start + 10_000]))
        register.import_file(file)
    with register.serve() as server:
        Session(server).first_sign_in(register.owner, register.code)
    started = time.perf_counter()
    with register.serve() as server:
        session = Session(server)
        assert "<tbody>" in session.sign_in(register.owner), "the list of cases did not come"
        result = {"cases": cases, "start to first page seconds": round(time.perf_counter() - started, 2),
                  "resident MB then": resident(server)}
        listed = timed((lambda: session.get(f"/cases?page={1 + turn % 40}")) for turn in range(100))
        result |= percentiles("list page", listed)
        for clients in (1, 8):
            result |= percentiles(f"search, {clients} at a time", searched(session, rows, searches, clients))
        return result | {"resident MB after": resident(server)}


def searched(session: Session, rows, searches: int, clients: int) -> list[float]:
    """Seconds of each search, by so many processes that search without a pause."""
    if clients == 1:
        return timed(asked(session.another(), rows, searches, seed=3))
    context = multiprocessing.get_context("fork")
    ends = []
    for seed in range(clients):
        mine, theirs = context.Pipe(duplex=False)
        work = lambda seed=seed, end=theirs: end.send(timed(asked(session.another(), rows, searches // clients, seed)))
        ends.append((mine, context.Process(target=work)))
        ends[-1][1].start()
    times = [seconds for mine, _ in ends for seconds in mine.recv()]
    for _, process in ends:
        process.join()
    return times


def asked(session: Session, rows, searches: int, seed: int):
    """Names as people type them: whole, half, in capitals, both names, one of them strange."""
    source = random.Random(seed)
    for _ in range(searches):
        row = source.choice(rows)
        first, second = row.get("prs_FirstName", "Nobody"), row.get("prs_SecondName", "")
        words = source.choice([first, first[:3], second or first, first.upper(), f"{second} {first}", "Zzyzx " + first])
        yield lambda: session.search(words)


def timed(calls) -> list[float]:
    times = []
    for call in calls:
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return times


def percentiles(what: str, times: list[float]) -> dict:
    ordered = sorted(times)
    return {f"{what} p50 ms": round(ordered[len(ordered) // 2] * 1000, 1),
            f"{what} p99 ms": round(ordered[int(len(ordered) * 0.99)] * 1000, 1)}


def resident(server) -> int:
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return round(int(status.split("VmRSS:")[1].split()[0]) / 1024)


def machine() -> str:
    model = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    return f"{model[0] if model else platform.machine()}, {os.cpu_count()} cores, {platform.system()}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True, help="the built program; the release build for figures that count")
    parser.add_argument("--only", choices=["import", "register"])
    parser.add_argument("--rows", type=int, default=10_000, help="rows of the workbook that is imported")
    parser.add_argument("--cases", type=int, default=50_000, help="cases of the register that is served")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--searches", type=int, default=500)
    options = parser.parse_args()
    os.environ["WAYHOUSE_BINARY"] = str(Path(options.binary).resolve())
    result = {"date": time.strftime("%Y-%m-%d"), "machine": machine()}
    with tempfile.TemporaryDirectory(prefix="wayhouse-bench-") as folder:
        if options.only != "register":
            result["import"] = bench_import(Path(folder), options.rows, options.runs)
        if options.only != "import":
            result["register"] = bench_register(Path(folder), options.cases, options.searches)
    for part, figures in result.items():
        if isinstance(figures, dict):
            for name, value in figures.items():
                print(f"{part:10} {name:32} {value}", file=sys.stderr)
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
