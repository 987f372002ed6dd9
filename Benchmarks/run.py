# SPDX-License-Identifier: Apache-2.0
"""Measures what docs/benchmarks.md promises, on a built program. See --help."""

import argparse
import http.cookiejar
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
import urllib.parse
import urllib.request
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
    """A signed-in visit, the way a browser without scripts would make it."""

    PASSPHRASE = "four calm herons wade upstream slowly"

    def __init__(self, url: str):
        self.url = url
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def get(self, path: str) -> str:
        return self.opener.open(self.url + path, timeout=60).read().decode("utf-8")

    def send(self, path: str, **fields) -> None:
        request = urllib.request.Request(self.url + path, urllib.parse.urlencode(fields).encode(), {"Origin": self.url})
        self.opener.open(request, timeout=60).read()

    def first_sign_in(self, user: str, code: str) -> None:
        self.send("/first-sign-in", account=user, code=code, passphrase=self.PASSPHRASE, again=self.PASSPHRASE)

    def sign_in(self, user: str) -> None:
        self.send("/sign-in", account=user, passphrase=self.PASSPHRASE)


def bench_register(scratch: Path, cases: int, searches: int) -> dict:
    """A register of many cases: from the start of the server to the first page, and then searches."""
    register = Register.made(scratch / "register")
    rows = people(cases, seed=10)
    for start in range(0, cases, 10_000):
        file = scratch / f"part-{start}.csv"
        file.write_bytes(fill_templates.canonical_csv(rows[start:start + 10_000]))
        register.import_file(file)
    with register.serve() as server:
        Session(server.url).first_sign_in(register.owner, register.code)
    started = time.perf_counter()
    with register.serve() as server:
        session = Session(server.url)
        session.sign_in(register.owner)
        assert '<tbody>' in session.get("/cases"), "the list of cases did not come"
        first_page = time.perf_counter() - started
        times = sorted(timed_searches(session, rows, searches))
        status = Path(f"/proc/{server.process.pid}/status").read_text()
        resident = int(status.split("VmRSS:")[1].split()[0]) / 1024
    return {"cases": cases, "start to first page seconds": round(first_page, 2),
            "search p50 ms": round(times[len(times) // 2] * 1000, 1),
            "search p99 ms": round(times[int(len(times) * 0.99)] * 1000, 1), "resident MB": round(resident)}


def timed_searches(session: Session, rows, searches: int):
    source = random.Random(3)
    for _ in range(searches):
        name = source.choice(rows).get(source.choice(["prs_FirstName", "prs_SecondName"]), "Nobody")
        asked = source.choice([name, name[:3], name.upper(), "Zzyzx " + name])
        started = time.perf_counter()
        session.send("/cases/search", q=asked)
        yield time.perf_counter() - started


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
