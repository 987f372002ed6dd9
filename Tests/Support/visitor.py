# SPDX-License-Identifier: Apache-2.0
"""Somebody who signs in through pages and goes on from there."""

import http.client
import re
import urllib.parse

PASSPHRASE = "four calm herons wade upstream slowly"


class Client:
    """Somebody signed in, through pages."""

    def __init__(self, port):
        self.port, self.cookies = port, {}

    def ask(self, method, path, body=None, timeout=30):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            body = urllib.parse.urlencode(body)
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        answer.content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        connection.close()
        return answer

    def form_token(self, path):
        return re.search('name="form-token" value="([^"]*)"', self.ask("GET", path).content.decode())[1]

    def post(self, path, form, page=None):
        return self.ask("POST", path, {"form-token": self.form_token(page or path), **form})


def signed_in(register, port, first=False):
    client = Client(port)
    if first:
        answer = client.post("/first-sign-in", {"account": register.owner, "code": register.code,
                                                "passphrase": PASSPHRASE, "again": PASSPHRASE})
        assert answer.status in (302, 303), answer.content[-500:]
        answer = client.post("/first-sign-in/factor", {"without": "yes"})
        assert answer.status == 200 and b"recovery key" in answer.content, answer.content[-500:]
        return client
    answer = client.post("/sign-in", {"account": register.owner, "passphrase": PASSPHRASE})
    assert answer.status in (302, 303), answer.content[-500:]
    return client
