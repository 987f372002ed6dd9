# SPDX-License-Identifier: Apache-2.0
"""The door of a server that is sealed: whether it is, and keys that are given to it."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request


def health(server) -> str:
    try:
        return json.loads(urllib.request.urlopen(server.url + "/health", timeout=5).read())["state"]
    except OSError:
        return "away"


def until(server, state: str, seconds: float = 10) -> float:
    started = time.monotonic()
    while health(server) != state:
        assert time.monotonic() - started < seconds, f"still {health(server)}"
        time.sleep(0.01)
    return time.monotonic() - started


def give(server, **fields):
    """The status and the answer of the address for programs."""
    request = urllib.request.Request(server.url + "/api/v1/unseal", urllib.parse.urlencode(fields).encode())
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"{}")


def give_file(server, file):
    """As `give`, of a key file."""
    content = b'--b\r\nContent-Disposition: form-data; name="key"; filename="key"\r\n\r\n' + file.read_bytes() + b"\r\n--b--\r\n"
    request = urllib.request.Request(server.url + "/api/v1/unseal", content, {"Content-Type": "multipart/form-data; boundary=b"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.status, json.loads(answer.read())
