# SPDX-License-Identifier: Apache-2.0
"""A register with a program's token, served by the real program, that faults are done to.

The token outlives the server, so that writers go on where they were after a crash. Signals go to processes that were
started here, by their id."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.parse
from pathlib import Path

from register import Register, binary, environment, free_port

PASSPHRASE = "four calm herons wade upstream slowly"
SCOPES = ["list", "exists", "read", "create", "edit", "appendNote", "export"]
SWITCHES = "WAYHOUSE_TEST_SWITCHES"


class Office(Register):
    """A register, its key, and the token of a program that may read and write."""

    def __init__(self, scratch: Path):
        super().__init__(scratch)
        self.token = ""

    @classmethod
    def opened(cls, scratch: Path) -> "Office":
        """A new register whose owner has signed in and made a token."""
        office = cls.made(scratch)
        with office.serve() as server:
            visit = Visit(server.port)
            visit.form("/first-sign-in", account=office.owner, code=office.code, passphrase=PASSPHRASE, again=PASSPHRASE)
            visit.form("/first-sign-in/factor", without="yes")
            page = visit.form("/account/programs", page="/account", program="storm", days="90", scope=SCOPES)
            office.token = re.search(r"wh1_[A-Za-z0-9_-]+", page)[0]
        return office

    def copy(self, scratch: Path) -> "Office":
        """The same register in another folder."""
        scratch.mkdir(parents=True, exist_ok=True)
        shutil.copytree(self.folder, scratch / "register", symlinks=True)
        shutil.copy(self.key_file, scratch / "key")
        other = Office(scratch)
        other.token = self.token
        return other

    def start(self, **extra: str) -> "Running":
        """Starts the server; `extra` is added to its environment."""
        return Running(self, extra)


def office_at(address: str, scratch: Path) -> Office:
    """A register in a database, with an owner and a program's token."""
    class There(Office):
        def __init__(self, scratch):
            super().__init__(scratch)
            self.folder = address
    return There.opened(scratch)


class Running:
    """A server that a test may kill."""

    started: list["Running"] = []

    def __init__(self, office: Office, extra: dict[str, str], options=()):
        self.office, self.port = office, free_port()
        self.log = office.scratch / f"server-{self.port}.log"
        command = [str(binary()), "serve", str(office.folder), "--port", str(self.port), *map(str, office.key), *options]
        self.began = time.monotonic()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            env=environment(office.scratch) | extra)
        Running.started.append(self)

    def wait(self, seconds: float = 60) -> float:
        """Waits until it answers. Seconds since it was started; `Ended` when it ended before."""
        while time.monotonic() < self.began + seconds:
            if self.process.poll() is not None:
                raise Ended(f"ended with {self.process.returncode}: {self.said()}")
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return time.monotonic() - self.began
            except OSError:
                time.sleep(0.01)
        self.kill()
        raise AssertionError("the server did not answer in time")

    def said(self) -> str:
        return self.log.read_text(errors="replace")[-3000:]

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)

    def freeze(self) -> None:
        """Stops every thread, and returns when they stand still."""
        self.process.send_signal(signal.SIGSTOP)
        tasks = Path(f"/proc/{self.process.pid}/task")
        for _ in range(2000):
            states = [(task / "stat").read_text().rsplit(") ", 1)[1][0] for task in tasks.iterdir()]
            if all(state == "T" for state in states):
                return
            time.sleep(0.001)
        raise AssertionError("the server did not stand still")

    def stop(self, seconds: float = 30) -> int:
        """Asks it to end. Its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError("the server did not end when asked") from None

    def client(self, timeout: float = 20) -> "Program":
        return Program(self.port, self.office.token, timeout)

    def __enter__(self) -> "Running":
        self.wait()
        return self

    def __exit__(self, *_):
        self.kill()


class Ended(Exception):
    """The server ended by itself."""


class Lost(Exception):
    """No answer came: whether it was done is not known."""


class Program:
    """A client of the interface for programs, over one connection."""

    def __init__(self, port: int, token: str, timeout: float = 20):
        self.token = token
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def ask(self, method: str, path: str, body=None, **headers: str) -> tuple[int, dict, dict]:
        """Status, JSON and headers; `Lost` when the line broke. `_` in a header's name stands for `-`."""
        sent = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            self.connection.request(method, path, None if body is None else json.dumps(body), sent)
            answer = self.connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            raise Lost(repr(error)) from error
        try:
            value = json.loads(content) if content else {}
        except ValueError:
            value = {"text": content.decode("utf-8", "replace")}
        return answer.status, value, dict(answer.headers)

    def register(self, name: str, key: str) -> tuple[int, dict, dict]:
        """Registers a case of somebody with this name."""
        return self.ask("POST", "/api/v1/cases", {"values": {"prs_FirstName": name}}, Idempotency_Key=key)

    def case(self, id: str) -> tuple[int, dict, dict]:
        return self.ask("GET", f"/api/v1/cases/{id}")


class Visit:
    """A browser without scripts: cookies, and the token of each form's page."""

    def __init__(self, port: int):
        self.port, self.cookies = port, {}

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
                   "Origin": f"http://127.0.0.1:{self.port}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        connection.close()
        return answer.status, text

    def form(self, path: str, page: str | None = None, **fields) -> str:
        """Fills in the form that stands on `page`. The answer's text."""
        token = re.search('name="form-token" value="([^"]*)"', self.ask("GET", page or path)[1])[1]
        status, text = self.ask("POST", path, urllib.parse.urlencode(fields | {"form-token": token}, doseq=True))
        assert status < 400, f"{path} answered {status}"
        return text
