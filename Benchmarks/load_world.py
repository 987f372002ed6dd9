# SPDX-License-Identifier: Apache-2.0
"""The register that `load.py` puts people to work in: many invented cases, and fifty sessions of twenty-five people."""

import json
import random
import re
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1] / "Tests"
sys.path[:0] = [str(TESTS / "Support"), str(TESTS / "Faults" / "tools")]

import fill_templates  # noqa: E402
from office import PASSPHRASE, Office, Program, Running, Visit  # noqa: E402
from people import people  # noqa: E402
from run import Session  # noqa: E402

CASEWORKERS, SUPERVISORS, COMERS = 22, 3, 8
NOTES_EACH = 5


class Place:
    """What `run.Session` asks of a server."""

    def __init__(self, port: int):
        self.port, self.url = port, f"http://127.0.0.1:{port}"


class World:
    """A register of so many cases, in a folder or at the address of an empty PostgreSQL database.

    Each caseworker has taken in a part of the cases and works on that part; supervisors see all of them."""

    def __init__(self, scratch: Path, cases: int, address: str | None = None):
        self.cases, self.rows = cases, people(cases, seed=10)
        self.office = self.opened(scratch, address)
        self.caseworkers = [f"worker{number}" for number in range(CASEWORKERS)]
        self.supervisors = [f"supervisor{number}" for number in range(SUPERVISORS)]
        # They only come in: an account has two sessions at most, and a third one would end somebody's work.
        self.comers = [f"comer{number}" for number in range(COMERS)]
        codes = {name: self.office.add_user(name, "caseworker") for name in self.comers}
        codes |= {name: self.office.add_user(name, "caseworker") for name in self.caseworkers}
        codes |= {name: self.office.add_user(name, "supervisor") for name in self.supervisors}
        with self.office.start() as running:
            for name, code in codes.items():
                visit = Visit(running.port)
                visit.form("/first-sign-in", account=name, code=code, passphrase=PASSPHRASE, again=PASSPHRASE)
                visit.form("/first-sign-in/factor", without="yes")
            visit = Visit(running.port)
            visit.form("/sign-in", account=self.supervisors[0], passphrase=PASSPHRASE)
            # Outlives the server: the first page is asked for without a sign-in before it. It is of all cases.
            page = visit.form("/account/programs", page="/account", program="first", days="90", scope=["list"])
            self.first_token = re.search(r"wh1_[A-Za-z0-9_-]+", page)[0]
            for number, name in enumerate(self.caseworkers):
                self.take_in(name, self.rows[number::CASEWORKERS], running)
            running.stop()

    @staticmethod
    def opened(scratch: Path, address: str | None) -> Office:
        class There(Office):
            def __init__(self, scratch):
                super().__init__(scratch)
                self.folder = address or self.folder
        return There.opened(scratch)

    def take_in(self, name: str, rows: list, running: Running) -> None:
        """Cases that came in a file are assigned to whoever took it in."""
        program = Program(running.port, token(running, name), timeout=600)
        program.connection.request("POST", "/api/v1/imports?format=htcds-csv", fill_templates.canonical_csv(rows), {
            "Authorization": f"Bearer {program.token}", "X-File-Name": f"{name}.csv",
            "Content-Type": "application/octet-stream"})
        answer = program.connection.getresponse()
        said = json.loads(answer.read())
        assert answer.status == 201 and said["imported"] == len(rows), said

    def start(self) -> tuple[Running, float]:
        """The server, and the seconds from its start until somebody sees the first page of cases."""
        running = self.office.start()
        running.wait(120)
        status, value, _ = Program(running.port, self.first_token, 120).ask("GET", "/api/v1/cases")
        taken = time.monotonic() - running.began
        if status == 200 and value["total"] >= self.cases:
            return running, taken
        running.kill()
        raise SystemExit(f"the first page did not come: {status}, {value}")

    def sign_everybody_in(self, running: Running) -> list["Person"]:
        """Each at a browser and with a program: two sessions."""
        with ThreadPoolExecutor(2) as both:
            everybody = list(both.map(lambda name: Person(self, running, name), self.caseworkers + self.supervisors))
        for person in everybody:
            if person.name in self.caseworkers:
                person.learn()
        return everybody


def token(running: Running, name: str) -> str:
    status, value, _ = Program(running.port, "", timeout=60).ask(
        "POST", "/api/v1/session", {"name": name, "passphrase": PASSPHRASE})
    assert status == 201, value
    return value["token"]


class Person:
    """Somebody with a browser and a program, each over a connection of its own; both may be used at the same time."""

    def __init__(self, world: World, running: Running, name: str):
        self.name, self.source = name, random.Random(name)
        self.names = [row["prs_FirstName"] for row in world.rows[:2000] if row.get("prs_FirstName")]
        self.program = Program(running.port, token(running, name), timeout=30)
        self.browser = Session(Place(running.port))
        self.browser.PASSPHRASE = PASSPHRASE
        self.browser.sign_in(name)
        self.cases: list[str] = []
        self.notes: list[list] = []
        self.turn = threading.Lock()

    def learn(self) -> None:
        """Which cases are this person's; some notes to write in."""
        status, found, _ = self.program.ask("GET", "/api/v1/cases")
        last = found["total"] // max(1, len(found["cases"]))
        for page in sorted({1, *(self.source.randint(1, max(1, last)) for _ in range(7))}):
            self.cases += [case["id"] for case in self.program.ask("GET", f"/api/v1/cases?page={page}")[1]["cases"]]
        for case in self.cases[:NOTES_EACH]:
            status, value, _ = self.program.ask("POST", f"/api/v1/cases/{case}/records",
                                                {"kind": "comment", "values": {"cco_CaseComment": "begin"}})
            assert status == 201, value
            self.notes.append([case, value["id"], 1])

    def come_anew(self) -> None:
        """Leaves the lines that have been still while others signed in: the server closes such lines, and a browser
        would ask again over a new one."""
        self.program.connection.close()
        self.browser.connection.close()

    def page(self, path: str) -> int:
        assert "<main" in self.browser.get(path)
        return 200

    def open(self, by_browser: bool) -> int:
        case = self.source.choice(self.cases)
        return self.page(f"/cases/{case}") if by_browser else self.program.case(case)[0]

    def save(self) -> int:
        note = self.source.choice(self.notes)
        case, record, version = note
        status, _, _ = self.program.ask("PUT", f"/api/v1/cases/{case}/records/{record}",
                                        {"values": {"cco_CaseComment": f"Text {version} " + "word " * 80}},
                                        If_Match=f'"{version}"')
        note[2] += status == 200
        return status

    def list_or_search(self, by_browser: bool) -> int:
        if self.source.randrange(2):
            page = self.source.randint(1, 20)
            if by_browser:
                return self.page(f"/cases?page={page}")
            return self.program.ask("GET", f"/api/v1/cases?page={page}")[0]
        words = self.source.choice(self.names)
        if by_browser:
            assert "<main" in self.browser.search(words)
            return 200
        return self.program.ask("POST", "/api/v1/cases/search", {"text": words})[0]

    def look_over(self) -> int:
        """The first page of a supervisor: all cases, who owns them, and how many wait for what."""
        return self.page("/cases")


def sign_in(port: int, name: str) -> int:
    """Somebody who comes in: 200, or 503 when too many come at once."""
    program = Program(port, "", timeout=30)
    status = program.ask("POST", "/api/v1/session", {"name": name, "passphrase": PASSPHRASE})[0]
    program.connection.close()
    return status
