# SPDX-License-Identifier: Apache-2.0
"""How long a backup of a large register takes, its rehearsal and its restore (REL-6, REL-7). See --help."""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from run import Register, fill_templates, machine, people

from client import new_case, signed_in, upload
from keeper import Keeper

MEGABYTE = 1 << 20


def made(scratch: Path, cases: int, megabytes: int, each: int) -> Register:
    """A register of so many cases, one of them with files of so many megabytes together."""
    register = Register.made(scratch)
    file = scratch / "people.csv"
    file.write_bytes(fill_templates.canonical_csv(people(cases, seed=11)))
    assert register.import_file(file).json["imported"] == cases
    code = register.add_user("amal", "caseworker")
    with register.serve() as server:
        amal = signed_in(server, "amal", code)
        case = new_case(amal)
        for number in range(0, megabytes, each):
            answer = upload(amal, case, f"film {number}.mov", [os.urandom(MEGABYTE) for _ in range(each)])
            assert answer.status == 303, answer.status
    return register


def timed(work) -> float:
    began = time.perf_counter()
    work()
    return round(time.perf_counter() - began, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True, help="the built program; the release build for figures that count")
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--megabytes", type=int, default=2_000)
    parser.add_argument("--each", type=int, default=100, help="megabytes of one file")
    options = parser.parse_args()
    os.environ["WAYHOUSE_BINARY"] = str(Path(options.binary).resolve())
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="wayhouse-backup-") as name:
        folder = Path(name)
        register = made(folder, options.cases, options.megabytes, options.each)
        keeper, backups = Keeper(register), folder / "backups"
        result = {"date": time.strftime("%Y-%m-%d"), "machine": machine(), "load before": round(load, 1),
                  "cases": options.cases, "megabytes of files": options.megabytes,
                  "backup seconds": timed(lambda: keeper.back_up(backups)),
                  "increment seconds": timed(lambda: keeper.back_up(backups, "--increment")),
                  "drill seconds": timed(lambda: keeper.restore(backups, "--drill", expecting=0)),
                  "restore seconds": timed(lambda: keeper.restore(backups, "--to", folder / "again", expecting=0)),
                  "megabytes of backup": round(sum(each.stat().st_size for each in backups.iterdir()) / MEGABYTE)}
    for what, value in result.items():
        print(f"{what:20} {value}", file=sys.stderr)
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
