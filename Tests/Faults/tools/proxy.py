# SPDX-License-Identifier: Apache-2.0
"""A bad line between clients and the server: requests are lost, doubled, late, cut in half, or their answers never come."""

import random
import socket
import socketserver
import threading
import time
from collections import Counter

# How often each thing happens, in a hundred requests; the rest goes through.
FAULTS = {"lose the request": 3, "lose the answer": 5, "send it twice": 5, "be late": 8, "cut the request": 2, "half-close": 4}


class Proxy:
    """Listens on a port of this computer and passes requests on to `upstream()`, badly."""

    def __init__(self, upstream, seed: int):
        self.upstream, self.done = upstream, Counter()
        self.chance = random.Random(seed)
        self.lock = threading.Lock()
        proxy = self

        class Line(socketserver.BaseRequestHandler):
            def handle(self):
                try:
                    while request := read_message(self.request):
                        if not proxy.pass_on(request, self.request):
                            return
                except OSError:
                    return

        class Listener(socketserver.ThreadingTCPServer):
            daemon_threads = True
            request_queue_size = 64

        self.listener = Listener(("127.0.0.1", 0), Line)
        self.port = self.listener.server_address[1]
        threading.Thread(target=self.listener.serve_forever, args=[0.05], daemon=True).start()

    def choose(self) -> str:
        with self.lock:
            dice = self.chance.uniform(0, 100)
            chosen = "pass"
            for fault, share in FAULTS.items():
                dice -= share
                if dice < 0:
                    chosen = fault
                    break
            self.done[chosen] += 1
            return chosen

    def pass_on(self, request: bytes, client: socket.socket) -> bool:
        """One request. False when the client's line is cut."""
        fault = self.choose()
        if fault == "lose the request":
            return False
        if fault == "be late":
            time.sleep(self.chance.uniform(0.01, 0.3))
        if fault == "cut the request":
            with self.connected() as server:
                server.sendall(request[:max(1, len(request) * 2 // 3)])
            return False
        if fault == "send it twice":
            twin = threading.Thread(target=self.quietly, args=[request], daemon=True)
            twin.start()
        answer = self.exchange(request, half_close=fault == "half-close")
        if fault == "lose the answer" or not answer:
            return False
        client.sendall(answer)
        return fault != "half-close"

    def quietly(self, request: bytes) -> None:
        try:
            self.exchange(request)
        except OSError:
            pass

    def exchange(self, request: bytes, half_close: bool = False) -> bytes:
        with self.connected() as server:
            server.sendall(request)
            if half_close:
                server.shutdown(socket.SHUT_WR)
            return read_message(server)

    def connected(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.upstream()), timeout=20)

    def close(self) -> None:
        self.listener.shutdown()
        self.listener.server_close()


def read_message(line: socket.socket) -> bytes:
    """One HTTP/1.1 message with a Content-Length; empty when the line ends before it does."""
    held = b""
    while b"\r\n\r\n" not in held:
        piece = line.recv(65536)
        if not piece:
            return b""
        held += piece
    head, body = held.split(b"\r\n\r\n", 1)
    length = 0
    for field in head.split(b"\r\n")[1:]:
        name, value = field.split(b":", 1)
        if name.strip().lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        piece = line.recv(65536)
        if not piece:
            return b""
        body += piece
    return head + b"\r\n\r\n" + body
