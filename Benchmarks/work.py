# SPDX-License-Identifier: Apache-2.0
"""*My work* of somebody with many cases: how long until the first byte of the page. See --help."""

import argparse
import datetime
import json
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from load_world import PASSPHRASE, Office, Place, Program, Visit, fill_templates, people, token
from run import Session, machine, percentiles


def made(office: Office, cases: int, tasks: int) -> None:
    """Cases that one caseworker took in from a file, which each have deadlines; a part of them has a task, too, due
    today or later."""
    code = office.add_user("worker", "caseworker")
    with office.start() as running:
        visit = Visit(running.port)
        visit.form("/first-sign-in", account="worker", code=code, passphrase=PASSPHRASE, again=PASSPHRASE)
        visit.form("/first-sign-in/factor", without="yes")
        program = Program(running.port, token(running, "worker"), timeout=600)
        program.connection.request("POST", "/api/v1/imports?format=htcds-csv",
                                   fill_templates.canonical_csv(people(cases, seed=12)), {
            "Authorization": f"Bearer {program.token}", "X-File-Name": "cases.csv",
            "Content-Type": "application/octet-stream"})
        answer = program.connection.getresponse()
        assert json.loads(answer.read())["imported"] == cases
        taken, page = [], 0
        while len(taken) < tasks:
            page += 1
            taken += [case["id"] for case in program.ask("GET", f"/api/v1/cases?page={page}")[1]["cases"]]
        session = signed_in(running)
        session.find_token("/cases/" + taken[0])
        for number, case in enumerate(taken[:tasks]):
            due = datetime.date.today() + datetime.timedelta(days=number % 40)
            session.send(f"/cases/{case}/tasks", form="task", wh_TaskTitle=f"Ring the school, {number}", request=f"task{number}",
                         **{"wh_TaskDue.day": due.day, "wh_TaskDue.month": due.month, "wh_TaskDue.year": due.year})
        running.stop()


def signed_in(running) -> Session:
    session = Session(Place(running.port))
    session.PASSPHRASE = PASSPHRASE
    session.sign_in("worker")
    return session


def first_byte(session: Session) -> None:
    """Until the head of the answer is there; the rest is read before the next."""
    session.connection.request("GET", "/work", headers={"Cookie": session.cookie})
    answer = session.connection.getresponse()
    assert answer.status == 200
    return answer


def looked(session: Session, looks: int) -> list[float]:
    times = []
    for _ in range(looks):
        began = time.perf_counter()
        answer = first_byte(session)
        times.append(time.perf_counter() - began)
        answer.read()
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True, help="the built program; the release build for figures that count")
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--tasks", type=int, default=500)
    parser.add_argument("--looks", type=int, default=200)
    options = parser.parse_args()
    os.environ["WAYHOUSE_BINARY"] = str(Path(options.binary).resolve())
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="wayhouse-work-") as folder:
        office = Office.opened(Path(folder))
        made(office, options.cases, options.tasks)
        with office.start() as running:
            session = signed_in(running)
            first = looked(session, 1)[0]
            waits = looked(session, options.looks)
            page = session.get("/work")
            counted = dict(re.findall(r'<h2 id="(\w+)">[^<]*<span class="mark">(\d+)', page))
            counted["later"] = re.search(r'part=later">[^<]*?([\d,]+)', page)[1]
            running.stop()
    result = {"date": time.strftime("%Y-%m-%d"), "machine": machine(), "load before": round(load, 1),
              "cases": options.cases, "tasks": options.tasks, "told": counted,
              "first look ms": round(first * 1000, 1)} | percentiles("first byte", waits)
    for name, value in result.items():
        print(f"{name:20} {value}", file=sys.stderr)
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
