# SPDX-License-Identifier: Apache-2.0
"""REL-15: somebody on the network who means harm does not shut out those who work.

All of it goes to this computer only, and ends by itself. While it goes on, somebody opens cases over a connection of their
own and others open the door anew; their times are compared with those of a quiet server.
"""

import multiprocessing
import resource
import socket
import threading
import time

import pytest

SECONDS = 4
# Below this, times are those of a busy test computer and say nothing about the harm.
FLOOR = 0.15


@pytest.fixture(scope="module")
def served(opened, tmp_path_factory):
    office = opened.copy(tmp_path_factory.mktemp("hostile"))
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 30_000), hard))
    running = office.start()
    running.wait()
    case = running.client().register("Healthy", key="healthy")[1]["id"]
    yield running, case
    running.kill()


@pytest.fixture(autouse=True)
def nothing_left_running():
    """In place of the fixture for all: one server serves this whole file."""
    yield


class Healthy:
    """People who work: one over a connection that stays open, one who comes anew each time."""

    def __init__(self, running, case: str):
        self.running, self.case, self.times, self.failed = running, case, [], []

    def work(self, seconds: float) -> float:
        """The 99th percentile of their waits."""
        ends = time.monotonic() + seconds
        threads = [threading.Thread(target=self.stay, args=[ends]), threading.Thread(target=self.come, args=[ends])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert not self.failed, self.failed[:5]
        ordered = sorted(self.times)
        return ordered[int(len(ordered) * 0.99)]

    def stay(self, ends: float) -> None:
        client = self.running.client(timeout=10)
        while time.monotonic() < ends:
            self.timed(lambda: client.case(self.case)[0])

    def come(self, ends: float) -> None:
        while time.monotonic() < ends:
            self.timed(lambda: self.running.client(timeout=10).ask("GET", "/assets/app.css")[0])
            time.sleep(0.01)

    def timed(self, ask) -> None:
        began = time.monotonic()
        try:
            if (status := ask()) != 200:
                self.failed.append(status)
        except Exception as error:
            self.failed.append(repr(error))
        self.times.append(time.monotonic() - began)


@pytest.fixture(scope="module")
def baseline(served):
    return Healthy(*served).work(SECONDS)


def connect(port: int, timeout: float = 5) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=timeout)


def slow_headers(port: int, ends: float) -> None:
    trickle(port, ends, b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", 300)


def slow_bodies(port: int, ends: float) -> None:
    trickle(port, ends, b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90000\r\n\r\n", 300)


def trickle(port: int, ends: float, start: bytes, count: int) -> None:
    lines = []
    for _ in range(count):
        line = connect(port)
        line.sendall(start)
        lines.append(line)
    while time.monotonic() < ends:
        for line in lines:
            try:
                line.sendall(b"x")
            except OSError:
                pass
        time.sleep(0.5)
    for line in lines:
        line.close()


def idle(port: int, ends: float, count: int = 10_000) -> None:
    lines = []
    while len(lines) < count and time.monotonic() < ends:
        try:
            lines.append(connect(port, timeout=1))
        except OSError:
            time.sleep(0.01)
    while time.monotonic() < ends:
        time.sleep(0.05)
    for line in lines:
        line.close()


def half_open(port: int, ends: float) -> None:
    """Asks and goes away without waiting for the answer."""
    while time.monotonic() < ends:
        line = connect(port)
        line.sendall(b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n")
        line.close()
        time.sleep(0.005)


def bombs(port: int, ends: float) -> None:
    heads = [b"X: " + b"y" * 2_000_000 + b"\r\n", b"".join(b"X-%d: y\r\n" % number for number in range(20_000)),
             b"Cookie: " + b"; ".join(b"c%d=v" % number for number in range(100_000)) + b"\r\n", b"\0" * 100_000]
    while time.monotonic() < ends:
        for head in heads:
            with connect(port) as line:
                try:
                    line.sendall(b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n")
                    line.recv(1000)
                except OSError:
                    pass
            time.sleep(0.05)


@pytest.mark.parametrize("harm", [slow_headers, slow_bodies, idle, half_open, bombs])
def test_those_who_work_hardly_notice(served, baseline, harm, length):
    running, case = served
    ends = time.monotonic() + SECONDS + 2
    # A process of its own: threads of this one would take turns with those whose waits are measured.
    attacker = multiprocessing.get_context("fork").Process(target=harm, args=[running.port, ends], daemon=True)
    attacker.start()
    time.sleep(1)
    times = Healthy(running, case).work(SECONDS)
    attacker.join(60)
    assert attacker.exitcode == 0, "the harm was not done"
    length.note(f"hostile: {harm.__name__}", {"quiet p99 ms": baseline * 1000, "p99 ms": times * 1000})
    assert times <= max(2 * baseline, FLOOR), f"p99 {times:.3f} s, {baseline:.3f} s when quiet"
    assert running.process.poll() is None, running.said()
    assert resident(running) < 400, "megabytes"


def resident(running) -> int:
    with open(f"/proc/{running.process.pid}/status") as status:
        return int(status.read().split("VmRSS:")[1].split()[0]) // 1024


SMUGGLED = b"GET /assets/app.css HTTP/1.1\r\nHost: localhost\r\n\r\n"
VECTORS = {
    "length and chunks": b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "chunks and length": b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "two lengths": b"Content-Length: 0\r\nContent-Length: 49\r\n\r\n" + SMUGGLED,
    "a list of lengths": b"Content-Length: 0, 49\r\n\r\n" + SMUGGLED,
    "a length with a sign": b"Content-Length: +0\r\n\r\n" + SMUGGLED,
    "a negative length": b"Content-Length: -1\r\n\r\n" + SMUGGLED,
    "a length in hexadecimal": b"Content-Length: 0x0\r\n\r\n" + SMUGGLED,
    "a space before the colon": b"Transfer-Encoding : chunked\r\nContent-Length: 49\r\n\r\n" + SMUGGLED,
    "chunks spelt otherwise": b"Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n" + SMUGGLED,
    "chunks not last": b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "a folded line": b"X-Fold: a\r\n Transfer-Encoding: chunked\r\nContent-Length : 0\r\n\r\n" + SMUGGLED,
    "a chunk too long": b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n" + SMUGGLED,
    "a null byte": b"X-Null: a\0b\r\nContent-Length: 0\r\n\r\n" + SMUGGLED,
}


@pytest.mark.parametrize("vector", VECTORS)
def test_no_request_hides_in_another(served, vector):
    """A front server and ours must not see different borders: what is unclear is refused, and the line is cut."""
    with connect(served[0].port) as line:
        line.sendall(b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\n" + VECTORS[vector])
        answer = b""
        try:
            while piece := line.recv(65536):
                answer += piece
                if answer.count(b"HTTP/1.1 ") > 1:
                    break
        except OSError:
            pass
    assert answer.count(b"HTTP/1.1 ") <= 1, answer[:300]
    assert not answer or answer.startswith(b"HTTP/1.1 4"), answer[:300]


@pytest.mark.parametrize("start", [b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
                                   b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90000\r\n\r\n"])
def test_a_request_that_never_ends_is_cut_off(served, start):
    """Headers and bodies that trickle are ended by the server within a minute."""
    with connect(served[0].port, timeout=0.4) as line:
        line.sendall(start)
        ends = time.monotonic() + 50
        while time.monotonic() < ends:
            try:
                line.sendall(b"x")
                if line.recv(1000) == b"":
                    return
            except TimeoutError:
                continue
            except OSError:
                return
    raise AssertionError("it went on for ever")
